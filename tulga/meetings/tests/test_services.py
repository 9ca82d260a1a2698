from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from tests.people import actor_at
from tulga.accounts.choices import Role
from tulga.accounts.tests.factories import UserFactory
from tulga.agencies.tests.factories import AgencyFactory
from tulga.audit.models import AuditEvent
from tulga.kit.errors import NotAllowed, RuleBroken, StaleEdit
from tulga.kit.i18n import I18nText
from tulga.meetings.choices import Action, Capacity
from tulga.meetings.models import Meeting, Participation, WorkingSession
from tulga.meetings.services import preparing as services
from tulga.meetings.tests.factories import MeetingFactory, ParticipationFactory, SessionFactory
from tulga.places.tests.factories import PlaceFactory
from tulga.recommendations.models import CircleMember, DraftingCircle

pytestmark = pytest.mark.django_db
TITLE = I18nText(mn="Зөвлөлдөх уулзалт", en="Consultative meeting")
HELD_ON = dt.date(2018, 1, 15)


@pytest.fixture
def writer():
    return actor_at(AgencyFactory(), Role.SECRETARIAT, user_id=UserFactory().pk)


def last_event():
    return AuditEvent.objects.latest("sequence")


def test_a_new_meeting_is_searchable_and_in_the_history(writer):
    place = PlaceFactory(name={"mn": "Улаанбаатар", "en": "Ulaanbaatar"})

    meeting = services.create_meeting(code="2018", title=TITLE, held_on=HELD_ON, place=place, actor=writer)

    assert Meeting.objects.search("зөвлөлдөх ulaanbaatar").get() == meeting
    assert (last_event().verb, last_event().target_id) == (Action.CREATE, str(meeting.pk))


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"code": "new"}, "code"), ({"code": "TAKEN"}, "code"), ({"ends_on": dt.date(2018, 1, 14)}, "ends_on")],
)
def test_an_unsound_meeting_is_refused_and_nothing_is_kept(writer, changes, field):
    MeetingFactory(code="TAKEN")

    with pytest.raises(RuleBroken) as refused:
        services.create_meeting(**{"code": "2018", "title": TITLE, "held_on": HELD_ON, **changes}, actor=writer)

    assert refused.value.field == field
    assert Meeting.objects.count() == 1
    assert not AuditEvent.objects.exists()


def test_an_edit_says_what_it_changed(writer):
    meeting = MeetingFactory(source="old")

    services.edit_meeting(meeting=meeting, expected_version=1, actor=writer, source="new", is_public=True)

    meeting.refresh_from_db()
    assert (meeting.source, meeting.is_public, meeting.version) == ("new", True, 2)
    assert ("old" in last_event().before, "new" in last_event().after) == (True, True)


def test_a_stale_edit_changes_nothing(writer):
    meeting = MeetingFactory(version=3, source="theirs")

    with pytest.raises(StaleEdit):
        services.edit_meeting(meeting=meeting, expected_version=2, actor=writer, source="mine")

    assert Meeting.objects.get().source == "theirs"
    assert not AuditEvent.objects.exists()


def test_a_body_takes_part_once_in_a_meeting(writer):
    there = ParticipationFactory()
    new = AgencyFactory()

    with pytest.raises(RuleBroken):
        services.add_participations(meeting=there.meeting, agencies=[new, there.agency], actor=writer)
    assert Participation.objects.count() == 1

    services.add_participation(
        meeting=there.meeting, agency=new, actor=writer, capacity=Capacity.DONOR, named_as="The Fund"
    )
    assert there.meeting.participations.get(agency=new).named_as == "The Fund"
    assert "Donor" in last_event().after


def test_a_session_opens_a_circle_of_its_own_people(writer):
    meeting, member, scribe = MeetingFactory(), UserFactory(), UserFactory()

    session = services.open_session(
        meeting=meeting, number=1, title=TITLE, language="mn", members=[member], scribe=scribe, actor=writer
    )

    circle, today = session.circle, timezone.localdate()
    assert circle.has_member(member.pk, today)
    assert circle.members.get(is_scribe=True).user == scribe
    assert last_event().verb == Action.OPEN_SESSION
    assert member.full_name in last_event().after


@pytest.mark.parametrize("changes", [{"number": 1}, {"language": "xx"}])
def test_an_unsound_session_leaves_no_circle_behind(writer, changes):
    meeting = SessionFactory(number=1).meeting

    with pytest.raises(RuleBroken):
        services.open_session(
            **{"number": 2, "language": "mn", **changes}, meeting=meeting, title=TITLE, members=[], actor=writer
        )

    assert (WorkingSession.objects.count(), DraftingCircle.objects.count()) == (1, 1)


def test_members_come_leave_and_come_back(writer):
    first, second = UserFactory(), UserFactory()
    session = services.open_session(
        meeting=MeetingFactory(), number=1, title=TITLE, language="mn", members=[first], actor=writer
    )
    today = timezone.localdate()

    services.set_members(session=session, members=[second], scribe=second, expected_version=1, actor=writer)
    assert not session.circle.has_member(first.pk, today)
    assert session.circle.members.get(is_scribe=True).user == second
    assert (last_event().before, last_event().after) == (first.full_name, second.full_name)

    services.set_members(session=session, members=[first, second], expected_version=2, actor=writer)
    assert session.circle.has_member(first.pk, today)
    assert CircleMember.objects.count() == 2
    assert not session.circle.members.filter(is_scribe=True).exists()

    with pytest.raises(StaleEdit):
        services.set_members(session=session, members=[], expected_version=1, actor=writer)
    assert session.circle.has_member(second.pk, today)


def test_a_session_is_called_otherwise_and_its_circle_with_it(writer):
    session = SessionFactory(language="mn")

    services.edit_session(
        session=session, title=I18nText(en="Borders"), language="en", expected_version=1, actor=writer
    )

    session.refresh_from_db()
    assert (str(session.title), session.language, str(session.circle.title)) == ("Borders", "en", "Borders")
    assert ("Shelters" in last_event().before, "Borders" in last_event().after) == (True, True)
    with pytest.raises(StaleEdit):
        services.edit_session(session=session, title=TITLE, language="en", expected_version=1, actor=writer)
    with pytest.raises(RuleBroken):
        services.edit_session(session=session, title=TITLE, language="xx", expected_version=2, actor=writer)


@pytest.mark.parametrize("role", [Role.FOCAL_POINT, Role.CHAIR, Role.ADMINISTRATOR])
def test_everybody_else_is_refused_and_leaves_no_trace(role):
    actor, session = actor_at(AgencyFactory(), role), SessionFactory()
    meeting = session.meeting
    attempts = [
        lambda: services.create_meeting(code="2019", title=TITLE, held_on=HELD_ON, actor=actor),
        lambda: services.edit_meeting(meeting=meeting, expected_version=1, source="mine", actor=actor),
        lambda: services.add_participation(meeting=meeting, agency=AgencyFactory(), actor=actor),
        lambda: services.open_session(meeting=meeting, number=99, title=TITLE, language="mn", members=[], actor=actor),
        lambda: services.set_members(session=session, members=[], expected_version=1, actor=actor),
        lambda: services.edit_session(session=session, title=TITLE, language="mn", expected_version=1, actor=actor),
    ]

    for attempt in attempts:
        with pytest.raises(NotAllowed):
            attempt()

    assert (Meeting.objects.count(), WorkingSession.objects.count(), Participation.objects.count()) == (1, 1, 0)
    assert not AuditEvent.objects.exists()
