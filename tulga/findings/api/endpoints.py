from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router

from tulga.findings.choices import About, Kind, Position
from tulga.findings.models import Assessment, Finding, Label
from tulga.kit.api import Asked, Item, Listed, actor_of, listed, one

router = Router(tags=["findings"])


class AssessmentsAsked(Asked):
    year: int | None = None
    state: str | None = None


class FindingsAsked(Asked):
    assessment: str | None = None
    year: int | None = None
    theme: str | None = Field(None, max_length=80, description="The code of a theme, as findings tell it.")
    recommending_state: str | None = Field(None, max_length=80, description="Three letters of ISO 3166.")
    goal: int | None = Field(None, ge=1, le=17, description="A Sustainable Development Goal.")
    kind: Kind | None = None
    position: Position | None = None


@router.get("/assessments", response=Listed, summary="Reports of outside bodies")
def assessments(request: HttpRequest, asked: Query[AssessmentsAsked]) -> Mapping[str, Any]:
    rows = Assessment.objects.visible_to(actor_of(request)).for_listing()
    wanted = {"year": asked.year, "state": asked.state}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value is not None})
    return listed(request, rows, asked, describe_assessment)


@router.get("/assessments/{int:pk}", response=Item, summary="One report")
def assessment(request: HttpRequest, pk: int) -> Item:
    return one(request, Assessment.objects.visible_to(actor_of(request)).for_listing(), pk, describe_assessment)


@router.get("/findings", response=Listed, summary="Numbered items of reports, each in its latest revision")
def findings(request: HttpRequest, asked: Query[FindingsAsked]) -> Mapping[str, Any]:
    rows = Finding.objects.visible_to(actor_of(request)).current().for_reading()
    wanted = {
        "assessment__code": asked.assessment,
        "assessment__year": asked.year,
        "kind": asked.kind,
        "position": asked.position,
    }
    rows = rows.filter(**{path: value for path, value in wanted.items() if value is not None})
    labels = {About.THEME: asked.theme, About.STATE: asked.recommending_state, About.GOAL: asked.goal}
    for about, code in labels.items():
        if code is not None:
            rows = rows.about(about, str(code))
    return listed(request, rows.in_order(), asked, describe_finding)


@router.get("/findings/{int:pk}", response=Item, summary="One item, in any of its revisions")
def finding(request: HttpRequest, pk: int) -> Item:
    return one(request, Finding.objects.visible_to(actor_of(request)).for_reading(), pk, describe_finding)


def describe_assessment(assessment: Assessment) -> Item:
    return {
        "id": assessment.pk,
        "code": assessment.code,
        "title": assessment.title,
        "body": assessment.body_words,
        "state": assessment.state,
        "year": assessment.year,
        "tier": assessment.tier or None,
        "published_on": assessment.published_on,
        "language": assessment.language or None,
        "source": assessment.source,
        "findings": assessment.findings_count,
        "is_illustrative": assessment.is_illustrative,
    }


def describe_finding(finding: Finding) -> Item:
    by_kind: dict[str, list[Label]] = {}
    for label in finding.labels.all():
        by_kind.setdefault(label.about, []).append(label)
    return {
        "id": finding.pk,
        "assessment": finding.assessment.code,
        "number": finding.number,
        "revision": finding.revision,
        "kind": finding.kind,
        "theme": finding.theme,
        "text": {finding.language: finding.text},
        "unofficial_translations": finding.translations,
        "is_paraphrase": finding.is_paraphrase,
        "recommended_by": finding.recommended_by,
        "position": finding.position,
        "position_words": finding.position_words,
        "position_source": finding.position_source,
        "themes": [{"code": each.code, "words": each.words} for each in by_kind.get(About.THEME, [])],
        "goals": [int(each.code) for each in by_kind.get(About.GOAL, [])],
        "affected_persons": [each.words for each in by_kind.get(About.GROUP, [])],
        "recommending_states": [{"code": each.code, "name": each.words} for each in by_kind.get(About.STATE, [])],
        "outcomes": [
            {"year": each.year, "progress": each.degree or None, "words": each.words, "is_asked": each.is_asked}
            for each in finding.outcomes.all()
        ],
        "repeated_in": [tie.later_id for tie in finding.repeated_in.all()],
        "source": finding.source,
    }
