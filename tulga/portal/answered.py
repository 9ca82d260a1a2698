"""What everybody may read of how findings are answered: the reports whose answers were published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from tulga.answers.querysets import least_answered_first, published_assessments, with_standing
from tulga.answers.summaries import GapLine, Numbers, Tally, gap_lines, numbers_by_report, numbers_of
from tulga.findings.models import Assessment, Finding
from tulga.findings.querysets import AssessmentQuerySet, FindingQuerySet
from tulga.findings.which_state import StateChoice, choose_state
from tulga.plan.models import Activity
from tulga.portal.summaries import EVERYBODY
from tulga.recommendations.models import Recommendation


@dataclass(frozen=True)
class AnsweredReport:
    """One published report, and its findings counted by how they are answered."""

    assessment: Assessment
    together: Tally


def published_reports(state: str = "") -> tuple[StateChoice, list[AnsweredReport]]:
    """Those on the State that was asked for, the newest first."""
    found = list(_published())
    choice = choose_state(state, (each.state for each in found))
    shown = [each for each in found if each.state == choice.chosen]
    counted = numbers_by_report(_findings(shown))
    return choice, [AnsweredReport(each, counted[each.pk]) for each in shown]


def published_report(code: str) -> tuple[Assessment, Numbers, list[GapLine]] | None:
    """The report, its numbers, and its findings, the least answered first; nothing where it is not published."""
    assessment = _published().filter(code=code).first()
    if assessment is None:
        return None
    found = _findings([assessment])
    lines = gap_lines(least_answered_first(found), EVERYBODY, address=public_address)
    return assessment, numbers_of(found, "theme"), lines


def public_address(answer: Activity | Recommendation) -> str:
    """Where everybody may read it, if anywhere."""
    if isinstance(answer, Recommendation) and answer.reference:
        return reverse("public_recommendation", args=[answer.reference])
    return ""


def _published() -> AssessmentQuerySet:
    return Assessment.objects.visible_to(EVERYBODY).filter(pk__in=published_assessments())


def _findings(assessments: Sequence[Assessment]) -> FindingQuerySet:
    rows = Finding.objects.visible_to(EVERYBODY).current().for_listing().filter(assessment__in=assessments)
    return with_standing(rows, EVERYBODY)
