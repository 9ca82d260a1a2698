from __future__ import annotations

import datetime as dt
import io
import threading

import docx
import icalendar
import pytest
from django.db import connection
from django.test import RequestFactory
from django.utils import timezone, translation
from pypdf import PdfReader

from tests.people import actor_at
from tulga.accounts.actors import actor_of
from tulga.accounts.choices import Role
from tulga.accounts.tests.factories import MembershipFactory, UserFactory
from tulga.agencies.tests.factories import AgencyFactory
from tulga.audit.models import AuditEvent
from tulga.documents.paper import CameBy, Paper
from tulga.kit.actor import Actor
from tulga.kit.errors import NotAllowed, RuleBroken, StaleEdit
from tulga.kit.i18n import I18nText
from tulga.meetings.calendars import agenda_items, calendar_of
from tulga.meetings.choices import Action, ActionStatus, InvitationStatus, MeetingStatus, MinutesStatus, Part
from tulga.meetings.models import (
    ActionPoint,
    AgendaItem,
    Attendance,
    CarriedItem,
    Confirmation,
    Meeting,
    Minutes,
    Participation,
)
from tulga.meetings.papers import record_docx, record_pdf, status_sheets_pdf
from tulga.meetings.proceedings import answers_to, quorum_of, status_sheets
from tulga.meetings.services import minutes as keeping
from tulga.meetings.services import preparing, proceedings
from tulga.meetings.services.answering import Named
from tulga.meetings.tasks import carry_over
from tulga.meetings.tests.factories import (
    MORNING,
    TODAY,
    ComingMeetingFactory,
    InvitationFactory,
    MeetingFactory,
    ParticipationFactory,
    SessionFactory,
)
from tulga.meetings.views.minutes import MeetingRecord, MinutesDetail
from tulga.meetings.views.proceedings import AttendancePage
from tulga.notices.models import Notice
from tulga.recommendations.choices import CommitmentStatus, Status
from tulga.recommendations.models import DraftingCircle, Recommendation
from tulga.recommendations.tests.factories import CommitmentFactory, EndorsedFactory, RecommendationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(MORNING)]
TEXT = I18nText(mn="Өмнөговийн ажлыг үргэлжлүүлэв.", en="The work in Umnugovi goes on.")


def days(count):
    return TODAY + dt.timedelta(days=count)


@pytest.fixture
def secretariat():
    return actor_of(MembershipFactory(role=Role.SECRETARIAT).user)


@pytest.fixture
def held():
    """A meeting of today to which two bodies came."""
    return MeetingFactory(held_on=TODAY)


@pytest.fixture
def police(held):
    agency = AgencyFactory()
    ParticipationFactory(meeting=held, agency=agency)
    return actor_of(MembershipFactory(role=Role.FOCAL_POINT, agency=agency).user)


def agency_of(actor):
    return type(AgencyFactory._meta.model.objects.first()).objects.get(pk=actor.grants[0].agency_id)


# --- Agenda --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("content", "says"),
    [
        ({"day": days(5)}, "Choose one of its days"),
        ({"begins_at": dt.time(10), "ends_at": dt.time(9)}, "ends before it begins"),
        ({"ends_at": dt.time(9)}, "when it begins"),
        ({"session": lambda: SessionFactory()}, "another meeting"),
    ],
)
def test_an_item_of_the_agenda_fits_its_meeting(held, secretariat, content, says):
    content = {name: value() if callable(value) else value for name, value in content.items()}

    with pytest.raises(RuleBroken, match=says):
        proceedings.add_agenda_item(
            meeting=held, actor=secretariat, **{"day": TODAY, "title": I18nText(en="Opening"), **content}
        )
    assert not AgendaItem.objects.exists()


def test_the_agenda_is_changed_and_shortened(held, secretariat):
    late = proceedings.add_agenda_item(
        meeting=held, day=TODAY, begins_at=dt.time(14), title=I18nText(en="Closing"), actor=secretariat
    )
    first = proceedings.add_agenda_item(
        meeting=held, day=TODAY, begins_at=dt.time(9), title=I18nText(en="Opening"), actor=secretariat
    )
    assert list(held.agenda.all()) == [first, late]

    proceedings.edit_agenda_item(item=first, expected_version=1, title=I18nText(en="Welcome"), actor=secretariat)
    with pytest.raises(StaleEdit):
        proceedings.edit_agenda_item(item=first, expected_version=1, title=I18nText(en="Hello"), actor=secretariat)
    proceedings.remove_agenda_item(item=late, actor=secretariat)

    assert [str(each) for each in held.agenda.all()] == ["Welcome"]


def test_a_closed_meeting_keeps_its_agenda(secretariat):
    closed = MeetingFactory(held_on=TODAY, status=MeetingStatus.CLOSED)

    with pytest.raises(NotAllowed, match="closed"):
        proceedings.add_agenda_item(meeting=closed, day=TODAY, title=I18nText(en="X"), actor=secretariat)


# --- What earlier meetings left open -------------------------------------------------------------------------------
@pytest.fixture
def last_year():
    return SessionFactory(meeting=MeetingFactory(held_on=days(-365)))


def endorsed_at(session, **values):
    return EndorsedFactory(circle=session.circle, in_force_on=days(-300), **values)


def test_open_duties_and_deferred_recommendations_come_back_and_settled_ones_go(last_year, secretariat):
    coming = ComingMeetingFactory()
    deferred = RecommendationFactory(circle=last_year.circle, status=Status.DEFERRED)
    duty = CommitmentFactory(recommendation=endorsed_at(last_year), status=CommitmentStatus.SIGNED)
    CommitmentFactory(recommendation=endorsed_at(last_year), status=CommitmentStatus.VERIFIED)
    RecommendationFactory(circle=SessionFactory(meeting=coming).circle, status=Status.DEFERRED)

    assert carry_over.call() == 2
    assert carry_over.call() == 0
    assert {(each.recommendation, each.commitment) for each in coming.carried.all()} == {(deferred, None), (None, duty)}

    type(duty).objects.filter(pk=duty.pk).update(status=CommitmentStatus.VERIFIED)
    proceedings.carry_over(meeting=coming, actor=secretariat)
    assert [each.recommendation for each in coming.carried.all()] == [deferred]


def test_what_was_on_the_agenda_of_a_held_meeting_stays(secretariat):
    with pytest.raises(NotAllowed, match="stays as it was"):
        proceedings.carry_over(meeting=MeetingFactory(status=MeetingStatus.HELD), actor=secretariat)


def test_carried_items_and_status_sheets_show_each_reader_what_is_theirs(last_year, secretariat):
    coming = ComingMeetingFactory()
    own = MembershipFactory(role=Role.FOCAL_POINT)
    InvitationFactory(meeting=coming, agency=own.agency, status=InvitationStatus.SENT, sent_on=TODAY)
    late = CommitmentFactory(recommendation=endorsed_at(last_year), agency=own.agency, due_on=days(-1))
    CommitmentFactory(recommendation=endorsed_at(last_year))
    deferred = RecommendationFactory(circle=last_year.circle, status=Status.DEFERRED)
    deferred.addressees.add(own.agency)
    proceedings.carry_over(meeting=coming, actor=secretariat)

    reader = actor_of(own.user)
    assert [each.commitment for each in CarriedItem.objects.visible_to(reader)] == [late]
    assert [(each.agency, each.overdue, each.deferred) for each in status_sheets(coming, reader, TODAY)] == [
        (own.agency, 1, [])
    ]
    everything = status_sheets(coming, secretariat, TODAY)
    assert {each.agency for each in everything} >= {own.agency}
    assert sum(len(each.commitments) for each in everything) == 2
    words = pdf_words(status_sheets_pdf(coming, everything, timezone.now()))
    assert str(late) in words


# --- Who came ------------------------------------------------------------------------------------------------------
def guest(meeting, actor, name="Бат Дорж", agency=None):
    return proceedings.note_guest(
        meeting=meeting, agency=agency or AgencyFactory(), full_name=name, office="Officer", actor=actor
    )


def test_who_comes_makes_the_body_a_participant_and_counts_for_the_quorum(held, secretariat):
    agency, other = AgencyFactory(), AgencyFactory()
    for each in (agency, other):
        InvitationFactory(meeting=held, agency=each, status=InvitationStatus.ACCEPTED, sent_on=days(-9))
    guest(held, secretariat, agency=agency)
    guest(held, secretariat, "Цэцэг", agency=agency)

    assert (quorum_of(held).present, quorum_of(held).needed, quorum_of(held).is_reached) == (1, 2, False)
    guest(held, secretariat, agency=other)
    assert quorum_of(held).is_reached
    assert set(held.participations.values_list("agency", flat=True)) == {agency.pk, other.pk}


def test_nobody_comes_twice_nor_before_the_day(held, secretariat):
    agency = AgencyFactory()
    guest(held, secretariat, agency=agency)

    with pytest.raises(RuleBroken, match="noted for this agency already"):
        guest(held, secretariat, "Bat Dorj", agency=agency)
    with pytest.raises(NotAllowed, match="on the day"):
        guest(ComingMeetingFactory(), secretariat)


def test_named_delegates_are_ticked_and_whoever_is_ticked_twice_is_noted_once(held, secretariat):
    invitation = InvitationFactory(meeting=held, status=InvitationStatus.ACCEPTED, sent_on=days(-9))
    answer = invitation.answers.create(number=1, is_acceptance=True, seats_taken=2)
    delegation = [
        answer.delegates.create(position=at, part=part, full_name=name, office="Officer", name_key=name)
        for at, (part, name) in enumerate([(Part.HEAD, "Дорж"), (Part.MEMBER, "Болд")])
    ]

    noted = [proceedings.note_delegates(meeting=held, delegates=delegation, actor=secretariat) for _twice in range(2)]

    assert noted == [2, 0]
    assert set(held.attendances.values_list("full_name", "agency")) == {
        ("Дорж", invitation.agency_id),
        ("Болд", invitation.agency_id),
    }
    assert AuditEvent.objects.filter(verb=Action.NOTE_ATTENDANCE).count() == 1

    for attendance in held.attendances.all():
        assert held.participations.exists()
        proceedings.take_back_attendance(attendance=attendance, actor=secretariat)
    assert not held.participations.exists()


def test_a_mistake_at_the_door_is_taken_back_with_the_participation_it_made(held, secretariat):
    guest(held, secretariat)
    attendance = Attendance.objects.get()

    proceedings.take_back_attendance(attendance=attendance, actor=secretariat)

    assert not Attendance.objects.exists()
    assert not Participation.objects.exists()


def test_names_are_read_by_the_own_agency_and_the_secretariat(held, police, secretariat):
    guest(held, secretariat, agency=agency_of(police))
    guest(held, secretariat, "Somebody Else")

    assert Attendance.objects.visible_to(police).count() == 1
    assert Attendance.objects.visible_to(secretariat).count() == 2
    assert Attendance.objects.visible_to(actor_at(AgencyFactory(), Role.CHAIR)).count() == 0


@pytest.mark.django_db(transaction=True)
def test_two_at_the_door_note_one_person_once():
    actor = actor_of(MembershipFactory(role=Role.SECRETARIAT).user)
    meeting, agency = MeetingFactory(held_on=TODAY), AgencyFactory()
    start, refused = threading.Barrier(2), []

    def note():
        try:
            start.wait()
            guest(meeting, actor, agency=agency)
        except RuleBroken:
            refused.append(1)
        finally:
            connection.close()

    both = [threading.Thread(target=note) for _ in range(2)]
    [each.start() for each in both]
    [each.join() for each in both]

    assert Attendance.objects.count() == 1
    assert Participation.objects.count() == 1


# --- Minutes -------------------------------------------------------------------------------------------------------
def begun(meeting, actor, **more):
    return keeping.begin_minutes(meeting=meeting, text=TEXT, actor=actor)


def circulated(meeting, actor):
    return keeping.circulate_minutes(minutes=begun(meeting, actor), confirm_by=days(7), actor=actor)


def answer(minutes, actor, agency, reservation="", **more):
    return keeping.answer_minutes(
        minutes=minutes, revision=1, agency=agency, reservation=reservation, actor=actor, **more
    )


def test_minutes_go_from_a_draft_to_the_delegations_and_are_closed_when_all_have_answered(held, police, secretariat):
    minutes = circulated(held, secretariat)
    assert Notice.objects.filter(recipient=police.user_id, kind="meetings.minutes").count() == 1
    assert list(Minutes.objects.unanswered_by(police)) == [minutes]
    with pytest.raises(NotAllowed, match="still have time"):
        keeping.close_minutes(minutes=minutes, actor=secretariat)

    answer(minutes, police, agency_of(police), "Item 3 was not agreed.")
    assert Notice.objects.filter(recipient=secretariat.user_id, kind="meetings.reservation").exists()
    keeping.close_minutes(minutes=minutes, actor=secretariat)

    minutes.refresh_from_db()
    assert minutes.status == MinutesStatus.CLOSED
    assert list(Minutes.objects.unanswered_by(police)) == []


def test_silence_until_the_day_is_consent_and_is_said_to_be(held, police, secretariat):
    minutes = circulated(held, secretariat)
    Minutes.objects.filter(pk=minutes.pk).update(confirm_by=days(-1))
    minutes.refresh_from_db()

    assert [each.is_silent for each in answers_to(minutes, police, TODAY)] == [True]
    with pytest.raises(NotAllowed, match="has passed"):
        answer(minutes, police, agency_of(police))
    late = Paper(came_by=CameBy.LETTER, number="5/1", dated_on=TODAY)
    assert answer(minutes, secretariat, agency_of(police), paper=late).given_by_id is None
    keeping.close_minutes(minutes=minutes, actor=secretariat)


@pytest.mark.parametrize("case", ["twice", "stranger", "not there", "revised", "draft"])
def test_an_answer_is_given_once_by_who_took_part_to_the_revision_it_read(held, police, secretariat, case):
    minutes = circulated(held, secretariat)
    agency, actor, revision = agency_of(police), police, 1
    if case == "twice":
        answer(minutes, police, agency)
    elif case == "stranger":
        actor = actor_of(MembershipFactory(role=Role.FOCAL_POINT).user)
    elif case == "not there":
        actor = actor_of(MembershipFactory(role=Role.FOCAL_POINT, agency=AgencyFactory()).user)
        agency = agency_of(actor)
    elif case == "revised":
        revision = 9
    else:
        keeping.take_back_minutes(minutes=minutes, reason="A date is wrong.", actor=secretariat)
    says = {
        "twice": "answered this revision already",
        "stranger": "Only a focal point",
        "not there": "not entered as having taken part",
        "revised": "revised meanwhile",
        "draft": "not with the delegations",
    }[case]

    with pytest.raises((RuleBroken, NotAllowed), match=says):
        keeping.answer_minutes(minutes=minutes, revision=revision, agency=agency, reservation="", actor=actor)


def test_a_correction_is_the_next_revision_and_asks_again(held, police, secretariat):
    minutes = circulated(held, secretariat)
    answer(minutes, police, agency_of(police))
    with pytest.raises(NotAllowed, match="Take them back first"):
        revise(minutes, secretariat)
    keeping.take_back_minutes(minutes=minutes, reason="A date is wrong.", actor=secretariat)
    minutes.refresh_from_db()
    revise(minutes, secretariat)
    keeping.circulate_minutes(minutes=minutes, confirm_by=days(3), actor=secretariat)

    assert [each.number for each in minutes.revisions.all()] == [1, 2]
    assert list(Minutes.objects.unanswered_by(police)) == [minutes]
    assert Confirmation.objects.get().revision.number == 1


def revise(minutes, actor, text="Corrected."):
    return keeping.revise_minutes(
        minutes=minutes,
        text=I18nText(en=text),
        what_changed="The date.",
        expected_version=minutes.version,
        actor=actor,
    )


def test_minutes_are_begun_once_changed_knowingly_and_sent_to_somebody(held, secretariat):
    minutes = begun(held, secretariat)
    with pytest.raises(RuleBroken, match="begun the minutes already"):
        begun(held, secretariat)
    with pytest.raises(RuleBroken, match="Nothing was changed"):
        keeping.revise_minutes(
            minutes=minutes, text=TEXT, what_changed="-", expected_version=minutes.version, actor=secretariat
        )
    with pytest.raises(StaleEdit):
        keeping.revise_minutes(minutes=minutes, text=TEXT, what_changed="-", expected_version=7, actor=secretariat)
    with pytest.raises(RuleBroken, match="Nobody is entered"):
        keeping.circulate_minutes(minutes=minutes, confirm_by=days(1), actor=secretariat)
    with pytest.raises(RuleBroken, match="has passed"):
        keeping.circulate_minutes(minutes=minutes, confirm_by=days(-1), actor=secretariat)


@pytest.mark.parametrize(
    ("status", "reader", "sees"),
    [
        ("draft", "secretariat", True),
        ("draft", "took part", False),
        ("draft", "rapporteur", False),
        ("circulated", "took part", True),
        ("circulated", "rapporteur", True),
        ("circulated", "stranger", False),
        ("circulated", "anybody", False),
    ],
)
def test_minutes_are_read_by_who_was_there_once_they_are_sent(held, police, secretariat, status, reader, sees):
    Meeting.objects.filter(pk=held.pk).update(is_public=True)  # that opens the meeting, not its minutes
    minutes = begun(held, secretariat) if status == "draft" else circulated(held, secretariat)
    readers = {
        "secretariat": secretariat,
        "took part": police,
        "rapporteur": actor_at(AgencyFactory(), Role.NATIONAL_RAPPORTEUR),
        "stranger": actor_at(AgencyFactory(), Role.FOCAL_POINT),
        "anybody": Actor(),
    }

    assert (minutes in Minutes.objects.visible_to(readers[reader])) is sees


# --- Actions -------------------------------------------------------------------------------------------------------
def action(meeting, actor, agency, **more):
    values = {"text": I18nText(en="Call the port"), "responsible": "Training", "due_on": days(9), **more}
    return keeping.add_action(meeting=meeting, agency=agency, actor=actor, **values)


def test_an_action_has_an_office_and_a_day_and_its_agency_reports_it(held, police, secretariat):
    point = action(held, secretariat, agency_of(police))
    assert Notice.objects.filter(recipient=police.user_id, kind="meetings.action").exists()
    stranger = actor_of(MembershipFactory(role=Role.FOCAL_POINT).user)
    assert point not in ActionPoint.objects.visible_to(stranger)
    with pytest.raises(NotAllowed):
        keeping.finish_action(point=point, words="Done.", actor=stranger)

    keeping.finish_action(point=point, words="Called on Monday.", actor=police)

    point.refresh_from_db()
    assert (point.status, point.words) == (ActionStatus.DONE, "Called on Monday.")
    assert not ActionPoint.objects.open().exists()


def test_an_action_is_dropped_with_a_reason_by_the_secretariat_alone(held, police, secretariat):
    point = action(held, secretariat, agency_of(police))
    with pytest.raises(NotAllowed):
        keeping.drop_action(point=point, reason="No.", actor=police)

    keeping.drop_action(point=point, reason="The port is closed.", actor=secretariat)

    assert ActionPoint.objects.get().state is ActionStatus.DROPPED
    with pytest.raises(RuleBroken, match="before the meeting"):
        action(held, secretariat, agency_of(police), due_on=days(-5))


@pytest.mark.parametrize(("due", "late"), [(-1, True), (0, False), (3, False)])
def test_an_action_is_late_the_day_after(held, due, late):
    point = ActionPoint(meeting=held, due_on=days(due))

    assert point.is_late(TODAY) is late


# --- The record ----------------------------------------------------------------------------------------------------
def pdf_words(content):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


@pytest.fixture
def recorded(held, police, secretariat):
    session = SessionFactory(meeting=held)
    RecommendationFactory(circle=session.circle, title=I18nText(en="Train in shifts"))
    proceedings.add_agenda_item(
        meeting=held, day=TODAY, begins_at=dt.time(9), title=I18nText(mn="Нээлт", en="Opening"), actor=secretariat
    )
    guest(held, secretariat, "Сүхээ Үүрийнтуяа", agency=agency_of(police))
    guest(held, secretariat, "Hidden Name")
    minutes = circulated(held, secretariat)
    answer(minutes, police, agency_of(police), "Item 3 was not agreed.")
    action(held, secretariat, agency_of(police))
    return held


@pytest.mark.parametrize(
    ("reader", "sees_drafts", "sees_others"), [("secretariat", True, True), ("police", False, False)]
)
def test_the_record_is_the_same_as_pdf_and_word_and_tells_each_reader_what_they_may_see(
    recorded, police, secretariat, reader, sees_drafts, sees_others
):
    actor = {"police": police, "secretariat": secretariat}[reader]
    with translation.override("mn"):
        pdf = pdf_words(record_pdf(recorded, actor, timezone.now()))
        opened = docx.Document(io.BytesIO(record_docx(recorded, actor, timezone.now())))
    word = " ".join(" ".join(each.text for each in opened.paragraphs).split())

    for words in (pdf, word):
        for said in (
            "Нээлт",
            "Өмнөговийн ажлыг үргэлжлүүлэв.",
            "Item 3 was not agreed.",
            "Сүхээ Үүрийнтуяа",
            "Call the port",
        ):
            assert said in words
        assert ("Train in shifts" in words) is sees_drafts
        assert ("Hidden Name" in words) is sees_others


def opened(view, meeting, actor, **more):
    request = RequestFactory().get("/en/")
    request.actor = actor
    with translation.override("en"):
        return view.as_view()(request, code=meeting.code, **more)


@pytest.mark.parametrize("ending", ["pdf", "docx"])
def test_the_record_of_a_public_meeting_is_not_public(recorded, police, ending):
    from django.http import Http404

    Meeting.objects.filter(pk=recorded.pk).update(is_public=True)

    assert opened(MeetingRecord, recorded, police, ending=ending).status_code == 200
    for stranger in (Actor(), actor_at(AgencyFactory(), Role.FOCAL_POINT, user_id=UserFactory().pk)):
        with pytest.raises(Http404):
            opened(MeetingRecord, recorded, stranger, ending=ending)


def test_the_minutes_page_says_who_answered_and_shows_the_reservation(recorded, police):
    page = opened(MinutesDetail, recorded, police).content.decode()

    assert "Item 3 was not agreed." in page
    assert "Not answered yet" in page
    assert "Named" not in page


def test_a_name_sounds_alike_in_both_scripts():
    assert Named.key_of("Бат Дорж") == Named.key_of("Dorj Bat")


def test_the_calendar_holds_the_agenda_at_its_hours(held, secretariat):
    proceedings.add_agenda_item(
        meeting=held, day=TODAY, begins_at=dt.time(9), title=I18nText(mn="Нээлт", en="Opening"), actor=secretariat
    )
    proceedings.add_agenda_item(meeting=held, day=TODAY, title=I18nText(en="At any hour"), actor=secretariat)

    with translation.override("mn"):
        read = icalendar.Calendar.from_ical(
            calendar_of(held, url="http://testserver/", items=agenda_items(held, secretariat))
        )

    parts = {str(each["SUMMARY"]): each for each in read.walk("VEVENT")}
    opening = next(each for name, each in parts.items() if "Нээлт" in name)
    assert opening["DTSTART"].dt.hour == 9
    assert opening["DTEND"].dt - opening["DTSTART"].dt == dt.timedelta(minutes=30)
    assert not any("At any hour" in name for name in parts)


def test_an_answer_to_one_meetings_minutes_answers_no_others(police, secretariat):
    agency = agency_of(police)
    meetings = [MeetingFactory(held_on=TODAY) for _each in range(2)]
    for each in meetings:
        ParticipationFactory(meeting=each, agency=agency)
    first, second = (circulated(each, secretariat) for each in meetings)

    answer(first, police, agency)
    assert list(Minutes.objects.unanswered_by(police)) == [second]
    answer(second, police, agency, "Item 3 was not agreed.")
    assert not Minutes.objects.unanswered_by(police).exists()


def test_whoever_answers_for_two_bodies_is_asked_until_both_have_answered(held, police, secretariat):
    other = AgencyFactory()
    ParticipationFactory(meeting=held, agency=other)
    user = MembershipFactory(role=Role.FOCAL_POINT, agency=other, user_id=police.user_id).user
    minutes = circulated(held, secretariat)

    answer(minutes, actor_of(user), other)
    assert list(Minutes.objects.unanswered_by(actor_of(user))) == [minutes]
    answer(minutes, actor_of(user), agency_of(police))
    assert not Minutes.objects.unanswered_by(actor_of(user)).exists()


def test_a_reservation_waits_until_the_minutes_were_revised(held, police, secretariat):
    minutes = circulated(held, secretariat)
    assert not Minutes.objects.with_reservations().exists()
    answer(minutes, police, agency_of(police), "Item 3 was not agreed.")
    assert list(Minutes.objects.with_reservations()) == [minutes]

    keeping.take_back_minutes(minutes=minutes, reason="The reservation is right.", actor=secretariat)
    keeping.revise_minutes(
        minutes=minutes,
        text=I18nText(en="The budget was left open."),
        what_changed="Item 3.",
        expected_version=minutes.version,
        actor=secretariat,
    )
    keeping.circulate_minutes(minutes=minutes, confirm_by=days(9), actor=secretariat)

    assert not Minutes.objects.with_reservations().exists()
    assert list(Minutes.objects.unanswered_by(police)) == [minutes]


# --- What was merged -----------------------------------------------------------------------------------------------
def merged_at(session, **values):
    """Out of two drafts of a session, as consolidation leaves it: in a circle that joins theirs."""
    joint = DraftingCircle.objects.create(title=I18nText(en="Joint"))
    joint.joins.add(session.circle)
    parents = [RecommendationFactory(circle=session.circle, title=I18nText(en=f"Parent {n}")) for n in (1, 2)]
    merged = RecommendationFactory(circle=joint, title=I18nText(en="Training in shifts"), **values)
    for each in parents:
        Recommendation.objects.filter(pk=each.pk).update(status=Status.MERGED, merged_into=merged)
    return merged


def test_a_deferred_recommendation_that_was_merged_comes_back_on_the_agenda(last_year):
    coming, deferred = ComingMeetingFactory(), merged_at(last_year, status=Status.DEFERRED)

    assert carry_over.call() == 1
    assert coming.carried.get().recommendation == deferred


def test_the_record_names_what_was_merged_in_the_place_of_its_parts(held, secretariat):
    merged_at(SessionFactory(meeting=held))

    words = pdf_words(record_pdf(held, secretariat, timezone.now()))

    assert "Training in shifts" in words
    assert "Parent 1" not in words


def test_where_people_were_noted_those_who_accepted_and_did_not_come_have_not_taken_part(held, secretariat):
    Meeting.objects.filter(pk=held.pk).update(status=MeetingStatus.INVITED)
    held.refresh_from_db()
    came, stayed_away = AgencyFactory(), AgencyFactory()
    for each in (came, stayed_away):
        InvitationFactory(meeting=held, agency=each, status=InvitationStatus.ACCEPTED, sent_on=days(-9))
    guest(held, secretariat, agency=came)

    preparing.hold_meeting(meeting=held, actor=secretariat)

    assert Participation.objects.get().agency == came


def test_the_door_opens_on_the_day(secretariat):
    coming = ComingMeetingFactory()

    assert opened(AttendancePage, coming, secretariat).status_code == 403
    assert opened(AttendancePage, MeetingFactory(held_on=TODAY), secretariat).status_code == 200
