"""What an edition says now, in the shape that files are compared in: a fixed number of queries, however large it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tulga.agencies.models import Agency
from tulga.plan.choices import ValueKind, ValueRole
from tulga.plan.importing.stands import Facts, Former, Measure, Money, Named, Stand, Step, When
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

Figures = dict[str, dict[int | None, Value]]  # by role and year


@dataclass
class Parts:
    """The stored rows below one entry, in the order of what they say."""

    milestones: list[Milestone] = field(default_factory=list)
    budget: list[BudgetLine] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)


class Stored:
    """An edition's groups and entries with what they say, found by number or by title."""

    def __init__(self, edition: PlanEdition | None, *, with_parts: bool = False) -> None:
        """The rows below entries are kept only where they are to be written: there may be very many."""
        self.edition = edition
        self.items: list[PlanItem] = list(edition.items.all()) if edition else []
        self.entries: list[Entry] = list(edition.entries.defer("search_key")) if edition else []
        self._item_numbers = {item.pk: item.number for item in self.items}
        self.parts: defaultdict[int, Parts] = defaultdict(Parts)
        self._stands: dict[int, Stand] = {}
        if edition:
            self._load(edition)
        if not with_parts:
            self.parts.clear()

    def stand_of(self, entry: Entry) -> Stand:
        return self._stands[entry.pk]

    def stand_of_item(self, item: PlanItem) -> Stand:
        return Stand(item.number, self._item_numbers.get(item.parent_id or 0, ""), item.title)

    def _load(self, edition: PlanEdition) -> None:
        below = {"entry__edition": edition}
        for milestone in Milestone.objects.filter(**below):
            self.parts[milestone.entry_id].milestones.append(milestone)
        codes = dict(Agency.objects.values_list("pk", "code"))
        for line in BudgetLine.objects.filter(**below):
            self.parts[line.entry_id].budget.append(line)
        values: defaultdict[int, Figures] = defaultdict(lambda: {ValueRole.BASELINE: {}, ValueRole.TARGET: {}})
        for indicator_id, role, year, *value in IndicatorValue.objects.filter(
            indicator__entry__edition=edition
        ).values_list("indicator_id", "role", "year", "given", "kind", "number"):
            given, kind, number = value
            values[indicator_id][role][year] = Value(given, ValueKind(kind), number)
        for indicator in Indicator.objects.filter(**below):
            self.parts[indicator.entry_id].indicators.append(indicator)
        former = _grouped(FormerValue.objects.filter(**below), "entry_id")
        links = {
            name: _codes(getattr(Entry, name).through.objects.filter(**below), other)
            for name, other in (("co_implementers", "agency"), ("funders", "agency"), ("places", "place"))
        }
        for entry in self.entries:
            parts = self.parts[entry.pk]
            self._stands[entry.pk] = Stand(
                number=entry.number,
                group=self._item_numbers.get(entry.item_id or 0, ""),
                title=entry.title,
                notes=entry.notes,
                pillar=entry.pillar,
                lead=Named((codes[entry.lead_agency_id],) if entry.lead_agency_id else (), entry.lead_words),
                together=Named(links["co_implementers"][entry.pk], entry.co_implementers_words),
                funders=Named(links["funders"][entry.pk], entry.funders_words),
                places=Named(links["places"][entry.pk]),
                period=When(entry.starts_on, entry.ends_on, entry.recurrence, entry.period_words),
                is_illustrative=entry.is_illustrative,
                milestones=tuple(Step(each.title, each.due_on, each.due_words) for each in parts.milestones),
                budget=tuple(_money(each, codes) for each in parts.budget),
                indicators=tuple(_measure(each, values[each.pk]) for each in parts.indicators),
                former=tuple(Former(each.field, each.given) for each in former[entry.pk]),
            )


def facts_of(edition: PlanEdition) -> Facts:
    return Facts(
        title=edition.plan.title,
        legal_basis=edition.legal_basis,
        level_names=tuple(edition.level_names),
        languages=tuple(edition.languages),
        valid_from=edition.valid_from,
        valid_to=edition.valid_to,
        source=edition.source,
    )


def _money(line: BudgetLine, codes: Mapping[int, str]) -> Money:
    funder = codes[line.funder_id] if line.funder_id else ""
    return Money(line.year, line.source, funder, line.given, line.amount, line.currency)


def _measure(indicator: Indicator, figures: Figures) -> Measure:
    return Measure(
        title=indicator.title,
        unit=indicator.unit,
        baseline=figures[ValueRole.BASELINE].get(None),
        baseline_on=indicator.baseline_on,
        baseline_year=indicator.baseline_year,
        targets=figures[ValueRole.TARGET],
        disaggregation=tuple(indicator.disaggregation),
        disaggregation_words=indicator.disaggregation_words,
        means=indicator.means_of_verification,
    )


def _grouped(rows: Iterable[Any], name: str) -> defaultdict[int, list[Any]]:
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, name)].append(row)
    return found


def _codes(links: Any, other: str) -> defaultdict[int, tuple[str, ...]]:
    found: defaultdict[int, tuple[str, ...]] = defaultdict(tuple)
    for entry, code in links.order_by("pk").values_list("entry_id", f"{other}__code"):
        found[entry] = tuple(sorted((*found[entry], code)))
    return found
