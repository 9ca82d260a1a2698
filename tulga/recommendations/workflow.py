"""The lives of a recommendation, of the order that puts it in force, and of what its addressees answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tulga.accounts.choices import Role
from tulga.audit.services import record
from tulga.documents.paper import CameBy
from tulga.kit.policy import ALLOW, Decision, deny
from tulga.kit.workflow import Transition, Workflow
from tulga.recommendations import notices
from tulga.recommendations.acts import record_act
from tulga.recommendations.choices import (
    BEFORE_DECISION,
    ENDORSED,
    MERGEABLE,
    OPEN_OBJECTIONS,
    Action,
    ChangeKind,
    ChangeStatus,
    CircleStatus,
    CommitmentStatus,
    Hand,
    ObjectionStatus,
    OrderStatus,
    Outcome,
    PaperStatus,
    Status,
)
from tulga.recommendations.models import (
    ChangeRequest,
    Commitment,
    DraftingCircle,
    Objection,
    Order,
    PaperDecision,
    Part,
    Recommendation,
)
from tulga.recommendations.policies import policy

if TYPE_CHECKING:
    from tulga.kit.actor import Actor
    from tulga.recommendations.models import Submission


def sits_in_circle(circle: DraftingCircle, actor: Actor) -> Decision:
    """Drafts are written by the circle's members and by the secretariat, which helps every session."""
    if actor.holds_anywhere(Role.SECRETARIAT) or circle.has_member(actor.user_id, timezone.localdate()):
        return ALLOW
    return deny(_("Only members of this working session and the secretariat can do this."))


def is_open_for_writing(circle: DraftingCircle) -> Decision:
    if circle.is_open:
        return ALLOW
    return deny(_("This working session is closed. Its scribe or the secretariat can open it again."))


def may_draft_in(circle: DraftingCircle, actor: Actor, action: str) -> Decision:
    """Whether the actor may record a challenge or begin a recommendation in this circle."""
    if actor.is_system:
        return ALLOW
    decision = policy.ask(actor, action, circle) and sits_in_circle(circle, actor)
    return decision and is_open_for_writing(circle)


def writes_for_the_session(circle: DraftingCircle, actor: Actor) -> Decision:
    """The scribe and the secretariat speak for the whole session."""
    if actor.holds_anywhere(Role.SECRETARIAT) or circle.has_scribe(actor.user_id, timezone.localdate()):
        return ALLOW
    return deny(_("Only the session's scribe and the secretariat can do this."))


def may_adopt_all(circle: DraftingCircle, actor: Actor) -> Decision:
    """Whether the actor may adopt every draft of the session in one act."""
    decision = policy.ask(actor, Action.ADOPT, circle) and writes_for_the_session(circle, actor)
    return decision and is_open_for_writing(circle)


def may_be_reworded(recommendation: Recommendation, actor: Actor) -> Decision:
    """Its circle's while it is drafted, the secretariat's from consolidation on, nobody's once it is submitted."""
    if recommendation.status in (Status.DRAFT, Status.ADOPTED):
        return may_draft_in(recommendation.circle, actor, Action.DRAFT)
    if recommendation.status == Status.MERGED:
        return deny(_("It has been merged: write a new wording of the one that it became part of."))
    if recommendation.status != Status.CONSOLIDATED:
        return deny(_("The wording is frozen: it has been submitted or decided."))
    return policy.ask(actor, Action.CONSOLIDATE, recommendation)


def may_be_arranged(recommendation: Recommendation, actor: Actor) -> Decision:
    """Addressees, priority and deadline: the secretariat's, between consolidation and submission."""
    if recommendation.status != Status.CONSOLIDATED:
        return deny(_("This can be changed only between consolidation and submission."))
    return policy.ask(actor, Action.ARRANGE, recommendation)


def may_be_committed_to(recommendation: Recommendation, actor: Actor) -> Decision:
    """Whether an agency of the actor's is addressed by words that are in force."""
    if recommendation.status not in ENDORSED or recommendation.in_force_on is None:
        return deny(_("Addressees answer a recommendation once it is endorsed and in force."))
    if not recommendation.addressees.filter(pk__in=actor.agencies_where(Action.COMMIT)).exists():
        return deny(_("This recommendation is not addressed to your agency."))
    return ALLOW


def may_be_answered_on_paper(recommendation: Recommendation, actor: Actor) -> Decision:
    """Whether the actor may enter an addressee's signed paper: the agency's own people, and the secretariat."""
    if recommendation.status not in ENDORSED or recommendation.in_force_on is None:
        return deny(_("Addressees answer a recommendation once it is endorsed and in force."))
    return ALLOW if actor.may(Action.CONSOLIDATE) else may_be_committed_to(recommendation, actor)


def is_drafted_in_own_circle(recommendation: Recommendation, actor: Actor) -> Decision:
    return sits_in_circle(recommendation.circle, actor) and is_open_for_writing(recommendation.circle)


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


def has_become_part(recommendation: Recommendation, actor: Actor) -> Decision:
    if recommendation.merged_into_id is not None:
        return ALLOW
    return deny(_("Choose what it is merged with on the consolidation page."))


def carries_others(recommendation: Recommendation, actor: Actor) -> Decision:
    return ALLOW if recommendation.merged_from.exists() else deny(_("Nothing was merged into this recommendation."))


def has_a_number(recommendation: Recommendation, actor: Actor) -> Decision:
    return ALLOW if recommendation.reference else deny(_("It had no number before it was merged."))


def has_no_number(recommendation: Recommendation, actor: Actor) -> Decision:
    return deny(_("It had its number before it was merged.")) if recommendation.reference else ALLOW


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


def may_be_decided_on_paper(recommendation: Recommendation, actor: Actor) -> Decision:
    """Whether the actor may enter what a signed paper decides on it."""
    if recommendation.status != Status.SUBMITTED:
        return deny(_("Only what lies before the ministry is decided, here or on paper."))
    if PaperDecision.objects.waiting().filter(item__recommendation=recommendation).exists():
        return deny(_("A decision on paper was entered already and waits to be confirmed."))
    return policy.ask(actor, Action.ENTER_DECISION, recommendation)


def seen_by_another_hand(entered: PaperDecision, actor: Actor) -> Decision:
    """Who entered it says what the paper says; another person has to see the same."""
    if actor.user_id == entered.entered_by_id:
        return deny(_("You entered it; a second person compares it with the paper."))
    return ALLOW


def can_still_be_confirmed(entered: PaperDecision, actor: Actor) -> Decision:
    if not (decision := seen_by_another_hand(entered, actor)):
        return decision
    if not entered.item.is_open:
        return deny(_("It was decided, returned or withdrawn meanwhile: what was entered does not count any more."))
    return did_not_draft(entered.item.recommendation, actor)


def has_a_newer_one_in_force(recommendation: Recommendation, actor: Actor) -> Decision:
    if recommendation.superseded_by.in_force().exists():
        return ALLOW
    return deny(_("Nothing that is in force takes its place."))


def may_be_corrected(order: Order, actor: Actor) -> Decision:
    """What the register says of an order in force. Before, it is simply entered."""
    if order.status != OrderStatus.REGISTERED:
        return deny(_("Register the order first: then its entry can be corrected."))
    return policy.ask(actor, Action.CORRECT_ORDER, order)


def all_addressees_delivered(recommendation: Recommendation, actor: Actor) -> Decision:
    """No commitment is open, and every addressee has a verified one or an objection that was upheld."""
    verified = recommendation.commitments.filter(status=CommitmentStatus.VERIFIED).values("agency")
    upheld = recommendation.objections.filter(status=ObjectionStatus.UPHELD).values("agency")
    waiting = recommendation.addressees.exclude(pk__in=verified).exclude(pk__in=upheld)
    if recommendation.commitments.open().exists() or waiting.exists():
        return deny(_("Not every addressee has a verified commitment or an upheld objection."))
    return ALLOW


def has_number_and_scan(order: Order, actor: Actor) -> Decision:
    if order.number and order.dated_on and order.scan_id:
        return ALLOW
    return deny(_("Enter the order's number and date, and upload the scan."))


def has_a_report(commitment: Commitment, actor: Actor) -> Decision:
    return ALLOW if commitment.done_reports.exists() else deny(_("Say what was done first."))


def has_the_signed_paper(answer: Commitment | Objection, actor: Actor) -> Decision:
    if answer.came_by == CameBy.LETTER and answer.paper_number and answer.paper_dated_on and answer.paper_scan_id:
        return ALLOW
    return deny(_("Enter the signed paper's number and date, and upload its scan."))


def passed_by_another_hand(objection: Objection, actor: Actor) -> Decision:
    """Who raised or signed it for the agency does not settle it for the secretariat."""
    if actor.user_id in (objection.raised_by_id, objection.signed_by_id):
        return deny(_("You raised or signed this objection; somebody else has to do this."))
    return ALLOW


def decided_by_another_hand(objection: Objection, actor: Actor) -> Decision:
    """Nobody decides on an objection that passed through their hands before."""
    hands = (objection.raised_by_id, objection.signed_by_id, objection.entered_by_id, objection.passed_by_id)
    if actor.user_id in hands:
        return deny(_("This objection has passed through your hands; somebody else has to decide."))
    return ALLOW


def may_be_let_off(commitment: Commitment, actor: Actor) -> Decision:
    """A signed promise ends only where the agency asked for it and the secretariat has agreed."""
    agreed = commitment.change_requests.filter(kind=ChangeKind.WITHDRAW, status=ChangeStatus.AGREED)
    return ALLOW if agreed.exists() else deny(_("The agency has to ask for it, and the secretariat to agree."))


def answered_by_another_hand(change: ChangeRequest, actor: Actor) -> Decision:
    if actor.user_id == change.asked_by_id:
        return deny(_("You asked for this; somebody else has to answer."))
    return ALLOW


def verifier_is_independent(commitment: Commitment, actor: Actor) -> Decision:
    return may_take_part(commitment.recommendation, actor, Hand.VERIFIER)


def may_prepare(package: Submission, actor: Actor) -> Decision:
    """The secretariat, until the package is laid before the ministry."""
    if package.is_laid:
        return deny(_("This package has been laid before the ministry: it cannot be changed any more."))
    return policy.ask(actor, Action.PREPARE_PACKAGE, package)


def may_be_decided(package: Submission, actor: Actor) -> Decision:
    """Whoever decides, while something of the package is undecided."""
    if not package.is_laid or not package.items.open().exists():
        return deny(_("Nothing of this package waits for a decision any more."))
    return policy.ask(actor, Action.DECIDE, package)


# fmt: off
sitting = Workflow[DraftingCircle](
    name="session", title=gettext_lazy("Working session"), states=CircleStatus, policy=policy, record=record_act,
    table=[
    Transition(name="close", label=gettext_lazy("Close the session"), source=(CircleStatus.OPEN,),
               target=CircleStatus.CLOSED, action=Action.CLOSE_CIRCLE, guard=writes_for_the_session),
    Transition(name="open_again", label=gettext_lazy("Open the session again"), source=(CircleStatus.CLOSED,),
               target=CircleStatus.OPEN, action=Action.OPEN_CIRCLE_AGAIN, guard=writes_for_the_session),
])

_ON_PAPER = tuple(
    Transition(name=f"{outcome}_on_paper", label=label, source=(Status.SUBMITTED,), target=Status(outcome),
               action=Action.CONFIRM_DECISION, guard=did_not_draft, needs_reason=outcome != Outcome.ENDORSED,
               effects=(notices.of_the_decision,))
    for outcome, label in (
        (Outcome.ENDORSED, gettext_lazy("Endorsed on paper")),
        (Outcome.ENDORSED_WITH_CHANGES, gettext_lazy("Endorsed with changes on paper")),
        (Outcome.DEFERRED, gettext_lazy("Deferred on paper")),
        (Outcome.DECLINED, gettext_lazy("Declined on paper")),
    )
)

life = Workflow[Recommendation](
    name="recommendation", title=gettext_lazy("Recommendation"), states=Status, policy=policy, record=record_act,
    table=[
    Transition(name="adopt", label=gettext_lazy("Adopt"), source=(Status.DRAFT,), target=Status.ADOPTED,
               action=Action.ADOPT, guard=is_drafted_in_own_circle,
               effects=(notices.of_the_adoption,)),
    Transition(name="consolidate", label=gettext_lazy("Consolidate and number"), source=(Status.ADOPTED,),
               target=Status.CONSOLIDATED, action=Action.CONSOLIDATE, effects=(notices.of_the_consolidation,)),
    Transition(name="merge", label=gettext_lazy("Merge into another"), source=MERGEABLE, target=Status.MERGED,
               action=Action.MERGE, guard=has_become_part, effects=(notices.of_the_merge,)),
    Transition(name="carry", label=gettext_lazy("Carry what was merged"), source=(Status.DRAFT,),
               target=Status.CONSOLIDATED, action=Action.MERGE, guard=carries_others),
    Transition(name="dissolve", label=gettext_lazy("Undo the merge"), source=(Status.CONSOLIDATED,),
               target=Status.WITHDRAWN, action=Action.UNDO_MERGE, guard=carries_others, needs_reason=True),
    Transition(name="come_back", label=gettext_lazy("Come back from a merge"), source=(Status.MERGED,),
               target=Status.ADOPTED, action=Action.UNDO_MERGE, guard=has_no_number, needs_reason=True,
               effects=(notices.of_the_undone_merge,)),
    Transition(name="come_back_numbered", label=gettext_lazy("Come back with its number"), source=(Status.MERGED,),
               target=Status.CONSOLIDATED, action=Action.UNDO_MERGE, guard=has_a_number, needs_reason=True,
               effects=(notices.of_the_undone_merge,)),
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
    *_ON_PAPER,
    Transition(name="take_up_again", label=gettext_lazy("Take up again"), source=(Status.DEFERRED,),
               target=Status.CONSOLIDATED, action=Action.CONSOLIDATE, effects=(notices.of_the_taking_up,)),
    Transition(name="withdraw", label=gettext_lazy("Withdraw"), source=BEFORE_DECISION, target=Status.WITHDRAWN,
               action=Action.WITHDRAW, needs_reason=True,
               effects=(notices.of_the_withdrawal,)),
    Transition(name="implement", label=gettext_lazy("Implemented"), source=ENDORSED, target=Status.IMPLEMENTED,
               action=Action.IMPLEMENT, guard=all_addressees_delivered,
               effects=(notices.of_the_implementation,)),
    Transition(name="supersede", label=gettext_lazy("Superseded"), source=(*ENDORSED, Status.IMPLEMENTED),
               target=Status.SUPERSEDED, action=Action.SUPERSEDE, guard=has_a_newer_one_in_force,
               effects=(notices.of_the_supersession,)),
])

seen_on_paper = Workflow[PaperDecision](
    name="paper_decision", title=gettext_lazy("Decision taken on paper"), states=PaperStatus, policy=policy,
    record=record, table=[
    Transition(name="confirm", label=gettext_lazy("Confirm"), source=(PaperStatus.ENTERED,),
               target=PaperStatus.CONFIRMED, action=Action.CONFIRM_DECISION, guard=can_still_be_confirmed),
    Transition(name="refuse", label=gettext_lazy("Do not confirm"), source=(PaperStatus.ENTERED,),
               target=PaperStatus.REFUSED, action=Action.CONFIRM_DECISION, guard=seen_by_another_hand,
               needs_reason=True, effects=(notices.of_the_paper_refused,)),
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
    Transition(name="sign_on_paper", label=gettext_lazy("Signed on paper"), source=(CommitmentStatus.NAMED,),
               target=CommitmentStatus.SIGNED, action=Action.ENTER_ANSWER, guard=has_the_signed_paper,
               effects=(notices.of_the_paper, notices.of_the_signature)),
    Transition(name="withdraw", label=gettext_lazy("Withdraw"), source=(CommitmentStatus.NAMED,),
               target=CommitmentStatus.WITHDRAWN, action=Action.WITHDRAW_COMMITMENT, needs_reason=True),
    Transition(name="let_off", label=gettext_lazy("Withdrawn with the secretariat's agreement"),
               source=(CommitmentStatus.SIGNED,), target=CommitmentStatus.WITHDRAWN, action=Action.ANSWER_CHANGE,
               guard=may_be_let_off, needs_reason=True),
    Transition(name="report_done", label=gettext_lazy("Report done"), source=(CommitmentStatus.SIGNED,),
               target=CommitmentStatus.DONE, action=Action.REPORT_DONE, guard=has_a_report,
               effects=(notices.of_the_report,)),
    Transition(name="verify", label=gettext_lazy("Verify"), source=(CommitmentStatus.DONE,),
               target=CommitmentStatus.VERIFIED, action=Action.VERIFY, guard=verifier_is_independent,
               needs_reason=True,
               effects=(notices.of_the_verification,)),
    Transition(name="find_inadequate", label=gettext_lazy("Find inadequate"), source=(CommitmentStatus.DONE,),
               target=CommitmentStatus.SIGNED, action=Action.VERIFY, guard=verifier_is_independent,
               needs_reason=True,
               effects=(notices.of_the_inadequate_report,)),
])

change = Workflow[ChangeRequest](
    name="change", title=gettext_lazy("Change of a commitment"), states=ChangeStatus, policy=policy, record=record,
    table=[
    Transition(name="agree", label=gettext_lazy("Agree"), source=(ChangeStatus.ASKED,), target=ChangeStatus.AGREED,
               action=Action.ANSWER_CHANGE, guard=answered_by_another_hand, effects=(notices.of_the_change_answered,)),
    Transition(name="refuse", label=gettext_lazy("Do not agree"), source=(ChangeStatus.ASKED,),
               target=ChangeStatus.REFUSED, action=Action.ANSWER_CHANGE, guard=answered_by_another_hand,
               needs_reason=True, effects=(notices.of_the_change_answered,)),
    Transition(name="take_back", label=gettext_lazy("Take back"), source=(ChangeStatus.ASKED,),
               target=ChangeStatus.TAKEN_BACK, action=Action.ASK_CHANGE),
])

dissent = Workflow[Objection](
    name="objection", title=gettext_lazy("Objection"), states=ObjectionStatus, policy=policy, record=record, table=[
    Transition(name="sign", label=gettext_lazy("Sign"), source=(ObjectionStatus.RAISED,),
               target=ObjectionStatus.SIGNED, action=Action.SIGN_OBJECTION,
               effects=(notices.of_the_objection_signed,)),
    Transition(name="sign_on_paper", label=gettext_lazy("Signed on paper"), source=(ObjectionStatus.RAISED,),
               target=ObjectionStatus.SIGNED, action=Action.ENTER_ANSWER, guard=has_the_signed_paper,
               effects=(notices.of_the_paper, notices.of_the_objection_signed)),
    Transition(name="withdraw", label=gettext_lazy("Withdraw"), source=OPEN_OBJECTIONS,
               target=ObjectionStatus.WITHDRAWN, action=Action.WITHDRAW_OBJECTION, needs_reason=True,
               effects=(notices.of_the_objection_settled,)),
    Transition(name="pass", label=gettext_lazy("Pass to the chair"), source=(ObjectionStatus.SIGNED,),
               target=ObjectionStatus.PASSED, action=Action.PASS_OBJECTION, guard=passed_by_another_hand,
               needs_reason=True, effects=(notices.of_the_objection_passed,)),
    Transition(name="uphold", label=gettext_lazy("Uphold"), source=(ObjectionStatus.PASSED,),
               target=ObjectionStatus.UPHELD, action=Action.DECIDE_OBJECTION, guard=decided_by_another_hand,
               needs_reason=True, effects=(notices.of_the_objection_settled,)),
    Transition(name="refuse", label=gettext_lazy("Refuse"), source=(ObjectionStatus.PASSED,),
               target=ObjectionStatus.REFUSED, action=Action.DECIDE_OBJECTION, guard=decided_by_another_hand,
               needs_reason=True, effects=(notices.of_the_objection_settled,)),
])
# fmt: on
