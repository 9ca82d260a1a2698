"""What a plan says of one activity, in one shape for what is stored and for what a file wants, so that both compare."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple, TypeVar

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tulga.kit.i18n import day_words, side_by_side
from tulga.kit.imports.changes import Difference
from tulga.plan.choices import FormerField, Pillar, Recurrence
from tulga.plan.values import Value

Texts = Mapping[str, str]
NO_TEXTS: Texts = {}
NO_FIGURES: Mapping[int | None, Value] = {}
# What people call each field of a stand and of an edition's facts.
FIELDS = {
    "number": gettext_lazy("number"),
    "group": gettext_lazy("part of"),
    "title": gettext_lazy("title"),
    "notes": gettext_lazy("notes"),
    "pillar": gettext_lazy("pillar"),
    "lead": gettext_lazy("lead agency"),
    "together": gettext_lazy("co-implementers"),
    "funders": gettext_lazy("funders"),
    "places": gettext_lazy("places"),
    "period": gettext_lazy("period"),
    "is_illustrative": gettext_lazy("illustrative"),
    "milestones": gettext_lazy("milestones"),
    "budget": gettext_lazy("budget"),
    "indicators": gettext_lazy("indicators"),
    "former": gettext_lazy("former words"),
    "legal_basis": gettext_lazy("legal basis"),
    "level_names": gettext_lazy("names of the levels"),
    "languages": gettext_lazy("languages"),
    "valid_from": gettext_lazy("valid from"),
    "valid_to": gettext_lazy("valid to"),
    "source": gettext_lazy("source"),
}
_PILLARS, _RECURRENCES, _FORMER = frozenset(Pillar.values), frozenset(Recurrence.values), frozenset(FormerField.values)


class Named(NamedTuple):
    """Agencies or places by their codes, and the words for those that Tulga does not know."""

    codes: tuple[str, ...] = ()
    words: str = ""

    def __str__(self) -> str:
        return "; ".join(filter(None, [", ".join(self.codes), self.words]))


class When(NamedTuple):
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    recurrence: str = ""
    words: str = ""

    def __str__(self) -> str:
        days = " – ".join(day_words(day) if day else "…" for day in (self.starts_on, self.ends_on))
        rhythm = str(Recurrence(self.recurrence).label) if self.recurrence in _RECURRENCES else self.recurrence
        words = "" if self.words.casefold() == rhythm.casefold() else self.words
        return "; ".join(filter(None, [days if self.starts_on or self.ends_on else "", rhythm, words]))


class Step(NamedTuple):
    """A milestone."""

    title: Texts
    due_on: dt.date | None = None
    due_words: str = ""

    def __str__(self) -> str:
        due = day_words(self.due_on) if self.due_on else self.due_words
        return f"{side_by_side(self.title)} ({due})" if due else side_by_side(self.title)


class Money(NamedTuple):
    """A budget line."""

    year: int | None = None
    source: Texts = NO_TEXTS
    funder: str = ""
    given: str = ""
    amount: Decimal | None = None
    currency: str = ""

    def __str__(self) -> str:
        amount = self.given
        if self.amount is not None:
            amount = f"{number_format(self.amount.normalize(), force_grouping=True)} {self.currency}"
        return " ".join(filter(None, [str(self.year or ""), amount, side_by_side(self.source), self.funder]))


class Measure(NamedTuple):
    """An indicator with its values."""

    title: Texts
    unit: Texts = NO_TEXTS
    baseline: Value | None = None
    baseline_on: dt.date | None = None
    baseline_year: int | None = None
    targets: Mapping[int | None, Value] = NO_FIGURES
    disaggregation: tuple[str, ...] = ()
    disaggregation_words: str = ""
    means: Texts = NO_TEXTS

    def __str__(self) -> str:
        targets = ", ".join(f"{year or _('end')}: {value.given}" for year, value in self._in_years())
        baseline = f"{self.baseline.given} → " if self.baseline else ""
        unit = f" [{side_by_side(self.unit)}]" if self.unit else ""
        figures = f" {baseline}{targets}" if baseline or targets else ""
        more = [side_by_side(self.means), ", ".join(self.disaggregation), self.disaggregation_words]
        return "; ".join(filter(None, [f"{side_by_side(self.title)}{unit}{figures}", *more]))

    def _in_years(self) -> list[tuple[int | None, Value]]:
        return sorted(self.targets.items(), key=lambda pair: (pair[0] is None, pair[0] or 0))


class Former(NamedTuple):
    """Words that the plan shows struck out."""

    field: str
    given: str

    def __str__(self) -> str:
        label = FormerField(self.field).label if self.field in _FORMER else self.field
        return f"{label}: {self.given}"


@dataclass(frozen=True, slots=True)
class Stand:
    """An activity, or a group with its first three fields only. What a file does not speak of is None."""

    number: str
    group: str
    title: Texts
    notes: Texts | None = None
    pillar: str | None = None
    lead: Named | None = None
    together: Named | None = None
    funders: Named | None = None
    places: Named | None = None
    period: When | None = None
    is_illustrative: bool | None = None
    milestones: tuple[Step, ...] | None = None
    budget: tuple[Money, ...] | None = None
    indicators: tuple[Measure, ...] | None = None
    former: tuple[Former, ...] | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What an edition says of itself."""

    title: Texts
    legal_basis: Texts
    level_names: tuple[Texts, ...]
    languages: tuple[str, ...]
    valid_from: dt.date | None
    valid_to: dt.date | None
    source: str


Said = TypeVar("Said", Stand, Facts)


def differences(old: Said | None, new: Said) -> tuple[Difference, ...]:
    """The fields that differ, in words of the language in use; of something new, all that it says."""
    found = []
    for name in type(new).__dataclass_fields__:
        wanted = getattr(new, name)
        there = getattr(old, name) if old else None
        if wanted is None or (there or None) == (wanted or None):
            continue
        found.append(Difference(name, in_words(there) if old else "", in_words(wanted)))
    return tuple(each for each in found if old or each.new)


def in_words(value: Any) -> str:
    if isinstance(value, str):
        return str(Pillar(value).label) if value in _PILLARS else value
    if isinstance(value, dict):
        return side_by_side(value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if type(value) in (tuple, list):  # a part has words of its own
        return "\n".join(map(in_words, value))
    if isinstance(value, dt.date):
        return day_words(value)
    return "" if value is None else str(value)
