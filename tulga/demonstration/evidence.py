"""An estimate of a hidden number and a table to be protected. All of it illustrative; the worker works both out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tulga.demonstration.clock import Story, moment
from tulga.demonstration.story import both
from tulga.evidence.services.studying import enter_captures, enter_counts

if TYPE_CHECKING:
    from tulga.demonstration.services import Demonstration

CAPTURES = """police,shelters,border guard,count
1,0,0,61
0,1,0,47
0,0,1,38
1,1,0,14
1,0,1,11
0,1,1,7
1,1,1,3
"""
COUNTS = """aimag,sex,count
Dornogovi,women,23
Dornogovi,men,4
Umnugovi,women,31
Umnugovi,men,17
Ulaanbaatar,women,58
Ulaanbaatar,men,26
Khovd,women,2
Khovd,men,0
"""
SOURCE = "illustrative: no office has counted these"


def evidence(demonstration: Demonstration) -> Story:
    yield moment(demonstration.days_ago(20), 11)
    enter_captures(
        title=both("Бүртгэгдээгүй хохирогчийн тоо", "Victims whom no office knows of"),
        source=SOURCE,
        table=CAPTURES,
        is_illustrative=True,
        actor=demonstration.actor("rapporteur"),
    )
    yield moment(demonstration.days_ago(18), 15)
    enter_counts(
        title=both("Тогтоосон хохирогч, аймаг, хүйсээр", "Identified victims by aimag and sex"),
        source=SOURCE,
        table=COUNTS,
        protects_zero=True,
        is_illustrative=True,
        actor=demonstration.actor("secretariat"),
    )
