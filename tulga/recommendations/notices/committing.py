"""What addressees answer, promise and do: who is told of it, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tulga.accounts.choices import Role
from tulga.accounts.recipients import focal_points_of, heads_of, holders_of
from tulga.kit.workflow import tells
from tulga.notices.services import tell
from tulga.recommendations.choices import Action, ChangeKind, Hand
from tulga.recommendations.models import ChangeRequest, Commitment, Objection, ProgressLine, VerdictReply
from tulga.recommendations.notices.deciding import CHAIR, PROPOSERS, SECRETARIAT, has_no_part_but, proposers_of
from tulga.recommendations.policies import policy

if TYPE_CHECKING:
    from tulga.kit.actor import Actor


# --- A commitment --------------------------------------------------------------------------------------------------
@tells(_("head of the agency"))
def of_the_commitment_named(commitment: Commitment, actor: Actor) -> None:
    """An addressee names what it will do."""
    tell(
        about=commitment,
        people=heads_of([commitment.agency_id]),
        kind="recommendations.commitment_named",
        words=_("A commitment of your agency waits for your signature: “%(text)s”"),
        text=commitment.text,
        actor=actor,
    )


@tells(SECRETARIAT, _("whoever named it"), PROPOSERS)
def of_the_signature(commitment: Commitment, actor: Actor) -> None:
    """The head of the agency signs its commitment."""
    named_by = {commitment.named_by_id} if commitment.named_by_id else set()
    tell(
        about=commitment,
        people={*named_by, *proposers_of(commitment.recommendation)},
        kind="recommendations.commitment_signed",
        words=_("%(agency)s has committed itself: “%(text)s”"),
        agency=commitment.agency.name,
        text=commitment.text,
        actor=actor,
    )
    tell(
        about=commitment,
        people=set(holders_of(Role.SECRETARIAT)) - named_by - proposers_of(commitment.recommendation),
        kind="recommendations.commitments_signed",
        words=_("Agencies have signed commitments"),
        leads_to=reverse("commitment_list"),
        gathers=True,
        actor=actor,
    )


@tells(_("head of the agency"))
def of_the_paper(answer: Commitment | Objection, actor: Actor) -> None:
    """Somebody enters a letter as signed by the head, who can say so if it is not true."""
    tell(
        about=answer,
        people=heads_of([answer.agency_id]),
        kind=f"recommendations.{answer._meta.model_name}_on_paper",
        words=_("Entered as signed by you on letter No %(letter)s, on %(number)s. If that is not so, say it at once."),
        letter=answer.paper_number,
        number=answer.recommendation.reference,
        actor=actor,
    )


@tells(_("secretariat and national rapporteur, where they may verify it"), PROPOSERS)
def of_the_report(commitment: Commitment, actor: Actor) -> None:
    """The owner reports a commitment done."""
    did_nothing_else = has_no_part_but(commitment.recommendation, Hand.VERIFIER)
    tell(
        about=commitment,
        people=holders_of(Role.SECRETARIAT, Role.NATIONAL_RAPPORTEUR),
        kind="recommendations.commitment_done",
        words=_("%(agency)s reports this done; it waits to be verified: “%(text)s”"),
        agency=commitment.agency.name,
        text=commitment.text,
        turn=_number_of_reports(commitment),
        permits=lambda person: did_nothing_else(person) and policy.ask(person, Action.VERIFY, commitment),
        actor=actor,
    )
    tell(
        about=commitment,
        people=proposers_of(commitment.recommendation),
        kind="recommendations.commitment_reported",
        words=_("%(agency)s reports this done: “%(text)s”"),
        agency=commitment.agency.name,
        text=commitment.text,
        turn=_number_of_reports(commitment),
        actor=actor,
    )


@tells(_("whoever named or reported it"), _("focal point and head of the agency"), PROPOSERS)
def of_the_verification(commitment: Commitment, actor: Actor) -> None:
    """Somebody else verifies what was reported."""
    tell(
        about=commitment,
        people={*_owners_of(commitment), *proposers_of(commitment.recommendation)},
        kind="recommendations.commitment_verified",
        words=_("Verified as adequate, %(agency)s: “%(text)s”"),
        agency=commitment.agency.name,
        text=commitment.text,
        turn=_number_of_reports(commitment),
        actor=actor,
    )


@tells(_("whoever named or reported it"), _("focal point and head of the agency"), PROPOSERS)
def of_the_inadequate_report(commitment: Commitment, actor: Actor) -> None:
    """Somebody else finds the report inadequate."""
    tell(
        about=commitment,
        people=_owners_of(commitment),
        kind="recommendations.commitment_inadequate",
        words=_("Found inadequate, to be reported again: “%(text)s”"),
        text=commitment.text,
        turn=_number_of_reports(commitment),
        actor=actor,
    )
    tell(
        about=commitment,
        people=proposers_of(commitment.recommendation) - _owners_of(commitment),
        kind="recommendations.commitment_not_verified",
        words=_("Found inadequate, %(agency)s: “%(text)s”"),
        agency=commitment.agency.name,
        text=commitment.text,
        turn=_number_of_reports(commitment),
        actor=actor,
    )


# --- On the way to done --------------------------------------------------------------------------------------------
@tells(PROPOSERS)
def of_the_progress(line: ProgressLine, actor: Actor) -> None:
    """The owner says how far it is."""
    commitment = line.commitment
    tell(
        about=commitment,
        people=proposers_of(commitment.recommendation),
        kind="recommendations.progress",
        words=_("%(agency)s reports progress: “%(text)s”"),
        agency=commitment.agency.name,
        text=commitment.text,
        turn=line.pk,
        actor=actor,
    )


@tells(SECRETARIAT)
def of_the_change_asked(change: ChangeRequest, actor: Actor) -> None:
    """An agency asks for more time, or to withdraw what its head has signed."""
    asks = {
        ChangeKind.POSTPONE: _("%(agency)s asks for more time: “%(text)s”"),
        ChangeKind.WITHDRAW: _("%(agency)s asks to withdraw its commitment: “%(text)s”"),
    }
    tell(
        about=change.commitment,
        people=holders_of(Role.SECRETARIAT),
        kind="recommendations.change_asked",
        words=asks[ChangeKind(change.kind)],
        agency=change.commitment.agency.name,
        text=change.commitment.text,
        turn=change.pk,
        permits=lambda person: policy.ask(person, Action.ANSWER_CHANGE, change),
        actor=actor,
    )


@tells(_("whoever asked"), _("focal point and head of the agency"), PROPOSERS)
def of_the_change_answered(change: ChangeRequest, actor: Actor) -> None:
    """The secretariat agrees to a change, or does not."""
    commitment = change.commitment
    owners = _owners_of(commitment) | ({change.asked_by_id} if change.asked_by_id else set())
    tell(
        about=commitment,
        people={*owners, *proposers_of(commitment.recommendation)},
        kind="recommendations.change_answered",
        words=_("%(asked)s, %(answer)s: “%(text)s”"),
        asked=ChangeKind(change.kind).label,
        answer=change.state.label,
        text=commitment.text,
        turn=change.pk,
        actor=actor,
    )


@tells(_("whoever verified it"), SECRETARIAT)
def of_the_reply(reply: VerdictReply, actor: Actor) -> None:
    """The agency replies to a verdict that found its report inadequate."""
    verdict = reply.verification
    commitment = verdict.report.commitment
    verifiers = {verdict.verified_by_id} if verdict.verified_by_id else set()
    tell(
        about=commitment,
        people={*verifiers, *holders_of(Role.SECRETARIAT)},
        kind="recommendations.verdict_replied",
        words=_("%(agency)s replies to the verdict on “%(text)s”"),
        agency=commitment.agency.name,
        text=commitment.text,
        turn=reply.pk,
        actor=actor,
    )


# --- An objection --------------------------------------------------------------------------------------------------
@tells(_("head of the agency"))
def of_the_objection_raised(objection: Objection, actor: Actor) -> None:
    """An addressee objects."""
    tell(
        about=objection,
        people=heads_of([objection.agency_id]),
        kind="recommendations.objection_raised",
        words=_("An objection of your agency waits for your signature: %(number)s"),
        number=objection.recommendation.reference,
        actor=actor,
    )


@tells(SECRETARIAT, _("whoever drafted it or recorded a challenge it answers, where they read objections"))
def of_the_objection_signed(objection: Objection, actor: Actor) -> None:
    """The head signs an objection."""
    tell(
        about=objection,
        people={*holders_of(Role.SECRETARIAT), *proposers_of(objection.recommendation)},
        kind="recommendations.objection_signed",
        words=_("%(agency)s objects to %(number)s: settle it with the agency, or pass it to the chair"),
        agency=objection.agency.name,
        number=objection.recommendation.reference,
        actor=actor,
    )


@tells(CHAIR, _("focal point and head of the agency"))
def of_the_objection_passed(objection: Objection, actor: Actor) -> None:
    """The secretariat passes an objection to the chair."""
    tell(
        about=objection,
        people=holders_of(Role.CHAIR),
        kind="recommendations.objection_to_decide",
        words=_("An objection of %(agency)s waits for your decision: %(number)s"),
        agency=objection.agency.name,
        number=objection.recommendation.reference,
        permits=lambda person: policy.ask(person, Action.DECIDE_OBJECTION, objection),
        actor=actor,
    )
    tell(
        about=objection,
        people=_objectors_of(objection),
        kind="recommendations.objection_passed",
        words=_("Your agency's objection lies before the chair: %(number)s"),
        number=objection.recommendation.reference,
        actor=actor,
    )


@tells(
    _("focal point and head of the agency"),
    SECRETARIAT,
    _("whoever drafted it or recorded a challenge it answers, where they read objections"),
)
def of_the_objection_settled(objection: Objection, actor: Actor) -> None:
    """An objection is upheld, refused or withdrawn."""
    watchers = {*holders_of(Role.SECRETARIAT), *proposers_of(objection.recommendation)}
    tell(
        about=objection,
        people={*_objectors_of(objection), *watchers},
        kind="recommendations.objection_settled",
        words=_("%(agency)s, objection to %(number)s: %(outcome)s"),
        agency=objection.agency.name,
        number=objection.recommendation.reference,
        outcome=objection.state.label,
        actor=actor,
    )


def _objectors_of(objection: Objection) -> set[int]:
    return {*focal_points_of([objection.agency_id]), *heads_of([objection.agency_id])} | (
        {objection.raised_by_id} if objection.raised_by_id else set()
    )


def _owners_of(commitment: Commitment) -> set[int]:
    reporters = commitment.done_reports.filter(reported_by__isnull=False).values_list("reported_by", flat=True)
    owners = {*focal_points_of([commitment.agency_id]), *heads_of([commitment.agency_id]), *reporters}
    return owners | ({commitment.named_by_id} if commitment.named_by_id else set())


def _number_of_reports(commitment: Commitment) -> int:
    return commitment.done_reports.count()
