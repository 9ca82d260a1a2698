from __future__ import annotations

import pytest

from tests.people import actor_at
from tulga.accounts.choices import Role
from tulga.accounts.tests.factories import UserFactory
from tulga.evidence.choices import Action
from tulga.evidence.models import Estimate, ProtectedCounts
from tulga.evidence.policies import policy
from tulga.evidence.tests.factories import EstimateFactory, ProtectedCountsFactory
from tulga.kit.actor import Actor

pytestmark = pytest.mark.django_db
WORKS = {Role.SECRETARIAT, Role.NATIONAL_RAPPORTEUR}
READS = {*WORKS, Role.CHAIR}


@pytest.mark.parametrize("role", list(Role))
def test_who_works_with_unprotected_counts(role):
    decision = policy.ask(actor_at(1, role), Action.WORK)

    assert bool(decision) is (role in WORKS)
    assert decision or "statistician" in str(decision.reason)


@pytest.mark.parametrize("role", list(Role))
def test_who_sees_what_others_entered(role):
    EstimateFactory()
    ProtectedCountsFactory()

    for model in (Estimate, ProtectedCounts):
        assert model.objects.visible_to(actor_at(1, role)).exists() is (role in READS)
        assert not model.objects.visible_to(Actor()).exists()


@pytest.mark.parametrize(
    ("role", "is_maker", "action", "may"),
    [
        (Role.SECRETARIAT, True, Action.PUBLISH, False),
        (Role.SECRETARIAT, False, Action.PUBLISH, True),
        (Role.NATIONAL_RAPPORTEUR, False, Action.PUBLISH, True),
        (Role.CHAIR, False, Action.PUBLISH, False),
        (Role.SECRETARIAT, True, Action.DISCARD, True),
        (Role.SECRETARIAT, False, Action.DISCARD, False),
        (Role.CHAIR, False, Action.DISCARD, False),
        (Role.NATIONAL_RAPPORTEUR, False, Action.WITHDRAW, True),
        (Role.CHAIR, False, Action.WITHDRAW, False),
        (Role.SECRETARIAT, True, Action.FINISH, False),
    ],
)
def test_makers_discard_and_somebody_else_publishes(role, is_maker, action, may):
    person = UserFactory()
    estimate = EstimateFactory(made_by=person if is_maker else UserFactory())

    decision = policy.ask(actor_at(1, role, user_id=person.pk), action, estimate)

    assert bool(decision) is may
    assert decision or str(decision.reason)


def test_the_worker_finishes():
    assert policy.ask(Actor.system("work_out"), Action.FINISH, EstimateFactory())
