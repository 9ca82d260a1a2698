from __future__ import annotations

import datetime as dt
from copy import deepcopy

import pytest
from ninja.testing import TestClient

from tulga.agencies.tests.factories import AgencyFactory
from tulga.kit.i18n import I18nText
from tulga.plan.api.endpoints import router
from tulga.plan.choices import ActivityStatus, EditionStatus, ValueKind
from tulga.plan.tests.factories import (
    ActivityFactory,
    BudgetLineFactory,
    FormerValueFactory,
    IndicatorFactory,
    IndicatorValueFactory,
    MilestoneFactory,
    PlanFactory,
    StatusLineFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def api():

    return TestClient(deepcopy(router))  # a router belongs to one API only


def test_anybody_reads_plans(api):
    plan = PlanFactory(code="NAP", title=I18nText(mn="Хөтөлбөр", en="Programme"))

    listed = api.get("/plans").json()

    assert listed["next"] is None
    assert listed["items"][0]["title"] == {"mn": "Хөтөлбөр", "en": "Programme"}
    assert api.get(f"/plans/{plan.pk}").json() == listed["items"][0]


def test_an_activity_carries_its_latest_status(api):
    line = StatusLineFactory(status=ActivityStatus.LATE, dated_on=dt.date(2018, 3, 1))

    item = api.get("/activities").json()["items"][0]

    assert (item["id"], item["status"], item["status_on"]) == (line.activity_id, "late", "2018-03-01")
    assert item["url"].endswith(f"/activities/{line.activity_id}")


def test_lists_are_paged_searched_and_filtered(api):
    plan = PlanFactory(code="NAP")
    for number in ("1", "2", "10"):
        ActivityFactory(plan=plan, number=number)
    police = ActivityFactory(title=I18nText(mn="Сургалт"), lead_agency=AgencyFactory(code="NPA"))

    first = api.get("/activities?plan=NAP&limit=2").json()
    last = api.get("/activities?plan=NAP&limit=2&offset=2").json()

    assert [item["number"] for item in first["items"] + last["items"]] == ["1", "2", "10"]
    assert "offset=2" in first["next"]
    assert last["next"] is None
    for query in ("q=surgalt", "lead_agency=NPA"):
        assert [item["id"] for item in api.get(f"/activities?{query}").json()["items"]] == [police.pk]
    assert api.get("/activities?status=done").json()["items"] == []


@pytest.mark.parametrize("wrong", ["limit=101", "limit=0", "status=finished", "offset=-1"])
def test_what_cannot_be_asked_is_refused(api, wrong):
    assert api.get(f"/activities?{wrong}").status_code == 422


def test_a_page_of_activities_makes_as_many_queries_for_eleven_as_for_one(api, django_assert_num_queries):
    for _each in range(11):
        entry = StatusLineFactory().activity.entry
        IndicatorValueFactory(indicator=IndicatorFactory(entry=entry))
        BudgetLineFactory(entry=entry)

    # The activities with plans and latest lines; their entries; of these co-implementers, funders, places, milestones,
    # budget lines, former values, indicators and the indicators' values.
    with django_assert_num_queries(10):
        api.get("/activities")


def test_an_activity_tells_all_that_its_edition_says(api):
    value = IndicatorValueFactory(given="<10", kind=ValueKind.BELOW, number=10, indicator__unit=I18nText(en="persons"))
    entry = value.indicator.entry
    BudgetLineFactory(entry=entry, year=2018, given="5 000", amount=5000, currency="MNT")
    MilestoneFactory(entry=entry, due_words="third quarter")
    FormerValueFactory(entry=entry)

    item = api.get(f"/activities/{entry.activity_id}").json()

    assert item["indicators"][0]["baseline"] == {"given": "<10", "kind": "below", "number": "10"}
    assert item["budget"][0]["amount"] == "5000"
    assert item["milestones"][0]["due_words"] == "third quarter"
    assert item["former_values"] == [{"field": "period", "given": "30 June 2020"}]


def test_nobody_without_a_part_in_it_reads_a_draft(api):
    plan = PlanFactory(status=EditionStatus.DRAFT)
    activity = ActivityFactory(plan=plan)

    assert api.get("/plans").json()["items"] == api.get("/activities").json()["items"] == []
    assert [api.get(path).status_code for path in (f"/plans/{plan.pk}", f"/activities/{activity.pk}")] == [404, 404]


@pytest.mark.parametrize("path", ["/plans/404", "/activities/404"])
def test_what_does_not_exist_is_not_found(api, path):
    assert api.get(path).status_code == 404
