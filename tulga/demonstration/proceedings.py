"""What happened at the last meeting, and what the next one has on its agenda. All of it is made up."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from tulga.demonstration.clock import Story, moment
from tulga.demonstration.story import both
from tulga.meetings.services import minutes
from tulga.meetings.services import proceedings as attending

if TYPE_CHECKING:
    from tulga.demonstration.services import Demonstration
    from tulga.kit.actor import Actor
    from tulga.meetings.models import Meeting

AGENDA = (
    (dt.time(9), dt.time(9, 30), both("Нээлт", "Opening"), "Дэд зөвлөл"),
    (dt.time(9, 30), dt.time(10, 30), both("Өмнөх уулзалтаас үлдсэн ажил", "What earlier meetings left open"), ""),
    (dt.time(10, 45), dt.time(15), both("Салбар хуралдаан", "Working sessions"), ""),
    (dt.time(15, 15), dt.time(16, 30), both("Зөвлөмж унших, хаалт", "Reading of the recommendations, closing"), ""),
)
CAME = (
    ("NPA", "Цагдаагийн төлөөлөгч", "Урьдчилан сэргийлэх хэлтэс"),
    ("NPA", "Цагдаагийн төлөөлөгч хоёр", "Мөрдөн байцаах хэлтэс"),
    ("MLSW", "Яамны төлөөлөгч", "Бодлогын газар"),
    ("NAFYCD", "Гэр бүлийн төлөөлөгч", "Хамгааллын хэлтэс"),
    ("MGEC", "Төвийн төлөөлөгч", "Хамгаалах байр"),
)
FIRST_WORDS = both(
    "Уулзалтыг Дэд зөвлөл нээв. Салбар хуралдаанууд бэрхшээлээ нэрлэж, зөвлөмж боловсруулав. Дараагийн уулзалтын "
    "өдрийг тогтов.",
    "The Sub-Council opened the meeting. The working sessions named their challenges and drafted recommendations. The "
    "day of the next meeting was set.",
)
WORDS = both(
    "Уулзалтыг Дэд зөвлөл нээв. Салбар хуралдаанууд бэрхшээлээ нэрлэж, зөвлөмж боловсруулав. Боомтын сургалтыг жилд "
    "хоёр удаа хийх санал гарав. Дараагийн уулзалтын өдрийг тогтов.",
    "The Sub-Council opened the meeting. The working sessions named their challenges and drafted recommendations. Two "
    "trainings a year at the border ports were proposed. The day of the next meeting was set.",
)
RESERVATION = "Сургалтын зардлыг яам дангаараа даахаар тохироогүй."
ACTIONS = (
    (
        "NPA",
        "Сургалтын хэлтсийн дарга",
        20,
        both("Боомтын сургалтын хуваарь гаргах", "Draw up the timetable of trainings at the ports"),
    ),
    (
        "NAFYCD",
        "Хамгааллын хэлтсийн дарга",
        -2,
        both("Хамгаалах байрны жагсаалтыг шинэчлэх", "Bring the list of shelters up to date"),
    ),
)


def proceedings(demonstration: Demonstration) -> Story:
    today, days_ago, actor = demonstration.today, demonstration.days_ago, demonstration.actor
    held_on, agencies = demonstration.now.held_on, demonstration.agencies
    yield moment(days_ago(18), 14)
    secretariat, meeting = actor("secretariat"), demonstration.now.meeting
    _put_on_the_agenda(meeting, secretariat)
    for place, (code, name, office) in enumerate(CAME):
        yield moment(held_on, 9, 5 + place)
        attending.note_guest(meeting=meeting, agency=agencies[code], full_name=name, office=office, actor=secretariat)
    yield moment(days_ago(14), 10)
    kept = minutes.begin_minutes(meeting=meeting, text=FIRST_WORDS, actor=secretariat)
    for place, (code, responsible, days, text) in enumerate(ACTIONS):
        yield moment(days_ago(14), 11, 10 * place)
        minutes.add_action(
            meeting=meeting,
            text=text,
            agency=agencies[code],
            responsible=responsible,
            due_on=today + dt.timedelta(days=days),
            actor=secretariat,
        )
    yield moment(days_ago(11), 15)
    minutes.revise_minutes(
        minutes=kept,
        text=WORDS,
        what_changed="Боомтын сургалт",
        expected_version=kept.version,
        actor=secretariat,
    )
    yield moment(days_ago(6), 16)
    minutes.circulate_minutes(minutes=kept, confirm_by=today + dt.timedelta(days=6), actor=secretariat)
    _put_on_the_agenda(demonstration.coming, secretariat)
    for days, name, code, reservation in ((4, "police", "NPA", ""), (3, "labour", "MLSW", RESERVATION)):
        yield moment(days_ago(days), 17)
        minutes.answer_minutes(
            minutes=kept, revision=2, agency=agencies[code], reservation=reservation, actor=actor(name)
        )
    yield moment(days_ago(1), 17)
    attending.carry_over(meeting=demonstration.coming, actor=secretariat)


def _put_on_the_agenda(meeting: Meeting, secretariat: Actor) -> None:
    for begins, ends, title, speaker in AGENDA:
        attending.add_agenda_item(
            meeting=meeting,
            day=meeting.held_on,
            begins_at=begins,
            ends_at=ends,
            title=title,
            speaker=speaker,
            actor=secretariat,
        )
