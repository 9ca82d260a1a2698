"""A meeting with its sessions, and each recommendation from its challenges as far along the thread as it comes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tulga.demonstration import story
from tulga.demonstration.clock import Story, moment, working_days_before
from tulga.demonstration.papers import illustrative_scan
from tulga.meetings.services.preparing import (
    add_participation,
    close_meeting,
    create_meeting,
    hold_meeting,
    open_session,
)
from tulga.places.models import Place
from tulga.recommendations.choices import Outcome
from tulga.recommendations.services import consolidating, drafting, on_paper
from tulga.recommendations.services.circles import close_circle
from tulga.recommendations.services.deciding import decide, submit

if TYPE_CHECKING:
    from tulga.demonstration.services import Demonstration
    from tulga.kit.actor import Actor
    from tulga.kit.i18n import I18nText
    from tulga.meetings.models import Meeting
    from tulga.plan.models import Activity
    from tulga.recommendations.models import Challenge, DraftingCircle, Recommendation


@dataclass(frozen=True)
class Days:
    """On which day what a session adopted came how far, up to the release of what one order put in force."""

    consolidated: dt.date
    submitted: dt.date
    decided: dt.date
    printed: dt.date
    ordered: dt.date
    prepared: dt.date
    released: dt.date


@dataclass(frozen=True)
class Sitting:
    number: int
    session: story.Session
    told: Sequence[story.Recommendation]
    days: Days


@dataclass
class Round:
    demonstration: Demonstration
    code: str
    prepared_on: dt.date
    held_on: dt.date
    words: Mapping[str, I18nText]
    bodies: Mapping[str, str]
    sittings: Sequence[Sitting]
    is_illustrative: bool
    # By how far it comes and the step: days other than the usual ones, so that what waits does not wait for too long.
    other_days: Mapping[tuple[str, str], dt.date] = field(default_factory=dict)
    closed_on: dt.date | None = None
    activities: dict[str, Activity] = field(default_factory=dict)
    circles: dict[int, DraftingCircle] = field(default_factory=dict)
    # By the English title.
    rows: dict[str, Recommendation] = field(default_factory=dict)
    _meeting: Meeting | None = None

    @property
    def meeting(self) -> Meeting:
        if self._meeting is None:
            raise LookupError(f"the meeting {self.code} is not told of yet")
        return self._meeting

    def actor(self, name: str) -> Actor:
        return self.demonstration.actor(name)

    def stories(self) -> Iterable[Story]:
        yield self._of_the_meeting()
        for sitting in self.sittings:
            for place, told in enumerate(sitting.told):
                yield self._of_a_recommendation(told, sitting, 15 * sitting.number + 4 * place)
            for place, challenge in enumerate(sitting.session.still_told):
                yield self._of_a_challenge(challenge, sitting, 150 + 4 * place)

    # --- The meeting ------------------------------------------------------------------------------------------------
    def _of_the_meeting(self) -> Story:
        yield moment(self.prepared_on, 10)
        secretariat = self.actor("secretariat")
        self._meeting = create_meeting(
            code=self.code,
            held_on=self.held_on,
            place=Place.objects.get(code="MN11"),
            source="" if self.is_illustrative else story.BRIEF,
            is_public=True,
            is_illustrative=self.is_illustrative,
            actor=secretariat,
            **self.words,  # type: ignore[arg-type]  # the story's words are those of the meeting's fields
        )
        for sitting in self.sittings:
            yield moment(working_days_before(self.held_on, 1), 11, 10 * sitting.number)
            self._open(sitting)
        yield moment(self.held_on, 9)
        self._note_who_takes_part()
        for sitting in self.sittings:
            if self.closed_on:
                yield moment(self.held_on, 15, 10 * sitting.number)
                close_circle(circle=self.circles[sitting.number], actor=self.actor(sitting.session.scribe))
        yield moment(self.held_on, 16, 45)
        hold_meeting(meeting=self.meeting, actor=secretariat)
        if self.closed_on:
            yield moment(self.closed_on, 15)
            close_meeting(meeting=self.meeting, actor=secretariat)

    def _open(self, sitting: Sitting) -> None:
        users = self.demonstration.users
        self.circles[sitting.number] = open_session(
            meeting=self.meeting,
            number=sitting.number,
            title=sitting.session.title,
            language="mn",
            members=[users[name] for name in sitting.session.members],
            scribe=users[sitting.session.scribe],
            is_illustrative=True,
            actor=self.actor("secretariat"),
        ).circle

    def _note_who_takes_part(self) -> None:
        capacities = [(agency, "participant", named_as) for agency, named_as in self.bodies.items()]
        if not self.is_illustrative:
            capacities += [(story.HOST, "host", "IOM"), (story.DONOR, "donor", "European Union (EIDHR)")]
        for agency, capacity, named_as in capacities:
            add_participation(
                meeting=self.meeting,
                agency=self.demonstration.agencies[agency],
                capacity=capacity,
                named_as=named_as,
                is_illustrative=self.is_illustrative,
                actor=self.actor("secretariat"),
            )

    # --- The recommendations ----------------------------------------------------------------------------------------
    def _of_a_challenge(self, told: story.Challenge, sitting: Sitting, minutes: int) -> Story:
        yield moment(self.held_on, 10, 30 + minutes)
        self._record(told, sitting, self.actor(sitting.session.scribe))

    def _of_a_recommendation(self, told: story.Recommendation, sitting: Sitting, minutes: int) -> Story:
        """`minutes` tell apart what is done with many on one day."""
        reaches, days = told.reaches, sitting.days
        yield moment(self.held_on, 10, 30 + minutes)
        drafter, secretariat, chair = self.actor(told.drafter), self.actor("secretariat"), self.actor("chair")
        challenges = [self._record(each, sitting, drafter) for each in told.challenges]
        yield moment(self.held_on, 10, 32 + minutes)
        recommendation = self._draft(told, sitting, challenges, drafter)
        if reaches == "draft":
            return
        yield moment(self._day(told, "adopted", self.held_on), 13, minutes)
        drafting.adopt(recommendation=recommendation, actor=drafter)
        if reaches == "adopted":
            return
        yield moment(self._day(told, "consolidated", days.consolidated), 9, minutes)
        drafting.consolidate(
            recommendation=recommendation,
            title=told.title,
            text=told.consolidated or told.text,
            addressees=recommendation.addressees.all(),
            expected_version=recommendation.version,
            due_on=self.held_on + dt.timedelta(days=180),
            year=self.held_on.year,
            actor=secretariat,
        )
        if reaches == "consolidated":
            return
        if reaches == "withdrawn":
            yield moment(days.submitted, 11, minutes)
            drafting.withdraw(recommendation=recommendation, reason=told.reasons, actor=secretariat)
            return
        if reaches == "replaces":
            yield moment(days.submitted, 11, minutes)
            self._let_it_replace(recommendation)
        yield moment(self._day(told, "submitted", days.submitted), 14, minutes)
        submit(recommendations=[recommendation], actor=secretariat)
        if reaches == "submitted":
            return
        decided_on = self._day(told, "decided", days.decided)
        yield moment(decided_on, 10, minutes)
        if reaches == "on_paper":
            self._enter_from_paper(recommendation, working_days_before(decided_on, 1))
            return
        outcome = {"deferred": Outcome.DEFERRED, "declined": Outcome.DECLINED}.get(reaches, Outcome.ENDORSED)
        if told.changed:
            outcome = Outcome.ENDORSED_WITH_CHANGES
        decide(
            recommendation=recommendation,
            outcome=outcome,
            reasons=told.reasons,
            changed_text=told.changed,
            actor=chair,
        )

    def _day(self, told: story.Recommendation, step: str, usual: dt.date) -> dt.date:
        return self.other_days.get((told.reaches, step), usual)

    def _record(self, told: story.Challenge, sitting: Sitting, drafter: Actor) -> Challenge:
        return drafting.record_challenge(
            circle=self.circles[sitting.number],
            agency=self.demonstration.agencies[told.agency],
            text=told.text,
            activity=self.activities.get(told.activity),
            places=Place.objects.filter(code__in=told.places),
            is_illustrative=True,
            actor=drafter,
        )

    def _draft(
        self, told: story.Recommendation, sitting: Sitting, challenges: Sequence[Challenge], drafter: Actor
    ) -> Recommendation:
        demonstration = self.demonstration
        recommendation = self.rows[told.title["en"]] = drafting.draft_recommendation(
            circle=self.circles[sitting.number],
            title=told.title,
            text=told.text,
            addressees=[demonstration.agencies[code] for code in told.addressees],
            challenges=challenges,
            findings=[demonstration.findings[str(number)] for number in told.findings],
            activities=[self.activities[number] for number in told.activities],
            places={place.pk: place for each in challenges for place in each.places.all()}.values(),
            is_illustrative=True,
            actor=drafter,
        )
        return recommendation

    def _let_it_replace(self, recommendation: Recommendation) -> None:
        """The one of 2018 that this year's takes the place of."""
        consolidating.arrange(
            recommendation=recommendation,
            title=recommendation.working_title,
            addressees=recommendation.addressees.all(),
            priority=recommendation.priority,
            due_on=recommendation.due_on,
            supersedes=self.demonstration.superseded,
            expected_version=recommendation.version,
            actor=self.actor("secretariat"),
        )
        recommendation.refresh_from_db()

    def _enter_from_paper(self, recommendation: Recommendation, dated_on: dt.date) -> None:
        on_paper.enter_decision(
            recommendation=recommendation,
            outcome=Outcome.ENDORSED,
            office=story.CHAIRS_OFFICE,
            number="7/12",
            dated_on=dated_on,
            scan=illustrative_scan("Decision 7/12"),
            actor=self.actor("secretariat"),
        )
