"""The ladder: who is told of a deadline after how many days, each once, whoever holds the office that day."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from tests.people import actor_at
from tests.races import one_within_the_other
from tulga.accounts.actors import actor_of
from tulga.accounts.choices import Role
from tulga.accounts.models import Membership
from tulga.accounts.tests.factories import MembershipFactory
from tulga.agencies.tests.factories import AgencyFactory
from tulga.kit.actor import Actor
from tulga.kit.audience import Audience
from tulga.kit.errors import NotAllowed, RuleBroken, StaleEdit
from tulga.kit.i18n import I18nText
from tulga.notices.models import Notice
from tulga.recommendations.choices import ClimbsFor, ClimbsTo, CommitmentStatus, Hand, ObjectionStatus
from tulga.recommendations.models import LadderStep, Part, SharedWords
from tulga.recommendations.services import climbing
from tulga.recommendations.tasks import tell_of_deadlines
from tulga.recommendations.tests.factories import CommitmentFactory, EndorsedFactory, ObjectionFactory

pytestmark = pytest.mark.django_db
DUE = dt.date(2026, 6, 1)
CLOCK = Actor.system("test")
STEPS = [
    *((ClimbsFor.DUE, ClimbsTo.OFFICER, days) for days in (-30, -14, -7, -3, 0)),
    (ClimbsFor.DUE, ClimbsTo.ALTERNATE, 3),
    (ClimbsFor.DUE, ClimbsTo.HEAD, 7),
    (ClimbsFor.DUE, ClimbsTo.PROPOSERS, 7),
    (ClimbsFor.DUE, ClimbsTo.SECRETARIAT, 14),
    (ClimbsFor.DUE, ClimbsTo.CHAIR, 30),
    (ClimbsFor.ANSWER, ClimbsTo.OFFICER, 14),
    (ClimbsFor.ANSWER, ClimbsTo.ALTERNATE, 33),
    (ClimbsFor.ANSWER, ClimbsTo.HEAD, 37),
    (ClimbsFor.ANSWER, ClimbsTo.CHAIR, 60),
]


@pytest.fixture(autouse=True)
def ladder():
    LadderStep.objects.all().delete()
    LadderStep.objects.bulk_create(LadderStep(about=about, who=who, days=days) for about, who, days in STEPS)


class Cast:
    """An agency's offices and those who watch, and who was told since the last question."""

    def __init__(self):
        self.police = AgencyFactory(name={"en": "Police"}, audiences=frozenset({Audience.LAW_ENFORCEMENT}))
        held = {"valid_from": dt.date(2018, 1, 1)}
        self.offices = {
            "officer": MembershipFactory(role=Role.FOCAL_POINT, agency=self.police, **held),
            "alternate": MembershipFactory(role=Role.FOCAL_POINT, is_alternate=True, agency=self.police, **held),
            "head": MembershipFactory(role=Role.AGENCY_HEAD, agency=self.police, **held),
            "secretary": MembershipFactory(role=Role.SECRETARIAT, **held),
            "chair": MembershipFactory(role=Role.CHAIR, **held),
            "outsider": MembershipFactory(role=Role.FOCAL_POINT, **held),
        }
        self.seen = 0

    def told(self):
        names = {office.user_id: name for name, office in self.offices.items()}
        fresh = list(Notice.objects.filter(pk__gt=self.seen).order_by("pk"))
        self.seen = fresh[-1].pk if fresh else self.seen
        return sorted(names[each.recipient_id] for each in fresh)

    def on(self, days, due=DUE):
        """Who is told so many days after the deadline."""
        day = due + dt.timedelta(days=days)
        with time_machine.travel(dt.datetime.combine(day, dt.time(9), ZoneInfo("Asia/Ulaanbaatar")), tick=False):
            climbing.tell_of_deadlines(today=timezone.localdate(), actor=CLOCK)
        return self.told()


@pytest.fixture
def cast():
    return Cast()


@pytest.fixture
def commitment(cast):
    return CommitmentFactory(
        agency=cast.police, status=CommitmentStatus.SIGNED, due_on=DUE, text=I18nText(en="Inspect.")
    )


def test_each_step_is_told_once_to_whom_it_is_for(cast, commitment):
    told = {days: cast.on(days) for days in range(-32, 33)}

    assert {days: names for days, names in told.items() if names} == {
        -30: ["officer"],
        -14: ["officer"],
        -7: ["officer"],
        -3: ["officer"],
        0: ["officer"],
        3: ["alternate"],
        7: ["head"],
        14: ["secretary"],
        30: ["chair"],
    }


def test_the_same_day_twice_tells_nobody_twice(cast, commitment):
    assert cast.on(3) == ["alternate", "officer"]
    assert cast.on(3) == []


def test_a_week_without_a_run_loses_nothing_and_repeats_nothing(cast, commitment):
    assert cast.on(-8) == ["officer"]
    assert cast.on(8) == ["alternate", "head", "officer"]
    assert cast.on(9) == []


def test_what_is_named_a_few_days_before_its_deadline_brings_one_warning(cast, commitment):
    assert cast.on(-5) == ["officer"]
    assert Notice.objects.count() == 1


@pytest.mark.parametrize("status", [CommitmentStatus.DONE, CommitmentStatus.VERIFIED, CommitmentStatus.WITHDRAWN])
def test_what_is_done_or_withdrawn_climbs_no_further(cast, commitment, status):
    cast.on(3)
    type(commitment).objects.update(status=status)

    assert cast.on(40) == []


def test_what_waits_for_a_signature_climbs_as_well(cast, commitment):
    type(commitment).objects.update(status=CommitmentStatus.NAMED)

    assert cast.on(7) == ["alternate", "head", "officer"]


def test_more_time_begins_the_ladder_anew(cast, commitment):
    cast.on(3)
    type(commitment).objects.update(due_on=DUE + dt.timedelta(days=60))

    assert cast.on(30) == ["officer"]


def test_the_successor_is_told_and_the_predecessor_is_not(cast, commitment):
    cast.on(-3)
    officer = cast.offices["officer"]
    Membership.objects.filter(pk=officer.pk).update(valid_to=DUE)
    cast.offices["successor"] = MembershipFactory(
        role=Role.FOCAL_POINT, agency=cast.police, valid_from=DUE + dt.timedelta(days=1)
    )

    assert cast.on(1) == ["successor"]
    assert cast.on(3) == ["alternate"]
    assert Notice.objects.filter(recipient=officer.user).count() == 1


def test_who_acts_for_the_head_is_told_while_they_act(cast, commitment):
    cast.offices["acting"] = MembershipFactory(
        role=Role.AGENCY_HEAD, agency=cast.police, is_acting=True, valid_from=dt.date(2018, 1, 1), valid_to=DUE
    )
    cast.offices["later"] = MembershipFactory(
        role=Role.AGENCY_HEAD,
        agency=cast.police,
        is_acting=True,
        valid_from=DUE + dt.timedelta(days=5),
        valid_to=DUE + dt.timedelta(days=9),
    )

    assert cast.on(7) == ["alternate", "head", "later", "officer"]


def test_a_closed_account_is_told_nothing(cast, commitment):
    user = cast.offices["officer"].user
    type(user).objects.filter(pk=user.pk).update(is_active=False)

    assert cast.on(0) == []


def test_an_agency_without_an_alternate_loses_no_step(cast, commitment):
    cast.offices.pop("alternate").delete()

    assert cast.on(5) == ["officer"]
    assert cast.on(7) == ["head"]


def test_many_deadlines_make_one_notice_with_their_number(cast, commitment):
    for _each in range(4):
        CommitmentFactory(agency=cast.police, status=CommitmentStatus.SIGNED, due_on=DUE)

    cast.on(14)

    subjects = {each.recipient_id: str(each.subject) for each in Notice.objects.all()}
    assert len(subjects) == 4
    assert subjects[cast.offices["officer"].user_id] == "5 deadlines of your agency need you"
    assert subjects[cast.offices["secretary"].user_id] == "5 promises or answers of agencies are late"


@pytest.mark.parametrize(
    ("days", "who", "words"),
    [
        (-7, "officer", "Due on 1 June 2026: “Inspect.”"),
        (0, "officer", "Due on 1 June 2026: “Inspect.”"),
        (1, "officer", "Late since 1 June 2026: “Inspect.”"),
        (14, "secretary", "Police, late since 1 June 2026: “Inspect.”"),
    ],
)
def test_one_deadline_is_told_by_its_name(cast, commitment, days, who, words):
    cast.on(days)

    notice = Notice.objects.get(recipient=cast.offices[who].user)
    assert str(notice.subject) == words
    assert notice.url_path.endswith(f"/commitments/{commitment.pk}/")


def test_the_deadline_ends_with_the_day_in_ulaanbaatar(cast, commitment):
    """At ten in the evening in Greenwich it is the next morning there."""
    LadderStep.objects.all().delete()
    LadderStep.objects.create(about=ClimbsFor.DUE, who=ClimbsTo.OFFICER, days=1)
    for moment, told in (("2026-06-01T15:59:00Z", []), ("2026-06-01T16:01:00Z", ["officer"])):
        with time_machine.travel(dt.datetime.fromisoformat(moment), tick=False):
            tell_of_deadlines.func()

        assert cast.told() == told


def test_who_proposed_it_is_told_where_they_may_see_it(cast, commitment):
    for office in ("secretary", "outsider"):
        Part.objects.create(recommendation=commitment.recommendation, user=cast.offices[office].user, hand=Hand.DRAFTER)

    assert cast.on(7) == ["alternate", "head", "officer", "secretary"]


# --- Without any answer


def unanswered(cast, *audiences):
    recommendation = EndorsedFactory(addressees=[cast.police], in_force_on=DUE, audiences=frozenset(audiences))
    at = dt.datetime.combine(DUE, dt.time(12), ZoneInfo("Asia/Ulaanbaatar"))
    SharedWords.objects.update(issued_at=at)
    return recommendation


def test_a_recommendation_without_any_answer_climbs_as_well(cast):
    unanswered(cast, Audience.LAW_ENFORCEMENT)

    assert cast.on(13) == []
    assert cast.on(14) == ["officer"]
    assert cast.on(40) == ["alternate", "head"]
    assert cast.on(60) == ["chair"]
    assert "has waited for your agency's answer since 1 June 2026" in str(Notice.objects.first().subject)


def test_who_has_not_been_told_owes_no_answer(cast):
    unanswered(cast, Audience.CIVIL_SOCIETY)

    assert cast.on(70) == []


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (ObjectionStatus.RAISED, []),
        (ObjectionStatus.PASSED, []),
        (ObjectionStatus.UPHELD, []),
        (ObjectionStatus.REFUSED, ["officer"]),
        (ObjectionStatus.WITHDRAWN, ["officer"]),
    ],
)
def test_an_objection_is_an_answer_until_it_is_refused_or_withdrawn(cast, status, told):
    settled_at = dt.datetime.combine(DUE + dt.timedelta(days=50), dt.time(12), ZoneInfo("Asia/Ulaanbaatar"))
    ObjectionFactory(
        recommendation=unanswered(cast, Audience.PUBLIC),
        agency=cast.police,
        status=status,
        decided_by=cast.offices["chair"].user,
        decision_reasons="Because.",
        settled_at=settled_at,
    )

    assert cast.on(63) == []
    assert cast.on(64) == told


# --- The steps are data


def step(who=ClimbsTo.HEAD):
    return LadderStep.objects.get(about=ClimbsFor.DUE, who=who)


@pytest.fixture
def secretary(cast):
    return actor_of(cast.offices["secretary"].user)


def test_the_secretariat_moves_a_step_and_nobody_is_told_twice(cast, commitment, secretary):
    cast.on(7)
    climbing.move_step(step=step(), days=9, expected_version=1, actor=secretary)

    assert cast.on(9) == []
    with pytest.raises(StaleEdit):
        climbing.move_step(step=step(), days=11, expected_version=1, actor=secretary)


def test_a_step_is_added_once_and_taken_out(cast, commitment, secretary):
    climbing.add_step(about=ClimbsFor.DUE, who=ClimbsTo.SECRETARIAT, days=1, actor=secretary)
    with pytest.raises(RuleBroken):
        climbing.add_step(about=ClimbsFor.DUE, who=ClimbsTo.SECRETARIAT, days=1, actor=secretary)
    assert cast.on(1) == ["officer", "secretary"]

    climbing.take_step_out(step=step(ClimbsTo.ALTERNATE), actor=secretary)
    assert cast.on(4) == []


@pytest.mark.parametrize("role", [Role.CHAIR, Role.NATIONAL_RAPPORTEUR, Role.FOCAL_POINT, Role.ADMINISTRATOR])
def test_nobody_else_changes_the_ladder(role):
    actor = actor_at(AgencyFactory(), role)

    for act in (
        lambda: climbing.add_step(about="due", who="head", days=1, actor=actor),
        lambda: climbing.move_step(step=step(), days=1, expected_version=1, actor=actor),
        lambda: climbing.take_step_out(step=step(), actor=actor),
    ):
        with pytest.raises(NotAllowed):
            act()

    assert LadderStep.objects.count() == len(STEPS)


# --- At the same moment


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_the_same_moment_tell_each_person_once(cast, commitment):
    told = []

    def run():
        told.append(climbing.tell_of_deadlines(today=DUE + dt.timedelta(days=8), actor=CLOCK))

    assert one_within_the_other(run, run) == ["done", "done"]
    assert sorted(told) == [0, 3]
    assert Notice.objects.count() == 3
