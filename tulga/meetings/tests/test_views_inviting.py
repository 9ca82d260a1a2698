from __future__ import annotations

import datetime as dt
import io
import zipfile

import pytest
from django.http import Http404
from django.test import RequestFactory
from django.utils import translation
from pypdf import PdfReader

from tests.people import actor_at
from tulga.accounts.actors import actor_of
from tulga.accounts.choices import Role
from tulga.accounts.tests.factories import MembershipFactory, UserFactory
from tulga.agencies.choices import AgencyKind
from tulga.agencies.tests.factories import AgencyFactory
from tulga.demonstration.papers import illustrative_scan
from tulga.documents.paper import CameBy, Paper
from tulga.kit import once
from tulga.kit.audience import Audience
from tulga.kit.search import fold
from tulga.meetings.choices import InvitationStatus, MeetingStatus, Part
from tulga.meetings.models import Answer, Invitation, Meeting, SeatRequest
from tulga.meetings.services import answering
from tulga.meetings.services.answering import Named
from tulga.meetings.tests.factories import MORNING, TODAY, ComingMeetingFactory, InvitationFactory, ParticipationFactory
from tulga.meetings.views import answering as answer_views
from tulga.meetings.views import inviting as views
from tulga.meetings.views import meetings as meeting_views

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(MORNING)]
HEAD = {"head_1_name": "Дорж Бат", "head_1_office": "Дарга", "head_1_contact": "51-260000"}


@pytest.fixture
def secretariat():
    return actor_of(MembershipFactory(role=Role.SECRETARIAT).user)


def focal_point(invitation):
    return actor_of(MembershipFactory(role=Role.FOCAL_POINT, agency=invitation.agency).user)


def ask(view, actor, sent=None, query="", **address):
    make = RequestFactory()
    if sent is None:
        request = make.get(f"/en/meetings/{query}")
    else:
        request = make.post(f"/en/meetings/{query}", {once.FIELD: once.new_token(actor.user_id), **sent})
    request.actor = actor
    request._messages = _Messages()
    with translation.override("en"):
        return view.as_view()(request, **address)


class _Messages(list[str]):
    def add(self, _level, message, _tags=""):
        self.append(message)


def shown(*args, **options):
    return ask(*args, **options).content.decode()


def of(invitation):
    return {"code": invitation.meeting.code, "agency": invitation.agency.code}


def test_the_list_shows_who_answered_in_a_fixed_number_of_queries(secretariat, django_assert_num_queries):
    meeting = ComingMeetingFactory()
    for _each in range(11):
        InvitationFactory(meeting=meeting)

    # The meeting; its invitations with answers and requests; the open requests.
    with django_assert_num_queries(3):
        page = shown(views.InvitedList, secretariat, code=meeting.code)
    assert "0 of 11 have answered." in page


def test_the_list_is_searched_and_narrowed(secretariat):
    police = InvitationFactory(agency__name={"en": "National Police", "mn": "Цагдаа"})
    police.agency.search_key = "tsagdaa natiunal pulise"
    police.agency.save()
    InvitationFactory(meeting=police.meeting, agency__name={"en": "Shelter"}, status=InvitationStatus.ACCEPTED)

    narrowed = shown(views.InvitedList, secretariat, query="?status=accepted", code=police.meeting.code)
    assert ("National Police" in narrowed, "Shelter" in narrowed) == (False, True)
    nothing = shown(views.InvitedList, secretariat, query="?status=declined&q=x", code=police.meeting.code)
    assert "No invitation is like this." in nothing


def test_an_empty_list_says_what_to_do(secretariat):
    page = shown(views.InvitedList, secretariat, code=ComingMeetingFactory().code)

    assert "Nobody is on the list yet." in page
    assert "/invitations/new/" in page


@pytest.mark.parametrize(
    ("role", "opens"),
    [(Role.CHAIR, True), (Role.NATIONAL_RAPPORTEUR, True), (Role.FOCAL_POINT, False), (Role.PARTNER, False)],
)
def test_who_sees_the_whole_list(role, opens):
    invitation = InvitationFactory(meeting__is_public=True)
    actor = actor_at(invitation.agency, role, user_id=UserFactory().pk)

    if opens:
        assert "/invitations/new/" not in shown(views.InvitedList, actor, code=invitation.meeting.code)
    else:
        with pytest.raises(Http404):
            ask(views.InvitedList, actor, code=invitation.meeting.code)


def test_agencies_are_found_ticked_and_put_on_the_list(secretariat):
    meeting = ComingMeetingFactory(status=MeetingStatus.PREPARATION)
    before = ParticipationFactory(meeting__held_on=TODAY - dt.timedelta(300), agency__name={"en": "Old friend"}).agency
    donor = AgencyFactory(name={"en": "Donor"}, kind=AgencyKind.DONOR)
    AgencyFactory(name={"en": "Gone"}, valid_to=TODAY)

    everybody = shown(views.InviteAgencies, secretariat, code=meeting.code)
    assert all(words in everybody for words in ["took part last time", "Donor"])
    assert "Gone" not in everybody
    last_time = shown(views.InviteAgencies, secretariat, query="?last_time=on&tick=all", code=meeting.code)
    assert ("Old friend" in last_time, "Donor (" in last_time, "checked" in last_time) == (True, False, True)
    wrong = shown(views.InviteAgencies, secretariat, query="?kind=nonsense&q=%00", code=meeting.code)
    assert "Whom to invite" in wrong

    sent = {"agencies": [before.pk, donor.pk], "seats": 3, "answer_by": (TODAY + dt.timedelta(9)).isoformat()}
    assert ask(views.InviteAgencies, secretariat, {**sent, "agencies": []}, code=meeting.code).status_code == 422
    response = ask(views.InviteAgencies, secretariat, sent, query="?kind=donor", code=meeting.code)

    assert response.status_code == 302
    assert meeting.invitations.count() == 2
    assert "Old friend" not in shown(views.InviteAgencies, secretariat, code=meeting.code)


def test_before_sending_one_reads_who_gets_a_letter_only(secretariat):
    invitation = InvitationFactory(status=InvitationStatus.PREPARED, sent_on=None, agency__name={"en": "Paper body"})
    code = invitation.meeting.code

    assert "Paper body" in shown(views.InvitationsSend, secretariat, code=code)
    assert ask(views.InvitationsSend, secretariat, {}, code=code).status_code == 302
    assert Invitation.objects.get().status == InvitationStatus.SENT
    assert ask(views.InvitationsSend, secretariat, {}, code=code).status_code == 422


def test_a_focal_point_answers_in_one_page():
    invitation = InvitationFactory(agency__name={"en": "Police"})
    actor = focal_point(invitation)
    assert "Answer the invitation" in shown(views.InvitedDetail, actor, **of(invitation))

    sent = {"answer": "accept", "version": "1", **HEAD, "member_1_name": "Сүх Болд", "member_1_office": "Мэргэжилтэн"}
    assert ask(answer_views.InvitationAnswer, actor, sent, **of(invitation)).status_code == 302

    page = shown(views.InvitedDetail, actor, **of(invitation))
    assert all(words in page for words in ["Дорж Бат", "51-260000", "Сүх Болд", "Change the answer"])
    again = shown(answer_views.InvitationAnswer, actor, **of(invitation))
    assert 'value="Дорж Бат"' in again


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Choose whether your agency comes."),
        ({"answer": "decline"}, "Say in a sentence"),
        ({"answer": "accept", "head_1_name": "Дорж Бат"}, "Head of the delegation: write the office"),
        ({"answer": "accept", "head_1_office": "Дарга"}, "Head of the delegation: write the full name"),
        ({"answer": "accept", "member_1_name": "Сүх Болд", "member_1_office": "М"}, "head of the delegation first"),
        (
            {
                "answer": "accept",
                **HEAD,
                "member_9_name": "Илүү Хүн",
                "member_9_office": "М",
                "member_8_name": "Бас Нэг",
                "member_8_office": "М",
                "member_1_name": "А Б",
                "member_1_office": "М",
            },
            "has 3 seats",
        ),
        ({"answer": "accept", **HEAD, "head_1_name": "Дорж УБ99112233"}, "registration number"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(typed, sentence):
    invitation = InvitationFactory()

    response = ask(answer_views.InvitationAnswer, focal_point(invitation), {"version": "1", **typed}, **of(invitation))

    page = response.content.decode()
    assert response.status_code == 422
    assert sentence in page
    assert all(value in page for name, value in typed.items() if name.endswith(("_name", "_office")))
    assert not Answer.objects.exists()


def test_who_answers_second_sees_the_first_answer_and_may_replace_it():
    invitation = InvitationFactory()
    first, second = focal_point(invitation), focal_point(invitation)
    answering.accept_invitation(
        invitation=invitation, delegation=[Named(Part.HEAD, "Өөр Хүн", "Дэд дарга")], expected_version=1, actor=first
    )

    sent = {"answer": "accept", "version": "1", **HEAD}
    response = ask(answer_views.InvitationAnswer, second, sent, **of(invitation))
    page = response.content.decode()
    assert response.status_code == 409
    assert all(words in page for words in ["Somebody else answered meanwhile", "Өөр Хүн", "Дорж Бат", 'value="2"'])

    assert ask(answer_views.InvitationAnswer, second, {**sent, "version": "2"}, **of(invitation)).status_code == 302
    assert Answer.objects.count() == 2


def test_the_secretariat_enters_a_letter(secretariat):
    invitation = InvitationFactory()
    sent = {"answer": "decline", "reason": "Давхцаж байна.", "version": "1", "came_by": "letter"}

    refused = ask(answer_views.InvitationEnter, secretariat, sent, **of(invitation))
    assert (refused.status_code, "number" in refused.content.decode()) == (422, True)
    sent |= {"paper_number": "5/312", "paper_dated_on": TODAY.isoformat()}
    assert ask(answer_views.InvitationEnter, secretariat, sent, **of(invitation)).status_code == 302

    page = shown(views.InvitedDetail, secretariat, **of(invitation))
    assert all(words in page for words in ["by letter No 5/312", "Давхцаж байна."])


def test_seats_are_asked_for_and_decided_on_pages(secretariat):
    invitation = InvitationFactory()
    actor = focal_point(invitation)
    with pytest.raises(Http404):
        ask(views.SeatsGrant, secretariat, **of(invitation))

    ask(answer_views.SeatsAsk, actor, {"seats": "5", "reason": "Хоёр хэлтэс."}, **of(invitation))
    assert "They ask for more seats" in shown(views.InvitedList, secretariat, code=invitation.meeting.code)
    assert "Хоёр хэлтэс." in shown(views.SeatsRefuse, secretariat, **of(invitation))
    ask(views.SeatsGrant, secretariat, {"granted": "5", "words": "За."}, **of(invitation))

    assert (Invitation.objects.get().seats, SeatRequest.objects.get().status) == (5, "granted")
    assert "За." in shown(views.InvitedDetail, actor, **of(invitation))


def test_seats_refused_keep_the_reason(secretariat):
    invitation = InvitationFactory()
    ask(answer_views.SeatsAsk, focal_point(invitation), {"seats": "5", "reason": "Хоёр хэлтэс."}, **of(invitation))

    ask(views.SeatsRefuse, secretariat, {"words": "Танхим жижиг."}, **of(invitation))

    assert SeatRequest.objects.get().words == "Танхим жижиг."


def test_an_invitation_is_changed_withdrawn_and_listed_again(secretariat):
    invitation = InvitationFactory()
    changed = {"seats": "4", "answer_by": (TODAY + dt.timedelta(5)).isoformat(), "language": "en", "version": "1"}

    assert ask(views.InvitationEdit, secretariat, changed, **of(invitation)).status_code == 302
    assert ask(views.InvitationEdit, secretariat, changed, **of(invitation)).status_code == 409
    assert ask(views.InvitationWithdraw, secretariat, {"reason": "Алдаа."}, **of(invitation)).status_code == 302
    assert "Put on the list again" in shown(views.InvitedDetail, secretariat, **of(invitation))
    assert ask(views.InvitationAgain, secretariat, {}, **of(invitation)).status_code == 302
    assert Invitation.objects.get().status == InvitationStatus.PREPARED


def test_letters_come_one_by_one_and_all_together(secretariat):
    first = InvitationFactory(agency__name={"mn": "Хилийн газар", "en": "Border"})
    second = InvitationFactory(meeting=first.meeting, agency__name={"en": "Donor"}, language="en")
    InvitationFactory(meeting=first.meeting, status=InvitationStatus.DECLINED)
    focal_point(first)
    code = first.meeting.code

    archive = zipfile.ZipFile(io.BytesIO(ask(views.InvitationLetters, secretariat, code=code, ending="zip").content))
    assert len(archive.namelist()) == 2
    pages = PdfReader(io.BytesIO(ask(views.InvitationLetters, secretariat, code=code, ending="pdf").content)).pages
    assert ("Хилийн газар" in pages[0].extract_text() + pages[1].extract_text(), len(pages)) == (True, 2)
    unreachable = ask(views.InvitationLetters, secretariat, query="?unreachable", code=code, ending="pdf")
    assert len(PdfReader(io.BytesIO(unreachable.content)).pages) == 1
    own = ask(views.InvitationLetter, focal_point(second), **of(second), ending="docx")
    assert own.content[:2] == b"PK"


def test_letters_of_all_are_for_the_secretariat_only():
    invitation = InvitationFactory()
    chair = actor_at(AgencyFactory(), Role.CHAIR, user_id=UserFactory().pk)

    for view, ending in ((views.InvitationLetters, "pdf"), (views.DelegatesExport, "csv")):
        assert ask(view, chair, code=invitation.meeting.code, ending=ending).status_code == 403
    with pytest.raises(Http404):
        ask(views.InvitationLetters, focal_point(invitation), code=invitation.meeting.code, ending="pdf")


def test_no_letters_where_nobody_is_invited(secretariat):
    with pytest.raises(Http404):
        ask(views.InvitationLetters, secretariat, code=ComingMeetingFactory().code, ending="pdf")


def test_the_delegations_are_a_table_for_the_door(secretariat):
    invitation = InvitationFactory(agency__name={"en": "Police"})
    answering.accept_invitation(
        invitation=invitation,
        delegation=[Named(Part.HEAD, "=Дорж Бат", "Дарга")],
        expected_version=1,
        actor=focal_point(invitation),
    )

    response = ask(views.DelegatesExport, secretariat, code=invitation.meeting.code, ending="csv")

    words = b"".join(response).decode("utf-8-sig")
    assert "Police" in words
    assert "'=Дорж Бат" in words


def test_another_agencys_invitation_is_as_if_it_were_none():
    invitation = InvitationFactory(meeting__is_public=True)
    outsider = focal_point(InvitationFactory())

    for view, more in (
        (views.InvitedDetail, {}),
        (views.InvitationLetter, {"ending": "pdf"}),
        (answer_views.InvitationAnswer, {}),
        (answer_views.SeatsAsk, {}),
        (views.AnswerScan, {"number": 1}),
    ):
        with pytest.raises(Http404):
            ask(view, outsider, **of(invitation), **more)


def test_the_meeting_page_leads_the_invited_to_their_answer():
    invitation = InvitationFactory(agency__name={"en": "Police"})

    page = shown(meeting_views.MeetingDetail, focal_point(invitation), code=invitation.meeting.code)

    assert "Open the invitation" in page
    assert "Invitations and answers" not in page


def test_the_next_meeting_is_prepared_arranged_held_and_closed_on_pages(secretariat):
    before = InvitationFactory().meeting
    held_on = TODAY + dt.timedelta(40)
    sent = {"code": "next", "title_en": "Next", "held_on": held_on.isoformat(), "answer_by": "", "with_sessions": "on"}
    assert ask(meeting_views.MeetingCopy, secretariat, sent, code=before.code).status_code == 302
    assert ask(meeting_views.MeetingCopy, secretariat, sent, code=before.code).status_code == 422

    arranged = {"reminder_days": "3, 10, 3", "seats_total": "50", "contact_en": "Call us", "version": "1"}
    wrong = {**arranged, "reminder_days": "three"}
    assert ask(meeting_views.MeetingArrange, secretariat, wrong, code="next").status_code == 422
    assert ask(meeting_views.MeetingArrange, secretariat, arranged, code="next").status_code == 302
    meeting = Meeting.objects.get(code="next")
    assert (meeting.reminder_days, meeting.seats_total) == ([10, 3], 50)
    assert "10, 3" in shown(meeting_views.MeetingArrange, secretariat, code="next")

    assert ask(meeting_views.MeetingHold, secretariat, {}, code="next").status_code == 403
    Meeting.objects.filter(code="next").update(held_on=TODAY)
    assert ask(meeting_views.MeetingHold, secretariat, {}, code="next").status_code == 302
    assert ask(meeting_views.MeetingClose, secretariat, {}, code="next").status_code == 302
    assert ask(meeting_views.MeetingReopen, secretariat, {"reason": "Дутуу."}, code="next").status_code == 302
    assert Meeting.objects.get(code="next").status == MeetingStatus.HELD


def test_the_copy_says_which_bodies_exist_no_more(secretariat):
    before = InvitationFactory(agency__name={"en": "Gone body"}, agency__valid_to=TODAY).meeting
    sent = {"code": "next", "title_en": "Next", "held_on": (TODAY + dt.timedelta(40)).isoformat()}
    view = meeting_views.MeetingCopy

    request = RequestFactory().post("/en/", {once.FIELD: once.new_token(secretariat.user_id), **sent})
    request.actor, request._messages = secretariat, _Messages()
    with translation.override("en"):
        view.as_view()(request, code=before.code)

    assert "Gone body" in request._messages[0]


def test_whoever_sees_the_meeting_has_its_calendar():
    invitation = InvitationFactory()
    actor = focal_point(invitation)

    response = ask(meeting_views.MeetingCalendar, actor, code=invitation.meeting.code)

    assert response["Content-Type"].startswith("text/calendar")
    assert b"BEGIN:VEVENT" in response.content
    with pytest.raises(Http404):
        ask(meeting_views.MeetingCalendar, focal_point(InvitationFactory()), code=invitation.meeting.code)


def test_the_scan_of_a_letter_is_for_those_who_read_names(secretariat):
    invitation = InvitationFactory()
    paper = Paper(CameBy.LETTER, "5/312", TODAY, scan=illustrative_scan("Letter"))
    answering.accept_invitation(
        invitation=invitation, delegation=[], expected_version=1, actor=secretariat, paper=paper
    )
    chair = actor_at(AgencyFactory(), Role.CHAIR, user_id=UserFactory().pk)

    for reader in (secretariat, focal_point(invitation)):
        assert ask(views.AnswerScan, reader, **of(invitation), number=1).status_code == 200
    for reader, number in ((chair, 1), (secretariat, 2)):
        with pytest.raises(Http404):
            ask(views.AnswerScan, reader, **of(invitation), number=number)


@pytest.mark.parametrize(
    ("query", "shown_names"),
    [
        ("?q=Police", {"Police"}),
        ("?audience=civil_society", {"Shelter"}),
        ("?kind=ngo", {"Shelter"}),
        ("", {"Police", "Shelter"}),
    ],
)
def test_agencies_are_narrowed_by_name_kind_and_audience(secretariat, query, shown_names):
    meeting = ComingMeetingFactory()
    for name, kind, audience in (
        ("Police", AgencyKind.AGENCY, Audience.LAW_ENFORCEMENT),
        ("Shelter", AgencyKind.NGO, Audience.CIVIL_SOCIETY),
    ):
        AgencyFactory(name={"en": name}, kind=kind, audiences={audience}, search_key=fold(name))

    page = shown(views.InviteAgencies, secretariat, query=query, code=meeting.code)

    assert {name for name in ("Police", "Shelter") if f"{name} (" in page} == shown_names
