"""What everybody may read of how findings are answered: the reports whose answers were published."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from tulga.answers.querysets import least_answered_first, published_assessments, with_standing
from tulga.answers.summaries import GapLine, Tally, gap_lines, tally_of
from tulga.findings.models import Assessment, Finding
from tulga.findings.querysets import AssessmentQuerySet, FindingQuerySet
from tulga.plan.models import Activity
from tulga.portal.summaries import EVERYBODY
from tulga.recommendations.models import Recommendation


@dataclass(frozen=True)
class AnsweredReport:
    """One published report, and its findings counted by how they are answered."""

    assessment: Assessment
    tally: Tally


def published_reports() -> list[AnsweredReport]:
    """The newest first."""
    return [AnsweredReport(each, tally_of(_findings(each), "year")[0]) for each in _published()]


def published_report(code: str) -> tuple[AnsweredReport, list[GapLine]] | None:
    """The report with its findings, the least answered first; nothing where it is not published."""
    assessment = _published().filter(code=code).first()
    if assessment is None:
        return None
    found = _findings(assessment)
    return AnsweredReport(assessment, tally_of(found, "year")[0]), gap_lines(
        least_answered_first(found), EVERYBODY, address=public_address
    )


def public_address(answer: Activity | Recommendation) -> str:
    """Where everybody may read it, if anywhere."""
    if isinstance(answer, Recommendation) and answer.reference:
        return reverse("public_recommendation", args=[answer.reference])
    return ""


def _published() -> AssessmentQuerySet:
    return Assessment.objects.visible_to(EVERYBODY).filter(pk__in=published_assessments())


def _findings(assessment: Assessment) -> FindingQuerySet:
    rows = Finding.objects.visible_to(EVERYBODY).current().for_listing().filter(assessment=assessment)
    return with_standing(rows, EVERYBODY)
