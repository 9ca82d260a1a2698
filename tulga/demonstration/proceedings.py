"""What happened at this year's meeting, and what the next one has on its agenda. All of it is made up."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from tulga.demonstration.story import both
from tulga.meetings.services import minutes, proceedings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tulga.agencies.models import Agency
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
    "Уулзалтыг Дэд зөвлөл нээв. Салбар хуралдаанууд бэрхшээлээ нэрлэж, зөвлөмж боловсруулав. Дараагийн уулзалтыг "
    "хавар хийхээр тогтов.",
    "The Sub-Council opened the meeting. The working sessions named their challenges and drafted recommendations. The "
    "next meeting is in spring.",
)
WORDS = both(
    "Уулзалтыг Дэд зөвлөл нээв. Салбар хуралдаанууд бэрхшээлээ нэрлэж, зөвлөмж боловсруулав. Боомтын сургалтыг жилд "
    "хоёр удаа хийх санал гарав. Дараагийн уулзалтыг хавар хийхээр тогтов.",
    "The Sub-Council opened the meeting. The working sessions named their challenges and drafted recommendations. Two "
    "trainings a year at the border ports were proposed. The next meeting is in spring.",
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


def load_proceedings(
    *, today: dt.date, now: Meeting, coming: Meeting, actor: Callable[[str], Actor], agencies: Mapping[str, Agency]
) -> None:
    secretariat = actor("secretariat")
    for meeting in (now, coming):
        for begins, ends, title, speaker in AGENDA:
            proceedings.add_agenda_item(
                meeting=meeting,
                day=meeting.held_on,
                begins_at=begins,
                ends_at=ends,
                title=title,
                speaker=speaker,
                actor=secretariat,
            )
    proceedings.carry_over(meeting=coming, actor=secretariat)
    for code, name, office in CAME:
        proceedings.note_guest(meeting=now, agency=agencies[code], full_name=name, office=office, actor=secretariat)
    kept = minutes.begin_minutes(meeting=now, text=FIRST_WORDS, actor=secretariat)
    minutes.revise_minutes(
        minutes=kept,
        text=WORDS,
        what_changed="Боомтын сургалт",
        expected_version=kept.version,
        actor=secretariat,
    )
    minutes.circulate_minutes(minutes=kept, confirm_by=today + dt.timedelta(days=6), actor=secretariat)
    for name, code, reservation in (("police", "NPA", ""), ("labour", "MLSW", RESERVATION)):
        minutes.answer_minutes(
            minutes=kept, revision=2, agency=agencies[code], reservation=reservation, actor=actor(name)
        )
    for code, responsible, days, text in ACTIONS:
        minutes.add_action(
            meeting=now,
            text=text,
            agency=agencies[code],
            responsible=responsible,
            due_on=today + dt.timedelta(days=days),
            actor=secretariat,
        )
