"""The lives of a recommendation, of the order that puts it in force, and of the commitments that follow from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tulga.accounts.choices import Role
from tulga.audit.services import record
from tulga.kit.policy import ALLOW, Decision, deny
from tulga.kit.workflow import Transition, Workflow
from tulga.recommendations import notices
from tulga.recommendations.choices import (
    BEFORE_DECISION,
    ENDORSED,
    Action,
    CommitmentStatus,
    Hand,
    OrderStatus,
    Status,
)
from tulga.recommendations.models import Commitment, Order, Part, Recommendation
from tulga.recommendations.policies import policy

if TYPE_CHECKING:
    from tulga.kit.actor import Actor
    from tulga.recommendations.models import DraftingCircle


def sits_in_circle(circle: DraftingCircle, actor: Actor) -> Decision:
    """Drafts are written by the circle's members and by the secretariat, which helps every session."""
    if actor.holds_anywhere(Role.SECRETARIAT) or circle.has_member(actor.user_id, timezone.localdate()):
        return ALLOW
    return deny(_("Only members of this working session and the secretariat can do this."))


def may_draft_in(circle: DraftingCircle, actor: Actor, action: str) -> Decision:
    """Whether the actor may record a challenge or begin a recommendation in this circle."""
    if actor.is_system:
        return ALLOW
    return policy.ask(actor, action, circle) and sits_in_circle(circle, actor)


def may_be_reworded(recommendation: Recommendation, actor: Actor) -> Decision:
    """Its circle's while it is drafted, the secretariat's from consolidation on, nobody's once it is submitted."""
    if recommendation.status in (Status.DRAFT, Status.ADOPTED):
        return may_draft_in(recommendation.circle, actor, Action.DRAFT)
    if recommendation.status != Status.CONSOLIDATED:
        return deny(_("The wording is frozen: it has been submitted or decided."))
    return policy.ask(actor, Action.CONSOLIDATE, recommendation)


def may_be_committed_to(recommendation: Recommendation, actor: Actor) -> Decision:
    """Whether an agency of the actor's is addressed by words that are in force."""
    if recommendation.status not in ENDORSED or recommendation.in_force_on is None:
        return deny(_("Commitments follow from a recommendation that is endorsed and in force."))
    if not recommendation.addressees.filter(pk__in=actor.agencies_where(Action.COMMIT)).exists():
        return deny(_("This recommendation is not addressed to your agency."))
    return ALLOW


def is_drafted_in_own_circle(recommendation: Recommendation, actor: Actor) -> Decision:
    return sits_in_circle(recommendation.circle, actor)


def has_the_deciding_language(recommendation: Recommendation, actor: Actor) -> Decision:
    wording = recommendation.latest_wording()
    if wording is not None and wording.language == settings.DECIDING_LANGUAGE:
        return ALLOW
    return deny(_("Write the wording in the deciding language first: the ministry decides on that text."))


def has_addressees(recommendation: Recommendation, actor: Actor) -> Decision:
    if recommendation.addressees.exists():
        return ALLOW
    return deny(_("Name at least one addressee first."))


def is_ready_to_submit(recommendation: Recommendation, actor: Actor) -> Decision:
    decision = has_the_deciding_language(recommendation, actor)
    return has_addressees(recommendation, actor) if decision else decision


def has_another_hand(hand: Hand) -> str:
    return str(
        {
            Hand.DRAFTER: _("You drafted this recommendation; somebody else has to do this."),
            Hand.DECIDER: _("You decided this recommendation; somebody else has to do this."),
            Hand.VERIFIER: _("You verified this recommendation; somebody else has to do this."),
        }[hand]
    )


def may_take_part(recommendation: Recommendation, actor: Actor, hand: Hand) -> Decision:
    """Whether the person has no other part yet. The unique constraint is behind it."""
    part = Part.objects.filter(recommendation=recommendation, user=actor.user_id).exclude(hand=hand).first()
    return deny(has_another_hand(Hand(part.hand))) if part else ALLOW


def did_not_draft(recommendation: Recommendation, actor: Actor) -> Decision:
    return may_take_part(recommendation, actor, Hand.DECIDER)


def all_addressees_delivered(recommendation: Recommendation, actor: Actor) -> Decision:
    open_commitments = recommendation.commitments.exclude(status=CommitmentStatus.VERIFIED)
    delivered = recommendation.commitments.filter(status=CommitmentStatus.VERIFIED).values("agency")
    if open_commitments.exists() or recommendation.addressees.exclude(pk__in=delivered).exists():
        return deny(_("Not every addressee has a verified commitment."))
    return ALLOW


def has_number_and_scan(order: Order, actor: Actor) -> Decision:
    if order.number and order.dated_on and order.scan_id:
        return ALLOW
    return deny(_("Enter the order's number and date, and upload the scan."))


def has_a_report(commitment: Commitment, actor: Actor) -> Decision:
    return ALLOW if commitment.done_reports.exists() else deny(_("Say what was done first."))


def verifier_is_independent(commitment: Commitment, actor: Actor) -> Decision:
    return may_take_part(commitment.recommendation, actor, Hand.VERIFIER)


# fmt: off
life = Workflow[Recommendation](
    name="recommendation", title=gettext_lazy("Recommendation"), states=Status, policy=policy, record=record, table=[
    Transition(name="adopt", label=gettext_lazy("Adopt"), source=(Status.DRAFT,), target=Status.ADOPTED,
               action=Action.ADOPT, guard=is_drafted_in_own_circle,
               effects=(notices.of_the_adoption,)),
    Transition(name="consolidate", label=gettext_lazy("Consolidate and number"), source=(Status.ADOPTED,),
               target=Status.CONSOLIDATED, action=Action.CONSOLIDATE),
    Transition(name="submit", label=gettext_lazy("Submit for decision"), source=(Status.CONSOLIDATED,),
               target=Status.SUBMITTED, action=Action.SUBMIT, guard=is_ready_to_submit,
               effects=(notices.of_the_submission,)),
    Transition(name="return", label=gettext_lazy("Return for redrafting"), source=(Status.SUBMITTED,),
               target=Status.CONSOLIDATED, action=Action.DECIDE, guard=did_not_draft, needs_reason=True,
               effects=(notices.of_the_return,)),
    Transition(name="endorsed", label=gettext_lazy("Endorse"), source=(Status.SUBMITTED,), target=Status.ENDORSED,
               action=Action.DECIDE, guard=did_not_draft,
               effects=(notices.of_the_decision,)),
    Transition(name="endorsed_with_changes", label=gettext_lazy("Endorse with changes"), source=(Status.SUBMITTED,),
               target=Status.ENDORSED_WITH_CHANGES, action=Action.DECIDE, guard=did_not_draft, needs_reason=True,
               effects=(notices.of_the_decision,)),
    Transition(name="deferred", label=gettext_lazy("Defer"), source=(Status.SUBMITTED,), target=Status.DEFERRED,
               action=Action.DECIDE, guard=did_not_draft, needs_reason=True,
               effects=(notices.of_the_decision,)),
    Transition(name="declined", label=gettext_lazy("Decline"), source=(Status.SUBMITTED,), target=Status.DECLINED,
               action=Action.DECIDE, guard=did_not_draft, needs_reason=True,
               effects=(notices.of_the_decision,)),
    Transition(name="take_up_again", label=gettext_lazy("Take up again"), source=(Status.DEFERRED,),
               target=Status.CONSOLIDATED, action=Action.CONSOLIDATE),
    Transition(name="withdraw", label=gettext_lazy("Withdraw"), source=BEFORE_DECISION, target=Status.WITHDRAWN,
               action=Action.WITHDRAW, needs_reason=True,
               effects=(notices.of_the_withdrawal,)),
    Transition(name="implement", label=gettext_lazy("Implemented"), source=ENDORSED, target=Status.IMPLEMENTED,
               action=Action.IMPLEMENT, guard=all_addressees_delivered,
               effects=(notices.of_the_implementation,)),
])

paper = Workflow[Order](
    name="order", title=gettext_lazy("Order"), states=OrderStatus, policy=policy, record=record, table=[
    Transition(name="register", label=gettext_lazy("Register the signed order"), source=(OrderStatus.PRINTED,),
               target=OrderStatus.REGISTERED, action=Action.REGISTER_ORDER, guard=has_number_and_scan,
               effects=(notices.of_the_order_in_force,)),
])

duty = Workflow[Commitment](
    name="commitment", title=gettext_lazy("Commitment"), states=CommitmentStatus, policy=policy, record=record, table=[
    Transition(name="sign", label=gettext_lazy("Sign"), source=(CommitmentStatus.NAMED,),
               target=CommitmentStatus.SIGNED, action=Action.SIGN_COMMITMENT,
               effects=(notices.of_the_signature,)),
    Transition(name="report_done", label=gettext_lazy("Report done"), source=(CommitmentStatus.SIGNED,),
               target=CommitmentStatus.DONE, action=Action.REPORT_DONE, guard=has_a_report,
               effects=(notices.of_the_report,)),
    Transition(name="verify", label=gettext_lazy("Verify as adequate"), source=(CommitmentStatus.DONE,),
               target=CommitmentStatus.VERIFIED, action=Action.VERIFY, guard=verifier_is_independent,
               needs_reason=True,
               effects=(notices.of_the_verification,)),
    Transition(name="find_inadequate", label=gettext_lazy("Find inadequate"), source=(CommitmentStatus.DONE,),
               target=CommitmentStatus.SIGNED, action=Action.VERIFY, guard=verifier_is_independent,
               needs_reason=True,
               effects=(notices.of_the_inadequate_report,)),
])
# fmt: on
