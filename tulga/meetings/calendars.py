"""A meeting as an iCalendar file (RFC 5545), for the calendar program an officer already opens."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, Event, vText

from tulga.meetings.letters import where
from tulga.meetings.models import AgendaItem

if TYPE_CHECKING:
    from tulga.kit.actor import Actor
    from tulga.meetings.models import Meeting

HALF_AN_HOUR = dt.timedelta(minutes=30)


@dataclass(frozen=True)
class Item:
    """A part of the meeting with hours of its own, such as a point of the agenda. `key` never changes."""

    key: str
    title: str
    begins: dt.datetime
    ends: dt.datetime
    description: str = ""
    version: int = 1


def agenda_items(meeting: Meeting, actor: Actor) -> list[Item]:
    """The items of the agenda that have hours; one without an end lasts half an hour."""
    zone = timezone.get_default_timezone()
    found = []
    for each in AgendaItem.objects.visible_to(actor).filter(meeting=meeting, begins_at__isnull=False):
        begins = dt.datetime.combine(each.day, each.begins_at, zone)  # type: ignore[arg-type]  # filtered above
        ends = dt.datetime.combine(each.day, each.ends_at, zone) if each.ends_at else begins + HALF_AN_HOUR
        found.append(Item(f"agenda-{each.pk}", str(each), begins, ends, each.speaker, each.version))
    return found


def calendar_of(meeting: Meeting, *, url: str, items: Iterable[Item] = (), now: dt.datetime | None = None) -> bytes:
    """The file for whoever may see the meeting. Nobody's name is in it, and no agency's answer."""
    stamp = (now or timezone.now()).astimezone(dt.UTC).replace(microsecond=0)
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Tulga//Meetings//EN")
    calendar.add("method", "PUBLISH")
    calendar.add_component(_whole(meeting, url, stamp))
    for item in items:
        calendar.add_component(_part(meeting, item, url, stamp))
    calendar.add_missing_timezones(first_date=dt.date(meeting.held_on.year, 1, 1))
    return calendar.to_ical()


def _whole(meeting: Meeting, url: str, stamp: dt.datetime) -> Event:
    event = _event(f"meeting-{meeting.pk}", meeting.version, str(meeting.title), url, stamp)
    if meeting.begins_at:
        event.add("dtstart", _moment(meeting.held_on, meeting.begins_at))
        ends = meeting.ends_at or meeting.begins_at
        event.add("dtend", max(_moment(meeting.last_day, ends), _moment(meeting.held_on, meeting.begins_at)))
    else:  # whole days; the end is the day after the last
        event.add("dtstart", meeting.held_on)
        event.add("dtend", meeting.last_day + dt.timedelta(days=1))
    for name, words in (("location", where(meeting)), ("description", str(meeting.purpose))):
        if words:
            event.add(name, _plain(words))
    return event


def _part(meeting: Meeting, item: Item, url: str, stamp: dt.datetime) -> Event:
    event = _event(f"meeting-{meeting.pk}-{item.key}", item.version, item.title, url, stamp)
    zone = ZoneInfo(settings.TIME_ZONE)
    event.add("dtstart", item.begins.astimezone(zone))
    event.add("dtend", item.ends.astimezone(zone))
    event.add("related-to", _uid(f"meeting-{meeting.pk}"))
    for name, words in (("location", where(meeting)), ("description", item.description)):
        if words:
            event.add(name, _plain(words))
    return event


def _event(key: str, version: int, title: str, url: str, stamp: dt.datetime) -> Event:
    event = Event()
    event.add("uid", _uid(key))
    event.add("dtstamp", stamp)
    event.add("sequence", version - 1)
    event.add("status", "CONFIRMED")
    event.add("summary", _plain(title))
    event.add("url", url)
    return event


def _uid(key: str) -> str:
    """The same for the same meeting for as long as the installation keeps its address."""
    return f"{key}@{urlsplit(settings.BASE_URL).hostname or 'tulga'}"


def _moment(day: dt.date, at: dt.time) -> dt.datetime:
    return dt.datetime.combine(day, at, ZoneInfo(settings.TIME_ZONE))


def _plain(words: str) -> vText:
    """Line ends as the standard has them, so that no line of people's words becomes a line of the file."""
    return vText("\n".join(words.splitlines()))
