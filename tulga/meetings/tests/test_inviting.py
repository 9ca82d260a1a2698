from __future__ import annotations

import datetime as dt

import pytest

from tests.people import actor_at
from tulga.accounts.actors import actor_of
from tulga.accounts.choices import Role
from tulga.accounts.tests.factories import MembershipFactory, UserFactory
from tulga.agencies.choices import AgencyKind
from tulga.agencies.tests.factories import AgencyFactory
from tulga.audit.models import AuditEvent
from tulga.kit.actor import Actor
from tulga.kit.errors import NotAllowed, RuleBroken, StaleEdit
from tulga.kit.i18n import I18nText
from tulga.meetings.choices import InvitationStatus, MeetingStatus, Part
from tulga.meetings.models import Invitation, Meeting, Participation
from tulga.meetings.services import answering, inviting, preparing
from tulga.meetings.services.answering import Named
from tulga.meetings.summaries.inviting import standing_of, unreachable
from tulga.meetings.tasks import remind_invited
from tulga.meetings.tests.factories import (
    MORNING,
    TODAY,
    ComingMeetingFactory,
    InvitationFactory,
    MeetingFactory,
    ParticipationFactory,
    SessionFactory,
)
from tulga.notices.models import Notice

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(MORNING)]
CLOCK = Actor.system("remind_invited")


def days(count):
    return TODAY + dt.timedelta(days=count)


@pytest.fixture
def secretariat():
    return actor_of(MembershipFactory(role=Role.SECRETARIAT).user)


@pytest.fixture
def meeting():
    return ComingMeetingFactory(status=MeetingStatus.PREPARATION)


def invite(meeting, actor, *agencies, **more):
    options = {"seats": 2, "answer_by": days(10), **more}
    return inviting.invite_agencies(meeting=meeting, agencies=agencies, actor=actor, **options)


def test_agencies_are_put_on_the_list_and_hear_nothing_yet(meeting, secretariat):
    agency = AgencyFactory()
    office = MembershipFactory(role=Role.FOCAL_POINT, agency=agency)

    invite(meeting, secretariat, agency)

    assert not Notice.objects.exists()
    assert not Invitation.objects.visible_to(actor_of(office.user)).exists()


def test_an_agency_is_invited_once_and_the_refusal_names_it(meeting, secretariat):
    police, other = AgencyFactory(name={"en": "Police"}), AgencyFactory()
    invite(meeting, secretariat, police)

    with pytest.raises(RuleBroken, match="Police is on the list already: Not sent yet"):
        invite(meeting, secretariat, other, police)

    assert Invitation.objects.count() == 1


@pytest.mark.parametrize("has_successor", [True, False])
def test_an_abolished_agency_is_not_invited_but_its_successor_is_named(meeting, secretariat, has_successor):
    successor = AgencyFactory(name={"en": "New body"}) if has_successor else None
    gone = AgencyFactory(name={"en": "Old body"}, valid_to=days(-1), successor=successor)

    with pytest.raises(RuleBroken, match="Old body does not exist") as refused:
        invite(meeting, secretariat, gone)

    assert ("New body" in str(refused.value)) is has_successor


def test_an_agency_abolished_after_it_was_put_on_the_list_is_not_sent_to(meeting, secretariat):
    agency = AgencyFactory()
    invite(meeting, secretariat, agency)
    agency.valid_to = days(5)
    agency.save()

    with pytest.raises(NotAllowed, match="does not exist on the day of the meeting"):
        inviting.send_invitations(meeting=meeting, actor=secretariat)
    assert Meeting.objects.get().status == MeetingStatus.PREPARATION


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"seats": 0}, "between 1"),
        ({"seats": 61}, "between 1"),
        ({"answer_by": days(31)}, "before the meeting"),
        ({"language": "xx"}, "languages"),
    ],
)
def test_an_unsound_invitation_is_refused(meeting, secretariat, changes, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        invite(meeting, secretariat, AgencyFactory(), **changes)


@pytest.mark.parametrize(("kind", "language"), [(AgencyKind.MINISTRY, "mn"), (AgencyKind.DONOR, "en")])
def test_a_letter_is_in_the_language_its_addressee_reads(meeting, secretariat, kind, language):
    (invitation,) = invite(meeting, secretariat, AgencyFactory(kind=kind))

    assert invitation.language == language


def test_sending_tells_the_agencys_people_once_and_moves_the_meeting_on(meeting, secretariat):
    agency = AgencyFactory()
    told = [MembershipFactory(role=role, agency=agency).user_id for role in (Role.FOCAL_POINT, Role.AGENCY_HEAD)]
    MembershipFactory(role=Role.CASE_OFFICER, agency=agency)
    invite(meeting, secretariat, agency)

    inviting.send_invitations(meeting=meeting, actor=secretariat)

    assert Meeting.objects.get().status == MeetingStatus.INVITED
    assert (Invitation.objects.get().status, Invitation.objects.get().sent_on) == (InvitationStatus.SENT, TODAY)
    assert sorted(Notice.objects.values_list("recipient", flat=True)) == sorted(told)
    with pytest.raises(RuleBroken, match="has been sent"):
        inviting.send_invitations(meeting=meeting, actor=secretariat)


def test_more_agencies_can_be_invited_after_the_first_were_sent(secretariat):
    meeting = InvitationFactory().meeting

    invite(meeting, secretariat, AgencyFactory())

    assert len(inviting.send_invitations(meeting=meeting, actor=secretariat)) == 1


def test_nothing_is_sent_with_a_day_to_answer_that_has_passed(meeting, secretariat):
    invite(meeting, secretariat, AgencyFactory(name={"en": "Police"}))
    Invitation.objects.update(answer_by=days(-1))

    with pytest.raises(RuleBroken, match="Police is to answer by"):
        inviting.send_invitations(meeting=meeting, actor=secretariat)


@pytest.mark.parametrize("status", [MeetingStatus.HELD, MeetingStatus.CLOSED])
def test_nobody_is_invited_to_a_meeting_that_was_held(secretariat, status):
    meeting = ComingMeetingFactory(status=status)

    with pytest.raises(RuleBroken, match="Invite to the next one"):
        invite(meeting, secretariat, AgencyFactory())


def test_seats_are_changed_but_never_below_the_named(secretariat):
    invitation = InvitationFactory()
    focal_point = actor_of(MembershipFactory(role=Role.FOCAL_POINT, agency=invitation.agency).user)
    people = [Named(Part.HEAD, "Нэг", "Д"), Named(Part.MEMBER, "Хоёр", "М")]
    answering.accept_invitation(invitation=invitation, delegation=people, expected_version=1, actor=focal_point)

    def change(seats):
        found = Invitation.objects.select_related("meeting").get()
        inviting.change_invitation(invitation=found, expected_version=found.version, seats=seats, actor=secretariat)

    with pytest.raises(RuleBroken, match="have named 2 people"):
        change(1)
    change(2)

    assert Invitation.objects.get().seats == 2
    with pytest.raises(StaleEdit):
        inviting.change_invitation(invitation=invitation, expected_version=1, seats=5, actor=secretariat)


def test_a_withdrawn_invitation_can_be_sent_again(secretariat):
    invitation = InvitationFactory()
    person = MembershipFactory(role=Role.FOCAL_POINT, agency=invitation.agency).user_id

    with pytest.raises(RuleBroken):
        inviting.withdraw_invitation(invitation=invitation, reason="", actor=secretariat)
    inviting.withdraw_invitation(invitation=invitation, reason="Алдаа.", actor=secretariat)
    inviting.invite_again(invitation=invitation, actor=secretariat)
    inviting.send_invitations(meeting=invitation.meeting, actor=secretariat)

    assert Invitation.objects.get().status == InvitationStatus.SENT
    assert Notice.objects.filter(recipient=person, kind="meetings.invitation_withdrawn").exists()


def remind(today):
    return inviting.remind_invited(today=today, actor=CLOCK)


def test_reminders_come_on_their_days_once_and_stop_with_the_answer():
    invitation = InvitationFactory(sent_on=TODAY, answer_by=days(10), meeting__reminder_days=[7, 3, 1])
    office = MembershipFactory(role=Role.FOCAL_POINT, agency=invitation.agency)

    # The day it was sent; a week before; again that day; the clock stood still over the third day; the last day.
    assert [remind(days(each)) for each in (0, 3, 3, 8, 8, 9)] == [0, 1, 0, 1, 0, 1]

    answering.accept_invitation(invitation=invitation, delegation=[], expected_version=1, actor=actor_of(office.user))
    Invitation.objects.update(answer_by=days(20))
    assert remind(days(17)) == 0


@pytest.mark.parametrize(
    "changes",
    [
        {"status": InvitationStatus.PREPARED},
        {"status": InvitationStatus.DECLINED},
        {"status": InvitationStatus.WITHDRAWN},
        {"meeting__status": MeetingStatus.HELD},
        {"meeting__held_on": days(2)},
        {"meeting__reminder_days": []},
        {"agency__valid_to": days(1)},
        {"sent_on": days(4)},  # the day of reminding came before it was sent
    ],
)
def test_nobody_is_reminded_of_what_waits_for_no_answer(changes):
    invitation = InvitationFactory(**{"meeting__reminder_days": [7], **changes})
    MembershipFactory(role=Role.FOCAL_POINT, agency=invitation.agency)

    assert remind(days(5)) == 0


def test_the_clock_asks_for_reminders():
    invitation = InvitationFactory(sent_on=days(-5), answer_by=days(2), meeting__reminder_days=[3])
    MembershipFactory(role=Role.FOCAL_POINT, agency=invitation.agency)

    assert remind_invited.call() == 1


def test_a_moved_meeting_is_told_to_those_who_were_asked(secretariat):
    invitation = InvitationFactory()
    declined = InvitationFactory(meeting=invitation.meeting, status=InvitationStatus.DECLINED)
    person = MembershipFactory(role=Role.FOCAL_POINT, agency=invitation.agency).user_id
    MembershipFactory(role=Role.FOCAL_POINT, agency=declined.agency)
    meeting = Meeting.objects.get()

    preparing.edit_meeting(meeting=meeting, expected_version=1, source="A paper", actor=secretariat)
    assert not Notice.objects.exists()
    preparing.edit_meeting(meeting=meeting, expected_version=2, held_on=days(31), actor=secretariat)

    assert list(Notice.objects.values_list("recipient", "kind")) == [(person, "meetings.moved")]


def test_the_next_meeting_takes_over_words_invitees_and_sessions(secretariat):
    before = MeetingFactory(code="2026", purpose=I18nText(en="To talk"), seats_total=50, held_on=days(-300))
    successor = AgencyFactory()
    merged = [AgencyFactory(valid_to=days(-1), successor=successor) for _each in range(2)]
    gone = AgencyFactory(valid_to=days(-1))
    for agency in (*merged, gone):
        InvitationFactory(meeting=before, agency=agency, seats=4, status=InvitationStatus.ACCEPTED)
    there = ParticipationFactory(meeting=before).agency
    session = SessionFactory(meeting=before, number=1)
    member, left = UserFactory(), UserFactory(is_active=False)
    preparing.set_members(session=session, members=[member, left], scribe=member, expected_version=1, actor=secretariat)

    meeting, lost = preparing.copy_meeting(
        before=before,
        with_sessions=True,
        code="2027",
        title=I18nText(en="Again"),
        held_on=days(60),
        answer_by=days(40),
        actor=secretariat,
    )

    assert (meeting.previous, str(meeting.purpose), meeting.seats_total) == (before, "To talk", 50)
    assert meeting.status == MeetingStatus.PREPARATION
    seats = dict(meeting.invitations.values_list("agency", "seats"))
    assert seats == {successor.pk: 4, there.pk: preparing.USUAL_SEATS}
    assert set(meeting.invitations.values_list("status", "answer_by")) == {("prepared", days(40))}
    assert lost == [gone]
    circle = meeting.sessions.get().circle
    assert list(circle.members.values_list("user", "is_scribe")) == [(member.pk, True)]
    assert not Notice.objects.filter(kind="meetings.invited").exists()


def test_a_held_meeting_lists_those_who_accepted_and_is_closed_and_opened_again(secretariat):
    came = InvitationFactory(status=InvitationStatus.ACCEPTED)
    meeting = came.meeting
    InvitationFactory(meeting=meeting, status=InvitationStatus.DECLINED)
    with pytest.raises(NotAllowed, match="has not begun"):
        preparing.hold_meeting(meeting=meeting, actor=secretariat)
    Meeting.objects.update(held_on=TODAY)
    meeting.refresh_from_db()

    preparing.hold_meeting(meeting=meeting, actor=secretariat)
    preparing.close_meeting(meeting=meeting, actor=secretariat)
    with pytest.raises(RuleBroken):
        preparing.reopen_meeting(meeting=meeting, reason="", actor=secretariat)
    preparing.reopen_meeting(meeting=meeting, reason="Жагсаалт дутуу.", actor=secretariat)

    assert Participation.objects.get().agency == came.agency
    assert Meeting.objects.get().status == MeetingStatus.HELD


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"ends_at": dt.time(12)}, "begins_at"),
        ({"begins_at": dt.time(12), "ends_at": dt.time(12)}, "ends_at"),
        ({"answer_by": days(31)}, "answer_by"),
        ({"answers_close_on": days(31)}, "answers_close_on"),
        ({"answer_by": days(5), "answers_close_on": days(4)}, "answers_close_on"),
        ({"reminder_days": [61]}, "reminder_days"),
    ],
)
def test_unsound_arrangements_are_refused_beside_their_field(meeting, secretariat, changes, field):
    with pytest.raises(RuleBroken) as refused:
        preparing.edit_meeting(meeting=meeting, expected_version=1, actor=secretariat, **changes)

    assert refused.value.field == field


def test_answers_may_close_on_a_day_though_none_is_due(meeting, secretariat):
    preparing.edit_meeting(
        meeting=meeting, expected_version=1, answer_by=None, answers_close_on=days(4), actor=secretariat
    )

    assert Meeting.objects.get().answers_close_on == days(4)


def test_a_meeting_over_two_days_may_end_earlier_than_it_began(meeting, secretariat):
    preparing.edit_meeting(
        meeting=meeting,
        expected_version=1,
        ends_on=days(31),
        begins_at=dt.time(14),
        ends_at=dt.time(12),
        actor=secretariat,
    )


def test_the_standing_counts_answers_and_seats():
    first = InvitationFactory(meeting__seats_total=5, status=InvitationStatus.ACCEPTED, seats=3)
    meeting = first.meeting
    first.answers.create(number=1, is_acceptance=True, seats_taken=2)
    InvitationFactory(meeting=meeting, status=InvitationStatus.DECLINED)
    InvitationFactory(meeting=meeting, answer_by=days(-1), seats=3)
    InvitationFactory(meeting=meeting, status=InvitationStatus.PREPARED, seats=1)
    InvitationFactory(meeting=meeting, status=InvitationStatus.WITHDRAWN)

    standing = standing_of(meeting, Invitation.objects.for_listing(), TODAY)

    assert (standing.invited, standing.answered, standing.silent, standing.late, standing.unsent) == (3, 2, 1, 1, 1)
    assert (standing.seats_given, standing.seats_taken, standing.seats_left) == (7, 2, 3)
    assert standing.gives_more_than_there_is
    assert [(bar.value, bar.is_late) for bar in standing.bars()] == [(1, False), (1, False), (1, True)]


def test_agencies_that_nobody_answers_for_are_found():
    reached, without = InvitationFactory(), InvitationFactory()
    MembershipFactory(role=Role.AGENCY_HEAD, agency=reached.agency)
    MembershipFactory(role=Role.CASE_OFFICER, agency=without.agency)

    assert unreachable([reached, without]) == [without]


def test_everybody_else_is_refused_and_leaves_no_trace():
    invitation = InvitationFactory()
    outsider = actor_at(AgencyFactory(), Role.FOCAL_POINT)
    meeting = invitation.meeting
    for attempt in (
        lambda: invite(meeting, outsider, AgencyFactory()),
        lambda: inviting.send_invitations(meeting=meeting, actor=outsider),
        lambda: inviting.change_invitation(invitation=invitation, expected_version=1, seats=9, actor=outsider),
        lambda: inviting.withdraw_invitation(invitation=invitation, reason="Х.", actor=outsider),
        lambda: preparing.copy_meeting(before=meeting, with_sessions=False, code="x", actor=outsider),
        lambda: preparing.hold_meeting(meeting=meeting, actor=outsider),
    ):
        with pytest.raises(NotAllowed):
            attempt()

    assert not AuditEvent.objects.exists()
