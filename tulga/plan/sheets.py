"""An edition as the workbook that an importer reads back without a difference."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Prefetch, QuerySet

from tulga.kit.exports import Column, Sheet
from tulga.kit.i18n import I18nText, I18nTextField, languages
from tulga.plan.choices import ValueRole
from tulga.plan.models import (
    BudgetLine,
    Entry,
    FormerValue,
    Indicator,
    IndicatorValue,
    Milestone,
    PlanEdition,
    PlanItem,
)
from tulga.plan.values import Value

LAYOUT = "tulga-plan-1"


@dataclass(frozen=True)
class Whole:
    """All that an edition says, read in as many queries however large it is."""

    edition: PlanEdition
    items: list[PlanItem]
    entries: list[Entry]

    @property
    def milestones(self) -> Iterable[Milestone]:
        return (part for entry in self.entries for part in entry.milestones.all())

    @property
    def budget_lines(self) -> Iterable[BudgetLine]:
        return (part for entry in self.entries for part in entry.budget_lines.all())

    @property
    def indicators(self) -> Iterable[Indicator]:
        return (part for entry in self.entries for part in entry.indicators.all())

    @property
    def former_values(self) -> Iterable[FormerValue]:
        return (part for entry in self.entries for part in entry.former_values.all())


def with_parts(entries: QuerySet[Entry]) -> QuerySet[Entry]:
    """Everything below them, of entries that came through `visible_to`."""
    agencies = ("co_implementers", "funders")
    own = (Milestone.objects.all(), BudgetLine.objects.select_related("funder"), FormerValue.objects.all())
    names = ("milestones", "budget_lines", "former_values")
    return entries.select_related("item", "lead_agency").prefetch_related(
        *agencies,
        "places",
        *(Prefetch(name, queryset) for name, queryset in zip(names, own, strict=True)),
        Prefetch("indicators", Indicator.objects.prefetch_related("values")),
    )


def read_whole(edition: PlanEdition) -> Whole:
    """Of an edition that came through `visible_to`."""
    entries = list(with_parts(edition.entries.select_related("activity")))
    for entry in entries:
        entry.edition = edition
        for parts in (entry.milestones, entry.budget_lines, entry.indicators, entry.former_values):
            for part in parts.all():
                part.entry = entry
    items = list(edition.items.select_related("parent"))
    for item in items:
        item.edition = edition
    return Whole(edition, items, entries)


def sheets_of(whole: Whole) -> list[Sheet]:
    spoken = _languages_of(whole)
    return [
        Sheet(
            "plan", [Column("field", lambda row: row[0]), Column("value", lambda row: row[1])], _facts(whole.edition)
        ),
        Sheet("groups", _group_columns(spoken), whole.items),
        Sheet("activities", activity_columns(spoken), whole.entries),
        Sheet("milestones", _milestone_columns(spoken), whole.milestones),
        Sheet("budget", _budget_columns(spoken), whole.budget_lines),
        Sheet("indicators", _indicator_columns(spoken, whole), whole.indicators),
        Sheet("former", _former_columns(), whole.former_values),
    ]


def activity_columns(spoken: Sequence[str]) -> list[Column]:
    return [
        Column("number", lambda entry: entry.number),
        Column("group", lambda entry: entry.item.number if entry.item else ""),
        *_texts("title", spoken),
        *_texts("notes", spoken),
        Column("pillar", lambda entry: entry.pillar),
        Column("lead", lambda entry: entry.lead_agency.code if entry.lead_agency else ""),
        Column("lead_words", lambda entry: entry.lead_words),
        Column("co_implementers", lambda entry: _codes(entry.co_implementers.all())),
        Column("co_implementers_words", lambda entry: entry.co_implementers_words),
        Column("funders", lambda entry: _codes(entry.funders.all())),
        Column("funders_words", lambda entry: entry.funders_words),
        Column("starts_on", lambda entry: entry.starts_on),
        Column("ends_on", lambda entry: entry.ends_on),
        Column("recurrence", lambda entry: entry.recurrence),
        Column("period_words", lambda entry: entry.period_words),
        Column("places", lambda entry: _codes(entry.places.all())),
        Column("is_illustrative", lambda entry: "yes" if entry.is_illustrative else ""),
    ]


def _facts(edition: PlanEdition) -> list[tuple[str, Any]]:
    facts: list[tuple[str, Any]] = [
        ("layout", LAYOUT),
        ("code", edition.plan.code),
        ("edition", edition.number),
        ("status", edition.status),
        *_spelt("title", edition.plan.title),
        *_spelt("legal_basis", edition.legal_basis),
        ("languages", ", ".join(edition.languages)),
        ("valid_from", edition.valid_from),
        ("valid_to", edition.valid_to),
    ]
    for level, name in enumerate(edition.level_names, start=1):
        facts += _spelt(f"level_{level}", I18nText(name))
    return [*facts, ("source", edition.source)]


def _spelt(name: str, text: I18nText) -> list[tuple[str, str]]:
    return [(f"{name}_{language}", text[language]) for language in text.languages]


def _group_columns(spoken: Sequence[str]) -> list[Column]:
    return [
        Column("number", lambda item: item.number),
        Column("parent", lambda item: item.parent.number if item.parent else ""),
        *_texts("title", spoken),
    ]


def _milestone_columns(spoken: Sequence[str]) -> list[Column]:
    return [
        _of_activity(),
        *_texts("title", spoken),
        Column("due_on", lambda part: part.due_on),
        Column("due_words", lambda part: part.due_words),
    ]


def _budget_columns(spoken: Sequence[str]) -> list[Column]:
    return [
        _of_activity(),
        Column("year", lambda part: part.year),
        *_texts("source", spoken),
        Column("funder", lambda part: part.funder.code if part.funder else ""),
        Column("given", lambda part: part.given),
        Column("amount", lambda part: part.amount),
        Column("currency", lambda part: part.currency),
    ]


def _indicator_columns(spoken: Sequence[str], whole: Whole) -> list[Column]:
    values = (value for part in whole.indicators for value in part.values.all())
    years = sorted({value.year for value in values if value.year is not None})
    return [
        _of_activity(),
        *_texts("title", spoken),
        *_texts("unit", spoken),
        Column("baseline", lambda part: _given(part, ValueRole.BASELINE, None)),
        Column("baseline_on", lambda part: part.baseline_on),
        Column("baseline_year", lambda part: part.baseline_year),
        Column("target", lambda part: _given(part, ValueRole.TARGET, None)),
        *(_target_column(year) for year in years),
        Column("disaggregation", lambda part: ", ".join(part.disaggregation)),
        Column("disaggregation_words", lambda part: part.disaggregation_words),
        *_texts("means_of_verification", spoken),
        Column("kinds", _kinds_of),
    ]


def _former_columns() -> list[Column]:
    return [
        _of_activity(),
        Column("field", lambda former: former.field),
        Column("given", lambda former: former.given),
    ]


def _of_activity() -> Column:
    return Column("activity", lambda part: part.entry.number)


def _target_column(year: int) -> Column:
    return Column(f"target_{year}", lambda part: _given(part, ValueRole.TARGET, year))


def _given(indicator: Indicator, role: ValueRole, year: int | None) -> str:
    return next((each.given for each in indicator.values.all() if (each.role, each.year) == (role, year)), "")


def _kinds_of(indicator: Indicator) -> str:
    """What values are, where their words alone do not say it: an importer may have known more than a reader can."""
    unsaid = [each for each in indicator.values.all() if Value.read(each.given) != each.value]
    return "; ".join(f"{_name_of(each)}={each.kind}:{'' if each.number is None else _plain(each)}" for each in unsaid)


def _name_of(value: IndicatorValue) -> str:
    return value.role if value.year is None else str(value.year)


def _plain(value: IndicatorValue) -> str:
    return f"{value.value.number.normalize():f}" if value.value.number is not None else ""


def _texts(name: str, spoken: Sequence[str]) -> list[Column]:
    return [Column(f"{name}_{language}", _in_language(name, language)) for language in spoken]


def _in_language(name: str, language: str) -> Callable[[Any], str]:
    return lambda row: getattr(row, name).get(language, "")


def _codes(rows: Iterable[Any]) -> str:
    return ", ".join(sorted(row.code for row in rows))


def _languages_of(whole: Whole) -> list[str]:
    """The deployment's languages, then any other that some text of the plan is written in."""
    rows: list[Model] = [*whole.items, *whole.entries, *whole.milestones, *whole.budget_lines, *whole.indicators]
    used = {
        language
        for row in rows
        for field in row._meta.concrete_fields
        if isinstance(field, I18nTextField)
        for language in getattr(row, field.name)
    }
    return list(dict.fromkeys([*languages(), *sorted(used)]))
