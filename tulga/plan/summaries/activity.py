"""An activity's page: its facts, its milestones, money and indicators as tables, and what was said of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tulga.agencies.models import Agency
from tulga.imports.summaries import Origin, origins_of
from tulga.kit.actor import Actor
from tulga.kit.i18n import Shown
from tulga.kit.imports.records import Where
from tulga.kit.tables import Cell
from tulga.plan.choices import NUMERIC, ActivityStatus, Disaggregation, FormerField, Pillar, ValueRole
from tulga.plan.models import (
    BudgetLine,
    Entry,
    FormerValue,
    Indicator,
    IndicatorValue,
    Milestone,
    ReadFromFile,
    StatusLine,
)

Text = str | Promise
InWords = Callable[[ReadFromFile], str]


def nothing_said(_part: ReadFromFile) -> str:
    return ""


@dataclass(frozen=True)
class SpokenLine:
    """A status line as the page shows it."""

    status: Text
    colour: str
    sentence: Shown
    dated_on: dt.date
    agency: Shown


def spoken_lines(lines: Iterable[StatusLine]) -> list[SpokenLine]:
    return [
        SpokenLine(
            status=(status := ActivityStatus(line.status)).label,
            colour=status.colour,
            sentence=line.sentence.shown(),
            dated_on=line.dated_on,
            agency=line.agency.name.shown(),
        )
        for line in lines
    ]


@dataclass(frozen=True)
class Fact:
    term: Text
    values: list[Cell]


def facts_of(entry: Entry) -> list[Fact]:
    """What is fixed about an entry (read for its detail page); terms without a value are left out."""
    above = entry.item or entry.edition.plan
    facts = [
        Fact(_("In the plan"), [_linked(above.title.shown(), above.get_absolute_url())]),
        Fact(_("Pillar"), [Cell(text=str(Pillar(entry.pillar).label))] if entry.pillar else []),
        Fact(_("Lead agency"), _agencies([entry.lead_agency] if entry.lead_agency else [], entry.lead_words)),
        Fact(_("Takes part"), _agencies(entry.co_implementers.all(), entry.co_implementers_words)),
        Fact(_("Pays"), _agencies(entry.funders.all(), entry.funders_words)),
        Fact(_("When"), [Cell(text=words) for words in period_of(entry)]),
        Fact(_("Where"), [_linked(place.name.shown(), place.get_absolute_url()) for place in entry.places.all()]),
    ]
    return [fact for fact in facts if fact.values]


def _agencies(agencies: Iterable[Agency], words: str) -> list[Cell]:
    """Those Tulga knows, and what the plan says besides."""
    known = [_linked(agency.name.shown(), agency.get_absolute_url()) for agency in agencies]
    return [*known, *([Cell(text=words)] if words else [])]


def _linked(words: Shown, url: str) -> Cell:
    return Cell(text=words.text, url=url, lang=words.language)


def period_of(entry: Entry) -> list[str]:
    first, last = (day and date_format(day, "DATE_FORMAT") for day in (entry.starts_on, entry.ends_on))
    if first and last:
        days = gettext("%(first)s to %(last)s") % {"first": first, "last": last}
    elif first:
        days = gettext("from %(first)s") % {"first": first}
    else:
        days = gettext("until %(last)s") % {"last": last} if last else ""
    rhythm = entry.get_recurrence_display()
    words = "" if entry.period_words.casefold() == rhythm.casefold() else entry.period_words
    return [each for each in (days, rhythm, words) if each]


class CameFrom:
    """Which rows of which files an entry and its parts came from, as far as this reader may know."""

    def __init__(self, entry: Entry, actor: Actor) -> None:
        parts = [*entry.milestones.all(), *entry.budget_lines.all(), *entry.indicators.all()]
        self._entry = entry
        self._origins = origins_of([entry.imported_row_id, *(part.imported_row_id for part in parts)], actor)

    @property
    def origin(self) -> Origin | None:
        return self._origins.get(self._entry.imported_row_id or 0)

    def in_words(self, part: ReadFromFile) -> str:
        """Of a part, where that is elsewhere than its entry."""
        origin = self._origins.get(part.imported_row_id or 0)
        if origin is None or (part.imported_row_id == self._entry.imported_row_id and not part.imported_place):
            return ""
        place = str(Where.of_json(part.imported_place)) if part.imported_place else origin.where
        if self.origin is not None and self.origin.import_url == origin.import_url:
            return gettext("from %(place)s") % {"place": place}
        return gettext("from %(file)s, %(place)s") % {"file": origin.file_name, "place": place}


@dataclass(frozen=True)
class MilestoneLine:
    milestone: Milestone
    title: Shown
    when: str
    came_from: str


def milestone_lines(milestones: Iterable[Milestone], came_from: InWords = nothing_said) -> list[MilestoneLine]:
    return [
        MilestoneLine(
            each,
            each.title.shown(),
            " · ".join(filter(None, [_day(each.due_on), each.due_words])),
            came_from(each),
        )
        for each in milestones
    ]


@dataclass(frozen=True)
class MoneyLine:
    """A budget line. `amount` is there where the plan gave a number; what it gave is always."""

    line: BudgetLine
    year: str
    source: Shown
    amount: str
    given: str
    came_from: str


def money_lines(lines: Iterable[BudgetLine], came_from: InWords = nothing_said) -> list[MoneyLine]:
    return [
        MoneyLine(
            line=each,
            year=str(each.year or _("whole period")),
            source=each.funder.name.shown() if each.funder else each.source.shown(),
            amount=_money(each.amount, each.currency),
            given=each.given,
            came_from=came_from(each),
        )
        for each in lines
    ]


@dataclass(frozen=True)
class IndicatorLine:
    """An indicator with its values as the plan gives them, in the columns of the table."""

    indicator: Indicator
    title: Shown
    unit: Shown
    baseline: str
    baseline_when: str
    targets: tuple[tuple[str, str], ...]  # each with its heading, which a phone writes beside it
    parted_by: str
    means: Shown
    came_from: str


@dataclass(frozen=True)
class IndicatorTable:
    """Targets stand under their years; the one for the end, where an indicator has one, comes last."""

    years: tuple[str, ...]
    lines: tuple[IndicatorLine, ...]


def indicator_table(indicators: Iterable[Indicator], came_from: InWords = nothing_said) -> IndicatorTable:
    indicators = list(indicators)
    targets = [value for each in indicators for value in each.values.all() if value.role == ValueRole.TARGET]
    years: list[int | None] = sorted({value.year for value in targets if value.year is not None})
    if any(value.year is None for value in targets):
        years.append(None)
    heads = tuple(str(year) if year else gettext("at the end") for year in years)
    columns = list(zip(heads, years, strict=True))
    return IndicatorTable(heads, tuple(_indicator_line(each, columns, came_from) for each in indicators))


def _indicator_line(
    indicator: Indicator, columns: Sequence[tuple[str, int | None]], came_from: InWords
) -> IndicatorLine:
    values = list(indicator.values.all())
    return IndicatorLine(
        indicator=indicator,
        title=indicator.title.shown(),
        unit=indicator.unit.shown(),
        baseline=_given(values, ValueRole.BASELINE, None),
        baseline_when=_day(indicator.baseline_on) or str(indicator.baseline_year or ""),
        targets=tuple((head, _given(values, ValueRole.TARGET, year)) for head, year in columns),
        parted_by=", ".join(
            [*(str(Disaggregation(each).label) for each in indicator.disaggregation), indicator.disaggregation_words]
        ).strip(", "),
        means=indicator.means_of_verification.shown(),
        came_from=came_from(indicator),
    )


def _given(values: Iterable[IndicatorValue], role: ValueRole, year: int | None) -> str:
    """As the plan gives it; a number's thousands stay on one line."""
    value = next((each for each in values if (each.role, each.year) == (role, year)), None)
    if value is None:
        return ""
    return value.given.replace(" ", "\u00a0") if value.kind in NUMERIC else value.given


@dataclass(frozen=True)
class Struck:
    of: Text
    words: str


def struck_out(values: Iterable[FormerValue]) -> list[Struck]:
    return [Struck(FormerField(each.field).label, each.given) for each in values]


def _day(day: dt.date | None) -> str:
    return date_format(day, "DATE_FORMAT") if day else ""


def _money(amount: Decimal | None, currency: str) -> str:
    if amount is None:
        return ""
    places = None if amount % 1 else 0
    return f"{number_format(amount, places, force_grouping=True)} {currency}"
