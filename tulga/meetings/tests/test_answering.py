from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from tests.people import actor_at
from tulga.accounts.actors import actor_of
from tulga.accounts.choices import Role
from tulga.accounts.tests.factories import MembershipFactory
from tulga.agencies.tests.factories import AgencyFactory
from tulga.audit.models import AuditEvent
from tulga.documents.paper import CameBy, Paper
from tulga.kit.errors import NotAllowed, RuleBroken, StaleEdit
from tulga.meetings.choices import InvitationStatus, MeetingStatus, Part
from tulga.meetings.models import Answer, Delegate, Invitation, SeatRequest
from tulga.meetings.services import answering, inviting
from tulga.meetings.services.answering import Named
from tulga.meetings.tests.factories import MORNING, TODAY, InvitationFactory
from tulga.notices.models import Notice

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(MORNING)]
LETTER = Paper(CameBy.LETTER, "5/312", TODAY)
HEAD = Named(Part.HEAD, "Дорж Бат", "Дарга")
MEMBER = Named(Part.MEMBER, "Сүх Болд", "Мэргэжилтэн")
SUBSTITUTE = Named(Part.SUBSTITUTE, "Өлзий Ганаа", "Мэргэжилтэн")


def somebody(role, agency=None):
    return actor_of(MembershipFactory(role=role, agency=agency or AgencyFactory()).user)


@pytest.fixture
def invitation():
    return InvitationFactory()


@pytest.fixture
def focal_point(invitation):
    return somebody(Role.FOCAL_POINT, invitation.agency)


@pytest.fixture
def secretariat():
    return somebody(Role.SECRETARIAT)


def accept(invitation, actor, *people, version=None, **more):
    return answering.accept_invitation(
        invitation=invitation,
        delegation=people or [HEAD],
        expected_version=version or invitation.version,
        actor=actor,
        **more,
    )


def decline(invitation, actor, reason="Давхцаж байна.", **more):
    return answering.decline_invitation(
        invitation=invitation, reason=reason, expected_version=invitation.version, actor=actor, **more
    )


def fresh(invitation):
    return Invitation.objects.get(pk=invitation.pk)


def test_an_agency_accepts_with_its_people(invitation, focal_point):
    answer = accept(invitation, focal_point, HEAD, MEMBER, SUBSTITUTE)

    assert fresh(invitation).status == InvitationStatus.ACCEPTED
    assert (answer.seats_taken, answer.given_by_id) == (2, focal_point.user_id)
    assert [each.full_name for each in answer.delegates.all()] == ["Дорж Бат", "Сүх Болд", "Өлзий Ганаа"]


def test_names_stay_out_of_the_audit_trail(invitation, focal_point):
    accept(invitation, focal_point, HEAD, MEMBER)

    told = " ".join(f"{each.before}{each.after}{each.reason}" for each in AuditEvent.objects.all())
    assert "Бат" not in told


def test_without_names_every_seat_is_kept(invitation, focal_point):
    answer = answering.accept_invitation(invitation=invitation, delegation=[], expected_version=1, actor=focal_point)

    assert (answer.seats_taken, answer.delegates.count()) == (3, 0)


@pytest.mark.parametrize(
    ("people", "sentence"),
    [
        ([MEMBER], "head of the delegation first"),
        ([HEAD, Named(Part.HEAD, "Өөр Хүн", "Дарга")], "has one head"),
        ([HEAD, *[Named(Part.MEMBER, f"Гишүүн {each}", "М") for each in ("Нэг", "Хоёр", "Гурав")]], "has 3 seats"),
        (
            [HEAD, *[Named(Part.SUBSTITUTE, f"Орлогч {each}", "М") for each in ("А", "Б", "Г", "Д")]],
            "no more substitutes",
        ),
        ([HEAD, Named(Part.MEMBER, "Дорж Бат", "Өөр")], "same person"),
        ([HEAD, Named(Part.MEMBER, "Dorj Bat", "Specialist")], "same person"),
        ([HEAD, Named(Part.SUBSTITUTE, "БАТ  ДОРЖ", "Өөр")], "same person"),
        ([Named(Part.HEAD, "Өнөрбаяр Цэцэг", "Д"), Named(Part.MEMBER, "Unurbayar Tsetseg", "М")], "same person"),
    ],
)
def test_an_unsound_delegation_is_refused_and_nothing_is_kept(invitation, focal_point, people, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        accept(invitation, focal_point, *people)

    assert not Answer.objects.exists()
    assert fresh(invitation).status == InvitationStatus.SENT


def test_different_people_of_one_family_are_different(invitation, focal_point):
    answer = accept(invitation, focal_point, HEAD, Named(Part.MEMBER, "Дорж Болор", "Мэргэжилтэн"))

    assert answer.delegates.count() == 2


def test_a_change_of_mind_is_another_answer_and_both_are_kept(invitation, focal_point):
    colleague = somebody(Role.AGENCY_HEAD, invitation.agency)
    accept(invitation, focal_point, HEAD)

    decline(fresh(invitation), colleague)

    kept = list(Answer.objects.order_by("number").values_list("number", "is_acceptance"))
    assert kept == [(1, True), (2, False)]
    assert fresh(invitation).status == InvitationStatus.DECLINED
    assert not Delegate.objects.visible_to(colleague).that_count().exists()
    assert Notice.objects.filter(recipient=focal_point.user_id, kind="meetings.answer_changed").exists()


def test_the_second_of_two_tabs_is_told_and_may_replace_knowingly(invitation, focal_point):
    accept(invitation, focal_point, HEAD, version=1)

    with pytest.raises(StaleEdit) as stale:
        accept(fresh(invitation), focal_point, HEAD, MEMBER, version=1)
    assert Answer.objects.count() == 1

    accept(fresh(invitation), focal_point, HEAD, MEMBER, version=stale.value.current.version)
    assert fresh(invitation).last_answer.seats_taken == 2


def test_a_letter_is_entered_and_the_agency_hears_of_it(invitation, focal_point, secretariat):
    answer = accept(invitation, secretariat, HEAD, paper=LETTER)

    assert (answer.came_by, answer.paper_number, answer.given_by_id) == ("letter", "5/312", None)
    assert answer.entered_by_id == secretariat.user_id
    assert Notice.objects.filter(recipient=focal_point.user_id, kind="meetings.answer_entered").exists()


def test_a_letter_entered_after_an_answer_here_must_know_of_it(invitation, focal_point, secretariat):
    accept(fresh(invitation), focal_point, HEAD, version=1)

    with pytest.raises(StaleEdit):
        decline(invitation, secretariat, paper=LETTER)

    decline(fresh(invitation), secretariat, paper=LETTER)
    assert Answer.objects.count() == 2


@pytest.mark.parametrize("paper", [LETTER, Paper()])
def test_nobody_answers_in_anothers_place(invitation, paper):
    outsider = somebody(Role.FOCAL_POINT)

    with pytest.raises(NotAllowed):
        accept(invitation, outsider, HEAD, paper=paper)


def test_the_secretariat_enters_letters_but_does_not_answer_as_the_agency(invitation, secretariat, focal_point):
    with pytest.raises(NotAllowed):
        accept(invitation, secretariat, HEAD)
    with pytest.raises(NotAllowed):
        accept(invitation, focal_point, HEAD, paper=LETTER)


@pytest.mark.parametrize(
    ("changes", "agency_may", "letter_may"),
    [
        ({}, True, True),
        ({"answers_close_on": TODAY}, True, True),
        ({"answers_close_on": TODAY - dt.timedelta(1)}, False, True),
        ({"held_on": TODAY}, False, True),
        ({"held_on": TODAY - dt.timedelta(1)}, False, False),
        ({"status": MeetingStatus.HELD}, False, False),
    ],
)
def test_answers_have_their_time(changes, agency_may, letter_may, secretariat):
    invitation = InvitationFactory(**{f"meeting__{name}": value for name, value in changes.items()})
    focal_point = somebody(Role.FOCAL_POINT, invitation.agency)

    for actor, paper, may in ((focal_point, Paper(), agency_may), (secretariat, LETTER, letter_may)):
        if may:
            accept(fresh(invitation), actor, HEAD, paper=paper)
        else:
            with pytest.raises(NotAllowed):
                accept(fresh(invitation), actor, HEAD, paper=paper)


@pytest.mark.parametrize("status", [InvitationStatus.PREPARED, InvitationStatus.WITHDRAWN])
def test_only_what_was_sent_is_answered(status):
    invitation = InvitationFactory(status=status)

    with pytest.raises(NotAllowed, match="already"):
        accept(invitation, somebody(Role.FOCAL_POINT, invitation.agency), HEAD)
    assert not Answer.objects.exists()


def test_a_refusal_has_a_reason_that_the_secretariat_hears_of(invitation, focal_point, secretariat):
    with pytest.raises(RuleBroken):
        decline(invitation, focal_point, reason=" ")

    answer = decline(fresh(invitation), focal_point)

    assert answer.reason == "Давхцаж байна."
    assert Notice.objects.filter(recipient=secretariat.user_id, kind="meetings.declined").exists()


def test_the_room_is_never_overfull():
    first = InvitationFactory(meeting__seats_total=4)
    second = InvitationFactory(meeting=first.meeting)
    accept(first, somebody(Role.FOCAL_POINT, first.agency), HEAD, MEMBER)

    their = somebody(Role.FOCAL_POINT, second.agency)
    with pytest.raises(RuleBroken, match="2 seats left"):
        accept(second, their, HEAD, MEMBER, Named(Part.MEMBER, "Гурав", "М"))
    accept(fresh(second), their, HEAD, MEMBER)

    # Whoever has a seat may answer again with as many.
    accept(fresh(first), somebody(Role.FOCAL_POINT, first.agency), HEAD, MEMBER)


def test_more_seats_are_asked_for_granted_and_used(invitation, focal_point, secretariat):
    request = answering.ask_for_seats(invitation=invitation, seats=5, reason="Хоёр хэлтэс.", actor=focal_point)
    with pytest.raises(RuleBroken, match="asked already"):
        answering.ask_for_seats(invitation=invitation, seats=6, reason="Дахиад.", actor=focal_point)

    inviting.grant_seats(request=request, granted=4, words="Дөрөв.", actor=secretariat)

    assert fresh(invitation).seats == 4
    assert SeatRequest.objects.get().status == "granted"
    assert Notice.objects.filter(recipient=focal_point.user_id, kind="meetings.seats_decided").exists()
    answering.ask_for_seats(invitation=fresh(invitation), seats=6, reason="Дахиад.", actor=focal_point)


@pytest.mark.parametrize(("seats", "sentence"), [(3, "You have 3"), (61, "up to 60")])
def test_one_asks_for_more_than_one_has_and_within_reason(invitation, focal_point, seats, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        answering.ask_for_seats(invitation=invitation, seats=seats, reason="Яагаад.", actor=focal_point)


def test_refused_seats_leave_the_seats_as_they_were(invitation, focal_point, secretariat):
    request = answering.ask_for_seats(invitation=invitation, seats=5, reason="Хоёр хэлтэс.", actor=focal_point)

    with pytest.raises(NotAllowed):
        inviting.grant_seats(request=request, granted=5, words="", actor=focal_point)
    with pytest.raises(RuleBroken):
        inviting.grant_seats(request=request, granted=3, words="", actor=secretariat)
    inviting.refuse_seats(request=request, words="Танхим жижиг.", actor=secretariat)

    assert fresh(invitation).seats == 3
    with pytest.raises(NotAllowed):
        inviting.refuse_seats(request=SeatRequest.objects.get(), words="Дахин.", actor=secretariat)


def test_seats_of_a_withdrawn_invitation_are_neither_asked_for_nor_granted(invitation, focal_point, secretariat):
    request = answering.ask_for_seats(invitation=invitation, seats=5, reason="Хоёр хэлтэс.", actor=focal_point)
    inviting.withdraw_invitation(invitation=invitation, reason="Алдаа.", actor=secretariat)

    with pytest.raises(NotAllowed, match="withdrawn"):
        inviting.grant_seats(request=SeatRequest.objects.get(), granted=5, words="", actor=secretariat)
    with pytest.raises(NotAllowed):
        answering.ask_for_seats(invitation=fresh(invitation), seats=5, reason="Х.", actor=focal_point)
    assert SeatRequest.objects.get(pk=request.pk).status == "asked"


def test_the_database_keeps_what_the_service_promises(invitation, focal_point):
    answer = accept(invitation, focal_point, HEAD)
    row = {"position": 9, "office": "Д", "full_name": "Хэн нэгэн"}

    for delegate in (
        Delegate(answer=answer, part=Part.HEAD, name_key="new", **row),
        Delegate(answer=answer, part=Part.MEMBER, name_key=HEAD.key, **row),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            delegate.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.create(invitation=invitation, number=1, is_acceptance=True, seats_taken=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.create(invitation=invitation, number=2, is_acceptance=False)


@pytest.mark.parametrize(
    ("role", "at", "sees_invitation", "sees_names"),
    [
        (Role.FOCAL_POINT, "own", True, True),
        (Role.AGENCY_HEAD, "own", True, True),
        (Role.CASE_OFFICER, "own", True, True),
        (Role.ADMINISTRATOR, "own", False, False),
        (Role.FOCAL_POINT, "other", False, False),
        (Role.SECRETARIAT, "other", True, True),
        (Role.CHAIR, "other", True, False),
        (Role.NATIONAL_RAPPORTEUR, "other", True, False),
        (Role.PARTNER, "other", False, False),
    ],
)
def test_names_are_for_the_agency_and_the_secretariat(invitation, focal_point, role, at, sees_invitation, sees_names):
    invitation.meeting.is_public = True
    invitation.meeting.save()
    accept(invitation, focal_point, HEAD)
    actor = actor_at(invitation.agency if at == "own" else AgencyFactory(), role)

    assert Invitation.objects.visible_to(actor).exists() is sees_invitation
    assert Answer.objects.visible_to(actor).exists() is sees_invitation
    assert Delegate.objects.visible_to(actor).exists() is sees_names
    assert Answer.objects.papers_visible_to(actor).exists() is sees_names


@pytest.mark.parametrize(
    ("status", "sent_on", "seen"),
    [
        ("prepared", None, False),
        ("prepared", TODAY, False),
        ("withdrawn", None, False),
        ("withdrawn", TODAY, True),
        ("sent", TODAY, True),
    ],
)
def test_an_agency_sees_its_invitation_and_the_meeting_once_it_was_sent(status, sent_on, seen):
    invitation = InvitationFactory(status=status, sent_on=sent_on)
    actor = actor_at(invitation.agency, Role.FOCAL_POINT)

    assert Invitation.objects.visible_to(actor).exists() is seen
    assert type(invitation.meeting).objects.visible_to(actor).exists() is seen
