"""Near-duplicates of this year's two sessions, and one merge that is made already. All of it illustrative."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils import timezone

from tulga.agencies.models import Agency
from tulga.demonstration.story import both
from tulga.kit.actor import Actor
from tulga.kit.i18n import I18nText
from tulga.meetings.models import Meeting
from tulga.recommendations.models import Recommendation
from tulga.recommendations.services import consolidating, drafting


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


def load_consolidation(*, meeting: Meeting, actor: Callable[[str], Actor], agencies: Mapping[str, Agency]) -> None:
    """Adopt the near-duplicates in their sessions, and merge those two of which nobody doubts that they are one."""
    circles = {each.number: each.circle for each in meeting.sessions.select_related("circle")}

    def adopted(told: Adopted) -> Recommendation:
        drafter = actor(told.drafter)
        draft = drafting.draft_recommendation(
            circle=circles[told.session],
            title=told.title,
            text=told.text,
            addressees=[agencies[code] for code in told.addressees],
            is_illustrative=True,
            actor=drafter,
        )
        return drafting.adopt(recommendation=draft, actor=drafter)

    for each in STILL_APART:
        adopted(each)
    consolidating.merge(
        parents=[adopted(each) for each in TO_MERGE],
        title=MERGED_TITLE,
        text=MERGED_TEXT,
        addressees=[agencies[code] for each in TO_MERGE for code in each.addressees],
        due_on=timezone.localdate() + dt.timedelta(days=150),
        actor=actor("secretariat"),
    )
