"""The rows of one recommendation that one reader may know.

Every part is asked for through its own `visible_to`; what has none (wordings, decisions, reports) is whole for those
who read drafts, and the others get only what an act made theirs: the endorsed words, once in force.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch

from tulga.accounts.choices import Role
from tulga.agencies.models import Agency
from tulga.dissemination.choices import ReleaseStatus
from tulga.dissemination.models import Release
from tulga.findings.models import Finding
from tulga.kit.actor import Actor
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
    Wording,
)
from tulga.recommendations.reading import WordsRead, wording_that_counts, words_issued_to


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
    reads_drafts = Recommendation.objects.drafts_visible_to(actor).filter(pk=recommendation.pk).exists()
    told = Decision.objects.filter(item__recommendation=recommendation)
    if not reads_drafts:
        told = told.filter(
            outcome__in=ENDORSED, order__in=Order.objects.visible_to(actor).filter(status=OrderStatus.REGISTERED)
        )
    decisions = list(told.select_related("order").order_by("pk"))
    decided = [each.wording_id for each in decisions if each.outcome in ENDORSED]
    wordings = list(recommendation.wordings.prefetch_related("translations")) if reads_drafts else []
    reports = Prefetch("done_reports", DoneReport.objects.select_related("verification"))
    commitments = Commitment.objects.visible_to(actor).filter(recommendation=recommendation)
    challenges = Challenge.objects.visible_to(actor).filter(recommendations=recommendation)
    return Known(
        recommendation=recommendation,
        actor=actor,
        reads_drafts=reads_drafts,
        findings=list(
            Finding.objects.visible_to(actor)
            .filter(recommendations=recommendation)
            .select_related("assessment__body")
            .order_by("assessment__year", "number")
        ),
        challenges=list(challenges.select_related("agency").prefetch_related("places").order_by("told_on", "pk")),
        addressees=list(Agency.objects.visible_to(actor).filter(addressed_recommendations=recommendation).sorted()),
        activities=list(
            Activity.objects.visible_to(actor).filter(recommendations=recommendation).select_related("plan")
        ),
        places=list(recommendation.places.visible_to(actor).sorted()),
        wordings=wordings,
        words=wording_that_counts(wordings, decided[-1] if decided else None)
        if wordings
        else words_issued_to(actor, recommendation),
        items=list(recommendation.submission_items.select_related("submission")) if reads_drafts else [],
        decisions=decisions,
        releases=list(
            Release.objects.visible_to(actor)
            .filter(recommendations=recommendation)
            .exclude(status=ReleaseStatus.WITHDRAWN)
            .order_by("pk")
        ),
        objections=list(
            Objection.objects.visible_to(actor)
            .filter(recommendation=recommendation)
            .select_related("agency")
            .order_by("created_at", "pk")
        ),
        session=WorkingSession.objects.visible_to(actor)
        .filter(circle=recommendation.circle_id)
        .select_related("meeting")
        .first(),
        commitments=list(commitments.select_related("agency").prefetch_related(reports).order_by("created_at", "pk")),
    )
