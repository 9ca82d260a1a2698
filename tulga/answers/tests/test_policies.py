from __future__ import annotations

import pytest

from tests.people import actor_at
from tulga.accounts.choices import Role
from tulga.answers.choices import Action
from tulga.answers.policies import policy
from tulga.kit.actor import Actor


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("action", list(Action))
def test_only_the_secretariat_says_what_answers_a_finding(role, action):
    decision = policy.ask(actor_at(1, role), action)

    assert bool(decision) is (role == Role.SECRETARIAT)
    assert decision or "secretariat" in str(decision.reason)


@pytest.mark.parametrize(("actor", "may"), [(Actor(), False), (Actor.system("load_demonstration"), True)])
def test_the_public_never_does(actor, may):
    assert bool(policy.ask(actor, Action.LINK)) is may
