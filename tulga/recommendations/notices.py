"""Who is told of what, in words. When it is time is the workflows' business: these are effects of their steps."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from tulga.accounts.choices import Role
from tulga.accounts.recipients import focal_points_of, heads_of, holders_of
from tulga.kit.workflow import tells
from tulga.notices.services import tell
from tulga.recommendations.choices import Action, ChangeKind, Hand, Status
from tulga.recommendations.models import (
    ChangeRequest,
    Commitment,
    Objection,
    Order,
    Part,
    ProgressLine,
    Recommendation,
    VerdictReply,
)
from tulga.recommendations.policies import policy

if TYPE_CHECKING:
    from collections.abc import Callable

    from tulga.kit.actor import Actor

SECRETARIAT, CHAIR = _("secretariat"), _("chair")
TITLE_AS_READ = attrgetter("title")  # each person's own: another audience's title may say too much
in_the_readers_way = lazy(date_format, str)
PROPOSERS = _("whoever drafted it or recorded a challenge it answers")


def proposers_of(recommendation: Recommendation) -> set[int]:
    """Who drafted it, and who recorded the challenges it answers: they hear of all that becomes of it."""
    recorders = recommendation.challenges.filter(recorded_by__isnull=False).values_list("recorded_by", flat=True)
    drafters = Part.objects.filter(recommendation=recommendation, hand=Hand.DRAFTER).values_list("user", flat=True)
    return {*recorders, *drafters}


def _has_no_part_but(recommendation: Recommendation, hand: Hand) -> Callable[[Actor], bool]:
    """For whom the step is open that asks for this hand: nobody has two in one recommendation."""
    taken = set(Part.objects.filter(recommendation=recommendation).exclude(hand=hand).values_list("user", flat=True))
    return lambda person: person.user_id not in taken


# --- A recommendation ----------------------------------------------------------------------------------------------
@tells(SECRETARIAT)
def of_the_adoption(recommendation: Recommendation, actor: Actor) -> None:
    """A working session adopts a draft."""
    tell(
        about=recommendation,
        people=holders_of(Role.SECRETARIAT),
        kind="recommendations.adopted",
        words=_("Recommendations adopted by their sessions wait to be consolidated"),
        leads_to=f"{reverse('recommendation_list')}?status={Status.ADOPTED}",
        gathers=True,
        actor=actor,
    )


@tells(CHAIR)
def of_the_submission(recommendation: Recommendation, actor: Actor) -> None:
    """The secretariat lays a recommendation before the ministry."""
    tell(
        about=recommendation,
        people=holders_of(Role.CHAIR),
        kind="recommendations.submitted",
        words=_("Recommendations wait for your decision"),
        turn=recommendation.submission_items.count(),
        leads_to=f"{reverse('recommendation_list')}?status={Status.SUBMITTED}",
        gathers=True,
        permits=_has_no_part_but(recommendation, Hand.DECIDER),
        actor=actor,
    )


@tells(SECRETARIAT)
def of_the_return(recommendation: Recommendation, actor: Actor) -> None:
    """The chair returns a recommendation, or a whole package of them, for redrafting."""
    tell(
        about=recommendation,
        people=holders_of(Role.SECRETARIAT),
        kind="recommendations.returned",
        words=_("Recommendations were returned for redrafting"),
        turn=recommendation.submission_items.count(),
        leads_to=reverse("package_list"),
        gathers=True,
        actor=actor,
    )


@tells(SECRETARIAT, PROPOSERS)
def of_the_decision(recommendation: Recommendation, actor: Actor) -> None:
    """The chair endorses, defers or declines a recommendation."""
    turn = recommendation.submission_items.count()
    proposers = proposers_of(recommendation)
    tell(
        about=recommendation,
        people=proposers,
        kind="recommendations.decided",
        words=_("The ministry has decided on “%(title)s”: %(outcome)s"),
        title=TITLE_AS_READ,
        outcome=recommendation.state.label,
        turn=turn,
        actor=actor,
    )
    tell(
        about=recommendation,
        people=set(holders_of(Role.SECRETARIAT)) - proposers,
        kind="recommendations.decided_on_many",
        words=_("The ministry has decided on recommendations that were laid before it"),
        turn=turn,
        leads_to=reverse("recommendation_list"),
        gathers=True,
        actor=actor,
    )


@tells(PROPOSERS)
def of_the_withdrawal(recommendation: Recommendation, actor: Actor) -> None:
    """A recommendation is withdrawn before the decision."""
    tell(
        about=recommendation,
        people=proposers_of(recommendation),
        kind="recommendations.withdrawn",
        words=_("“%(title)s” was withdrawn"),
        title=TITLE_AS_READ,
        actor=actor,
    )


@tells(SECRETARIAT, PROPOSERS)
def of_the_implementation(recommendation: Recommendation, actor: Actor) -> None:
    """Every addressee has delivered."""
    tell(
        about=recommendation,
        people={*proposers_of(recommendation), *holders_of(Role.SECRETARIAT)},
        kind="recommendations.implemented",
        words=_("Every addressee has delivered: “%(title)s” is implemented"),
        title=TITLE_AS_READ,
        actor=actor,
    )


@tells(PROPOSERS)
def of_the_merge(parent: Recommendation, actor: Actor) -> None:
    """The secretariat merges a recommendation with others."""
    merged = parent.merged_into
    if merged is not None:
        tell(
            about=merged,
            people=proposers_of(parent),
            kind="recommendations.merged",
            words=_("Your recommendation “%(title)s” became part of %(number)s"),
            title=parent.working_title,
            number=merged.reference,
            turn=parent.pk,
            actor=actor,
        )


@tells(PROPOSERS)
def of_the_undone_merge(parent: Recommendation, actor: Actor) -> None:
    """The secretariat undoes a merge."""
    tell(
        about=parent,
        people=proposers_of(parent),
        kind="recommendations.merge_undone",
        words=_("Your recommendation “%(title)s” stands by itself again: the merge was undone"),
        title=parent.working_title,
        turn=parent.merged_into_id,
        actor=actor,
    )


# --- An order ------------------------------------------------------------------------------------------------------
@tells(_("focal points and heads of the addressees"), PROPOSERS)
def of_the_order_in_force(order: Order, actor: Actor) -> None:
    """An order is registered. Addressees who do not read the draft hear of it from the release."""
    for each in Recommendation.objects.filter(submission_items__decision__order=order).endorsed().order_by("pk"):
        addressees = list(each.addressees.values_list("pk", flat=True))
        tell(
            about=each,
            people={*focal_points_of(addressees), *heads_of(addressees), *proposers_of(each)},
            kind="recommendations.in_force",
            words=_("“%(title)s” is in force by order %(number)s of %(day)s"),
            title=TITLE_AS_READ,
            number=order.number,
            day=in_the_readers_way(order.dated_on or timezone.localdate(), "DATE_FORMAT"),
            turn=order.pk,
            actor=actor,
        )


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


@tells(_("secretariat and national rapporteur, where they may verify it"))
def of_the_report(commitment: Commitment, actor: Actor) -> None:
    """The owner reports a commitment done."""
    did_nothing_else = _has_no_part_but(commitment.recommendation, Hand.VERIFIER)
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


@tells(_("whoever named or reported it"), _("focal point and head of the agency"))
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
