from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import TypedDict, Unpack

from django.db import transaction
from django.db.models import Max, Model
from django.utils.translation import gettext as _

from tulga.agencies.models import Agency
from tulga.audit.services import record
from tulga.findings.choices import Action
from tulga.findings.models import Assessment, Finding
from tulga.findings.policies import policy
from tulga.kit.actor import Actor
from tulga.kit.changes import changed_fields, in_words
from tulga.kit.classification import DataClass
from tulga.kit.errors import RuleBroken, StaleEdit
from tulga.kit.i18n import I18nText
from tulga.kit.reference import Loaded, read_rows
from tulga.kit.search import search_key
from tulga.kit.versions import save_edit

DATA = Path(__file__).parent / "data"
WORDS = (
    *("kind", "theme", "text", "language", "translations", "is_paraphrase", "note"),
    *("recommended_by", "position", "position_words", "source"),
)


class AssessmentContent(TypedDict, total=False):
    code: str
    title: I18nText
    body: Agency | None
    body_name: I18nText
    state: str
    year: int
    tier: str
    published_on: dt.date | None
    source: str
    note: str
    is_illustrative: bool


class FindingContent(TypedDict, total=False):
    kind: str
    theme: I18nText
    text: str
    language: str
    translations: I18nText
    is_paraphrase: bool
    note: str
    recommended_by: str
    position: str
    position_words: I18nText
    source: str


@transaction.atomic
def create_assessment(*, actor: Actor, **content: Unpack[AssessmentContent]) -> Assessment:
    policy.require(actor, Action.CREATE)
    assessment = Assessment(**content)
    _require_sound(assessment)
    set_assessment_keys(assessment)
    assessment.save()
    _record(actor, Action.CREATE, assessment, after=str(assessment))
    return assessment


@transaction.atomic
def edit_assessment(
    *, assessment: Assessment, expected_version: int, actor: Actor, **content: Unpack[AssessmentContent]
) -> Assessment:
    policy.require(actor, Action.EDIT, assessment)
    before = Assessment.objects.get(pk=assessment.pk)
    for name, value in content.items():
        setattr(assessment, name, value)
    _require_sound(assessment)
    set_assessment_keys(assessment)
    changed = changed_fields(before, assessment, content)
    save_edit(assessment, expected_version=expected_version, fields=[*content, "search_key"])
    _record(actor, Action.EDIT, assessment, before=in_words(before, changed), after=in_words(assessment, changed))
    return assessment


@transaction.atomic
def add_finding(
    *, assessment: Assessment, actor: Actor, number: int | None = None, **content: Unpack[FindingContent]
) -> Finding:
    """Enter one item of an assessment; without a number it gets the next one."""
    policy.require(actor, Action.CREATE, assessment)
    Assessment.objects.select_for_update().get(pk=assessment.pk)  # two people must not take one number
    if number is None:
        number = (assessment.findings.aggregate(Max("number"))["number__max"] or 0) + 1
    elif assessment.findings.filter(number=number).exists():
        raise RuleBroken(_("This number is taken in this assessment. To correct it, revise it."), field="number")

    finding = Finding(assessment=assessment, number=number, **content)
    set_keys(finding)
    finding.save()
    _record(actor, Action.CREATE, finding, after=finding.text)
    return finding


@transaction.atomic
def revise_finding(
    *, finding: Finding, expected_version: int, reason: str, actor: Actor, **content: Unpack[FindingContent]
) -> Finding:
    """Correct a finding by a new revision, with a reason; the old one stays as it was."""
    policy.require(actor, Action.REVISE, finding)
    assessment = Assessment.objects.select_for_update().get(pk=finding.assessment_id)
    current = assessment.findings.filter(number=finding.number).latest("revision")
    if current.revision != expected_version:
        raise StaleEdit(current)
    words = {name: getattr(current, name) for name in WORDS}
    changed = [name for name, value in content.items() if words[name] != value]
    if not changed:
        raise RuleBroken(_("Nothing was changed. Correct something, or go back."))

    revision = Finding(
        assessment=assessment,
        number=current.number,
        revision=current.revision + 1,
        supersedes=current,
        **{**words, **content},
    )
    set_keys(revision)
    revision.save()
    _record(
        actor,
        Action.REVISE,
        revision,
        before=in_words(current, changed),
        after=in_words(revision, changed),
        reason=reason,
    )
    return revision


@transaction.atomic
def load_findings(*, actor: Actor, country: str = "mn") -> Loaded:
    """Bring in the assessments and findings of the project's reference data. What is there already stays as it is."""
    policy.require(actor, Action.LOAD)
    loaded = Loaded()
    known = {assessment.code: assessment for assessment in Assessment.objects.all()}
    for row in read_rows(DATA / f"tiers_{country}.csv"):
        if row["code"] in known:
            loaded.unchanged += 1
            continue
        known[row["code"]] = assessment = _assessment_of(row)
        assessment.save()
        loaded.created += 1
        _record(actor, Action.LOAD, assessment, after=str(assessment))

    entered = set(Finding.objects.values_list("assessment__code", "number"))
    for row in read_rows(DATA / f"findings_{country}.csv"):
        if (row["assessment"], int(row["number"])) in entered:
            loaded.unchanged += 1
            continue
        finding = _finding_of(row, known)
        finding.save()
        loaded.created += 1
        _record(actor, Action.LOAD, finding, after=finding.text)
    return loaded


def set_assessment_keys(assessment: Assessment) -> None:
    """Compute what the assessment is found by."""
    assessment.search_key = search_key(
        assessment.code, assessment.title, assessment.body_name, assessment.state, str(assessment.year)
    )


def set_keys(finding: Finding) -> None:
    """Compute what the finding is found by."""
    finding.search_key = search_key(
        finding.assessment.code, finding.theme, finding.text, finding.translations, finding.recommended_by
    )


def _require_sound(assessment: Assessment) -> None:
    if assessment.code == "new":  # the address of the form
        raise RuleBroken(_("Choose another code: this word is used by Tulga itself."), field="code")
    if Assessment.objects.filter(code=assessment.code).exclude(pk=assessment.pk).exists():
        raise RuleBroken(_("Another assessment has this code. Choose one that is free."), field="code")
    if not assessment.body_name and assessment.body is None:
        raise RuleBroken(_("Say which body wrote it: choose it, or write its name."), field="body_name")


def _assessment_of(row: Mapping[str, str]) -> Assessment:
    assessment = Assessment(
        code=row["code"],
        title=I18nText(en=row["title_en"], mn=row["title_mn"]),
        body_name=I18nText(en=row["body_en"], mn=row["body_mn"]),
        state=row["state"],
        year=int(row["year"]),
        tier=row["tier"],
        source=row["source"],
        note=row["note"],
    )
    set_assessment_keys(assessment)
    return assessment


def _finding_of(row: Mapping[str, str], assessments: Mapping[str, Assessment]) -> Finding:
    finding = Finding(
        assessment=assessments[row["assessment"]],
        number=int(row["number"]),
        kind=row["kind"],
        theme=I18nText(en=row["theme_en"], mn=row["theme_mn"]),
        text=row["text_en"],
        language="en",
        translations=I18nText(mn=row["text_mn"]),
        is_paraphrase=bool(row["is_paraphrase"]),
        note=row["note"],
        source=row["source"],
    )
    set_keys(finding)
    return finding


def _record(actor: Actor, verb: Action, target: Model, *, before: str = "", after: str = "", reason: str = "") -> None:
    record(
        actor=actor,
        verb=verb,
        target=target,
        before=before,
        after=after,
        reason=reason,
        classification=DataClass.C0,
    )
