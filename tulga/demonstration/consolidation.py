"""Near-duplicates of two sessions of the last meeting, and one merge that is made already. All of it illustrative."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tulga.demonstration.clock import Story, moment
from tulga.demonstration.story import both
from tulga.kit.i18n import I18nText
from tulga.recommendations.models import Recommendation
from tulga.recommendations.services import consolidating, drafting

if TYPE_CHECKING:
    from tulga.demonstration.services import Demonstration


@dataclass(frozen=True)
class Adopted:
    session: int
    drafter: str
    addressees: tuple[str, ...]
    title: I18nText
    text: I18nText


# Alike to “Warnings along the road” and to “The child helpline in two languages” of the first session.
STILL_APART = (
    Adopted(
        2,
        "border",
        ("GABP", "UMN"),
        both("Зогсоолын самбар", "Boards at lorry parks"),
        I18nText(mn="Ачааны машины зогсоол, хилийн боомт бүрд тусламжийн утасны самбар байрлуулж, жил бүр шинэчлэх."),
    ),
    Adopted(
        2,
        "partner",
        ("NAFYCD",),
        both("Хүүхдийн утас казах хэлээр", "The child helpline in Kazakh"),
        I18nText(en="Answer the child helpline in Kazakh as well, day and night, and tell schools in Bayan-Ulgii."),
    ),
)
TO_MERGE = (
    Adopted(
        1,
        "family",
        ("NAFYCD", "MLSW"),
        both("Орчуулагчийн жагсаалт", "A list of interpreters"),
        I18nText(mn="Хохирогчтой ажиллах орчуулагчийн жагсаалтыг гаргаж, жил бүр сургах."),
    ),
    Adopted(
        2,
        "police",
        ("NPA",),
        both("Орчуулагч", "Interpreters"),
        I18nText(mn="Мөрдөн шалгах ажиллагаанд оролцох орчуулагчийн жагсаалтыг нэгтгэн гаргаж, урьдчилан сургах."),
    ),
)
MERGED_TITLE = both("Орчуулагчийн нэгдсэн жагсаалт", "One list of interpreters")
MERGED_TEXT = both(
    "Хохирогчтой ажиллах, мөрдөн шалгах ажиллагаанд оролцох орчуулагчийн нэгдсэн жагсаалт гаргаж, жил бүр сургах.",
    "Draw up one list of interpreters for work with victims and for investigations, and train them every year.",
)


def near_duplicates(demonstration: Demonstration) -> Iterable[Story]:
    """Adopted in their sessions; those two of which nobody doubts that they are one are merged."""
    parents: list[Recommendation] = []
    for place, each in enumerate(STILL_APART):
        yield _adopted(demonstration, each, place, demonstration.days_ago(4), [])
    for place, each in enumerate(TO_MERGE, start=len(STILL_APART)):
        yield _adopted(demonstration, each, place, demonstration.now.held_on, parents)
    yield _merged(demonstration, parents)


def _adopted(
    demonstration: Demonstration, told: Adopted, place: int, adopted_on: dt.date, into: list[Recommendation]
) -> Story:
    meeting = demonstration.now
    yield moment(meeting.held_on, 12, 50 + 2 * place)
    drafter = demonstration.actor(told.drafter)
    draft = drafting.draft_recommendation(
        circle=meeting.circles[told.session],
        title=told.title,
        text=told.text,
        addressees=[demonstration.agencies[code] for code in told.addressees],
        is_illustrative=True,
        actor=drafter,
    )
    yield moment(adopted_on, 14, 50 + 2 * place)
    into.append(drafting.adopt(recommendation=draft, actor=drafter))


def _merged(demonstration: Demonstration, parents: list[Recommendation]) -> Story:
    yield moment(demonstration.days_ago(5), 16)
    consolidating.merge(
        parents=parents,
        title=MERGED_TITLE,
        text=MERGED_TEXT,
        addressees=[demonstration.agencies[code] for each in TO_MERGE for code in each.addressees],
        due_on=demonstration.today + dt.timedelta(days=150),
        consolidated_on=demonstration.now.held_on,
        actor=demonstration.actor("secretariat"),
    )
