from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from tests.people import actor_at
from tulga.accounts.actors import actor_of
from tulga.accounts.choices import Role
from tulga.accounts.tests.factories import MembershipFactory, UserFactory
from tulga.agencies.tests.factories import AgencyFactory
from tulga.audit.models import AuditEvent
from tulga.desk.choices import Step
from tulga.desk.models import StepTime
from tulga.desk.services import set_step_time
from tulga.desk.summaries.desk import desk_of
from tulga.kit.audience import Audience
from tulga.kit.errors import NotAllowed, StaleEdit
from tulga.recommendations.choices import Status
from tulga.recommendations.models import DoneReport
from tulga.recommendations.services import drafting
from tulga.recommendations.tests.factories import (
    CommitmentFactory,
    EndorsedFactory,
    OrderFactory,
    RecommendationFactory,
)
from tulga.thread.tests.factories import released

pytestmark = pytest.mark.django_db
LAW = Audience.LAW_ENFORCEMENT


def day(offset):
    return timezone.localdate() + dt.timedelta(days=offset)


def adopted():
    RecommendationFactory(status=Status.ADOPTED)
    return Role.SECRETARIAT


def submitted():
    RecommendationFactory(status=Status.SUBMITTED)
    return Role.CHAIR


def printed():
    OrderFactory()
    return Role.SECRETARIAT


def reported():
    DoneReport.objects.create(commitment=CommitmentFactory(status="done"), text="Done", evidence_words="A folder")
    return Role.NATIONAL_RAPPORTEUR


@pytest.mark.parametrize(
    ("waits", "days"),
    [(adopted, 10), (submitted, 14), (printed, 10), (reported, 14)],
    ids=["adopted", "submitted", "printed", "reported"],
)
def test_what_waits_is_due_so_many_days_after_it_began_to_wait(waits, days):
    role = waits()
    [task] = desk_of(actor_at(AgencyFactory(), role, user_id=UserFactory().pk), day(0)).tasks

    assert (task.since, task.due_on) == (day(0), day(days))
    [late] = desk_of(actor_at(AgencyFactory(), role, user_id=UserFactory().pk), day(days + 3)).tasks
    assert (late.is_late, late.due) == (True, "3 days late")


def test_a_commitment_is_to_be_named_some_days_after_its_words_could_first_be_read():
    police = AgencyFactory(audiences=frozenset({LAW}))
    head = actor_at(police, Role.AGENCY_HEAD, user_id=UserFactory().pk)
    old = EndorsedFactory(addressees=[police], audiences=frozenset({LAW}), in_force_on=dt.date(2018, 1, 22))
    released(old, LAW, released_on=day(-3))

    [task] = desk_of(head, day(0)).tasks
    assert (task.since, task.due_on) == (day(-3), day(27))

    CommitmentFactory(recommendation=old, agency=police, due_on=day(400))
    [task] = desk_of(head, day(0)).tasks
    assert (task.verb, task.due_on) == ("Sign", day(10))


def test_it_waits_since_it_came_to_its_state_not_since_it_was_drafted():
    secretary = actor_of(MembershipFactory(role=Role.SECRETARIAT).user)
    with time_machine.travel(timezone.now() - dt.timedelta(days=30)):
        draft = RecommendationFactory(addressees=[AgencyFactory()], text="Үг")
    with time_machine.travel(timezone.now() - dt.timedelta(days=4)):
        drafting.adopt(recommendation=draft, actor=secretary)

    [task] = desk_of(secretary, day(0)).tasks

    assert (task.since, task.due_on) == (day(-4), day(6))


def test_without_a_time_a_step_has_no_deadline():
    StepTime.objects.all().delete()
    RecommendationFactory(status=Status.ADOPTED)

    [task] = desk_of(actor_at(AgencyFactory(), Role.SECRETARIAT, user_id=UserFactory().pk), day(99)).tasks

    assert (task.due_on, task.due, task.is_late) == (None, "Waiting", False)


def test_every_step_has_a_time_to_begin_with():
    assert set(StepTime.objects.days()) == set(Step.values)


def test_the_secretariat_gives_a_step_more_days(secretariat):
    verify = StepTime.objects.get(step=Step.VERIFY)

    set_step_time(step_time=verify, days=21, expected_version=verify.version, actor=secretariat)

    assert StepTime.objects.days()[Step.VERIFY] == 21
    event = AuditEvent.objects.latest("sequence")
    assert (event.verb, event.before, event.after) == ("desk.set_times", "14", "21")


def test_nobody_else_does_and_nobody_undoes_anothers_change(secretariat, chair, focal_point):
    verify = StepTime.objects.get(step=Step.VERIFY)
    for actor in (chair, focal_point):
        with pytest.raises(NotAllowed):
            set_step_time(step_time=verify, days=99, expected_version=1, actor=actor)
    set_step_time(step_time=StepTime.objects.get(pk=verify.pk), days=21, expected_version=1, actor=secretariat)

    with pytest.raises(StaleEdit):
        set_step_time(step_time=verify, days=7, expected_version=1, actor=secretariat)

    assert StepTime.objects.days()[Step.VERIFY] == 21
