from __future__ import annotations

import pytest

from tests.people import COUNCIL, actor_at
from tulga.accounts.choices import Role
from tulga.kit.actor import Actor
from tulga.meetings.choices import VERB_SENTENCES, Action
from tulga.meetings.policies import policy


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("role", Role)
def test_only_the_secretariat_runs_meetings(role, action):
    decision = policy.ask(actor_at(COUNCIL, role), action)

    assert bool(decision) is (role == Role.SECRETARIAT)
    assert decision or decision.reason


@pytest.mark.parametrize("action", Action)
def test_the_system_may_and_the_public_may_not(action):
    assert policy.ask(Actor.system("demonstration"), action)
    assert not policy.ask(Actor(), action)


def test_every_act_has_words_in_the_history():
    assert set(VERB_SENTENCES) == set(Action)
