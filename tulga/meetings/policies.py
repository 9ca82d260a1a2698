"""Who prepares and runs meetings. Who may see one is decided in querysets.py."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from tulga.kit.policy import ALLOW, Decision, Policy, deny
from tulga.meetings.choices import Action

if TYPE_CHECKING:
    from tulga.kit.actor import Actor

policy = Policy()


@policy.rule(*Action)
def secretariat_runs_meetings(actor: Actor, _thing: object) -> Decision:
    if actor.is_system or actor.may(Action.EDIT):
        return ALLOW
    return deny(_("Only the secretariat prepares and runs meetings."))
