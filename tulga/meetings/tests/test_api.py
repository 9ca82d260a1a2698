from __future__ import annotations

from copy import deepcopy

import pytest
from ninja.testing import TestClient

from tulga.meetings.api.endpoints import router
from tulga.meetings.tests.factories import MeetingFactory, ParticipationFactory, SessionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def api():
    return TestClient(deepcopy(router))  # a router belongs to one API only


def test_anybody_reads_public_meetings_only(api):
    hidden = MeetingFactory(code="2019")
    meeting = MeetingFactory(code="2018", is_public=True)
    body = ParticipationFactory(meeting=meeting, named_as="The body")
    SessionFactory(meeting=meeting, number=1)

    (item,) = api.get("/meetings").json()["items"]

    assert (item["code"], item["held_on"]) == ("2018", "2018-01-15")
    assert item["bodies"] == [{"agency": body.agency.code, "capacity": "participant", "named_as": "The body"}]
    assert item["sessions"] == [{"number": 1, "title": {"en": "Shelters"}, "language": "mn"}]
    assert api.get(f"/meetings/{meeting.pk}").json()["code"] == "2018"
    assert api.get(f"/meetings/{hidden.pk}").status_code == 404


def test_a_page_of_meetings_is_four_queries(api, django_assert_num_queries):
    for _each in range(11):
        SessionFactory(meeting=ParticipationFactory(meeting__is_public=True).meeting)

    # The rows with their places; their bodies; the agencies of these; their sessions.
    with django_assert_num_queries(4):
        api.get("/meetings")
