"""Who prepares what is shared with audiences, who approves it, and who answers for an office that receives it.

Who may see a release is in querysets.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from tulga.accounts.roles import agencies_answered_for
from tulga.dissemination.choices import Action
from tulga.kit.policy import ALLOW, Decision, Policy, deny

if TYPE_CHECKING:
    from tulga.dissemination.models import Delivery
    from tulga.kit.actor import Actor

policy = Policy()


@policy.rule(Action.PREPARE, Action.MARK, Action.WITHDRAW, Action.CLOSE_DELIVERY, Action.SET_REMINDERS)
def secretariat_prepares(actor: Actor, _thing: object) -> Decision:
    if actor.may(Action.PREPARE):
        return ALLOW
    return deny(_("Only the secretariat prepares what is shared with audiences."))


@policy.rule(Action.APPROVE, Action.SUPERSEDE, Action.DELIVER)
def chair_or_secretariat_approves(actor: Actor, _thing: object) -> Decision:
    """By role; that it is a second person is a guard, and a constraint behind it."""
    if actor.may(Action.APPROVE):
        return ALLOW
    return deny(_("The chair or a second person of the secretariat approves what is shared with audiences."))


@policy.rule(Action.OPEN)
def the_offices_people_open(actor: Actor, delivery: Delivery) -> Decision:
    if delivery.agency_id in agencies_answered_for(actor):
        return ALLOW
    return deny(_("Only somebody of the office that receives it opens it."))


@policy.rule(Action.ACKNOWLEDGE, Action.EXPLAIN_DELAY)
def the_office_acknowledges(actor: Actor, delivery: Delivery) -> Decision:
    if actor.may(Action.ACKNOWLEDGE, at=delivery.agency_id):
        return ALLOW
    return deny(_("Only the office that received it acknowledges it."))


@policy.rule(Action.ENTER_ACKNOWLEDGEMENT)
def who_got_the_letter_enters_it(actor: Actor, delivery: Delivery) -> Decision:
    """The secretariat, or an office above: never the office itself, which has its own button."""
    if actor.may(Action.PREPARE) or any(actor.may(Action.PASS_ON, at=each) for each in delivery.trail_ids[:-1]):
        return ALLOW
    return deny(_("The secretariat or the office above enters what came by letter or telephone."))


@policy.rule(Action.PASS_ON)
def the_office_above_passes_on(actor: Actor, delivery: Delivery) -> Decision:
    if actor.may(Action.PREPARE) or any(actor.may(Action.PASS_ON, at=each) for each in delivery.trail_ids):
        return ALLOW
    return deny(_("Only the office itself, one above it or the secretariat passes a release on."))
