from __future__ import annotations

import datetime as dt

import pytest

from tulga.agencies.tests.factories import AgencyFactory
from tulga.kit.actor import Actor
from tulga.kit.i18n import I18nText
from tulga.plan.choices import ActivityStatus
from tulga.plan.models import Activity, Entry, Plan, PlanItem, StatusLine
from tulga.plan.tests.factories import ActivityFactory, ItemFactory, PlanFactory, StatusLineFactory

pytestmark = pytest.mark.django_db
TODAY = dt.date(2018, 6, 1)


@pytest.mark.parametrize(
    ("model", "make"),
    [(Plan, PlanFactory), (PlanItem, ItemFactory), (Activity, ActivityFactory), (StatusLine, StatusLineFactory)],
)
def test_the_plan_is_everybodys(model, make):
    row = make()

    assert row in model.objects.visible_to(Actor())


def test_the_latest_dated_line_is_the_status():
    activity = ActivityFactory()
    StatusLineFactory(activity=activity, status=ActivityStatus.LATE, dated_on=dt.date(2018, 3, 1))
    StatusLineFactory(activity=activity, status=ActivityStatus.ON_TRACK, dated_on=dt.date(2018, 1, 1))

    found = Activity.objects.with_status().get()

    assert (found.status, found.status_on) == (ActivityStatus.LATE, dt.date(2018, 3, 1))


def test_of_two_lines_of_one_day_the_last_entered_counts():
    activity = ActivityFactory()
    StatusLineFactory(activity=activity, status=ActivityStatus.LATE)
    StatusLineFactory(activity=activity, status=ActivityStatus.DONE)

    assert Activity.objects.with_status().get().status == ActivityStatus.DONE


def test_without_a_line_there_is_no_status():
    ActivityFactory()

    found = Activity.objects.with_status().get()

    assert (found.status, found.status_on) == (None, None)


@pytest.mark.parametrize(
    ("status", "ends_on", "is_late"),
    [
        (ActivityStatus.LATE, None, True),
        (ActivityStatus.LATE, dt.date(2019, 1, 1), True),
        (ActivityStatus.ON_TRACK, dt.date(2018, 5, 31), True),
        (ActivityStatus.ON_TRACK, TODAY, False),
        (ActivityStatus.NOT_STARTED, dt.date(2018, 5, 31), True),
        (ActivityStatus.DONE, dt.date(2018, 5, 31), False),
        (ActivityStatus.DROPPED, dt.date(2018, 5, 31), False),
        (None, dt.date(2018, 5, 31), True),
        (None, None, False),
    ],
)
def test_late_is_what_its_lead_calls_late_or_what_is_past_its_end(status, ends_on, is_late):
    activity = ActivityFactory(ends_on=ends_on)
    if status:
        StatusLineFactory(activity=activity, status=status)

    assert Entry.objects.with_status().late(TODAY).exists() is is_late


def test_activities_come_in_the_order_of_their_numbers():
    plan = PlanFactory()
    for number in ("1.10", "1.9", "2", "1"):
        ActivityFactory(plan=plan, number=number)

    assert [activity.number for activity in plan.activities.all()] == ["1", "1.9", "1.10", "2"]


@pytest.mark.parametrize("query", ["хилийн", "ХИЛИЙН БООМТ", "hiliin", "Border Police", "BPA"])
def test_search_finds_an_activity_by_its_words_or_its_lead_agency(query):
    lead = AgencyFactory(code="BPA", name={"en": "Border Police", "mn": "Хил хамгаалах"})
    wanted = ActivityFactory(title=I18nText(mn="Хилийн боомт бүрд шалгах"), lead_agency=lead)
    ActivityFactory(title=I18nText(mn="Сургалт"))

    assert list(Activity.objects.search(query)) == [wanted]


def test_search_finds_a_plan_by_its_title():
    wanted = PlanFactory(title=I18nText(mn="Үндэсний хөтөлбөр"))
    PlanFactory()

    assert list(Plan.objects.search("үндэсний")) == [wanted]
