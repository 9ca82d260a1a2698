"""What the addressees promised, kept, put off and let pass. All of it illustrative."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import cycle
from typing import TYPE_CHECKING

from tulga.demonstration.breadth import words
from tulga.demonstration.clock import Story, moment, working_day, working_days_before
from tulga.demonstration.papers import illustrative_scan
from tulga.demonstration.people import FOCAL_POINTS
from tulga.kit.i18n import I18nText
from tulga.recommendations.services import changing, committing

if TYPE_CHECKING:
    from tulga.demonstration import story
    from tulga.demonstration.in_force import PutInForce
    from tulga.documents.checking import CheckedUpload
    from tulga.recommendations.models import Commitment, Recommendation

# By which of these days the plans of 2018 were due, and the trainings.
PLANS_DUE = (dt.date(2018, 5, 31), dt.date(2018, 6, 29), dt.date(2018, 8, 31))
TRAININGS_DUE = (dt.date(2018, 11, 30), dt.date(2018, 12, 21))
# Working days before loading: for what is late since 2018 a new day is asked before this year's meeting.
ASKED, AGREED = 54, 50


@dataclass(frozen=True)
class Promise:
    """One commitment, with the people who stand for it."""

    order: PutInForce
    to: story.Recommendation
    agency: str
    text: I18nText
    owner: str
    place: int  # among those of its order, so that not everybody acts in the same minute
    report: str = words.REPORT
    verdict: str = words.VERDICT
    has_evidence: bool = False

    @property
    def name(self) -> str:
        return FOCAL_POINTS[self.agency]

    def row(self) -> Recommendation:
        return self.order.row(self.to)

    def make(self, due_on: dt.date) -> Commitment:
        return committing.name_commitment(
            recommendation=self.row(),
            agency=self.order.round.demonstration.agencies[self.agency],
            text=self.text,
            owner=self.owner,
            due_on=due_on,
            is_illustrative=True,
            actor=self.order.round.actor(self.name),
        )

    def sign(self, commitment: Commitment) -> None:
        committing.sign_commitment(commitment=commitment, actor=self.order.round.actor(f"{self.name}.head"))

    def keep(self, commitment: Commitment) -> None:
        committing.report_done(
            commitment=commitment,
            text=self.report,
            evidence=self._evidence(),
            evidence_link="" if self.has_evidence else words.EVIDENCE,
            actor=self.order.round.actor(self.name),
        )

    def verify(self, commitment: Commitment) -> None:
        committing.verify(
            commitment=commitment, is_adequate=True, words=self.verdict, actor=self.order.round.actor("rapporteur")
        )

    def put_off(self, commitment: Commitment, due_on: dt.date) -> Story:
        today = self.order.round.demonstration.today
        yield moment(working_days_before(today, ASKED - self.place % 3), 14, 7 * self.place)
        change = changing.ask_for_more_time(
            commitment=commitment,
            new_due_on=due_on,
            reason=words.MORE_TIME,
            actor=self.order.round.actor(self.name),
        )
        yield moment(working_days_before(today, AGREED), 16, 5 * self.place)
        changing.answer_change(change=change, is_agreed=True, words="", actor=self.order.round.actor("secretariat"))
        commitment.refresh_from_db()

    def _evidence(self) -> CheckedUpload | None:
        return illustrative_scan(f"Evidence: {self.text.shown('en').text}") if self.has_evidence else None


def kept_in_its_year(promise: Promise, named_on: dt.date, due_on: dt.date) -> Story:
    yield moment(named_on, 10)
    commitment = promise.make(due_on)
    yield moment(working_day(named_on + dt.timedelta(days=4)), 15)
    promise.sign(commitment)
    yield moment(working_days_before(due_on, 2 + promise.place % 5), 11, 3 * promise.place)
    promise.keep(commitment)
    yield moment(working_day(due_on + dt.timedelta(days=9 + promise.place % 7)), 14, 6 * promise.place)
    promise.verify(commitment)


def put_off_since_2018(promise: Promise, named_on: dt.date, due_on: dt.date, state: str, new_due_on: dt.date) -> Story:
    yield moment(named_on, 10, 20)
    commitment = promise.make(due_on)
    yield moment(working_day(named_on + dt.timedelta(days=4)), 15, 10)
    promise.sign(commitment)
    yield from promise.put_off(commitment, new_due_on)
    today = promise.order.round.demonstration.today
    if state == "done":
        yield moment(working_days_before(min(today, new_due_on), 2), 11)
        promise.keep(commitment)
    if state == "verified":
        yield moment(working_days_before(new_due_on, 5), 11)
        promise.keep(commitment)
        yield moment(working_days_before(new_due_on, 1), 14)
        promise.verify(commitment)


def of_this_year(promise: Promise, state: str, due_on: dt.date, named: int) -> Story:
    """Named so many working days before loading, and as far since as the state says."""
    today = promise.order.round.demonstration.today
    yield moment(working_days_before(today, named), 10, 6 * promise.place)
    commitment = promise.make(due_on)
    if state == "named":
        return
    yield moment(working_days_before(today, 3), 14, 6 * promise.place)
    promise.sign(commitment)
    if state == "signed":
        return
    yield moment(working_days_before(today, 2), 10, 9 * promise.place)
    promise.keep(commitment)
    if state == "verified":
        yield moment(working_days_before(today, 1), 13, 9 * promise.place)
        promise.verify(commitment)


def told_in_words(order: PutInForce) -> Iterator[Story]:
    """Those that the story tells one by one."""
    today = order.round.demonstration.today
    for place, (to, told) in enumerate((row, each) for row in order.told for each in row.commitments):
        named_on = working_day(order.days.released + dt.timedelta(days=19 + place))
        promise = Promise(
            *(order, to, told.agency, told.text, told.owner, place, told.report, told.verdict),
            has_evidence=bool(told.report),
        )
        due_on = today + dt.timedelta(days=told.days)
        if told.due_on:
            yield kept_in_its_year(promise, named_on, told.due_on)
        elif told.state == "named":
            yield of_this_year(promise, told.state, due_on, named=5)
        else:
            yield put_off_since_2018(promise, named_on, TRAININGS_DUE[0], told.state, due_on)


def step_by_step(order: PutInForce, text: I18nText, owner: str) -> Iterator[Promise]:
    """The same step of every addressee of everything in force."""
    for place, (to, agency) in enumerate((row, code) for row in order.told for code in row.addressees):
        of_it = I18nText({language: each % to.title[language] for language, each in text.items()})
        yield Promise(order, to, agency, of_it, owner, place)


def of_2018(order: PutInForce) -> Iterator[Story]:
    """Every addressee draws up its plan within the year; the trainings are put off until they are nearly forgotten."""
    today, states = order.round.demonstration.today, cycle(words.STATES_SINCE_2018)
    steps = zip(step_by_step(order, *words.PLAN), step_by_step(order, *words.TRAINING), strict=True)
    for place, (plan, training) in enumerate(steps):
        named_on = working_day(order.days.released + dt.timedelta(days=6 + place))
        training_due = TRAININGS_DUE[place % len(TRAININGS_DUE)]
        yield kept_in_its_year(plan, named_on, PLANS_DUE[place % len(PLANS_DUE)])
        if plan.to.reaches == "implemented":
            yield kept_in_its_year(training, named_on, training_due)
        else:
            state, days = next(states)
            yield put_off_since_2018(training, named_on, training_due, state, today + dt.timedelta(days=days))


def of_now(order: PutInForce) -> Iterator[Story]:
    today, states = order.round.demonstration.today, cycle(words.STATES)
    for step in (words.PLAN, words.TRAINING):
        for promise in step_by_step(order, *step):
            if (promise.agency, promise.to.title["en"]) != words.STILL_SILENT:
                state, days = next(states)
                yield of_this_year(promise, state, today + dt.timedelta(days=days), 5 - promise.place % 2)


def all_promises(of_first: PutInForce, of_second: PutInForce, now: PutInForce) -> Iterable[Story]:
    yield from told_in_words(of_first)
    yield from of_2018(of_second)
    yield from of_now(now)
