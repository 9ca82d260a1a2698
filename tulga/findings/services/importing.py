"""Many findings at once, as an import brings them. What each row means was settled before; here it is only written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from tulga.audit.services import Act, record_each
from tulga.findings.choices import Action
from tulga.findings.importers.codes import named
from tulga.findings.labels import Labels
from tulga.findings.models import Assessment, Finding, Outcome
from tulga.findings.policies import policy
from tulga.findings.services.entering import (
    BATCH,
    WORDS,
    create_assessment,
    record_act,
    revision_of,
    said,
    set_assessment_keys,
    set_keys,
    store_labels,
    take_along,
)
from tulga.kit.actor import Actor
from tulga.kit.bulk import insert_keyed
from tulga.kit.changes import changed_fields, in_words
from tulga.kit.classification import DataClass
from tulga.kit.errors import RuleBroken
from tulga.kit.i18n import I18nText


@dataclass(frozen=True)
class Arrived:
    """A finding as it came in: what the file says of it, and the finding that it corrects, with its version then."""

    number: str
    content: Mapping[str, Any]
    labels: Labels
    outcomes: Sequence[Mapping[str, Any]] = ()
    told_before: str = ""  # of the years that they tell otherwise
    corrects: int | None = None
    version: int | None = None
    row: int | None = field(default=None, compare=False)


def assessment_for(code: str, facts: Mapping[str, Any], *, actor: Actor) -> Assessment:
    """The assessment with this code; made of what the code and the file say where there is none."""
    known = Assessment.objects.select_for_update(no_key=True).filter(code=code).first()
    if known is not None:
        return known
    said_by = named(code, facts)
    if not said_by.state:
        raise RuleBroken(
            _("Say which State “%(code)s” is about: write its three letters into the code, such as TIP-2017-MNG.")
            % {"code": code}
        )
    return create_assessment(
        code=code,
        title=I18nText(said_by.title),
        body_name=I18nText(said_by.body),
        state=said_by.state,
        year=said_by.year or timezone.localdate().year,
        tier=facts.get("tier", ""),
        language=facts.get("language", ""),
        source=facts.get("file", "") or _("Imported file"),
        actor=actor,
    )


def import_findings(
    *, assessment: Assessment, arrived: Sequence[Arrived], tier: str = "", reason: str, actor: Actor
) -> None:
    """Enter what is new and revise what differs, each with its own act in the history."""
    policy.require(actor, Action.IMPORT, assessment)
    _take_tier(assessment, tier, actor)
    there = _there(assessment, [each.corrects for each in arrived if each.corrects])
    number = _numbers(assessment, [each.number for each in arrived if each.corrects is None])
    written = [_written(each, there, assessment, number) for each in arrived]
    new = [each for each in written if each.finding is not each.current]

    stored = Finding.objects.filter(assessment=assessment)
    insert_keyed(Finding, [each.finding for each in new], by=["number", "revision"], among=stored)
    store_labels([(each.finding, each.arrived.labels) for each in new])
    take_along(assessment, {each.current.pk: each.finding for each in new if each.current is not None})
    Outcome.objects.bulk_create(
        [Outcome(finding=each.finding, **outcome) for each in written for outcome in each.arrived.outcomes],
        batch_size=BATCH,
        update_conflicts=True,  # a year that is told already is told anew
        unique_fields=["finding", "year"],
        update_fields=["degree", "words", "is_asked"],
    )
    record_each(actor=actor, acts=[_act(each, reason) for each in written], classification=DataClass.C0)


@dataclass(frozen=True)
class Written:
    """A finding to be kept, beside the revision before it; the same where only what became of it is new."""

    arrived: Arrived
    current: Finding | None
    finding: Finding


def _written(
    arrived: Arrived, there: Mapping[int, Finding], assessment: Assessment, number: Callable[[str], str]
) -> Written:
    if arrived.corrects is None:
        finding = Finding(
            assessment=assessment, number=number(arrived.number), imported_row_id=arrived.row, **arrived.content
        )
        set_keys(finding)
        return Written(arrived, None, finding)
    current = there.get(arrived.corrects)
    if current is None or current.revision != arrived.version:
        raise RuleBroken(
            _("Somebody corrected finding %(number)s meanwhile. Look at the preview again.")
            % {"number": arrived.number}
        )
    is_same = all(getattr(current, name) == value for name, value in arrived.content.items())
    if is_same and Labels.of(current.labels.all()) == arrived.labels:
        return Written(arrived, current, current)
    words = {name: getattr(current, name) for name in WORDS} | dict(arrived.content)
    revision = revision_of(current, words)
    revision.imported_row_id = arrived.row
    return Written(arrived, current, revision)


def import_placements(*, placements: Mapping[str, tuple[int, str]], facts: Mapping[str, Any], actor: Actor) -> None:
    """Keep year and tier with each assessment, by its code; it is made where it is missing."""
    for code, (year, tier) in placements.items():
        assessment = assessment_for(code, {**facts, "year": year, "tier": tier}, actor=actor)
        _take_tier(assessment, tier, actor, said_by=facts.get("file", ""))


def _take_tier(assessment: Assessment, tier: str, actor: Actor, *, said_by: str | None = None) -> None:
    """An assessment without a tier gets the one its text names. Another takes its place only where a person said so:
    then the file that `said_by` names is its source, and what was remarked of the former one no longer holds.
    """
    if not tier or assessment.tier == tier or (assessment.tier and said_by is None):
        return
    content = {"tier": tier}
    if assessment.tier and said_by:
        content |= {"source": said_by, "note": ""}
    before = copy(assessment)
    for name, value in content.items():
        setattr(assessment, name, value)
    assessment.version += 1
    set_assessment_keys(assessment)
    assessment.save(update_fields=[*content, "version", "search_key"])
    changed = changed_fields(before, assessment, content)
    record_act(actor, Action.EDIT, assessment, before=in_words(before, changed), after=in_words(assessment, changed))


def _there(assessment: Assessment, wanted: Sequence[int | None]) -> dict[int, Finding]:
    found = assessment.findings.current().select_related("assessment").prefetch_related("labels")
    return {each.pk: each for each in found if each.pk in set(wanted)} if wanted else {}


def _numbers(assessment: Assessment, wanted: Iterable[str]) -> Callable[[str], str]:
    """Gives each its wanted number; where that is taken, the next free one that nobody else wants."""
    taken = set(assessment.findings.values_list("number", flat=True))
    highest = max((int(number) for number in {*taken, *wanted} if number.isdecimal()), default=0)

    def number(wanted: str) -> str:
        nonlocal highest
        if wanted in taken:
            wanted = str(highest + 1)
        if wanted.isdecimal():
            highest = max(highest, int(wanted))
        taken.add(wanted)
        return wanted

    return number


def _act(written: Written, reason: str) -> Act:
    current, finding, labels = written.current, written.finding, written.arrived.labels
    if current is None:
        return Act(verb=Action.IMPORT, target=finding, after=finding.text)
    if current is finding:
        told = "\n".join(f"{each['year']}: {each['words']}" for each in written.arrived.outcomes)
        return Act(verb=Action.TELL, target=finding, before=written.arrived.told_before, after=told, reason=reason)
    changed = [name for name in WORDS if getattr(current, name) != getattr(finding, name)]
    old = Labels.of(current.labels.all())
    before, after = said(current, changed, old, labels), said(finding, changed, labels, old)
    return Act(verb=Action.REVISE, target=finding, before=before, after=after, reason=reason)
