"""Who prepares what is shared with audiences, and who approves it. Who may see a release is in querysets.py."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from tulga.dissemination.choices import Action
from tulga.kit.policy import ALLOW, Decision, Policy, deny

if TYPE_CHECKING:
    from tulga.kit.actor import Actor

policy = Policy()


@policy.rule(Action.PREPARE, Action.WITHDRAW)
def secretariat_prepares(actor: Actor, _thing: object) -> Decision:
    if actor.may(Action.PREPARE):
        return ALLOW
    return deny(_("Only the secretariat prepares what is shared with audiences."))


@policy.rule(Action.APPROVE)
def chair_or_secretariat_approves(actor: Actor, _thing: object) -> Decision:
    """By role; that it is a second person is a guard, and a constraint behind it."""
    if actor.may(Action.APPROVE):
        return ALLOW
    return deny(_("The chair or a second person of the secretariat approves what is shared with audiences."))
