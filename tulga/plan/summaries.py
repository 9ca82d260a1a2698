"""The plan at a glance: pillars by status, what is late, and the tree flattened for the page."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tulga.kit.i18n import Shown
from tulga.plan.choices import ENDED, ActivityStatus, Pillar
from tulga.plan.models import Activity, Plan, PlanItem

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


@dataclass(frozen=True)
class PillarRow:
    pillar: Text
    counts: tuple[int, ...]
    total: int


@dataclass(frozen=True)
class Glance:
    standings: tuple[Standing, ...]
    pillars: tuple[PillarRow, ...]
    totals: tuple[int, ...]
    total: int
    late: tuple[ActivityLine, ...]

    @property
    def by_key(self) -> dict[str, int]:
        return {standing.key: count for standing, count in zip(self.standings, self.totals, strict=True)}


def plan_at_a_glance(activities: Iterable[Activity], today: dt.date) -> Glance:
    """Count activities (read with status) by pillar and latest line. A pillar that the plan lacks has no row."""
    activities = list(activities)
    counts = Counter((activity.pillar, activity.status or NO_LINE) for activity in activities)
    rows = []
    for pillar in Pillar:
        cells = tuple(counts[pillar.value, standing.key] for standing in STANDINGS)
        if sum(cells):
            rows.append(PillarRow(pillar.label, cells, sum(cells)))
    late = [line for line in (activity_line(activity, today) for activity in activities) if line.is_late]
    return Glance(
        standings=STANDINGS,
        pillars=tuple(rows),
        totals=tuple(sum(row.counts[at] for row in rows) for at in range(len(STANDINGS))),
        total=len(activities),
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
