"""The plan at a glance: pillars by status, what is late, where the money is from, what starts and ends when."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, cast

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from tulga.kit.i18n import Shown
from tulga.plan.choices import ENDED, LATE_OR_PAST_ITS_END, NO_LINE, NOT_REPORTED, PUBLISHED, ActivityStatus, Pillar
from tulga.plan.models import BudgetLine, Entry, PlanItem

if TYPE_CHECKING:
    from tulga.agencies.models import Agency

Text = str | Promise
MOST_LATE = 10  # shown of what is late


@dataclass(frozen=True)
class Standing:
    """One status as a column: how the page calls and colours it."""

    key: str
    label: Text
    colour: str


# What is going well, what is not, what has not begun, and what nobody has said anything about.
STANDINGS = (
    Standing("done", ActivityStatus.DONE.label, ActivityStatus.DONE.colour),
    Standing("on_track", ActivityStatus.ON_TRACK.label, ActivityStatus.ON_TRACK.colour),
    Standing("late", _("Reported late"), ActivityStatus.LATE.colour),
    Standing("not_started", ActivityStatus.NOT_STARTED.label, ActivityStatus.NOT_STARTED.colour),
    Standing("dropped", ActivityStatus.DROPPED.label, ActivityStatus.DROPPED.colour),
    Standing(NO_LINE, NOT_REPORTED, "none"),
)

PILLARS: dict[str, Text] = {**dict(Pillar.choices), "": _("Of no pillar")}


@dataclass(frozen=True)
class ActivityLine:
    """An activity as one row of the page."""

    activity_id: int
    number: str
    title: Shown
    url: str
    lead_agency: Shown | None
    status: Text
    colour: str
    status_on: dt.date | None
    ends_on: dt.date | None
    starts_on: dt.date | None
    period_words: str
    is_late: bool
    is_past_its_end: bool
    is_illustrative: bool
    plan: Shown | None = None  # where activities of several stand together


@dataclass(frozen=True)
class PillarRow:
    pillar: Text
    counts: tuple[int, ...]
    late: int | None  # none where nothing is late
    told: tuple[bool, ...]  # whether any pillar has a number there

    @property
    def total(self) -> int:
        return sum(self.counts)

    @property
    def cells(self) -> list[tuple[Text, int]]:
        """Each number with its column's name, which a phone writes beside it."""
        columns = zip(STANDINGS, self.counts, self.told, strict=True)
        reported = [(standing.label, count) for standing, count, is_told in columns if is_told]
        late = [] if self.late is None else [(LATE_OR_PAST_ITS_END, self.late)]
        return [*reported, (_("Together"), self.total), *late]


@dataclass(frozen=True)
class Figure:
    number: int
    meaning: str
    is_late: bool = False


@dataclass(frozen=True)
class Glance:
    pillars: tuple[PillarRow, ...]
    together: PillarRow
    late: tuple[ActivityLine, ...]  # the first of them
    late_count: int
    is_of_a_draft: bool = False
    standings: tuple[Standing, ...] = STANDINGS

    @property
    def headings(self) -> list[Text]:
        return [label for label, _count in self.together.cells]

    def number(self, key: str) -> int:
        return self.together.counts[[standing.key for standing in STANDINGS].index(key)]

    @property
    def figures(self) -> list[Figure]:
        late = Figure(self.late_count, gettext("late or past the end"), is_late=bool(self.late))
        return [
            Figure(self.together.total, ngettext("activity", "activities", self.together.total)),
            Figure(self.number("done"), gettext("done")),
            Figure(self.number("on_track"), gettext("on track")),
            *([] if self.is_of_a_draft else [late]),
            Figure(self.number(NO_LINE), gettext("not reported")),
        ]


def plan_at_a_glance(entries: Iterable[Entry], today: dt.date) -> Glance:
    """Count entries (read with status) by pillar and latest line. A pillar that the plan lacks has no row."""
    entries = list(entries)
    is_of_a_draft = bool(entries) and not any(map(is_reported_on, entries))
    counts = Counter((entry.pillar, entry.status or NO_LINE) for entry in entries)
    late = sorted((entry for entry in entries if is_late(entry, today)), key=lambda each: each.ends_on or dt.date.max)
    late_counts = Counter(entry.pillar for entry in late)
    together = tuple(sum(counts[pillar, each.key] for pillar in PILLARS) for each in STANDINGS)
    told = tuple(map(bool, together))
    rows = []
    for pillar, label in PILLARS.items():
        cells = tuple(counts[pillar, standing.key] for standing in STANDINGS)
        if sum(cells):
            rows.append(PillarRow(label, cells, late_counts[pillar] if late else None, told))
    return Glance(
        pillars=tuple(rows),
        together=PillarRow(_("All pillars"), together, len(late) or None, told),
        late=tuple(activity_line(entry, today) for entry in late[:MOST_LATE]),
        late_count=len(late),
        is_of_a_draft=is_of_a_draft,
    )


def is_reported_on(entry: Entry) -> bool:
    """Whether its edition is or was in force: of a draft nothing is reported, and nothing late."""
    return entry.edition.status in PUBLISHED


def is_past_its_end(entry: Entry, today: dt.date) -> bool:
    has_passed = bool(entry.ends_on and entry.ends_on < today)
    return has_passed and entry.status not in ENDED and is_reported_on(entry)


def is_late(entry: Entry, today: dt.date) -> bool:
    """Called late by its lead agency, or past its end and not ended, whatever was said. As `EntryQuerySet.late`."""
    return (entry.status == ActivityStatus.LATE and is_reported_on(entry)) or is_past_its_end(entry, today)


def activity_line(entry: Entry, today: dt.date, *, names_plan: bool = False) -> ActivityLine:
    """One entry (read with status and its lead agency; with its plan, where that is to be named)."""
    status = ActivityStatus(entry.status) if entry.status else None
    return ActivityLine(
        activity_id=entry.activity_id,
        number=entry.number,
        title=entry.title.shown(),
        url=entry.get_absolute_url(),
        lead_agency=entry.lead_agency.name.shown() if entry.lead_agency else None,
        status=status.label if status else NOT_REPORTED,
        colour=status.colour if status else "grey",
        status_on=entry.status_on,
        ends_on=entry.ends_on,
        starts_on=entry.starts_on,
        period_words=entry.period_words or entry.get_recurrence_display(),
        is_late=is_late(entry, today),
        is_past_its_end=is_past_its_end(entry, today),
        is_illustrative=entry.is_illustrative,
        plan=entry.edition.plan.title.shown() if names_plan else None,
    )


@dataclass(frozen=True)
class Money:
    """What one source gives in one currency. An amount that the plan gives in words is in no sum."""

    source: str
    by_year: tuple[Decimal, ...]
    whole_period: Decimal

    @property
    def total(self) -> Decimal:
        return sum(self.by_year, self.whole_period)


@dataclass(frozen=True)
class BudgetRow:
    """A source's amounts, each with its column's name, which a phone writes beside it."""

    source: str
    cells: list[tuple[Text, Decimal]]


@dataclass(frozen=True)
class Budget:
    """All exact amounts in one currency, the largest source first."""

    currency: str
    years: tuple[int, ...]
    sources: tuple[Money, ...]

    @property
    def headings(self) -> list[Text]:
        """Of the columns beside the source: what all years give first, since a narrow page begins with it."""
        period = [_("whole period")] if self.has_whole_period else []
        return [_("Together"), *map(str, self.years), *period]

    @property
    def rows(self) -> list[BudgetRow]:
        sources = [*self.sources, self.together] if len(self.sources) > 1 else self.sources
        return [BudgetRow(each.source, self._cells(each)) for each in sources]

    def _cells(self, money: Money) -> list[tuple[Text, Decimal]]:
        period = [money.whole_period] if self.has_whole_period else []
        return list(zip(self.headings, (money.total, *money.by_year, *period), strict=True))

    @property
    def together(self) -> Money:
        years = tuple(sum((each.by_year[at] for each in self.sources), Decimal()) for at in range(len(self.years)))
        return Money(gettext("All sources"), years, sum((each.whole_period for each in self.sources), Decimal()))

    @property
    def has_whole_period(self) -> bool:
        return any(each.whole_period for each in self.sources)


def budgets_of(lines: Iterable[BudgetLine]) -> tuple[list[Budget], int]:
    """Money by currency and source, and how many lines give no number. Lines are read with their funders."""
    amounts: dict[str, dict[str, Counter[int | None]]] = defaultdict(lambda: defaultdict(Counter))
    in_words = 0
    for line in lines:
        if line.amount is None:
            in_words += 1
            continue
        source = str(line.funder.name) if line.funder else str(line.source) or gettext("Source not named")
        amounts[line.currency][source][line.year] += line.amount  # type: ignore[assignment]  # a counter of decimals
    return [_budget(currency, sources) for currency, sources in sorted(amounts.items())], in_words


def _budget(currency: str, sources: dict[str, Counter[int | None]]) -> Budget:
    years = tuple(sorted({year for counted in sources.values() for year in counted if year is not None}))
    rows = [
        Money(name, tuple(Decimal(counted[year]) for year in years), Decimal(counted[None]))
        for name, counted in sources.items()
    ]
    return Budget(currency, years, tuple(sorted(rows, key=lambda each: -each.total)))


@dataclass(frozen=True)
class Period:
    """When the activities below one of the highest groups begin and end, as far as the plan gives days."""

    title: Shown
    number: str
    first: dt.date | None
    last: dt.date | None
    activities: int
    without_days: int


@dataclass(frozen=True)
class Calendar:
    """What starts and ends when."""

    periods: tuple[Period, ...]
    starting: tuple[ActivityLine, ...]
    ending: tuple[ActivityLine, ...]


@dataclass(frozen=True)
class AgencyRow:
    """What an agency leads, and how much of it is late or not reported."""

    code: str
    name: Shown
    led: int
    late: int
    not_reported: int


def agencies_of(entries: Iterable[Entry], today: dt.date) -> list[AgencyRow]:
    """The lead agencies, those with most that is late first."""
    led: dict[int, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.lead_agency_id is not None:
            led[entry.lead_agency_id].append(entry)
    rows = [_agency_row(own, today) for own in led.values()]
    return sorted(rows, key=lambda row: (-row.late, -row.led, str(row.name)))


def _agency_row(entries: Sequence[Entry], today: dt.date) -> AgencyRow:
    agency = cast("Agency", entries[0].lead_agency)
    return AgencyRow(
        code=agency.code,
        name=agency.name.shown(),
        led=len(entries),
        late=sum(is_late(entry, today) for entry in entries),
        not_reported=sum(entry.status is None for entry in entries),
    )


SOON, MOST_SOON = dt.timedelta(days=183), 8


def calendar_of(items: Sequence[PlanItem], entries: Sequence[Entry], today: dt.date) -> Calendar:
    """The periods of the highest groups, and what starts or ends within half a year."""
    highest = _highest_groups(items)
    below: dict[int | None, list[Entry]] = defaultdict(list)
    for entry in entries:
        below[highest.get(entry.item_id) if entry.item_id else None].append(entry)
    soon = today + SOON
    starting = [entry for entry in entries if entry.starts_on and today < entry.starts_on <= soon]
    ending = [
        entry for entry in entries if entry.ends_on and today <= entry.ends_on <= soon and entry.status not in ENDED
    ]
    return Calendar(
        periods=tuple(_period(item, below[item.pk]) for item in items if item.parent_id is None and below[item.pk]),
        starting=_soonest(starting, lambda entry: entry.starts_on, today),
        ending=_soonest(ending, lambda entry: entry.ends_on, today),
    )


def _soonest(
    entries: list[Entry], day_of: Callable[[Entry], dt.date | None], today: dt.date
) -> tuple[ActivityLine, ...]:
    ordered = sorted(entries, key=lambda entry: (day_of(entry) or today, entry.position))
    return tuple(activity_line(entry, today) for entry in ordered[:MOST_SOON])


def _period(item: PlanItem, entries: Sequence[Entry]) -> Period:
    firsts = [entry.starts_on for entry in entries if entry.starts_on]
    lasts = [entry.ends_on for entry in entries if entry.ends_on]
    return Period(
        title=item.title.shown(),
        number=item.number,
        first=min(firsts, default=None),
        last=max(lasts, default=None),
        activities=len(entries),
        without_days=sum(not entry.starts_on and not entry.ends_on for entry in entries),
    )


def _highest_groups(items: Sequence[PlanItem]) -> dict[int, int]:
    """Of each group, the one at the top of the tree that it belongs to."""
    above = {item.pk: item.parent_id for item in items}

    def top(pk: int) -> int:
        while (parent := above[pk]) is not None:
            pk = parent
        return pk

    return {pk: top(pk) for pk in above}
