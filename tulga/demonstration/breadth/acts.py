"""Loads more of both rounds: a second order and release for each, with what offices said and promised since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle
from typing import TYPE_CHECKING

from django.utils import timezone

from tulga.demonstration.breadth import words
from tulga.demonstration.story import CHAIRS_OFFICE, Recommendation, both
from tulga.dissemination.models import Delivery, Release
from tulga.dissemination.services import approving, delivering, preparing
from tulga.documents.paper import CameBy, Paper
from tulga.kit.audience import Audience
from tulga.kit.i18n import I18nText
from tulga.recommendations.models import Commitment, Decision
from tulga.recommendations.models import Recommendation as Row
from tulga.recommendations.services import committing, deciding

if TYPE_CHECKING:
    from tulga.demonstration.services import Demonstration
    from tulga.meetings.models import Meeting

IN_FORCE = {"released", "implemented", "superseded", "replaces"}
PAPER_DAY = dt.date(2018, 2, 5)
# Who answers for an agency, and who signs for it.
FOCAL_POINTS = {"NPA": "police", "GABP": "border", "SSIA": "inspection", "MLSW": "labour", "NAFYCD": "family"}


@dataclass(frozen=True)
class Second:
    """The second order and release of a round."""

    session: int
    number: str
    dated_on: dt.date
    title: I18nText
    told: Sequence[Recommendation]


def load_breadth(demonstration: Demonstration, then: Meeting, now: Meeting) -> None:
    today = timezone.localdate()
    of_2018, of_now = both("2018 оны хоёр дахь зөвлөмж", "More of 2018"), both("Энэ оны зөвлөмж", "This year's first")
    rounds = (
        (then, words.SESSION_2018, Second(3, "A/15", PAPER_DAY, of_2018, words.BREADTH_2018)),
        (now, words.SESSION_NOW, Second(3, "B/3", today - dt.timedelta(days=4), of_now, words.BREADTH_NOW)),
    )
    states = cycle(words.STATES)
    for meeting, session, second in rounds:
        circle = demonstration.open_session(meeting, second.session, session).circle
        for each in second.told:
            demonstration.tell(each, circle, meeting.held_on)
        rows = [(each, Row.objects.get(circle=circle, working_title=each.title)) for each in second.told]
        in_force = [(told, row) for told, row in rows if told.reaches in IN_FORCE]
        release = _put_in_force(demonstration, second, [row for _told, row in in_force])
        _receive(demonstration, release)
        for told, row in in_force:
            row.refresh_from_db()
            _promise(demonstration, told, row, states)


def _put_in_force(demonstration: Demonstration, second: Second, rows: Iterable[Row]) -> Release:
    secretariat, rows = demonstration.actor("secretariat"), list(rows)
    order = deciding.print_order(
        decisions=Decision.objects.filter(item__recommendation__in=rows),
        signatory_title=CHAIRS_OFFICE,
        actor=secretariat,
    )
    deciding.register_order(
        order=order,
        number=second.number,
        dated_on=second.dated_on,
        signatory_title=CHAIRS_OFFICE,
        is_acting=second.dated_on != PAPER_DAY,
        scan=demonstration.scan(f"Order {second.number}"),
        expected_version=order.version,
        actor=secretariat,
    )
    release = preparing.prepare_release(
        title=second.title,
        recommendations=rows,
        audiences=frozenset(Audience),
        year=second.dated_on.year,
        is_illustrative=True,
        actor=secretariat,
    )
    return approving.approve_release(release=release, actor=demonstration.actor("secretariat2"))


def _receive(demonstration: Demonstration, release: Release) -> None:
    """Some offices acknowledged here, one by telephone, one only opened it, one says why it takes longer."""
    to = {each.agency.code: each for each in Delivery.objects.filter(release=release).select_related("agency")}
    for code in ("NPA", "NAFYCD"):
        delivering.acknowledge(
            delivery=to[code], words="Хэлтсүүдэд танилцуулсан.", actor=demonstration.actor(FOCAL_POINTS[code])
        )
    called = Paper(CameBy.TELEPHONE, "", timezone.localdate(), caller="Бичиг хэргийн ажилтан")
    delivering.acknowledge(delivery=to["IAM"], paper=called, actor=demonstration.actor("secretariat"))
    delivering.open_release(release=release, actor=demonstration.actor("labour"))
    delivering.explain_delay(
        delivery=to["SSIA"], reason="Дарга томилолттой байна.", actor=demonstration.actor("inspection")
    )


def _promise(demonstration: Demonstration, told: Recommendation, row: Row, states: Iterator[tuple[str, int]]) -> None:
    """All are named before the first is verified: what is implemented takes no further commitment.

    Nobody promises before the order, nor for a day that had passed by then: what is late is of the older round.
    """
    today, named = timezone.localdate(), []
    named_on = max(today - dt.timedelta(days=70), row.in_force_on or today)
    for code in told.addressees:
        for text, owner in words.STEPS:
            state, days = ("verified", -20) if told.reaches == "implemented" else next(states)
            if today + dt.timedelta(days=days) <= named_on:
                days = abs(days)
            commitment = committing.name_commitment(
                recommendation=row,
                agency=demonstration.agencies[code],
                text=I18nText({language: each % told.title[language] for language, each in text.items()}),
                owner=owner,
                due_on=today + dt.timedelta(days=days),
                named_on=named_on,
                is_illustrative=True,
                actor=demonstration.actor(FOCAL_POINTS[code]),
            )
            named.append((commitment, state, FOCAL_POINTS[code]))
    for commitment, state, name in named:
        _keep(demonstration, commitment, state, name)


def _keep(demonstration: Demonstration, commitment: Commitment, state: str, name: str) -> None:
    """As far as the state says."""
    if state == "named":
        return
    committing.sign_commitment(commitment=commitment, actor=demonstration.actor(f"{name}.head"))
    if state == "signed":
        return
    committing.report_done(
        commitment=commitment, text=words.REPORT, evidence_link=words.EVIDENCE, actor=demonstration.actor(name)
    )
    if state == "verified":
        committing.verify(
            commitment=commitment, is_adequate=True, words=words.VERDICT, actor=demonstration.actor("rapporteur")
        )
