"""The rows of one recommendation that one reader may know.

Every part is asked for through its own `visible_to`; what has none (wordings, decisions, reports) is whole for those
who read drafts, and the others get only what an act made theirs: the endorsed words, once in force.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q

from tulga.agencies.models import Agency
from tulga.answers.choices import Extent
from tulga.answers.models import Link
from tulga.dissemination.choices import ReleaseStatus
from tulga.dissemination.models import Release
from tulga.findings.models import Finding
from tulga.kit.actor import Actor
from tulga.kit.prepared import Asking, attach, prepared, together
from tulga.meetings.models import WorkingSession
from tulga.places.models import Place
from tulga.plan.models import Activity
from tulga.recommendations.choices import ENDORSED, OrderStatus
from tulga.recommendations.models import (
    Challenge,
    Commitment,
    Decision,
    DoneReport,
    Objection,
    Order,
    Recommendation,
    SubmissionItem,
    Translation,
    Wording,
)
from tulga.recommendations.reading import WordsRead, wording_that_counts, words_issued_to

if TYPE_CHECKING:
    from django.db.models import QuerySet


@dataclass(frozen=True)
class Known:
    """The rows this reader may know, read once."""

    recommendation: Recommendation
    actor: Actor
    reads_drafts: bool
    findings: list[Finding]
    challenges: list[Challenge]
    addressees: list[Agency]
    activities: list[Activity]
    places: list[Place]
    wordings: list[Wording]
    words: WordsRead | None
    items: list[SubmissionItem]
    decisions: list[Decision]
    releases: list[Release]
    commitments: list[Commitment]
    objections: list[Objection]
    session: WorkingSession | None

    @property
    def endorsement(self) -> Decision | None:
        return next((each for each in reversed(self.decisions) if each.outcome in ENDORSED), None)


def read(recommendation: Recommendation, actor: Actor) -> Known:
    pk = recommendation.pk
    reads_drafts = bool(_drafted(actor, recommendation=pk))
    askings: dict[str, Asking[Any]] = {
        "findings": _findings.asked(actor, recommendation=pk),
        "challenges": _challenges.asked(actor, recommendation=pk),
        "challenged": _challenged.asked(recommendation=pk),
        "addressees": _addressees.asked(actor, recommendation=pk),
        "activities": _activities.asked(actor, recommendation=pk),
        "places": _places.asked(actor, recommendation=pk),
        "releases": _releases.asked(actor, recommendation=pk),
        "objections": _objections.asked(actor, recommendation=pk),
        "sessions": _sessions.asked(actor, circle=recommendation.circle_id),
        "commitments": _commitments.asked(actor, recommendation=pk),
        "reports": _reports.asked(recommendation=pk),
        "decisions": _decisions_in_force.asked(actor, recommendation=pk),
    }
    if reads_drafts:
        askings |= {
            "decisions": _decisions.asked(recommendation=pk),
            "wordings": _wordings.asked(recommendation=pk),
            "translations": _translations.asked(recommendation=pk),
            "items": _items.asked(recommendation=pk),
        }
    found = together(askings)
    wordings, decisions = found.get("wordings", []), found["decisions"]
    attach(found["challenges"], "places", ((each.challenge_id, each.place) for each in found["challenged"]))
    attach(found["commitments"], "done_reports", ((each.commitment_id, each) for each in found["reports"]))
    attach(wordings, "translations", ((each.wording_id, each) for each in found.get("translations", [])))
    numbered = {each.pk: each for each in wordings}
    for decision in decisions if reads_drafts else []:
        decision.wording = numbered[decision.wording_id]
    decided = [each.wording_id for each in decisions if each.outcome in ENDORSED]
    return Known(
        recommendation=recommendation,
        actor=actor,
        reads_drafts=reads_drafts,
        findings=found["findings"],
        challenges=found["challenges"],
        addressees=found["addressees"],
        activities=found["activities"],
        places=found["places"],
        wordings=wordings,
        words=wording_that_counts(wordings, decided[-1] if decided else None)
        if wordings
        else words_issued_to(actor, recommendation),
        items=found.get("items", []),
        decisions=decisions,
        releases=found["releases"],
        objections=found["objections"],
        session=next(iter(found["sessions"]), None),
        commitments=found["commitments"],
    )


# Each is one query, written once for a reader, of the columns that the story tells: another column costs a query of its
# own. A part with no actor is read for those who read drafts, or attached to rows that came through `visible_to`.
@prepared
def _drafted(actor: Actor, *, recommendation: int) -> QuerySet[Any, int]:
    return Recommendation.objects.drafts_visible_to(actor).filter(pk=recommendation).values_list("pk", flat=True)


@prepared
def _findings(actor: Actor, *, recommendation: int) -> QuerySet[Finding]:
    """What its drafters named, and what a person has found it to answer since; not what it was found not to."""
    links = Link.objects.visible_to(actor).accepted().filter(recommendation=recommendation)
    refused = Link.objects.filter(
        recommendation=recommendation,
        extent=Extent.NOT,
        finding__assessment=OuterRef("assessment"),
        finding__number=OuterRef("number"),
    )
    tied = Q(pk__in=Recommendation.findings.through.objects.filter(recommendation=recommendation).values("finding"))
    rows = Finding.objects.visible_to(actor).filter(tied | Q(pk__in=links.values("finding"))).exclude(Exists(refused))
    rows = rows.select_related("assessment__body").order_by("assessment__year", "order_key")
    told = ("assessment__code", "assessment__title", "assessment__body_name", "assessment__body__name")
    return rows.only("number", "text", "language", "translations", *told)


@prepared
def _challenges(actor: Actor, *, recommendation: int) -> QuerySet[Challenge]:
    rows = Challenge.objects.visible_to(actor).filter(recommendations=recommendation)
    return rows.select_related("agency").order_by("told_on", "pk").only("text", "told_on", "agency__name")


@prepared
def _challenged(*, recommendation: int) -> QuerySet[Any]:
    rows = Challenge.places.through.objects.filter(challenge__recommendations=recommendation)
    return rows.select_related("place").order_by("pk").only("challenge", "place__name")


@prepared
def _addressees(actor: Actor, *, recommendation: int) -> QuerySet[Agency]:
    return (
        Agency.objects.visible_to(actor).filter(addressed_recommendations=recommendation).sorted().only("code", "name")
    )


@prepared
def _activities(actor: Actor, *, recommendation: int) -> QuerySet[Activity]:
    rows = Activity.objects.visible_to(actor).filter(recommendations=recommendation)
    return rows.select_related("current").only("current__number", "current__title")


@prepared
def _places(actor: Actor, *, recommendation: int) -> QuerySet[Place]:
    named = Recommendation.places.through.objects.filter(recommendation=recommendation)
    return Place.objects.visible_to(actor).filter(pk__in=named.values("place")).sorted().only("name")


@prepared
def _wordings(*, recommendation: int) -> QuerySet[Wording]:
    return Wording.objects.filter(recommendation=recommendation).order_by("number")


@prepared
def _translations(*, recommendation: int) -> QuerySet[Translation]:
    return Translation.objects.filter(wording__recommendation=recommendation).order_by("pk")


@prepared
def _items(*, recommendation: int) -> QuerySet[SubmissionItem]:
    rows = SubmissionItem.objects.laid().filter(recommendation=recommendation).select_related("submission")
    return rows.order_by("pk").only("proposal", "submission__submitted_at")


@prepared
def _decisions(*, recommendation: int) -> QuerySet[Decision]:
    return _told(Decision.objects.filter(item__recommendation=recommendation))


@prepared
def _decisions_in_force(actor: Actor, *, recommendation: int) -> QuerySet[Decision]:
    in_force = Order.objects.visible_to(actor).filter(status=OrderStatus.REGISTERED)
    return _told(Decision.objects.filter(item__recommendation=recommendation, outcome__in=ENDORSED, order__in=in_force))


def _told(decisions: QuerySet[Decision]) -> QuerySet[Decision]:
    acts = ("order__status", "order__number", "order__dated_on", "order__signatory_title", "order__registered_at")
    papers = ("paper__number", "paper__dated_on")
    rows = decisions.select_related("order", "paper").order_by("pk")
    return rows.only("outcome", "reasons", "decided_at", "wording", *acts, *papers)


@prepared
def _releases(actor: Actor, *, recommendation: int) -> QuerySet[Release]:
    rows = Release.objects.visible_to(actor).telling(recommendation, actor)
    rows = rows.exclude(status=ReleaseStatus.WITHDRAWN).order_by("pk")
    return rows.only("number", "status", "audiences", "released_on", "prepared_at")


@prepared
def _objections(actor: Actor, *, recommendation: int) -> QuerySet[Objection]:
    rows = Objection.objects.visible_to(actor).filter(recommendation=recommendation)
    rows = rows.select_related("agency").order_by("created_at", "pk")
    return rows.only("reasons", "status", "created_at", "agency__name")


@prepared
def _sessions(actor: Actor, *, circle: int) -> QuerySet[WorkingSession]:
    rows = WorkingSession.objects.visible_to(actor).filter(circle=circle).select_related("meeting").order_by("pk")
    return rows.only("number", "title", "meeting__code")[:1]


@prepared
def _commitments(actor: Actor, *, recommendation: int) -> QuerySet[Commitment]:
    rows = Commitment.objects.visible_to(actor).filter(recommendation=recommendation)
    rows = rows.select_related("agency", "activity__current").order_by("created_at", "pk")
    planned = ("activity__current__number", "activity__current__title")
    return rows.only("text", "owner", "due_on", "status", "created_at", "agency__name", *planned)


@prepared
def _reports(*, recommendation: int) -> QuerySet[DoneReport]:
    rows = DoneReport.objects.filter(commitment__recommendation=recommendation)
    return rows.select_related("verification").order_by("pk")
