from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from tests.people import actor_at
from tulga.accounts.choices import Role
from tulga.accounts.tests.factories import UserFactory
from tulga.agencies.tests.factories import AgencyFactory
from tulga.kit.actor import Actor
from tulga.meetings.models import Meeting, Participation, WorkingSession
from tulga.meetings.tests.factories import MeetingFactory, ParticipationFactory, SessionFactory
from tulga.recommendations.models import CircleMember

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("is_public", [True, False])
@pytest.mark.parametrize(
    ("role", "at_the_table", "sees"),
    [
        (Role.SECRETARIAT, False, True),
        (Role.CHAIR, False, True),
        (Role.NATIONAL_RAPPORTEUR, False, True),
        (Role.FOCAL_POINT, True, True),
        (Role.AGENCY_HEAD, True, True),
        (Role.PARTNER, True, True),
        (Role.FOCAL_POINT, False, False),
        (Role.ADMINISTRATOR, True, False),
        (None, False, False),
    ],
)
def test_who_sees_a_meeting_its_bodies_and_its_sessions(role, at_the_table, sees, is_public):
    participation = ParticipationFactory(meeting__is_public=is_public)
    SessionFactory(meeting=participation.meeting)
    agency = participation.agency if at_the_table else AgencyFactory()
    actor = actor_at(agency, role) if role else Actor()

    for model in (Meeting, Participation, WorkingSession):
        assert model.objects.visible_to(actor).exists() is (sees or is_public)


@pytest.mark.parametrize(("days_left", "sees"), [(None, True), (0, True), (-1, False)])
def test_a_member_sees_the_meeting_and_reads_the_drafts_while_they_sit_in_it(days_left, sees):
    session, today = SessionFactory(), timezone.localdate()
    until = None if days_left is None else today + dt.timedelta(days=days_left)
    user = UserFactory()
    CircleMember.objects.create(circle=session.circle, user=user, valid_from=dt.date(2018, 1, 1), valid_to=until)
    actor = actor_at(AgencyFactory(), Role.CASE_OFFICER, user_id=user.pk)

    assert Meeting.objects.visible_to(actor).exists() is sees
    assert WorkingSession.objects.drafted_in_by(actor).exists() is sees


def test_taking_part_in_a_meeting_is_not_reading_its_drafts():
    session = SessionFactory()
    actor = actor_at(ParticipationFactory(meeting=session.meeting).agency, Role.FOCAL_POINT)

    assert WorkingSession.objects.visible_to(actor).exists()
    assert not WorkingSession.objects.drafted_in_by(actor).exists()


def test_counts_do_not_multiply():
    meeting = MeetingFactory()
    for _each in range(2):
        ParticipationFactory(meeting=meeting)
        SessionFactory(meeting=meeting)

    found = Meeting.objects.for_listing().get()

    assert (found.bodies_count, found.sessions_count) == (2, 2)
