"""Who looks after the e-mails. Who may read a notice is in querysets.py: its recipient alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from tulga.kit.policy import ALLOW, Decision, Policy, deny
from tulga.notices.choices import Action

if TYPE_CHECKING:
    from tulga.kit.actor import Actor

policy = Policy()


@policy.rule(Action.KEEP_POST)
def secretariat_and_administrators_keep_the_post(actor: Actor, _thing: object) -> Decision:
    if actor.may(Action.KEEP_POST):
        return ALLOW
    return deny(_("Only the secretariat and the administrators see which e-mails did not leave."))
