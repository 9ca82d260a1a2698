from __future__ import annotations

from types import SimpleNamespace

import pytest

from tests.people import actor_at
from tulga.accounts.choices import Role
from tulga.dissemination.choices import Action
from tulga.dissemination.policies import policy
from tulga.kit.actor import Actor

# The ministry passes on to its office; the secretariat and somebody else stand elsewhere.
MINISTRY, OFFICE, ELSEWHERE = 1, 2, 3
DELIVERY = SimpleNamespace(agency_id=OFFICE, trail_ids=[MINISTRY, OFFICE])

PREPARING = {Action.PREPARE, Action.MARK, Action.WITHDRAW, Action.CLOSE_DELIVERY, Action.SET_REMINDERS}
APPROVING = {Action.APPROVE, Action.SUPERSEDE, Action.DELIVER}
OWN = {Action.ACKNOWLEDGE, Action.EXPLAIN_DELAY}
FOR_OTHERS = {Action.ENTER_ACKNOWLEDGEMENT, Action.PASS_ON}


@pytest.mark.parametrize(
    ("role", "agency", "may"),
    [
        (Role.SECRETARIAT, ELSEWHERE, PREPARING | APPROVING | FOR_OTHERS),
        (Role.CHAIR, ELSEWHERE, APPROVING),
        (Role.NATIONAL_RAPPORTEUR, ELSEWHERE, set()),
        (Role.FOCAL_POINT, ELSEWHERE, set()),
        (Role.FOCAL_POINT, OFFICE, {*OWN, Action.PASS_ON, Action.OPEN}),
        (Role.AGENCY_HEAD, OFFICE, {*OWN, Action.PASS_ON, Action.OPEN}),
        (Role.FOCAL_POINT, MINISTRY, FOR_OTHERS),
        (Role.AGENCY_HEAD, MINISTRY, FOR_OTHERS),
        (Role.CASE_OFFICER, OFFICE, {*OWN, Action.OPEN}),
        (Role.CASE_OFFICER, MINISTRY, set()),
        (Role.PARTNER, OFFICE, {*OWN, Action.OPEN}),
        (Role.ADMINISTRATOR, OFFICE, set()),
        (Role.ADMINISTRATOR, MINISTRY, set()),
    ],
)
def test_who_may_do_what_with_a_release_and_its_delivery(role, agency, may):
    actor = actor_at(agency, role)

    assert {action for action in Action if policy.ask(actor, action, DELIVERY)} == may


@pytest.mark.parametrize("action", Action)
def test_the_public_may_not_and_is_told_why(action):
    refusal = policy.ask(Actor(), action, DELIVERY)

    assert not refusal
    assert str(refusal.reason).endswith(".")
