"""What an edition says now, in the shape that files are compared in: a fixed number of queries, however large it is."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property, lru_cache, partial
from operator import attrgetter
from typing import Any, NamedTuple

from tulga.agencies.models import Agency
from tulga.kit.i18n import I18nText
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
SAID = (
    *("pk", "number", "title", "item_id", "notes", "pillar", "lead_agency_id", "lead_words"),
    *(
        "co_implementers_words",
        "funders_words",
        "starts_on",
        "ends_on",
        "recurrence",
        "period_words",
        "is_illustrative",
    ),
)
MEASURED = (
    *("pk", "title", "unit", "baseline_on", "baseline_year", "disaggregation", "disaggregation_words"),
    "means_of_verification",
)


class EntryName(NamedTuple):
    """Which entry it is. The rows themselves are read only where they are to be written: there may be very many."""

    pk: int
    version: int
    activity_id: int
    number: str
    title: I18nText


@dataclass
class EntryWithParts:
    """A stored entry with the rows below it, in the order of what they say."""

    entry: Entry
    milestones: list[Milestone] = field(default_factory=list)
    budget: list[BudgetLine] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)


class Stored:
    """An edition's groups and entries with what they say, found by number or by title."""

    def __init__(self, edition: PlanEdition | None) -> None:
        self.edition = edition
        self.items: list[PlanItem] = list(edition.items.all()) if edition else []
        entries = edition.entries.values_list(*EntryName._fields) if edition else ()
        self.entries = [EntryName(*entry) for entry in entries]
        self._item_numbers = {item.pk: item.number for item in self.items}

    @cached_property
    def stands(self) -> dict[int, Stand]:
        """What each entry says, by its key.

        Of plain values: thousands of entries as records, with all their parts, would fill the memory.
        """
        return dict(self._said(self.edition)) if self.edition else {}

    def with_parts(self, pks: Collection[int]) -> dict[int, EntryWithParts]:
        """Some of the entries, by their keys, to be written."""
        found = {entry.pk: EntryWithParts(entry) for entry in Entry.objects.filter(pk__in=pks)}
        for model, rows_of in (
            (Milestone, attrgetter("milestones")),
            (BudgetLine, attrgetter("budget")),
            (Indicator, attrgetter("indicators")),
        ):
            for row in model._default_manager.filter(entry__in=pks):
                rows_of(found[row.entry_id]).append(row)
        return found

    def stand_of_item(self, item: PlanItem) -> Stand:
        return Stand(item.number, self._item_numbers.get(item.parent_id or 0, ""), item.title)

    def _said(self, edition: PlanEdition) -> Iterator[tuple[int, Stand]]:
        below = {"entry__edition": edition}
        codes = dict(Agency.objects.values_list("pk", "code"))
        steps = _grouped(Milestone, below, Step, "title", "due_on", "due_words")
        money = _grouped(
            BudgetLine, below, partial(_money, codes), "year", "source", "funder_id", "given", "amount", "currency"
        )
        measures = _grouped(Indicator, below, partial(_measure, _figures(edition)), *MEASURED)
        former = _grouped(FormerValue, below, Former, "field", "given")
        links = {
            name: _codes(getattr(Entry, name).through.objects.filter(**below), other)
            for name, other in (("co_implementers", "agency"), ("funders", "agency"), ("places", "place"))
        }
        for entry in edition.entries.values(*SAID).iterator():
            pk = entry["pk"]
            yield (
                pk,
                Stand(
                    number=entry["number"],
                    group=self._item_numbers.get(entry["item_id"] or 0, ""),
                    title=entry["title"],
                    notes=entry["notes"],
                    pillar=entry["pillar"],
                    lead=Named(
                        (codes[entry["lead_agency_id"]],) if entry["lead_agency_id"] else (), entry["lead_words"]
                    ),
                    together=Named(links["co_implementers"][pk], entry["co_implementers_words"]),
                    funders=Named(links["funders"][pk], entry["funders_words"]),
                    places=Named(links["places"][pk]),
                    period=When(entry["starts_on"], entry["ends_on"], entry["recurrence"], entry["period_words"]),
                    is_illustrative=entry["is_illustrative"],
                    milestones=tuple(steps[pk]),
                    budget=tuple(money[pk]),
                    indicators=tuple(measures[pk]),
                    former=tuple(former[pk]),
                ),
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


def _money(
    codes: Mapping[int, str], year: int | None, source: I18nText, funder: int | None, given: str, *amount: Any
) -> Money:
    return Money(year, source, codes[funder] if funder else "", given, *amount)


def _measure(
    figures: Mapping[int, Figures],
    pk: int,
    title: I18nText,
    unit: I18nText,
    baseline_on: dt.date | None,
    baseline_year: int | None,
    disaggregation: list[str],
    disaggregation_words: str,
    means: I18nText,
) -> Measure:
    of_it = figures[pk]
    return Measure(
        title=title,
        unit=unit,
        baseline=of_it[ValueRole.BASELINE].get(None),
        baseline_on=baseline_on,
        baseline_year=baseline_year,
        targets=of_it[ValueRole.TARGET],
        disaggregation=tuple(disaggregation),
        disaggregation_words=disaggregation_words,
        means=means,
    )


def _figures(edition: PlanEdition) -> Mapping[int, Figures]:
    """The values of each indicator."""
    found: defaultdict[int, Figures] = defaultdict(lambda: {ValueRole.BASELINE: {}, ValueRole.TARGET: {}})
    values = IndicatorValue.objects.filter(indicator__entry__edition=edition)
    for indicator, role, year, given, kind, number in values.values_list(
        "indicator_id", "role", "year", "given", "kind", "number"
    ).iterator():
        found[indicator][role][year] = value_of(given, kind, number)
    return found


@lru_cache(maxsize=2_048)  # plans say the same over and over
def value_of(given: str, kind: str, number: Decimal | None) -> Value:
    return Value(given, ValueKind(kind), number)


def _grouped(
    model: Any, below: Mapping[str, Any], said: Callable[..., Any], *names: str
) -> defaultdict[int, list[Any]]:
    """What the rows below entries say, by their entries and in their order."""
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for entry, *values in model.objects.filter(**below).values_list("entry_id", *names).iterator():
        found[entry].append(said(*values))
    return found


def _codes(links: Any, other: str) -> defaultdict[int, tuple[str, ...]]:
    found: defaultdict[int, tuple[str, ...]] = defaultdict(tuple)
    for entry, code in links.order_by("pk").values_list("entry_id", f"{other}__code"):
        found[entry] = tuple(sorted((*found[entry], code)))
    return found
