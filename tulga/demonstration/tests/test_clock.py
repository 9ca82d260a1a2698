from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from tulga.accounts.models import Invitation
from tulga.demonstration.clock import moment, tell, told_at, working_day, working_days_before

NEW_YEAR = dt.date(2018, 1, 1)
FOREVER = moment(dt.date(9999, 1, 1), 0)


def test_the_clock_tells_the_moment_and_goes_on_from_it():
    with told_at(moment(NEW_YEAR, 9)):
        first, second = timezone.now(), timezone.now()

        assert timezone.localdate() == NEW_YEAR
        assert type(first) is dt.datetime
        assert moment(NEW_YEAR, 9) < first < second < moment(NEW_YEAR, 9, 1)

    assert timezone.now().year > 2018


def test_a_default_that_was_bound_at_import_follows_it():
    with told_at(moment(NEW_YEAR, 9)):
        assert timezone.localdate(Invitation().invited_at) == NEW_YEAR


def test_django_knows_a_moment_as_before_while_it_is_told():
    with told_at(moment(NEW_YEAR, 9)):
        assert timezone.template_localtime(dt.datetime(2018, 1, 1, tzinfo=dt.UTC)).hour == 8


@pytest.mark.parametrize(
    ("day", "next_one", "three_before"),
    [
        ("2018-01-10", "2018-01-10", "2018-01-05"),
        ("2018-01-13", "2018-01-15", "2018-01-10"),  # a Saturday
        ("2018-01-01", "2018-01-02", "2017-12-26"),  # a holiday, and one before it
        ("2028-02-29", "2028-02-29", "2028-02-24"),
    ],
)
def test_offices_are_closed_at_weekends_and_on_holidays(day, next_one, three_before):
    day = dt.date.fromisoformat(day)

    assert working_day(day).isoformat() == next_one
    assert working_days_before(day, 3).isoformat() == three_before


def test_stories_are_told_in_one_order_of_time():
    heard = []

    def story(name, *days):
        for day in days:
            yield moment(dt.date(2018, 1, day), 9)
            heard.append((name, timezone.localdate().day))

    tell([story("one", 2, 9), story("other", 3, 4, 10)], until=FOREVER)

    assert heard == [("one", 2), ("other", 3), ("other", 4), ("one", 9), ("other", 10)]


def test_two_who_act_in_the_same_minute_act_one_after_the_other():
    heard = []

    def story():
        yield moment(NEW_YEAR, 9)
        heard.append(timezone.now())

    tell([story(), story()], until=FOREVER)

    assert heard[0] < heard[1]


@pytest.mark.parametrize(("days", "says"), [((3, 2), "goes back"), ((2, 5), "still to come")])
def test_a_story_neither_goes_back_nor_ahead(days, says):
    def story():
        for day in days:
            yield moment(dt.date(2018, 1, day), 9)

    with pytest.raises(ValueError, match=says):
        tell([story()], until=moment(dt.date(2018, 1, 4), 0))
