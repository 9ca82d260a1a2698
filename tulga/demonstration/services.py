"""Loads the demonstration: every record through the service, by the person who would make it."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import TYPE_CHECKING

import typst
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone, translation

from tulga.accounts.actors import actor_of
from tulga.accounts.models import User
from tulga.accounts.one_time_links import token_of
from tulga.accounts.services import accept_invitation, invite
from tulga.agencies.models import Agency
from tulga.demonstration import story
from tulga.demonstration.answers import load_answers
from tulga.demonstration.breadth.acts import load_breadth
from tulga.demonstration.breadth.words import BREADTH_2018
from tulga.demonstration.consolidation import load_consolidation
from tulga.demonstration.evidence import load_evidence
from tulga.demonstration.meetings import load_next_meeting
from tulga.demonstration.national_plan import Plans
from tulga.demonstration.people import PASSWORD, PEOPLE, Person
from tulga.demonstration.proceedings import load_proceedings
from tulga.dissemination.services.approving import approve_release
from tulga.dissemination.services.preparing import prepare_release
from tulga.documents.checking import check_upload
from tulga.documents.choices import SCANS
from tulga.findings.models import Finding
from tulga.findings.services.loading import load_findings
from tulga.kit.actor import Actor
from tulga.kit.audience import Audience
from tulga.kit.i18n import I18nText
from tulga.meetings.models import Meeting
from tulga.meetings.services.preparing import (
    add_participation,
    close_meeting,
    create_meeting,
    hold_meeting,
    open_session,
)
from tulga.places.models import Place
from tulga.plan.models import Activity
from tulga.recommendations.choices import Outcome
from tulga.recommendations.models import Challenge, Decision, DraftingCircle, Recommendation
from tulga.recommendations.services import committing, consolidating, deciding, drafting, on_paper
from tulga.recommendations.services.circles import close_circle

if TYPE_CHECKING:
    from tulga.documents.checking import CheckedUpload
    from tulga.meetings.models import WorkingSession

MEETING_OF_2018 = dt.date(2018, 1, 10)
ORDER_OF_2018 = dt.date(2018, 1, 22)
SYSTEM = Actor.system("load_demonstration")
ENDORSING = {"released", "implemented"}


def is_loaded() -> bool:
    return Meeting.objects.filter(code="2018").exists()


def load_demonstration() -> bool:
    """Load everything in one transaction. False where it was loaded before."""
    if is_loaded():
        return False
    with transaction.atomic(), translation.override("en"):
        Demonstration().load()
    return True


class Demonstration:
    """The people and records under the names that the story gives them, while it is told."""

    def __init__(self) -> None:
        self.today = timezone.localdate()
        self.agencies = {each.code: each for each in Agency.objects.all()}
        self.users: dict[str, User] = {}
        self.activities: dict[str, Activity] = {}

    @cached_property
    def findings(self) -> dict[str, Finding]:
        return {each.number: each for each in Finding.objects.current().filter(assessment__code="TIP-2017-MNG")}

    def actor(self, name: str) -> Actor:
        return actor_of(self.users[name])

    def load(self) -> None:
        for person in PEOPLE:
            self.users[person.name] = self._invited(person)
        load_findings(actor=SYSTEM)
        activities_then, activities_now = Plans(self.agencies, self.actor, self.today).load()
        then = self._meeting(
            "2018", MEETING_OF_2018, story.MEETING_2018, story.PARTICIPANTS_2018, is_illustrative=False
        )
        now = self._meeting(
            str(self.today.year),
            self.today - dt.timedelta(days=12),
            story.MEETING_NOW,
            dict.fromkeys(story.PARTICIPANTS_NOW, ""),
            is_illustrative=True,
        )
        for meeting, sessions, rounds in (
            (then, story.SESSIONS_2018, story.ROUND_2018),
            (now, story.SESSIONS_NOW, story.ROUND_NOW),
        ):
            self.activities = activities_then if meeting == then else activities_now
            for number, (session, told) in enumerate(zip(sessions, rounds, strict=True), start=1):
                circle = self.open_session(meeting, number, session).circle
                for each in told:
                    self.tell(each, circle, meeting.held_on)
                if meeting == then:
                    close_circle(circle=circle, actor=self.actor(session.scribe))
                else:
                    for challenge in session.still_told:
                        self._challenge(challenge, circle, meeting.held_on, self.actor(session.scribe))
        self._put_in_force()
        load_breadth(self, then, now)
        load_consolidation(meeting=now, actor=self.actor, agencies=self.agencies)
        for meeting in (then, now):
            hold_meeting(meeting=meeting, actor=self.actor("secretariat"))
        close_meeting(meeting=then, actor=self.actor("secretariat"))
        coming = load_next_meeting(today=self.today, before=now, actor=self.actor, scan=illustrative_scan)
        load_answers(
            today=self.today,
            findings=self.findings,
            activities=self.activities,
            secretariat=self.actor("secretariat"),
        )
        load_evidence(secretariat=self.actor("secretariat"), rapporteur=self.actor("rapporteur"))
        load_proceedings(today=self.today, now=now, coming=coming, actor=self.actor, agencies=self.agencies)

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

    def _meeting(
        self, code: str, held_on: dt.date, words: dict[str, I18nText], bodies: dict[str, str], *, is_illustrative: bool
    ) -> Meeting:
        secretariat = self.actor("secretariat")
        meeting = create_meeting(
            code=code,
            held_on=held_on,
            place=Place.objects.get(code="MN11"),
            source="" if is_illustrative else story.BRIEF,
            is_public=True,
            is_illustrative=is_illustrative,
            actor=secretariat,
            **words,  # type: ignore[arg-type]  # the story's words are those of the meeting's fields
        )
        capacities = [(agency, "participant", named_as) for agency, named_as in bodies.items()]
        if not is_illustrative:
            capacities += [(story.HOST, "host", "IOM"), (story.DONOR, "donor", "European Union (EIDHR)")]
        for agency, capacity, named_as in capacities:
            add_participation(
                meeting=meeting,
                agency=self.agencies[agency],
                capacity=capacity,
                named_as=named_as,
                is_illustrative=is_illustrative,
                actor=secretariat,
            )
        return meeting

    def open_session(self, meeting: Meeting, number: int, session: story.Session) -> WorkingSession:
        return open_session(
            meeting=meeting,
            number=number,
            title=session.title,
            language="mn",
            members=[self.users[name] for name in session.members],
            scribe=self.users[session.scribe],
            is_illustrative=True,
            actor=self.actor("secretariat"),
        )

    def tell(self, told: story.Recommendation, circle: DraftingCircle, held_on: dt.date) -> None:
        """Lead one recommendation from its challenges as far along the thread as the story says."""
        drafter, secretariat, chair = self.actor(told.drafter), self.actor("secretariat"), self.actor("chair")
        challenges = [self._challenge(each, circle, held_on, drafter) for each in told.challenges]
        recommendation = drafting.draft_recommendation(
            circle=circle,
            title=told.title,
            text=told.text,
            addressees=[self.agencies[code] for code in told.addressees],
            challenges=challenges,
            findings=[self.findings[str(number)] for number in told.findings],
            activities=[self.activities[number] for number in told.activities],
            places={place.pk: place for each in challenges for place in each.places.all()}.values(),
            is_illustrative=True,
            actor=drafter,
        )
        if told.reaches == "draft":
            return
        drafting.adopt(recommendation=recommendation, actor=drafter)
        if told.reaches == "adopted":
            return
        drafting.consolidate(
            recommendation=recommendation,
            title=told.title,
            text=told.consolidated or told.text,
            addressees=recommendation.addressees.all(),
            expected_version=recommendation.version,
            due_on=held_on + dt.timedelta(days=180),
            year=held_on.year,
            consolidated_on=held_on,
            actor=secretariat,
        )
        if told.reaches == "consolidated":
            return
        if told.reaches == "withdrawn":
            drafting.withdraw(recommendation=recommendation, reason=told.reasons, actor=secretariat)
            return
        if told.reaches == "replaces":
            self._let_it_replace(recommendation)
        deciding.submit(recommendations=[recommendation], actor=secretariat)
        if told.reaches == "submitted":
            return
        if told.reaches == "on_paper":
            self._enter_from_paper(recommendation)
            return
        outcome = {"deferred": Outcome.DEFERRED, "declined": Outcome.DECLINED}.get(told.reaches, Outcome.ENDORSED)
        if told.changed:
            outcome = Outcome.ENDORSED_WITH_CHANGES
        deciding.decide(
            recommendation=recommendation,
            outcome=outcome,
            reasons=told.reasons,
            changed_text=told.changed,
            actor=chair,
        )

    def _let_it_replace(self, recommendation: Recommendation) -> None:
        """The one of 2018 that this year's takes the place of."""
        (older,) = [each for each in BREADTH_2018 if each.reaches == "superseded"]
        consolidating.arrange(
            recommendation=recommendation,
            title=recommendation.working_title,
            addressees=recommendation.addressees.all(),
            priority=recommendation.priority,
            due_on=recommendation.due_on,
            supersedes=Recommendation.objects.get(working_title=older.title),
            expected_version=recommendation.version,
            actor=self.actor("secretariat"),
        )
        recommendation.refresh_from_db()

    def _enter_from_paper(self, recommendation: Recommendation) -> None:
        on_paper.enter_decision(
            recommendation=recommendation,
            outcome=Outcome.ENDORSED,
            office=story.CHAIRS_OFFICE,
            number="7/12",
            dated_on=self.today,
            scan=illustrative_scan("Decision 7/12"),
            actor=self.actor("secretariat"),
        )

    @staticmethod
    def scan(title: str) -> CheckedUpload:
        return illustrative_scan(title)

    def _challenge(self, told: story.Challenge, circle: DraftingCircle, told_on: dt.date, drafter: Actor) -> Challenge:
        return drafting.record_challenge(
            circle=circle,
            agency=self.agencies[told.agency],
            text=told.text,
            activity=self.activities.get(told.activity),
            places=Place.objects.filter(code__in=told.places),
            told_on=told_on,
            is_illustrative=True,
            actor=drafter,
        )

    def _put_in_force(self) -> None:
        """The order of 2018, its release, and what the addressees promised since."""
        secretariat, second = self.actor("secretariat"), self.actor("secretariat2")
        endorsed = [each for session in story.ROUND_2018 for each in session if each.reaches in ENDORSING]
        rows = [
            Recommendation.objects.get(reference__startswith="R-2018-", working_title=each.title) for each in endorsed
        ]
        order = deciding.print_order(
            decisions=Decision.objects.filter(item__recommendation__in=rows),
            signatory_title=story.CHAIRS_OFFICE,
            actor=secretariat,
        )
        deciding.register_order(
            order=order,
            number="A/14",
            dated_on=ORDER_OF_2018,
            signatory_title=story.CHAIRS_OFFICE,
            is_acting=False,
            scan=illustrative_scan("Order A/14 of 22 January 2018"),
            expected_version=order.version,
            actor=secretariat,
        )
        release = prepare_release(
            title=story.both("2018 оны зөвлөмж", "Recommendations of 2018"),
            recommendations=rows,
            audiences=frozenset(Audience),
            year=ORDER_OF_2018.year,
            is_illustrative=True,
            actor=secretariat,
        )
        approve_release(release=release, actor=second)
        for told, row in zip(endorsed, rows, strict=True):
            row.refresh_from_db()
            for each in told.commitments:
                self._promise(each, row)

    def _promise(self, told: story.Commitment, recommendation: Recommendation) -> None:
        owner = self.actor(told.by)
        commitment = committing.name_commitment(
            recommendation=recommendation,
            agency=self.agencies[told.agency],
            text=told.text,
            owner=told.owner,
            due_on=self.today + dt.timedelta(days=told.days),
            named_on=self.today - dt.timedelta(days=90),
            is_illustrative=True,
            actor=owner,
        )
        if told.state == "named":
            return
        committing.sign_commitment(commitment=commitment, actor=self.actor(told.head))
        if told.state == "signed":
            return
        evidence = illustrative_scan(f"Evidence: {told.text.shown('en').text}")
        committing.report_done(commitment=commitment, text=told.report, evidence=evidence, actor=owner)
        if told.state == "verified":
            committing.verify(
                commitment=commitment, is_adequate=True, words=told.verdict, actor=self.actor("rapporteur")
            )


def illustrative_scan(title: str) -> CheckedUpload:
    """A small true PDF that says of itself that it is made up."""
    source = f"#set page(width: 12cm, height: 8cm)\n= {title}\n\nIllustrative. Made for the demonstration."
    pdf = typst.compile(source.encode())
    name = f"{title.split(':', maxsplit=1)[0]}.pdf"
    return check_upload(ContentFile(pdf, name=name), kinds=SCANS)
