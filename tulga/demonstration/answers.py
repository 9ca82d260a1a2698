"""What answers the findings of 2017, and a later report that asks some of it again. All of it illustrative."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tulga.answers.services import link_finding, publish_answers
from tulga.demonstration.clock import Story, moment
from tulga.demonstration.story import both
from tulga.findings.choices import Kind
from tulga.findings.services.entering import add_finding, create_assessment
from tulga.kit.i18n import I18nText

if TYPE_CHECKING:
    from tulga.demonstration.services import Demonstration


@dataclass(frozen=True)
class Said:
    """Of a finding of 2017, by its number, and an activity, by its number in the plan."""

    finding: int
    activity: str
    extent: str
    words: str = ""


SAID = (
    Said(1, "2.1", "fully"),
    Said(3, "2.2", "partly", "Two shelters; assistance outside them is not in it."),
    Said(4, "3.1", "partly", "Training alone; the number of cases depends on more."),
    Said(5, "1.2", "partly", "Transport companies only."),
    Said(9, "1.1", "fully"),
    Said(7, "1.1", "not"),
)


@dataclass(frozen=True)
class Asked:
    theme: I18nText
    en: str
    mn: str


# Nearly in the words of 2017: asked again.
ASKED_AGAIN = (
    Asked(
        both("ял шийтгэлээс чөлөөлөх", "non-punishment"),
        "Stop penalising victims for acts that they committed because they were trafficked",
        "Худалдаалагдсанаас болж үйлдсэн хэргийнх нь төлөө хохирогчийг шийтгэхээ зогсоох",
    ),
    Asked(
        both("туслалцаа", "assistance"),
        "Give money to government and NGO shelters and to other assistance for victims in every aimag",
        "Төрийн болон төрийн бус хамгаалах байр, хохирогчид үзүүлэх бусад туслалцааг аймаг бүрд санхүүжүүлэх",
    ),
    Asked(
        both("эрэлт", "demand"),
        "Reduce the demand for commercial sex along the roads to the border ports",
        "Боомт руу хүрэх зам дагуух бэлгийн худалдан авах үйлчилгээний эрэлтийг бууруулах",
    ),
)


def answers(demonstration: Demonstration) -> Story:
    yield moment(demonstration.days_ago(45), 9)
    findings, activities = demonstration.findings, demonstration.plans.of_today
    secretariat = demonstration.actor("secretariat")
    for place, said in enumerate(SAID):
        yield moment(demonstration.days_ago(45), 9, 10 * place)
        link_finding(
            finding=findings[str(said.finding)],
            answers=[activities[said.activity]],
            extent=said.extent,
            words=said.words,
            illustrative=True,
            actor=secretariat,
        )
    yield moment(demonstration.days_ago(43), 16)
    publish_answers(assessment=findings["1"].assessment, actor=secretariat)
    yield moment(demonstration.days_ago(21), 11)
    year = demonstration.days_ago(21).year - 1
    again = create_assessment(
        code=f"CSO-{year}",
        title=both("Иргэний нийгмийн хамтарсан тайлан", "Joint report of civil society"),
        body_name=both("Төрийн бус байгууллагуудын сүлжээ", "Network of non-governmental organisations"),
        state="MNG",
        year=year,
        source="illustrative: there is no such report",
        is_illustrative=True,
        actor=secretariat,
    )
    for asked in ASKED_AGAIN:
        add_finding(
            assessment=again,
            kind=Kind.RECOMMENDATION,
            theme=asked.theme,
            text=asked.en,
            language="en",
            translations=I18nText(mn=asked.mn),
            actor=secretariat,
        )
