"""A person's deadlines for a calendar program (RFC 5545): how many on which day, and never what.

The file lies on telephones and in other firms' clouds. So it holds nothing that is not public: no title, no number, no
agency, no address of a record.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from icalendar import Alarm, Calendar, Event

from tulga.desk.summaries.tasks import tasks_of
from tulga.kit.actor import Actor

ASKED_AGAIN = dt.timedelta(hours=6)
WARNED = dt.timedelta(hours=-15)  # at nine in the morning of the day before


def feed_of(actor: Actor, today: dt.date) -> bytes:
    """The days on which something of the person's is due."""
    stamp = timezone.now().astimezone(dt.UTC).replace(microsecond=0)
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Tulga//Deadlines//EN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Deadlines in Tulga"))
    calendar.add("refresh-interval", ASKED_AGAIN, parameters={"value": "DURATION"})
    days = Counter(each.due_on for each in tasks_of(actor, today) if each.due_on is not None)
    for day, count in sorted(days.items()):
        calendar.add_component(_due(day, count, stamp))
    return calendar.to_ical()


def _due(day: dt.date, count: int, stamp: dt.datetime) -> Event:
    words = ngettext("%(count)s thing is due in Tulga", "%(count)s things are due in Tulga", count) % {"count": count}
    event = Event()
    event.add("uid", f"due-{day:%Y%m%d}@{urlsplit(settings.BASE_URL).hostname or 'tulga'}")
    event.add("dtstamp", stamp)
    event.add("dtstart", day)
    event.add("dtend", day + dt.timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    event.add("summary", words)
    event.add("description", _("Sign in to see what it is."))
    event.add("url", settings.BASE_URL + reverse("desk"))
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", words)
    alarm.add("trigger", WARNED)
    event.add_component(alarm)
    return event
