"""The plan at a glance: pillars by status, what is late, and the tree flattened for the page."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from tulga.agencies.models import Agency
from tulga.kit.i18n import Shown
from tulga.kit.tables import Cell
from tulga.plan.choices import ENDED, ActivityStatus, Pillar
from tulga.plan.models import Entry, PlanEdition, PlanItem, StatusLine

Text = str | Promise
NO_LINE = "no_line"


@dataclass(frozen=True)
class Standing:
    """One status as a column: how the page calls and colours it."""

    key: str
    label: Text
    colour: str


# What is going well, what is not, what has not begun, and what nobody has said anything about.
STANDINGS = (
    *(
        Standing(status.value, status.label, status.colour)
        for status in (
            ActivityStatus.DONE,
            ActivityStatus.ON_TRACK,
            ActivityStatus.LATE,
            ActivityStatus.NOT_STARTED,
            ActivityStatus.DROPPED,
        )
    ),
    Standing(NO_LINE, _("Not reported"), "none"),
)


@dataclass(frozen=True)
class ActivityLine:
    """An activity as one row of the page."""

    number: str
    title: Shown
    url: str
    lead_agency: Shown | None
    status: Text
    colour: str
    status_on: dt.date | None
    ends_on: dt.date | None
    period_words: str
    is_late: bool
    is_past_its_end: bool
    is_illustrative: bool


@dataclass(frozen=True)
class Group:
    """A group with its activities. Groups come in the plan's order, parents before their parts."""

    item: PlanItem | None
    level: int
    level_name: str
    title: Shown
    activities: tuple[ActivityLine, ...]

    @property
    def heading(self) -> int:
        """The level of its heading under the page's own two."""
        return min(self.level + 2, 6)


@dataclass(frozen=True)
class PillarRow:
    pillar: Text
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.counts)

    @property
    def cells(self) -> list[tuple[Text, int]]:
        """Each number with its column's name, which a phone writes beside it."""
        return [*zip((standing.label for standing in STANDINGS), self.counts, strict=True), (_("Together"), self.total)]


@dataclass(frozen=True)
class Figure:
    number: int
    meaning: str
    is_late: bool = False


@dataclass(frozen=True)
class Glance:
    pillars: tuple[PillarRow, ...]
    together: PillarRow
    late: tuple[ActivityLine, ...]
    standings: tuple[Standing, ...] = STANDINGS

    def number(self, key: str) -> int:
        return self.together.counts[[standing.key for standing in STANDINGS].index(key)]

    @property
    def figures(self) -> list[Figure]:
        return [
            Figure(self.together.total, ngettext("activity", "activities", self.together.total)),
            Figure(self.number("done"), gettext("done")),
            Figure(self.number("on_track"), gettext("on track")),
            Figure(len(self.late), gettext("late or past the end"), is_late=bool(self.late)),
            Figure(self.number(NO_LINE), gettext("not reported")),
        ]


def plan_at_a_glance(entries: Iterable[Entry], today: dt.date) -> Glance:
    """Count entries (read with status) by pillar and latest line. A pillar that the plan lacks has no row."""
    entries = list(entries)
    counts = Counter((entry.pillar, entry.status or NO_LINE) for entry in entries)
    rows = []
    for pillar, label in [*Pillar.choices, ("", _("Of no pillar"))]:
        cells = tuple(counts[pillar, standing.key] for standing in STANDINGS)
        if sum(cells):
            rows.append(PillarRow(label, cells))
    late = [line for line in (activity_line(entry, today) for entry in entries) if line.is_late]
    return Glance(
        pillars=tuple(rows),
        together=PillarRow(
            _("All pillars"), tuple(sum(row.counts[at] for row in rows) for at in range(len(STANDINGS)))
        ),
        late=tuple(sorted(late, key=lambda line: line.ends_on or dt.date.max)),
    )


def activity_line(entry: Entry, today: dt.date) -> ActivityLine:
    """One entry (read with status and its lead agency). Past its end and not ended, it is late whatever was said."""
    status = ActivityStatus(entry.status) if entry.status else None
    is_past_its_end = bool(entry.ends_on and entry.ends_on < today and status not in ENDED)
    return ActivityLine(
        number=entry.number,
        title=entry.title.shown(),
        url=entry.get_absolute_url(),
        lead_agency=entry.lead_agency.name.shown() if entry.lead_agency else None,
        status=status.label if status else _("Not reported"),
        colour=status.colour if status else "grey",
        status_on=entry.status_on,
        ends_on=entry.ends_on,
        period_words=entry.period_words,
        is_late=status == ActivityStatus.LATE or is_past_its_end,
        is_past_its_end=is_past_its_end,
        is_illustrative=entry.is_illustrative,
    )


def plan_tree(edition: PlanEdition, items: Iterable[PlanItem], entries: Iterable[Entry], today: dt.date) -> list[Group]:
    """The whole plan in its order from two queries' rows, however deep it goes."""
    parts: dict[int | None, list[PlanItem]] = defaultdict(list)
    leaves: dict[int | None, list[ActivityLine]] = defaultdict(list)
    for item in items:
        parts[item.parent_id].append(item)
    for entry in entries:
        leaves[entry.item_id].append(activity_line(entry, today))

    def walk(parent: int | None, level: int) -> Iterator[Group]:
        for item in parts[parent]:
            lines = tuple(leaves[item.pk])
            yield Group(item, level, edition.level_name(level), item.title.shown(), lines)
            yield from walk(item.pk, level + 1)

    rootless = [Group(None, 1, "", Shown("", ""), tuple(leaves[None]))] if leaves[None] else []
    return [*rootless, *walk(None, 1)]


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
        Fact(_("When"), [Cell(text=words) for words in _period(entry)]),
        Fact(_("Where"), [_linked(place.name.shown(), place.get_absolute_url()) for place in entry.places.all()]),
    ]
    return [fact for fact in facts if fact.values]


def _agencies(agencies: Iterable[Agency], words: str) -> list[Cell]:
    """Those Tulga knows, and what the plan says besides."""
    known = [_linked(agency.name.shown(), agency.get_absolute_url()) for agency in agencies]
    return [*known, *([Cell(text=words)] if words else [])]


def _linked(words: Shown, url: str) -> Cell:
    return Cell(text=words.text, url=url, lang=words.language)


def _period(entry: Entry) -> list[str]:
    first, last = (day and date_format(day, "DATE_FORMAT") for day in (entry.starts_on, entry.ends_on))
    if first and last:
        days = gettext("%(first)s to %(last)s") % {"first": first, "last": last}
    elif first:
        days = gettext("from %(first)s") % {"first": first}
    else:
        days = gettext("until %(last)s") % {"last": last} if last else ""
    return [words for words in (days, entry.get_recurrence_display(), entry.period_words) if words]
