from __future__ import annotations

import pytest
from django.http import Http404
from django.test import RequestFactory
from django.utils import timezone, translation

from tests.people import actor_at
from tulga.accounts.choices import Role
from tulga.accounts.tests.factories import MembershipFactory, UserFactory
from tulga.agencies.tests.factories import AgencyFactory
from tulga.kit import once
from tulga.kit.i18n import I18nText
from tulga.meetings.choices import Capacity
from tulga.meetings.models import Meeting, Participation, WorkingSession
from tulga.meetings.tests.factories import MeetingFactory, ParticipationFactory, SessionFactory
from tulga.meetings.views import meetings, sessions
from tulga.recommendations.models import Challenge, CircleMember, Recommendation

pytestmark = pytest.mark.django_db
MEETING = {"code": "2018", "title_en": "Consultative meeting", "held_on": "2018-01-15"}


@pytest.fixture
def writer():
    return actor_at(AgencyFactory(), Role.SECRETARIAT, user_id=UserFactory().pk)


def ask(view, actor, sent=None, **address):
    if sent is None:
        request = RequestFactory().get("/en/meetings/")
    else:
        request = RequestFactory().post("/en/meetings/", {once.FIELD: once.new_token(actor.user_id), **sent})
    request.actor = actor
    with translation.override("en"):
        return view.as_view()(request, **address)


def shown(*args, **options):
    return ask(*args, **options).content.decode()


def member_of(session, role=Role.FOCAL_POINT):
    user = UserFactory()
    CircleMember.objects.create(circle=session.circle, user=user, valid_from=timezone.localdate())
    return actor_at(AgencyFactory(), role, user_id=user.pk)


def test_the_list_makes_one_query(writer, django_assert_num_queries):
    for _each in range(11):
        ParticipationFactory()

    # The rows, each with its place and counts.
    with django_assert_num_queries(1):
        shown(meetings.MeetingList, writer)


def test_a_meeting_is_entered_edited_and_shown(writer):
    ask(meetings.MeetingCreate, writer, MEETING)
    assert ask(meetings.MeetingCreate, writer, MEETING).status_code == 422

    ask(meetings.MeetingEdit, writer, {**MEETING, "purpose_en": "To talk.", "version": "1"}, code="2018")
    assert ask(meetings.MeetingEdit, writer, {**MEETING, "version": "1"}, code="2018").status_code == 409

    page = shown(meetings.MeetingDetail, writer, code="2018")
    assert all(words in page for words in ["Consultative meeting", "To talk.", "Open a working session"])


def test_bodies_are_added_together_and_shown_hosts_first(writer):
    meeting = MeetingFactory()
    bodies = [AgencyFactory(name={"en": name}) for name in ("Police", "Shelter")]
    ParticipationFactory(meeting=meeting, agency__name={"en": "Ministry"}, capacity=Capacity.HOST)
    sent = {"agencies": [each.pk for each in bodies], "capacity": "participant"}

    assert (
        ask(meetings.ParticipationAdd, writer, {**sent, "named_as": "The body"}, code=meeting.code).status_code == 422
    )
    assert ask(meetings.ParticipationAdd, writer, sent, code=meeting.code).status_code == 302

    assert Participation.objects.count() == 3
    page = shown(meetings.MeetingDetail, writer, code=meeting.code)
    assert page.index("Ministry") < page.index("Police") < page.index("Shelter")


def test_a_session_is_opened_and_its_people_changed(writer):
    meeting, member = MeetingFactory(), MembershipFactory().user
    administrator = MembershipFactory(role=Role.ADMINISTRATOR).user
    sent = {"number": "1", "title_en": "Shelters", "language": "mn", "members": [member.pk], "scribe": member.pk}

    form = shown(meetings.SessionOpen, writer, code=meeting.code)
    assert (member.full_name in form, administrator.full_name in form) == (True, False)
    ask(meetings.SessionOpen, writer, sent, code=meeting.code)

    session = WorkingSession.objects.get()
    assert session.circle.members.get().is_scribe
    address = {"code": meeting.code, "number": 1}
    assert member.full_name in shown(sessions.SessionDetail, writer, **address)

    renamed = {"title_en": "Borders", "language": "en", "version": "1"}
    assert 'value="1"' in shown(meetings.SessionEdit, writer, **address)
    assert ask(meetings.SessionEdit, writer, renamed, **address).status_code == 302
    assert "Borders" in shown(sessions.SessionDetail, writer, **address)

    other = MembershipFactory().user
    changed = {"members": [other.pk], "version": "2"}
    assert ask(meetings.SessionMembers, writer, changed, **address).status_code == 302
    assert ask(meetings.SessionMembers, writer, changed, **address).status_code == 409
    assert session.circle.members.get(valid_to=None).user == other


def test_only_its_circle_opens_a_session(writer):
    session = SessionFactory(number=1, meeting__is_public=True, title=I18nText(en="Shelters"))
    address = {"code": session.meeting.code, "number": 1}
    outsider = actor_at(AgencyFactory(), Role.FOCAL_POINT, user_id=UserFactory().pk)

    with pytest.raises(Http404):
        ask(sessions.SessionDetail, outsider, **address)
    meeting_page = shown(meetings.MeetingDetail, outsider, code=session.meeting.code)
    assert "Shelters" in meeting_page
    assert f"/sessions/{session.number}/" not in meeting_page


def test_a_member_sees_drafts_and_what_to_do_next():
    session = SessionFactory(number=1)
    member, today = member_of(session), timezone.localdate()
    told = {"circle": session.circle, "agency": AgencyFactory(), "told_on": today}
    Challenge.objects.create(text=I18nText(en="No shelter near the border"), **told)
    draft = Recommendation.objects.create(circle=session.circle, working_title=I18nText(en="Open a shelter"))
    adopted = Recommendation.objects.create(circle=session.circle, working_title=I18nText(en="Train"), status="adopted")
    address = {"code": session.meeting.code, "number": 1}

    page = shown(sessions.SessionDetail, member, **address)

    assert all(words in page for words in ["No shelter near the border", "Open a shelter", "Adopted by its session"])
    assert "/sessions/1/challenges/new/" in page
    assert f"/recommendations/{draft.pk}/adopt/" in page
    assert f"/recommendations/{adopted.pk}/adopt/" not in page

    reader = shown(sessions.SessionDetail, actor_at(AgencyFactory(), Role.CHAIR), **address)
    assert f"/circles/{session.circle_id}/challenge/" not in reader
    assert "/adopt/" not in reader


@pytest.mark.parametrize(
    ("view", "address"),
    [
        (meetings.MeetingCreate, []),
        (meetings.MeetingEdit, ["code"]),
        (meetings.ParticipationAdd, ["code"]),
        (meetings.SessionOpen, ["code"]),
        (meetings.SessionMembers, ["code", "number"]),
    ],
)
def test_members_without_the_right_get_a_refusal_with_its_reason(view, address):
    session = SessionFactory(number=1)
    kwargs = {name: {"code": session.meeting.code, "number": 1}[name] for name in address}

    response = ask(view, member_of(session), **kwargs)

    assert response.status_code == 403
    assert "Only the secretariat" in response.content.decode()
    assert Meeting.objects.count() == 1
