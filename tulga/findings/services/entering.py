from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from tulga.agencies.models import Agency
from tulga.audit.services import record
from tulga.documents.checking import CheckedUpload
from tulga.documents.choices import Kind
from tulga.documents.models import Document
from tulga.documents.services import discard_document, store_document
from tulga.findings.choices import About, Action
from tulga.findings.labels import Labels, labels_for
from tulga.findings.models import Assessment, Finding, Label, Outcome, Repetition
from tulga.findings.numbers import order_key
from tulga.findings.policies import policy
from tulga.kit.actor import Actor
from tulga.kit.bulk import insert_contents
from tulga.kit.changes import changed_fields, in_words
from tulga.kit.classification import DataClass
from tulga.kit.errors import RuleBroken, StaleEdit
from tulga.kit.i18n import I18nText, in_each_language
from tulga.kit.search import search_key
from tulga.kit.versions import save_edit

WORDS = (
    *("kind", "theme", "text", "language", "translations", "is_paraphrase", "note"),
    *("recommended_by", "position", "position_words", "position_source", "source"),
)

LABELS_SAID = {"further_themes": About.THEME.label, "goals": About.GOAL.label, "groups": About.GROUP.label}
PAGES = {"new", "all", "themes", "years", "tiers"}  # words of addresses that no code may take
DOCUMENT_KINDS = frozenset({Kind.PDF, Kind.DOCX, Kind.XLSX, Kind.CSV})
BATCH = 1000


class AssessmentContent(TypedDict, total=False):
    code: str
    title: I18nText
    body: Agency | None
    body_name: I18nText
    state: str
    year: int
    tier: str
    published_on: dt.date | None
    language: str
    document: Document | None
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
    position_source: str
    source: str


@transaction.atomic
def create_assessment(
    *, actor: Actor, upload: CheckedUpload | None = None, **content: Unpack[AssessmentContent]
) -> Assessment:
    policy.require(actor, Action.CREATE)
    assessment = Assessment(**content)
    _require_sound(assessment)
    if upload is not None:
        assessment.document = store_document(upload=upload, kinds=DOCUMENT_KINDS, actor=actor)
    set_assessment_keys(assessment)
    assessment.save()
    record_act(actor, Action.CREATE, assessment, after=assessment)
    return assessment


@transaction.atomic
def edit_assessment(
    *,
    assessment: Assessment,
    expected_version: int,
    actor: Actor,
    upload: CheckedUpload | None = None,
    **content: Unpack[AssessmentContent],
) -> Assessment:
    """Change what is said of an assessment; a document that is sent takes the place of the one before,
    which is not kept; the history names both."""
    policy.require(actor, Action.EDIT, assessment)
    before = Assessment.objects.get(pk=assessment.pk)
    if upload is not None:
        content["document"] = store_document(upload=upload, kinds=DOCUMENT_KINDS, actor=actor)
    for name, value in content.items():
        setattr(assessment, name, value)
    _require_sound(assessment)
    set_assessment_keys(assessment)
    changed = changed_fields(before, assessment, content)
    save_edit(assessment, expected_version=expected_version, fields=[*content, "search_key"])
    if upload is not None and before.document is not None:
        discard_document(document=before.document)
    record_act(actor, Action.EDIT, assessment, before=in_words(before, changed), after=in_words(assessment, changed))
    return assessment


@transaction.atomic
def add_finding(
    *,
    assessment: Assessment,
    actor: Actor,
    number: str = "",
    labels: Labels | None = None,
    **content: Unpack[FindingContent],
) -> Finding:
    """Enter one item of an assessment; without a number it gets the next one."""
    policy.require(actor, Action.CREATE, assessment)
    Assessment.objects.select_for_update(no_key=True).get(pk=assessment.pk)  # two people must not take one number
    if not number:
        number = next_number(assessment)
    elif assessment.findings.filter(number=number).exists():
        raise RuleBroken(_("This number is taken in this assessment. To correct it, revise it."), field="number")

    finding = Finding(assessment=assessment, number=number, **content)
    set_keys(finding)
    finding.save()
    store_labels([(finding, labels or Labels())])
    record_act(actor, Action.CREATE, finding, after=finding.text)
    return finding


def next_number(assessment: Assessment) -> str:
    numbers = assessment.findings.values_list("number", flat=True)
    return str(max((int(number) for number in numbers if number.isdecimal()), default=0) + 1)


@transaction.atomic
def revise_finding(
    *,
    finding: Finding,
    expected_version: int,
    reason: str,
    actor: Actor,
    labels: Labels | None = None,
    **content: Unpack[FindingContent],
) -> Finding:
    """Correct a finding by a new revision, with a reason; the old one stays as it was."""
    policy.require(actor, Action.REVISE, finding)
    assessment = Assessment.objects.select_for_update(no_key=True).get(pk=finding.assessment_id)
    current = assessment.findings.filter(number=finding.number).latest("revision")
    if current.revision != expected_version:
        raise StaleEdit(current)
    words = {name: getattr(current, name) for name in WORDS}
    changed = [name for name, value in content.items() if words[name] != value]
    old = Labels.of(current.labels.all())
    new = old if labels is None else labels
    if not changed and old == new:
        raise RuleBroken(_("Nothing was changed. Correct something, or go back."))

    revision = revision_of(current, {**words, **content})
    revision.save()
    store_labels([(revision, new)])
    take_along(assessment, {current.pk: revision})
    record_act(
        actor,
        Action.REVISE,
        revision,
        before=said(current, changed, old, new),
        after=said(revision, changed, new, old),
        reason=reason,
    )
    return revision


def revision_of(current: Finding, words: Mapping[str, Any]) -> Finding:
    revision = Finding(
        assessment=current.assessment,
        number=current.number,
        revision=current.revision + 1,
        supersedes=current,
        **words,
    )
    set_keys(revision)
    return revision


def take_along(assessment: Assessment, revisions: Mapping[int, Finding]) -> None:
    """What became of a finding, and what it repeats, is told of the item: it goes on with its latest words."""
    places: tuple[tuple[type[Outcome | Repetition], str], ...] = (
        (Outcome, "finding"),
        (Repetition, "earlier"),
        (Repetition, "later"),
    )
    for model, name in places:
        told = [
            row
            for row in model._default_manager.filter(**{f"{name}__assessment": assessment})
            if getattr(row, f"{name}_id") in revisions
        ]
        for row in told:
            setattr(row, name, revisions[getattr(row, f"{name}_id")])
        model._default_manager.bulk_update(told, [name], batch_size=BATCH)


def store_labels(findings: Iterable[tuple[Finding, Labels]]) -> None:
    """Keep what each finding is about, in one statement however many they are."""
    insert_contents(
        Label,
        (
            {"finding_id": finding.pk, "about": about, "code": code, "words": words}
            for finding, labels in findings
            for about, code, words in labels_for(finding, labels)
        ),
    )


@in_each_language
def said(finding: Finding, changed: Sequence[str], labels: Labels, others: Labels) -> str:
    """What a revision changed, in words, labels after fields."""
    lines = [str(in_words(finding, changed))] if changed else []
    lines += [
        f"{label}: {', '.join(map(str, getattr(labels, name))) or '—'}"
        for name, label in LABELS_SAID.items()
        if getattr(labels, name) != getattr(others, name)
    ]
    return "\n".join(lines)


def set_assessment_keys(assessment: Assessment) -> None:
    """Compute what the assessment is found by."""
    assessment.search_key = search_key(
        assessment.code, assessment.title, assessment.body_name, assessment.state, str(assessment.year)
    )


def set_keys(finding: Finding) -> None:
    """Compute what the finding is found by, and its place among the others."""
    finding.order_key = order_key(finding.number)
    finding.search_key = search_key(
        *(finding.assessment.code, finding.number, finding.theme, finding.text, finding.translations),
        finding.recommended_by,
    )


def require_free_code(code: str, *, pk: int | None = None) -> None:
    """Refuse a code that another assessment has, or that is a word of addresses."""
    if code in PAGES:
        raise RuleBroken(_("Choose another code: this word is used by Tulga itself."), field="code")
    if Assessment.objects.filter(code=code).exclude(pk=pk).exists():
        raise RuleBroken(_("Another assessment has this code. Choose one that is free."), field="code")


def _require_sound(assessment: Assessment) -> None:
    require_free_code(assessment.code, pk=assessment.pk)
    if not assessment.body_name and assessment.body is None:
        raise RuleBroken(_("Say which body wrote it: choose it, or write its name."), field="body_name")


def record_act(
    actor: Actor, verb: Action, target: Model, *, before: object = "", after: object = "", reason: str = ""
) -> None:
    record(
        actor=actor,
        verb=verb,
        target=target,
        before=before,
        after=after,
        reason=reason,
        classification=DataClass.C0,
    )
