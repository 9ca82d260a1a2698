"""The rows of one recommendation that one reader may know.

Every part is asked for through its own `visible_to`; what has none (wordings, decisions, reports) is whole for those
who read drafts, and the others get only what an act made theirs: the endorsed words, once in force.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tulga.accounts.choices import Role
from tulga.agencies.models import Agency
from tulga.dissemination.choices import ReleaseStatus
from tulga.dissemination.models import Release
from tulga.findings.models import Finding
from tulga.kit.actor import Actor
from tulga.kit.prepared import attach, prepared
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
    def own_agencies(self) -> frozenset[int]:
        """Where the reader answers for something: keeping an installation running is no part in its contents."""
        return frozenset(each.agency_id for each in self.actor.grants if each.role != Role.ADMINISTRATOR)

    @property
    def endorsement(self) -> Decision | None:
        return next((each for each in reversed(self.decisions) if each.outcome in ENDORSED), None)


def read(recommendation: Recommendation, actor: Actor) -> Known:
    pk = recommendation.pk
    reads_drafts = bool(_drafted(actor, recommendation=pk))
    decisions = _decisions(recommendation=pk) if reads_drafts else _decisions_in_force(actor, recommendation=pk)
    decided = [each.wording_id for each in decisions if each.outcome in ENDORSED]
    challenges = _challenges(actor, recommendation=pk)
    if challenges:
        attach(challenges, "places", ((each.challenge_id, each.place) for each in _challenged(recommendation=pk)))
    wordings = _wordings(recommendation=pk) if reads_drafts else []
    if wordings:
        attach(wordings, "translations", ((each.wording_id, each) for each in _translations(recommendation=pk)))
    commitments = _commitments(actor, recommendation=pk)
    if commitments:
        attach(commitments, "done_reports", ((each.commitment_id, each) for each in _reports(recommendation=pk)))
    return Known(
        recommendation=recommendation,
        actor=actor,
        reads_drafts=reads_drafts,
        findings=_findings(actor, recommendation=pk),
        challenges=challenges,
        addressees=_addressees(actor, recommendation=pk),
        activities=_activities(actor, recommendation=pk),
        places=_places(actor, recommendation=pk),
        wordings=wordings,
        words=wording_that_counts(wordings, decided[-1] if decided else None)
        if wordings
        else words_issued_to(actor, recommendation),
        items=_items(recommendation=pk) if reads_drafts else [],
        decisions=decisions,
        releases=_releases(actor, recommendation=pk),
        objections=_objections(actor, recommendation=pk),
        session=next(iter(_sessions(actor, circle=recommendation.circle_id)), None),
        commitments=commitments,
    )


# Each is one query, written once for a reader. A part with no actor is read for those who read drafts, or attached to
# rows that came through their own `visible_to`.
@prepared
def _drafted(actor: Actor, *, recommendation: int) -> QuerySet[Any, int]:
    return Recommendation.objects.drafts_visible_to(actor).filter(pk=recommendation).values_list("pk", flat=True)


@prepared
def _findings(actor: Actor, *, recommendation: int) -> QuerySet[Finding]:
    rows = Finding.objects.visible_to(actor).filter(recommendations=recommendation)
    return rows.select_related("assessment__body").order_by("assessment__year", "number")


@prepared
def _challenges(actor: Actor, *, recommendation: int) -> QuerySet[Challenge]:
    rows = Challenge.objects.visible_to(actor).filter(recommendations=recommendation)
    return rows.select_related("agency").order_by("told_on", "pk")


@prepared
def _challenged(*, recommendation: int) -> QuerySet[Any]:
    rows = Challenge.places.through.objects.filter(challenge__recommendations=recommendation)
    return rows.select_related("place").order_by("pk")


@prepared
def _addressees(actor: Actor, *, recommendation: int) -> QuerySet[Agency]:
    return Agency.objects.visible_to(actor).filter(addressed_recommendations=recommendation).sorted()


@prepared
def _activities(actor: Actor, *, recommendation: int) -> QuerySet[Activity]:
    return Activity.objects.visible_to(actor).filter(recommendations=recommendation).select_related("plan")


@prepared
def _places(actor: Actor, *, recommendation: int) -> QuerySet[Place]:
    named = Recommendation.places.through.objects.filter(recommendation=recommendation)
    return Place.objects.visible_to(actor).filter(pk__in=named.values("place")).sorted()


@prepared
def _wordings(*, recommendation: int) -> QuerySet[Wording]:
    return Wording.objects.filter(recommendation=recommendation).order_by("number")


@prepared
def _translations(*, recommendation: int) -> QuerySet[Translation]:
    return Translation.objects.filter(wording__recommendation=recommendation).order_by("pk")


@prepared
def _items(*, recommendation: int) -> QuerySet[SubmissionItem]:
    return (
        SubmissionItem.objects.laid().filter(recommendation=recommendation).select_related("submission").order_by("pk")
    )


@prepared
def _decisions(*, recommendation: int) -> QuerySet[Decision]:
    return Decision.objects.filter(item__recommendation=recommendation).select_related("order").order_by("pk")


@prepared
def _decisions_in_force(actor: Actor, *, recommendation: int) -> QuerySet[Decision]:
    in_force = Order.objects.visible_to(actor).filter(status=OrderStatus.REGISTERED)
    told = Decision.objects.filter(item__recommendation=recommendation, outcome__in=ENDORSED, order__in=in_force)
    return told.select_related("order").order_by("pk")


@prepared
def _releases(actor: Actor, *, recommendation: int) -> QuerySet[Release]:
    rows = Release.objects.visible_to(actor).telling(recommendation, actor)
    return rows.exclude(status=ReleaseStatus.WITHDRAWN).order_by("pk")


@prepared
def _objections(actor: Actor, *, recommendation: int) -> QuerySet[Objection]:
    rows = Objection.objects.visible_to(actor).filter(recommendation=recommendation)
    return rows.select_related("agency").order_by("created_at", "pk")


@prepared
def _sessions(actor: Actor, *, circle: int) -> QuerySet[WorkingSession]:
    return WorkingSession.objects.visible_to(actor).filter(circle=circle).select_related("meeting").order_by("pk")[:1]


@prepared
def _commitments(actor: Actor, *, recommendation: int) -> QuerySet[Commitment]:
    rows = Commitment.objects.visible_to(actor).filter(recommendation=recommendation)
    return rows.select_related("agency").order_by("created_at", "pk")


@prepared
def _reports(*, recommendation: int) -> QuerySet[DoneReport]:
    rows = DoneReport.objects.filter(commitment__recommendation=recommendation)
    return rows.select_related("verification").order_by("pk")
