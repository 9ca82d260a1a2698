"""Who says what answers a finding. Who may see it is decided in querysets.py."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from tulga.answers.choices import Action
from tulga.kit.policy import ALLOW, Decision, Policy, deny

if TYPE_CHECKING:
    from tulga.kit.actor import Actor

policy = Policy()


@policy.rule(Action.LINK, Action.PUBLISH, Action.WITHDRAW)
def secretariat_says_what_answers(actor: Actor, _thing: object) -> Decision:
    if actor.is_system or actor.may(Action.LINK):
        return ALLOW
    return deny(_("Only the secretariat says what answers a finding. Write to it if something is missing."))
