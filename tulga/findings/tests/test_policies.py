from __future__ import annotations

import pytest

from tests.people import actor_at
from tulga.accounts.choices import Role
from tulga.findings.choices import Action
from tulga.findings.policies import policy
from tulga.kit.actor import Actor


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("action", [Action.CREATE, Action.EDIT, Action.REVISE])
def test_only_the_secretariat_enters_and_corrects_findings(role, action):
    decision = policy.ask(actor_at(1, role), action)

    assert bool(decision) is (role == Role.SECRETARIAT)
    assert decision or "secretariat" in str(decision.reason)


@pytest.mark.parametrize("action", list(Action))
@pytest.mark.parametrize(("actor", "may"), [(Actor(), False), (Actor.system("import_findings"), True)])
def test_importers_enter_findings_and_the_public_never(actor, action, may):
    assert bool(policy.ask(actor, action)) is may


def test_nobody_but_the_installation_loads_reference_data():
    assert not policy.ask(actor_at(1, Role.SECRETARIAT), Action.LOAD)
