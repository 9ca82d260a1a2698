"""Loads the demonstration: every record through the service, by the person who would make it, on the day of the act."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation

from tulga.accounts.actors import actor_of
from tulga.accounts.models import User
from tulga.accounts.one_time_links import token_of
from tulga.accounts.services import accept_invitation, invite
from tulga.agencies.models import Agency
from tulga.demonstration import promises, story
from tulga.demonstration.answers import answers
from tulga.demonstration.breadth.words import BREADTH_2018, BREADTH_NOW, SESSION_2018, SESSION_NOW
from tulga.demonstration.clock import Story, moment, tell, working_day, working_days_before
from tulga.demonstration.consolidation import near_duplicates
from tulga.demonstration.evidence import evidence
from tulga.demonstration.imports import imports
from tulga.demonstration.in_force import PutInForce
from tulga.demonstration.meetings import next_meeting
from tulga.demonstration.national_plan import Plans
from tulga.demonstration.people import PASSWORD, PEOPLE, Person
from tulga.demonstration.proceedings import proceedings
from tulga.demonstration.rounds import Days, Round, Sitting
from tulga.dissemination.services.reminding import remind
from tulga.findings.models import Finding
from tulga.findings.services.loading import load_findings
from tulga.kit.actor import Actor
from tulga.meetings.models import Meeting
from tulga.meetings.services.inviting import remind_invited
from tulga.notices.models import Notice
from tulga.notices.services import mark_read
from tulga.recommendations.services.climbing import tell_of_deadlines

if TYPE_CHECKING:
    from tulga.recommendations.models import Recommendation

# Before this day there is nothing: on it the reference data come in.
FIRST_DAY = dt.date(2017, 9, 4)
SYSTEM = Actor.system("load_demonstration")
FIRST_FINDINGS = 2017
READING_DAYS_OF_2018 = (dt.date(2018, 4, 30), dt.date(2018, 12, 28))


def is_loaded() -> bool:
    return Meeting.objects.filter(code="2018").exists()


def load_demonstration() -> bool:
    """Load everything in one transaction. False where it was loaded before."""
    if is_loaded():
        return False
    now = timezone.now()
    with transaction.atomic(), translation.override("en"):
        tell(Demonstration(timezone.localdate(now)).stories(), until=now)
        _take_e_mails_as_sent()
    return True


def _take_e_mails_as_sent() -> None:
    """They left on the days that are told of: the worker of today sends none of them."""
    told = F("created_at")
    Notice.objects.update(mail_queued_at=told, mail_started_at=told, mail_sent_at=told)


class Demonstration:
    """The people and records under the names that the story gives them, while it is told."""

    def __init__(self, today: dt.date) -> None:
        self.today = today
        self.agencies = {each.code: each for each in Agency.objects.all()}
        self.users: dict[str, User] = {}
        self.plans = Plans(self.agencies, self.actor, today)
        self.then, self.now = self._round_of_2018(), self._round_of_now()
        self.coming: Meeting  # once it is prepared

    @cached_property
    def findings(self) -> dict[str, Finding]:
        return {each.number: each for each in Finding.objects.current().filter(assessment__code="TIP-2017-MNG")}

    @property
    def superseded(self) -> Recommendation:
        (told,) = [each for each in BREADTH_2018 if each.reaches == "superseded"]
        return self.then.rows[told.title["en"]]

    def actor(self, name: str) -> Actor:
        return actor_of(self.users[name])

    def days_ago(self, working_days: int) -> dt.date:
        return working_days_before(self.today, working_days)

    # --- The rounds -------------------------------------------------------------------------------------------------
    def _round_of_2018(self) -> Round:
        first = Days(*(dt.date(2018, 1, day) for day in (11, 15, 17, 19, 22, 23, 24)))
        second = Days(
            *(dt.date(2018, 1, day) for day in (16, 24, 30)), *(dt.date(2018, 2, day) for day in (1, 5, 6, 7))
        )
        return Round(
            self,
            code="2018",
            prepared_on=dt.date(2017, 12, 4),
            held_on=dt.date(2018, 1, 10),
            words=story.MEETING_2018,
            bodies=story.PARTICIPANTS_2018,
            sittings=(
                *(
                    Sitting(number, session, told, first)
                    for number, (session, told) in enumerate(
                        zip(story.SESSIONS_2018, story.ROUND_2018, strict=True), start=1
                    )
                ),
                Sitting(3, SESSION_2018, BREADTH_2018, second),
            ),
            is_illustrative=False,
            closed_on=dt.date(2018, 3, 30),
            activities=self.plans.of_2017,
        )

    def _round_of_now(self) -> Round:
        held_on, days = self.days_ago(16), Days(*map(self.days_ago, (13, 12, 10, 9, 8, 7, 7)))
        sittings = zip((*story.SESSIONS_NOW, SESSION_NOW), (*story.ROUND_NOW, BREADTH_NOW), strict=True)
        return Round(
            self,
            code=str(held_on.year),
            prepared_on=self.days_ago(48),
            held_on=held_on,
            words={"title": story.meeting_of(held_on.year), **story.MEETING_NOW},
            bodies=dict.fromkeys(story.PARTICIPANTS_NOW, ""),
            sittings=[Sitting(number, *each, days) for number, each in enumerate(sittings, start=1)],
            is_illustrative=True,
            other_days={
                ("adopted", "adopted"): self.days_ago(4),
                ("consolidated", "consolidated"): self.days_ago(5),
                ("submitted", "submitted"): self.days_ago(6),
                ("on_paper", "submitted"): self.days_ago(6),
                ("on_paper", "decided"): self.days_ago(2),
                ("endorsed", "decided"): self.days_ago(3),
            },
            activities=self.plans.of_today,
        )

    # --- All that is told -------------------------------------------------------------------------------------------
    def stories(self) -> Iterable[Story]:
        yield self._people()
        yield self._findings()
        yield from self.plans.stories()
        for each in (self.then, self.now):
            yield from each.stories()
        yield from self._in_force()
        yield from near_duplicates(self)
        yield next_meeting(self)
        yield proceedings(self)
        yield answers(self)
        yield evidence(self)
        yield imports(self)
        yield self._readers()
        yield self._mornings()

    def _people(self) -> Story:
        for place, person in enumerate(PEOPLE):
            yield moment(dt.date(2017, 9, 11), 10, 15 * place)
            self.users[person.name] = self._invited(person)

    def _invited(self, person: Person) -> User:
        invitation = invite(
            email=person.email,
            agency=self.agencies[person.agency],
            role=person.role,
            full_name=person.office,
            is_alternate=person.is_alternate,
            actor=SYSTEM,
        )
        accepted = accept_invitation(
            token=token_of(invitation.nonce), full_name=person.office, password=PASSWORD, actor=Actor()
        )
        return accepted.user

    def _findings(self) -> Story:
        """Each year's assessment comes in after it was published, in summer."""
        yield moment(dt.date(2017, 9, 12), 14)
        load_findings(actor=SYSTEM, until=FIRST_FINDINGS)
        for year in range(FIRST_FINDINGS + 1, self.today.year):
            yield moment(working_day(dt.date(year, 7, 20)), 14)
            load_findings(actor=SYSTEM, until=year)

    def _in_force(self) -> Iterable[Story]:
        *first, second = self.then.sittings
        of_first = PutInForce(self.then, first, "A/14", story.both("2018 оны зөвлөмж", "Recommendations of 2018"))
        of_second = PutInForce(self.then, [second], "A/15", story.both("2018 оны хоёр дахь зөвлөмж", "More of 2018"))
        of_now = PutInForce(
            self.now, [self.now.sittings[-1]], "B/3", story.recommendations_of(self.now.held_on.year), is_acting=True
        )
        for each in (of_first, of_second, of_now):
            yield each.story()
        yield of_first.all_acknowledge()
        yield of_second.all_acknowledge()
        yield of_now.some_acknowledge(self.today)
        yield from promises.all_promises(of_first, of_second, of_now)

    # --- What nobody does for the story's sake ----------------------------------------------------------------------
    def _readers(self) -> Story:
        """Everybody reads what they are told of; only of the last days something is left."""
        for day in (*READING_DAYS_OF_2018, *map(self.days_ago, (10, 2))):
            yield moment(day, 8, 40)
            for name in self.users:
                mark_read(actor=self.actor(name))

    def _mornings(self) -> Story:
        """What the clock tells by itself, so that it has nothing old to tell on the day of loading."""
        for day in (dt.date(2018, 12, 27), self.today - dt.timedelta(days=1)):
            yield moment(day, 7)
            remind(today=day)
            remind_invited(today=day, actor=Actor.system("remind_invited"))
            tell_of_deadlines(today=day, actor=Actor.system("tell_of_deadlines"))
