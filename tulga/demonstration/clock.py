"""What time it is while a story is told, and who comes next where several are told at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from heapq import heapify, heappop, heappush
from typing import Any

from django.utils import timezone

# A story says when its next step happens, and takes that step when it is called again.
Story = Generator[dt.datetime, None, None]

TICK = dt.timedelta(milliseconds=1)
# Month and day of the holidays that are the same each year. Nobody acts officially on them.
HOLIDAYS = {(1, 1), (3, 8), (6, 1), (7, 11), (7, 12), (7, 13), (7, 14), (7, 15), (11, 26), (12, 29)}


def moment(day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
    """By the clock on the installation's own wall. More than sixty minutes lead into the next hour."""
    midnight = dt.datetime.combine(day, dt.time(), timezone.get_default_timezone())
    return midnight + dt.timedelta(hours=hour, minutes=minute)


def is_working_day(day: dt.date) -> bool:
    return day.weekday() < 5 and (day.month, day.day) not in HOLIDAYS


def working_day(day: dt.date) -> dt.date:
    """This day, or the next on which offices are open."""
    while not is_working_day(day):
        day += dt.timedelta(days=1)
    return day


def working_days_before(today: dt.date, days: int) -> dt.date:
    """So many working days before a day, which need not be one itself."""
    day = today
    while days:
        day -= dt.timedelta(days=1)
        days -= is_working_day(day)
    return day


class _AnyDatetime(type):
    """What is asked whether it is a `datetime` of this class answers for the class that it stands in for."""

    def __instancecheck__(cls, value: object) -> bool:
        return isinstance(value, dt.datetime)


@contextmanager
def told_at(start: dt.datetime) -> Iterator[dt.datetime]:
    """Let Django's clock begin here and go on by a thousandth of a second each time that somebody asks it.

    Fields whose default is `timezone.now` bound that function when they were imported. So it stays as it is, and what
    it asks in its turn is put in its place. Only while nothing else runs in the process: the clock is everybody's.
    """
    at = start

    class Told(dt.datetime, metaclass=_AnyDatetime):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> Any:  # plain ones, as the database has
            nonlocal at
            at += TICK
            return at.astimezone(tz)

    real: Any = timezone.datetime  # type: ignore[attr-defined]  # what `timezone.now` asks
    timezone.datetime = Told  # type: ignore[attr-defined]
    try:
        yield at
    finally:
        timezone.datetime = real  # type: ignore[attr-defined]


def tell(stories: Iterable[Story], *, until: dt.datetime) -> None:
    """Take the steps of all stories in the order of time, so that whatever was kept later was also done later.

    A step that would lie before the one before it in its own story, or after the end, is a mistake of that story.
    """
    waiting = [(next(story), number, story) for number, story in enumerate(stories)]
    heapify(waiting)
    last = dt.datetime.min.replace(tzinfo=dt.UTC)
    while waiting:
        at, number, story = heappop(waiting)
        if at > until:
            raise ValueError(f"a story tells of {at}, which is still to come")
        with told_at(max(at, last)):
            following = next(story, None)
            last = timezone.now()
        if following is None:
            continue
        if following < at:
            raise ValueError(f"after {at} a story goes back to {following}")
        heappush(waiting, (following, number, story))
