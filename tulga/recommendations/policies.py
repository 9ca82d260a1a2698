"""Who may act on a challenge, a recommendation, an order, a commitment. Who may see one is decided in querysets.py."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from tulga.kit.policy import ALLOW, Decision, Policy, deny
from tulga.recommendations.choices import Action

if TYPE_CHECKING:
    from tulga.kit.actor import Actor
    from tulga.recommendations.models import (
        ChangeRequest,
        Commitment,
        DraftingCircle,
        Objection,
        Order,
        PaperDecision,
        Recommendation,
        Submission,
    )

policy = Policy()


@policy.rule(
    Action.RECORD_CHALLENGE,
    Action.EDIT_CHALLENGE,
    Action.MOVE,
    Action.DRAFT,
    Action.ADOPT,
    Action.CLOSE_CIRCLE,
    Action.OPEN_CIRCLE_AGAIN,
)
def drafters_draft(actor: Actor, thing: DraftingCircle | Recommendation) -> Decision:
    """By role; that they sit in this very circle, or write for it, is a guard: a question to the database."""
    roles = (Action.RECORD_CHALLENGE, Action.DRAFT, Action.ADOPT)
    if any(actor.may(action) for action in roles):
        return ALLOW
    return deny(_("Only members of the working session and the secretariat can do this."))


@policy.rule(
    Action.CONSOLIDATE,
    Action.MERGE,
    Action.UNDO_MERGE,
    Action.TELL_APART,
    Action.ARRANGE,
    Action.TRANSLATE,
    Action.PREPARE_PACKAGE,
    Action.SUBMIT,
    Action.WITHDRAW,
    Action.PRINT_ORDER,
    Action.REGISTER_ORDER,
    Action.CORRECT_ORDER,
    Action.ENTER_DECISION,
    Action.SUPERSEDE,
)
def secretariat_prepares(actor: Actor, thing: Recommendation | Submission | Order | None) -> Decision:
    if actor.may(Action.CONSOLIDATE):
        return ALLOW
    return deny(_("Only the secretariat can do this."))


@policy.rule(Action.DECIDE)
def chair_decides(actor: Actor, thing: Recommendation | Submission) -> Decision:
    return ALLOW if actor.may(Action.DECIDE) else deny(_("Only the chair can decide."))


@policy.rule(Action.CONFIRM_DECISION)
def who_prepares_or_decides_compares_the_paper(actor: Actor, thing: Recommendation | PaperDecision) -> Decision:
    """By role; that it is another person than who entered it is a guard, and a constraint behind it."""
    if actor.may(Action.CONSOLIDATE) or actor.may(Action.DECIDE):
        return ALLOW
    return deny(_("A second person of the secretariat, or the chair, compares it with the paper."))


@policy.rule(Action.SHARE)
def a_release_shares(actor: Actor, recommendation: Recommendation) -> Decision:
    if actor.may("dissemination.approve"):
        return ALLOW
    return deny(_("Words are shared with audiences by a release that a second person approves."))


@policy.rule(
    Action.COMMIT,
    Action.EDIT_COMMITMENT,
    Action.WITHDRAW_COMMITMENT,
    Action.REASSIGN,
    Action.REPORT_PROGRESS,
    Action.REPORT_DONE,
    Action.REPLY,
)
def owner_answers(actor: Actor, commitment: Commitment) -> Decision:
    if actor.may(Action.COMMIT, at=commitment.agency_id):
        return ALLOW
    return deny(_("Only the agency whose commitment it is can do this."))


@policy.rule(Action.ASK_CHANGE)
def owner_asks(actor: Actor, change: ChangeRequest) -> Decision:
    return owner_answers(actor, change.commitment)


@policy.rule(Action.ANSWER_CHANGE)
def secretariat_of_another_agency_agrees(actor: Actor, change: ChangeRequest | Commitment) -> Decision:
    """Nobody agrees to what their own agency asks for, whatever else they are."""
    agency_id = change.agency_id if hasattr(change, "agency_id") else change.commitment.agency_id
    if not actor.may(Action.CONSOLIDATE):
        return deny(_("The secretariat agrees to a change of what was promised."))
    if actor.may(Action.COMMIT, at=agency_id):
        return deny(_("You answer for the agency that asks; somebody else of the secretariat has to agree."))
    return ALLOW


@policy.rule(Action.OBJECT, Action.WITHDRAW_OBJECTION)
def addressee_objects(actor: Actor, objection: Objection) -> Decision:
    if actor.may(Action.COMMIT, at=objection.agency_id):
        return ALLOW
    return deny(_("Only the agency whose objection it is can do this."))


@policy.rule(Action.SIGN_COMMITMENT, Action.SIGN_OBJECTION)
def head_signs(actor: Actor, answer: Commitment | Objection) -> Decision:
    if actor.may(Action.SIGN_COMMITMENT, at=answer.agency_id):
        return ALLOW
    return deny(_("The head of the agency signs its answers."))


@policy.rule(Action.ENTER_ANSWER)
def agency_or_secretariat_enters(actor: Actor, answer: Commitment | Objection) -> Decision:
    """What the head signed on paper is entered by the agency's own people, or by the secretariat that received it."""
    if actor.may(Action.COMMIT, at=answer.agency_id) or actor.may(Action.CONSOLIDATE):
        return ALLOW
    return deny(_("A signed paper is entered by the agency itself or by the secretariat."))


@policy.rule(Action.PASS_OBJECTION)
def secretariat_settles(actor: Actor, objection: Objection) -> Decision:
    if actor.may(Action.CONSOLIDATE):
        return ALLOW
    return deny(_("The secretariat settles an objection with the agency, or passes it to the chair."))


@policy.rule(Action.DECIDE_OBJECTION)
def chair_of_another_agency_decides(actor: Actor, objection: Objection) -> Decision:
    if not actor.may(Action.DECIDE):
        return deny(_("Only the chair can decide on an objection."))
    if objection.agency_id in actor.agency_ids:
        return deny(_("You belong to the agency that objects; somebody else has to decide."))
    return ALLOW


@policy.rule(Action.VERIFY)
def somebody_else_verifies(actor: Actor, commitment: Commitment) -> Decision:
    """Never the doer: of another agency, and with the right to verify there."""
    elsewhere = actor.agencies_where(Action.VERIFY) - {commitment.agency_id}
    if not actor.may(Action.VERIFY):
        return deny(_("The secretariat or the national rapporteur verifies."))
    if not elsewhere or commitment.agency_id in actor.agency_ids:
        return deny(_("Somebody of another agency than the doer's verifies."))
    return ALLOW


@policy.rule(Action.IMPLEMENT)
def the_last_verification_implements(actor: Actor, recommendation: Recommendation) -> Decision:
    if actor.is_system:
        return ALLOW
    return deny(
        _("A recommendation is implemented when every addressee has a verified commitment or an upheld objection.")
    )


@policy.rule(Action.SET_LADDER)
def secretariat_sets_the_ladder(actor: Actor, thing: object) -> Decision:
    if actor.may(Action.CONSOLIDATE):
        return ALLOW
    return deny(_("Only the secretariat changes after how many days who is told. Ask it to make the change."))


@policy.rule(Action.READ_RED_LIST)
def those_who_watch_read_the_red_list(actor: Actor, thing: object) -> Decision:
    if actor.may(Action.DECIDE) or actor.may(Action.VERIFY):
        return ALLOW
    return deny(_("The red list is read by the chair, the national rapporteur and the secretariat."))
