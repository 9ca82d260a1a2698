from __future__ import annotations

import pytest

from tests.people import COUNCIL, actor_at
from tulga.accounts.choices import Role
from tulga.dissemination.choices import VERB_SENTENCES, Action
from tulga.dissemination.policies import policy
from tulga.kit.actor import Actor

ALLOWED = {
    Action.PREPARE: {Role.SECRETARIAT},
    Action.WITHDRAW: {Role.SECRETARIAT},
    Action.APPROVE: {Role.SECRETARIAT, Role.CHAIR},
}


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("role", Role)
def test_who_prepares_and_who_approves(role, action):
    decision = policy.ask(actor_at(COUNCIL, role), action)

    assert bool(decision) is (role in ALLOWED[action])
    assert decision or decision.reason


@pytest.mark.parametrize("action", Action)
def test_the_public_may_not(action):
    assert not policy.ask(Actor(), action)


def test_every_act_has_words_in_the_history():
    assert set(VERB_SENTENCES) == set(Action)
