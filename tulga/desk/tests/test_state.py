from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.http import Http404
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.people import actor_at
from tulga.accounts.choices import Role
from tulga.accounts.tests.factories import UserFactory
from tulga.agencies.tests.factories import AgencyFactory
from tulga.desk.summaries.sessions import running_sessions
from tulga.desk.summaries.state import RED_SHOWN, state_of
from tulga.desk.views import Desk, StateOfThings
from tulga.kit.audience import Audience
from tulga.kit.i18n import I18nText
from tulga.meetings.models import Meeting, WorkingSession
from tulga.plan.tests.factories import ActivityFactory
from tulga.recommendations.choices import Status
from tulga.recommendations.models import CircleMember
from tulga.recommendations.tests.factories import (
    CircleFactory,
    CommitmentFactory,
    EndorsedFactory,
    OrderFactory,
    RecommendationFactory,
)
from tulga.thread.tests.factories import released

pytestmark = pytest.mark.django_db
LAW = Audience.LAW_ENFORCEMENT


def day(offset):
    return timezone.localdate() + dt.timedelta(days=offset)


def person(role=Role.CHAIR):
    return actor_at(AgencyFactory(), role, user_id=UserFactory().pk)


def numbers(bars):
    return {str(bar.label): bar.value for bar in bars if bar.value}


def page(view, actor, query=""):
    request = RequestFactory().get(f"/en/desk/{query}")
    request.actor = actor
    return view.as_view()(request).content.decode()


def test_every_recommendation_stands_in_one_place():
    for status in (Status.DRAFT, Status.ADOPTED, Status.SUBMITTED, Status.DEFERRED, Status.IMPLEMENTED):
        RecommendationFactory(status=status)
    RecommendationFactory(status=Status.ENDORSED)
    EndorsedFactory()
    for status in (Status.WITHDRAWN, Status.SUPERSEDED):
        RecommendationFactory(status=status)

    bars = state_of(person(), day(0)).recommendations

    assert numbers(bars) == {
        "In the working sessions": 2,
        "Before the ministry": 1,
        "Endorsed, not yet in force": 1,
        "In force, being carried out": 1,
        "Implemented": 1,
        "Deferred or declined": 1,
    }
    assert {bar.of for bar in bars} == {7}


def test_the_state_counts_commitments_and_the_latest_plan():
    for status in ("named", "signed", "signed", "withdrawn"):
        CommitmentFactory(status=status)
    ActivityFactory()

    state = state_of(person(), day(0))

    assert sorted(numbers(state.commitments).values()) == [1, 2]
    assert numbers(state.plan) == {"Not reported": 1}


def overdue():
    CommitmentFactory(status="signed", due_on=day(-9), agency=AgencyFactory(name={"en": "Police"}))
    return ("Police", "9 days late")


def never_answered():
    police = AgencyFactory(name={"en": "Police"}, audiences=frozenset({LAW}))
    released(EndorsedFactory(addressees=[police], audiences=frozenset({LAW})), LAW, released_on=day(-33))
    return ("Police", "3 days late")


def order_not_registered():
    order = OrderFactory()
    type(order).objects.update(printed_at=timezone.now() - dt.timedelta(days=14))
    return ("Secretariat", "4 days late")


def in_time():
    CommitmentFactory(status="signed", due_on=day(0))
    return


def answered():
    police = AgencyFactory(audiences=frozenset({LAW}))
    asked = EndorsedFactory(addressees=[police], audiences=frozenset({LAW}))
    released(asked, LAW, released_on=day(-33))
    CommitmentFactory(recommendation=asked, agency=police, status="signed", due_on=day(9))
    return


@pytest.mark.parametrize("thing", [overdue, never_answered, order_not_registered, in_time, answered])
def test_the_red_list_names_who_is_late_and_how_late(thing):
    expected = thing()

    red = state_of(person(), day(0)).red

    assert [(each.who, each.task.due) for each in red] == ([expected] if expected else [])


def test_the_latest_come_first_and_the_rest_is_counted():
    latest = RED_SHOWN + 3
    for late in range(1, latest + 1):
        CommitmentFactory(status="signed", due_on=day(-late))

    state = state_of(person(), day(0))

    assert [each.task.due_on for each in state.red] == [day(late - latest) for late in range(RED_SHOWN)]
    assert (state.red_count, state.more) == (RED_SHOWN + 3, 3)


def test_the_chairs_desk_is_the_sheet_and_every_task_is_one_click_away():
    chair = person()
    for number in range(6):
        RecommendationFactory(status=Status.SUBMITTED, title=I18nText(en=f"Words {number}"))

    sheet, whole = page(Desk, chair), page(Desk, chair, "?all")

    assert "3 more things wait for you" in sheet
    assert "Nothing is late." in sheet
    assert [f"Words {number}" in sheet for number in range(6)] == [True] * 3 + [False] * 3
    assert all(f"Words {number}" in whole for number in range(6))


@pytest.mark.parametrize("role", list(Role))
def test_whoever_reads_drafts_reads_the_state_and_nobody_else_learns_that_there_is_one(role):
    if role in (Role.SECRETARIAT, Role.CHAIR, Role.NATIONAL_RAPPORTEUR):
        assert "How things stand on" in page(StateOfThings, person(role))
        return
    with pytest.raises(Http404):
        page(StateOfThings, person(role))


def test_the_sheet_makes_as_many_queries_for_many_things_as_for_one():
    chair = person()

    def one_of_each():
        overdue()
        never_answered()
        order_not_registered()
        RecommendationFactory(status=Status.SUBMITTED)
        ActivityFactory()

    one_of_each()
    with CaptureQueriesContext(connection) as few:
        state_of(chair, day(0))
    for _each in range(4):
        one_of_each()
    with CaptureQueriesContext(connection) as many:
        state_of(chair, day(0))

    assert len(few) == len(many) <= 34


def session(*statuses, held_on=0, member=None):
    meeting = Meeting.objects.create(code=f"m{Meeting.objects.count()}", title={"en": "Meeting"}, held_on=day(held_on))
    found = WorkingSession.objects.create(
        meeting=meeting, number=1, title={"en": "Prevention"}, circle=CircleFactory(), language="mn"
    )
    if member:
        CircleMember.objects.create(circle=found.circle, user_id=member.user_id, valid_from=day(-400))
    for status in statuses:
        RecommendationFactory(circle=found.circle, status=status)
    return found


@pytest.mark.parametrize(
    ("statuses", "held_on", "note"),
    [
        ([], 0, "No draft waits to be adopted"),
        ([], 1, None),  # tomorrow
        ([Status.DRAFT, Status.DRAFT], 0, "2 drafts wait to be adopted"),
        ([Status.SUBMITTED], 0, "No draft waits to be adopted"),
        ([Status.ENDORSED], 0, None),
        ([Status.DRAFT], -366, None),  # last year's
    ],
)
def test_a_member_is_led_to_this_years_session_until_all_is_decided(statuses, held_on, note):
    member, stranger = person(Role.CASE_OFFICER), person(Role.CASE_OFFICER)
    session(*statuses, held_on=held_on, member=member)

    assert [each.note for each in running_sessions(member, day(0))] == ([note] if note else [])
    assert running_sessions(stranger, day(0)) == ()
