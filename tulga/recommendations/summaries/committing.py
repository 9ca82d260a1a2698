"""What addressees answered, did, and what was said of it, for pages."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tulga.recommendations.choices import CommitmentStatus, ObjectionStatus
from tulga.recommendations.models import Commitment, Objection
from tulga.recommendations.querysets import READS_DRAFTS, agencies_answered_for

if TYPE_CHECKING:
    from tulga.agencies.models import Agency
    from tulga.kit.actor import Actor
    from tulga.recommendations.models import Recommendation


@dataclass(frozen=True)
class Told:
    """What the agency reported, and what was said of it. The verdict is empty while nobody has judged."""

    pk: int
    on: dt.datetime
    text: str
    evidence: str
    evidence_words: str
    is_adequate: bool
    verdict: str
    verdict_on: dt.datetime | None


@dataclass(frozen=True)
class Answered:
    """One addressee's answer, as far as the reader may know it."""

    agency: Agency
    commitments: tuple[Commitment, ...]
    objections: tuple[Objection, ...]
    is_seen_whole: bool

    @property
    def has_answered(self) -> bool:
        stands = [each for each in self.objections if each.status not in GONE_OBJECTIONS]
        return bool(stands or any(each.status != CommitmentStatus.WITHDRAWN for each in self.commitments))


GONE_OBJECTIONS = (ObjectionStatus.REFUSED, ObjectionStatus.WITHDRAWN)


def answers_to(recommendation: Recommendation, actor: Actor) -> list[Answered]:
    """Every addressee with what it answered. "Not yet" is said only to those who would see an answer."""
    watches = actor.is_system or actor.holds_anywhere(*READS_DRAFTS)
    own = agencies_answered_for(actor)
    commitments = Commitment.objects.visible_to(actor).filter(recommendation=recommendation).order_by("due_on", "pk")
    objections = Objection.objects.visible_to(actor).filter(recommendation=recommendation).order_by("pk")
    given, raised = list(commitments), list(objections)
    return [
        Answered(
            agency=agency,
            commitments=tuple(each for each in given if each.agency_id == agency.pk),
            objections=tuple(each for each in raised if each.agency_id == agency.pk),
            is_seen_whole=watches or agency.pk in own,
        )
        for agency in recommendation.addressees.order_by("code")
    ]


def reports_of(commitment: Commitment) -> list[Told]:
    told = []
    for report in commitment.done_reports.select_related("verification", "evidence"):
        verdict = getattr(report, "verification", None)
        told.append(
            Told(
                pk=report.pk,
                on=report.reported_at,
                text=report.text,
                evidence=report.evidence.original_name if report.evidence else "",
                evidence_words=report.evidence_words,
                is_adequate=verdict.is_adequate if verdict else False,
                verdict=verdict.words if verdict else "",
                verdict_on=verdict.verified_at if verdict else None,
            )
        )
    return told
