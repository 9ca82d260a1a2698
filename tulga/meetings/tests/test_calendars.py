from __future__ import annotations

import datetime as dt

import pytest
from icalendar import Calendar

from tulga.kit.i18n import I18nText
from tulga.meetings.calendars import Item, calendar_of
from tulga.meetings.tests.factories import MeetingFactory
from tulga.places.tests.factories import PlaceFactory

pytestmark = pytest.mark.django_db
URL = "https://tulga.example/mn/met/2027/"
LONG = "Үндэсний хөтөлбөрийн хэрэгжилтийг хэлэлцэх, шинэ бэрхшээлийг тодорхойлох зөвлөлдөх уулзалт. " * 5
NOW = dt.datetime(2026, 12, 1, 3, 4, 5, tzinfo=dt.UTC)


def made(**changes):
    options = {"code": "2027", "title": I18nText(mn="Зөвлөлдөх уулзалт"), "held_on": dt.date(2027, 1, 10), **changes}
    return MeetingFactory(**options)


def read(meeting, **options):
    content = calendar_of(meeting, url=URL, now=NOW, **options)
    return content, Calendar.from_ical(content)


def events(calendar):
    return list(calendar.walk("VEVENT"))


def test_a_calendar_program_reads_back_what_was_written():
    place = PlaceFactory(name=I18nText(mn="Улаанбаатар"))
    meeting = made(
        begins_at=dt.time(10),
        ends_at=dt.time(16, 30),
        place=place,
        venue=I18nText(mn="Их танхим"),
        purpose={"mn": LONG},
    )

    _content, calendar = read(meeting)

    (event,) = events(calendar)
    assert (str(calendar["version"]), "Tulga" in str(calendar["prodid"])) == ("2.0", True)
    assert str(event["summary"]) == "Зөвлөлдөх уулзалт"
    assert str(event["description"]) == LONG.strip() or str(event["description"]) == LONG
    assert str(event["location"]) == "Их танхим, Улаанбаатар"
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (event.start, event.end)
    assert event.start.isoformat() == "2027-01-10T10:00:00+08:00"
    assert event.end.isoformat() == "2027-01-10T16:30:00+08:00"
    assert event.decoded("dtstamp") == NOW
    assert str(event["url"]) == URL
    assert all(event.get(name) for name in ("uid", "dtstamp", "dtstart"))


def test_the_time_zone_comes_with_the_file():
    content, calendar = read(made(begins_at=dt.time(10)))

    (zone,) = calendar.walk("VTIMEZONE")
    assert str(zone["tzid"]) == "Asia/Ulaanbaatar"
    assert b"DTSTART;TZID=Asia/Ulaanbaatar:20270110T100000" in content


def test_lines_are_folded_without_cutting_a_letter():
    content, _calendar = read(made(purpose={"mn": LONG}))

    lines = content.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert all(line.decode() is not None for line in lines)


@pytest.mark.parametrize(
    "words", ["Нэг; хоёр, гурав\\", "Нэг\r\nBEGIN:VALARM\r\nEND:VALARM", "Нэг\nATTENDEE:mailto:a@b.mn", "Нэг\u2028X:1"]
)
def test_words_are_never_lines_of_the_file(words):
    _content, calendar = read(made(title=I18nText(mn=words), purpose={"mn": words}))

    (event,) = events(calendar)
    assert not calendar.walk("VALARM")
    assert "attendee" not in event
    assert str(event["summary"]).split() == words.replace("\u2028", "\n").split()


def test_without_hours_it_is_whole_days_up_to_the_day_after_the_last():
    _content, calendar = read(made(ends_on=dt.date(2027, 1, 11)))

    (event,) = events(calendar)
    assert (event.start, event.end) == (dt.date(2027, 1, 10), dt.date(2027, 1, 12))
    assert not calendar.walk("VTIMEZONE")


def test_over_two_days_with_hours_it_ends_on_the_second():
    _content, calendar = read(made(begins_at=dt.time(14), ends_at=dt.time(12), ends_on=dt.date(2027, 1, 11)))

    assert events(calendar)[0].end.isoformat() == "2027-01-11T12:00:00+08:00"


def test_a_changed_meeting_replaces_itself():
    meeting = made()
    (before,) = events(read(meeting)[1])
    meeting.version, meeting.code = 4, "2027-moved"

    (after,) = events(read(meeting)[1])

    assert str(before["uid"]) == str(after["uid"])
    assert (int(before["sequence"]), int(after["sequence"])) == (0, 3)


def test_points_of_the_agenda_are_events_of_their_own():
    begins = dt.datetime(2027, 1, 10, 3, tzinfo=dt.UTC)
    item = Item("item-7", "Нээлт", begins, begins + dt.timedelta(minutes=30), description="Үг", version=2)

    _content, calendar = read(made(), items=[item])

    whole, part = events(calendar)
    assert part.start.isoformat() == "2027-01-10T11:00:00+08:00"
    assert (str(part["related-to"]), int(part["sequence"])) == (str(whole["uid"]), 1)
    assert len({str(each["uid"]) for each in events(calendar)}) == 2
    assert calendar.walk("VTIMEZONE")
