from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.test import RequestFactory
from django.utils import timezone

from tests.people import actor_at
from tulga.accounts.choices import Role
from tulga.accounts.tests.factories import UserFactory
from tulga.agencies.tests.factories import AgencyFactory
from tulga.desk.middleware import CountAgainAfterActs
from tulga.desk.summaries.badge import badges_of
from tulga.kit import context
from tulga.kit.actor import Actor
from tulga.notices.tests.factories import NoticeFactory
from tulga.recommendations.choices import Status
from tulga.recommendations.tests.factories import RecommendationFactory

pytestmark = pytest.mark.django_db


def request_of(actor, session=None, method="get"):
    request = getattr(RequestFactory(), method)("/en/plans/")
    request.actor, request.session = actor, {} if session is None else session
    return request


def person(role=Role.SECRETARIAT):
    return actor_at(AgencyFactory(), role, user_id=UserFactory().pk)


def test_it_counts_ones_own_duties_and_unread_notices():
    secretary, chair = person(), person(Role.CHAIR)
    for _each in range(3):
        RecommendationFactory(status=Status.ADOPTED)
    NoticeFactory(recipient_id=secretary.user_id)
    NoticeFactory(recipient_id=secretary.user_id, read_at=timezone.now())
    NoticeFactory(recipient_id=chair.user_id)

    assert badges_of(request_of(secretary), secretary) == {"desk": 3, "notice_list": 1}
    assert badges_of(request_of(chair), chair) == {"desk": 0, "notice_list": 1}


def test_reading_them_again_costs_nothing_for_a_minute(django_assert_num_queries):
    secretary, session = person(), {}
    badges_of(request_of(secretary, session), secretary)
    RecommendationFactory(status=Status.ADOPTED)

    with django_assert_num_queries(0):
        assert badges_of(request_of(secretary, session), secretary)["desk"] == 0
    with time_machine.travel(timezone.now() + dt.timedelta(seconds=61)):
        assert badges_of(request_of(secretary, session), secretary)["desk"] == 1


def test_ones_own_act_is_counted_at_once():
    secretary, session = person(), {}
    badges_of(request_of(secretary, session), secretary)

    def act(request):
        RecommendationFactory(status=Status.ADOPTED)

    CountAgainAfterActs(act)(request_of(secretary, session, "post"))

    assert badges_of(request_of(secretary, session), secretary)["desk"] == 1


def test_nobody_gets_anothers_number():
    secretary, administrator, session = person(), person(Role.ADMINISTRATOR), {}
    RecommendationFactory(status=Status.ADOPTED)
    badges_of(request_of(secretary, session), secretary)

    assert badges_of(request_of(administrator, session), administrator)["desk"] == 0


def test_the_public_has_none_and_its_session_is_left_alone(django_assert_num_queries):
    request = RequestFactory().post("/en/concern/")
    request.actor = Actor()

    with django_assert_num_queries(0):
        assert badges_of(request, Actor()) == {}
        CountAgainAfterActs(lambda request: None)(request)


@pytest.mark.parametrize(("count", "shown"), [(0, ""), (1, "1"), (99, "99"), (100, "99+"), (325, "99+")])
def test_a_large_number_stays_small(count, shown):
    secretary = person()
    session = {"waiting": {"of": secretary.user_id, "at": int(timezone.now().timestamp()), "desk": count, "notices": 0}}

    frame = context.page(request_of(secretary, session))

    assert [each["count"] for each in frame["navigation"]][:2] == [shown, ""]
    assert frame["unread"] == ""
