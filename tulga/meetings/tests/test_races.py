"""What happens when two act in the same moment, with real threads."""

from __future__ import annotations

import pytest
from django.utils import timezone

from tests.races import one_within_the_other, together
from tulga.accounts.actors import actor_of
from tulga.accounts.choices import Role
from tulga.accounts.tests.factories import MembershipFactory
from tulga.agencies.tests.factories import AgencyFactory
from tulga.documents.paper import CameBy, Paper
from tulga.kit.i18n import I18nText
from tulga.meetings.choices import InvitationStatus, MeetingStatus, Part
from tulga.meetings.models import AgendaItem, Answer, Attendance, Invitation, Meeting, SeatRequest
from tulga.meetings.services import answering, inviting, proceedings
from tulga.meetings.services.answering import Named
from tulga.meetings.tests.factories import ComingMeetingFactory, InvitationFactory, MeetingFactory
from tulga.meetings.workflow import life
from tulga.notices.models import Notice

pytestmark = pytest.mark.django_db(transaction=True)
HEAD = Named(Part.HEAD, "Дорж Бат", "Дарга")


def somebody(role, agency=None):
    return actor_of(MembershipFactory(role=role, agency=agency or AgencyFactory()).user)


def accepting(invitation, actor, version=1, paper=None):
    mine = Invitation.objects.select_related("meeting", "agency").get(pk=invitation.pk)
    return lambda: answering.accept_invitation(
        invitation=mine, delegation=[HEAD], expected_version=version, actor=actor, paper=paper or Paper()
    )


def test_two_people_of_one_agency_answer_at_once_and_one_answer_stands():
    invitation = InvitationFactory()
    two = [somebody(role, invitation.agency) for role in (Role.FOCAL_POINT, Role.AGENCY_HEAD)]

    ended = together(*(accepting(invitation, actor) for actor in two))

    assert ended == ["StaleEdit", "done"]
    assert Answer.objects.count() == 1


def test_a_letter_is_entered_while_the_focal_point_answers():
    invitation = InvitationFactory()
    letter = Paper(CameBy.LETTER, "5/312", timezone.localdate())

    ended = together(
        accepting(invitation, somebody(Role.FOCAL_POINT, invitation.agency)),
        accepting(invitation, somebody(Role.SECRETARIAT), paper=letter),
    )

    assert ended == ["StaleEdit", "done"]
    assert Answer.objects.get().number == 1


def test_two_agencies_want_the_last_seat_and_one_has_it():
    meeting = ComingMeetingFactory(seats_total=1)
    invitations = [InvitationFactory(meeting=meeting, seats=1) for _each in range(2)]

    ended = together(
        *(accepting(each, somebody(Role.FOCAL_POINT, each.agency)) for each in invitations),
    )

    assert ended == ["RuleBroken", "done"]
    assert meeting.invitations.seats_taken_in_all() == 1


def test_one_agency_put_on_the_list_by_two_is_there_once():
    meeting, agency = ComingMeetingFactory(), AgencyFactory()

    def putting(actor):
        mine = Meeting.objects.get(pk=meeting.pk)
        return lambda: inviting.invite_agencies(
            meeting=mine, agencies=[agency], seats=2, answer_by=timezone.localdate(), actor=actor
        )

    ended = together(*(putting(somebody(Role.SECRETARIAT)) for _each in range(2)))

    assert ended == ["RuleBroken", "done"]
    assert Invitation.objects.count() == 1


def test_invitations_sent_by_two_at_once_go_out_once():
    meeting = ComingMeetingFactory(status=MeetingStatus.PREPARATION)
    invitation = InvitationFactory(meeting=meeting, status=InvitationStatus.PREPARED, sent_on=None)
    MembershipFactory(role=Role.FOCAL_POINT, agency=invitation.agency)

    def sending(actor):
        mine = Meeting.objects.get(pk=meeting.pk)
        return lambda: inviting.send_invitations(meeting=mine, actor=actor)

    ended = together(*(sending(somebody(Role.SECRETARIAT)) for _each in range(2)))

    assert ended == ["RuleBroken", "done"]
    assert Notice.objects.count() == 1


def test_an_answer_and_its_withdrawal_at_once_leave_one_truth():
    invitation = InvitationFactory()
    secretary = somebody(Role.SECRETARIAT)
    theirs = Invitation.objects.select_related("meeting", "agency").get(pk=invitation.pk)

    ended = together(
        accepting(invitation, somebody(Role.FOCAL_POINT, invitation.agency)),
        lambda: inviting.withdraw_invitation(invitation=theirs, reason="Алдаа.", actor=secretary),
    )

    assert "done" in ended
    assert Invitation.objects.get().status == InvitationStatus.WITHDRAWN
    assert Answer.objects.count() == ended.count("done") - 1


def test_seats_are_asked_for_once_by_two_at_once():
    invitation = InvitationFactory()
    two = [somebody(role, invitation.agency) for role in (Role.FOCAL_POINT, Role.AGENCY_HEAD)]

    def asking(actor):
        mine = Invitation.objects.select_related("meeting", "agency").get(pk=invitation.pk)
        return lambda: answering.ask_for_seats(invitation=mine, seats=5, reason="Хоёр хэлтэс.", actor=actor)

    ended = together(*(asking(actor) for actor in two))

    assert ended == ["RuleBroken", "done"]
    assert SeatRequest.objects.count() == 1


def test_a_request_granted_and_refused_at_once_is_decided_once():
    invitation = InvitationFactory()
    request = answering.ask_for_seats(
        invitation=invitation, seats=5, reason="Х.", actor=somebody(Role.FOCAL_POINT, invitation.agency)
    )
    one, other = somebody(Role.SECRETARIAT), somebody(Role.SECRETARIAT)

    def found():
        return SeatRequest.objects.select_related("invitation__meeting", "invitation__agency").get(pk=request.pk)

    first, second = found(), found()
    ended = together(
        lambda: inviting.grant_seats(request=first, granted=5, words="", actor=one),
        lambda: inviting.refuse_seats(request=second, words="Үгүй.", actor=other),
    )

    assert ended == ["NotAllowed", "done"]
    decided = SeatRequest.objects.get()
    assert Invitation.objects.get().seats == (5 if decided.status == "granted" else 3)
    assert (decided.granted == 5) is (decided.status == "granted")


def noting(meeting, actor):
    agency, shown = AgencyFactory(), Meeting.objects.get(pk=meeting.pk)
    return lambda: proceedings.note_guest(meeting=shown, agency=agency, full_name="Бат", office="", actor=actor)


def taking_back(meeting, actor):
    noting(meeting, actor)()
    shown = Attendance.objects.select_related("meeting", "agency").get()
    return lambda: proceedings.take_back_attendance(attendance=shown, actor=actor)


def adding_to_the_agenda(meeting, actor):
    shown = Meeting.objects.get(pk=meeting.pk)
    return lambda: proceedings.add_agenda_item(
        meeting=shown, day=shown.held_on, title=I18nText(en="Opening"), actor=actor
    )


@pytest.mark.parametrize(("act", "people"), [(noting, 0), (taking_back, 1), (adding_to_the_agenda, 0)])
def test_nothing_is_noted_of_a_meeting_that_is_closed_meanwhile(act, people):
    meeting = MeetingFactory(held_on=timezone.localdate(), status=MeetingStatus.HELD)
    secretary = somebody(Role.SECRETARIAT)
    note = act(meeting, secretary)

    ended = one_within_the_other(lambda: life.apply(meeting, "close", secretary), note)

    assert ended == ["NotAllowed", "done"]
    assert (Attendance.objects.count(), AgendaItem.objects.count()) == (people, 0)
