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
from tulga.plan.models import Activity, Plan, PlanItem, StatusLine

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
    lead_agency: Shown
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


def plan_at_a_glance(activities: Iterable[Activity], today: dt.date) -> Glance:
    """Count activities (read with status) by pillar and latest line. A pillar that the plan lacks has no row."""
    activities = list(activities)
    counts = Counter((activity.pillar, activity.status or NO_LINE) for activity in activities)
    rows = []
    for pillar in Pillar:
        cells = tuple(counts[pillar.value, standing.key] for standing in STANDINGS)
        if sum(cells):
            rows.append(PillarRow(pillar.label, cells))
    late = [line for line in (activity_line(activity, today) for activity in activities) if line.is_late]
    return Glance(
        pillars=tuple(rows),
        together=PillarRow(
            _("All pillars"), tuple(sum(row.counts[at] for row in rows) for at in range(len(STANDINGS)))
        ),
        late=tuple(sorted(late, key=lambda line: line.ends_on or dt.date.max)),
    )


def activity_line(activity: Activity, today: dt.date) -> ActivityLine:
    """One activity (read with status and its lead agency). Past its end and not ended, it is late whatever was said."""
    status = ActivityStatus(activity.status) if activity.status else None
    is_past_its_end = bool(activity.ends_on and activity.ends_on < today and status not in ENDED)
    return ActivityLine(
        number=activity.number,
        title=activity.title.shown(),
        url=activity.get_absolute_url(),
        lead_agency=activity.lead_agency.name.shown(),
        status=status.label if status else _("Not reported"),
        colour=status.colour if status else "grey",
        status_on=activity.status_on,
        ends_on=activity.ends_on,
        period_words=activity.period_words,
        is_late=status == ActivityStatus.LATE or is_past_its_end,
        is_past_its_end=is_past_its_end,
        is_illustrative=activity.is_illustrative,
    )


def plan_tree(plan: Plan, items: Iterable[PlanItem], activities: Iterable[Activity], today: dt.date) -> list[Group]:
    """The whole plan in its order from two queries' rows, however deep it goes."""
    parts: dict[int | None, list[PlanItem]] = defaultdict(list)
    leaves: dict[int | None, list[ActivityLine]] = defaultdict(list)
    for item in items:
        parts[item.parent_id].append(item)
    for activity in activities:
        leaves[activity.item_id].append(activity_line(activity, today))

    def walk(parent: int | None, level: int) -> Iterator[Group]:
        for item in parts[parent]:
            lines = tuple(leaves[item.pk])
            yield Group(item, level, plan.level_name(level), item.title.shown(), lines)
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


def facts_of(activity: Activity) -> list[Fact]:
    """What is fixed about an activity (read for its detail page); terms without a value are left out."""
    above = activity.item or activity.plan
    facts = [
        Fact(_("In the plan"), [_linked(above.title.shown(), above.get_absolute_url())]),
        Fact(_("Pillar"), [Cell(text=str(Pillar(activity.pillar).label))]),
        Fact(_("Lead agency"), [_agency(activity.lead_agency)]),
        Fact(_("Takes part"), [_agency(agency) for agency in activity.co_implementers.all()]),
        Fact(_("Pays"), [_agency(agency) for agency in activity.funders.all()]),
        Fact(_("When"), [Cell(text=words) for words in _period(activity)]),
        Fact(_("Where"), [_linked(place.name.shown(), place.get_absolute_url()) for place in activity.places.all()]),
    ]
    return [fact for fact in facts if fact.values]


def _agency(agency: Agency) -> Cell:
    return _linked(agency.name.shown(), agency.get_absolute_url())


def _linked(words: Shown, url: str) -> Cell:
    return Cell(text=words.text, url=url, lang=words.language)


def _period(activity: Activity) -> list[str]:
    first, last = (day and date_format(day, "DATE_FORMAT") for day in (activity.starts_on, activity.ends_on))
    if first and last:
        days = gettext("%(first)s to %(last)s") % {"first": first, "last": last}
    elif first:
        days = gettext("from %(first)s") % {"first": first}
    else:
        days = gettext("until %(last)s") % {"last": last} if last else ""
    return [words for words in (days, activity.period_words) if words]
