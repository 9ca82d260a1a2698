"""The next meeting, being prepared: agencies invited, some answered, one asks for seats. All of it is made up."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from tulga.agencies.models import Agency
from tulga.demonstration.clock import Story, moment, working_day
from tulga.demonstration.papers import illustrative_scan
from tulga.demonstration.story import both
from tulga.documents.paper import CameBy, Paper
from tulga.meetings.choices import Part
from tulga.meetings.models import Invitation
from tulga.meetings.services import answering, inviting, preparing
from tulga.meetings.services.answering import Named

if TYPE_CHECKING:
    from tulga.demonstration.services import Demonstration
    from tulga.kit.actor import Actor

DAYS_TO_GO, DAYS_TO_ANSWER = 40, 12
INVITED = (
    *("MOJHA", "SC", "NPA", "GABP", "IAM", "SSIA", "MLSW", "NAFYCD", "OPG", "JGC", "NHRCM", "UMN", "DRN", "MGEC"),
    *("TALITA", "ECPAT", "ILO", "IOM", "TAF", "EU"),
)
WORDS = {
    "title": both("Дараагийн зөвлөлдөх уулзалт", "The next consultative meeting"),
    "venue": both("Төрийн ордны их танхим (зохиомол)", "Great hall of the State Palace (made up)"),
    "purpose": both(
        "Зөвлөмжийн биелэлтийг дүгнэж, дараагийн жилийн ажлыг төлөвлөх",
        "To take stock of the recommendations and plan the coming year",
    ),
    "signatory": both("Дэд зөвлөлийн дарга", "Head of the Sub-Council"),
    "contact": both(
        "Дэд зөвлөлийн ажлын алба (зохиомол хаяг): alba@tulga.example",
        "Secretariat of the Sub-Council (a made-up address): office@tulga.example",
    ),
}


def next_meeting(demonstration: Demonstration) -> Story:
    """Prepared after the meeting before, with mixed answers."""
    today, days_ago, actor = demonstration.today, demonstration.days_ago, demonstration.actor
    yield moment(days_ago(6), 10)
    secretariat = actor("secretariat")
    meeting = preparing.create_meeting(
        code="next",
        held_on=working_day(today + dt.timedelta(days=DAYS_TO_GO)),
        begins_at=dt.time(10),
        ends_at=dt.time(16, 30),
        place=demonstration.now.meeting.place,
        languages=["mn", "en"],
        seats_total=60,
        answer_by=today + dt.timedelta(days=DAYS_TO_ANSWER),
        is_public=True,
        is_illustrative=True,
        actor=secretariat,
        **WORDS,  # type: ignore[arg-type]  # the words are those of the meeting's fields
    )
    demonstration.coming = meeting
    yield moment(days_ago(5), 9)
    inviting.invite_agencies(
        meeting=meeting,
        agencies=Agency.objects.filter(code__in=INVITED).valid_on(meeting.held_on),
        seats=3,
        answer_by=today + dt.timedelta(days=DAYS_TO_ANSWER),
        is_illustrative=True,
        actor=secretariat,
    )
    yield moment(days_ago(5), 11)
    inviting.send_invitations(meeting=meeting, actor=secretariat)
    invited = {each.agency.code: each for each in meeting.invitations.select_related("agency", "meeting")}
    yield moment(days_ago(4), 9)
    _accept(invited["GABP"], actor("border"), "Хилийн төлөөлөгч", "Хил хамгаалах газрын дарга")
    yield moment(days_ago(3), 10)
    _accept(invited["NAFYCD"], actor("family"), "Гэр бүлийн төлөөлөгч", "Хэлтсийн дарга")
    yield moment(days_ago(3), 12)
    answering.decline_invitation(
        invitation=invited["SSIA"],
        reason="Энэ өдөр улсын нэгдсэн хяналттай давхцаж байна.",
        expected_version=1,
        actor=actor("inspection"),
    )
    yield moment(days_ago(2), 16)
    answering.accept_invitation(
        invitation=invited["OPG"],
        delegation=[Named(Part.HEAD, "Прокурорын төлөөлөгч", "Хяналтын прокурор")],
        expected_version=1,
        actor=secretariat,
        paper=Paper(CameBy.LETTER, "1/204", days_ago(3), scan=illustrative_scan("Letter 1/204")),
    )
    yield moment(days_ago(1), 15)
    answering.ask_for_seats(
        invitation=invited["MLSW"], seats=5, reason="Хоёр аймгийн хэлтэс хамт ирнэ.", actor=actor("labour")
    )


def _accept(invitation: Invitation, actor: Actor, name: str, office: str) -> None:
    """By titles instead of names: nobody real."""
    answering.accept_invitation(
        invitation=invitation,
        delegation=[Named(Part.HEAD, name, office), Named(Part.MEMBER, f"{name} хоёр", "Мэргэжилтэн")],
        expected_version=invitation.version,
        actor=actor,
    )
