from __future__ import annotations

from types import SimpleNamespace

import pytest

from tests.people import COUNCIL, ELSEWHERE, POLICE, actor_at
from tulga.accounts.choices import Role
from tulga.kit.actor import Actor
from tulga.meetings.choices import OF_THE_INVITED, VERB_SENTENCES, Action
from tulga.meetings.models import ActionPoint
from tulga.meetings.policies import OF_AGENCIES, policy

INVITED = SimpleNamespace(agency_id=POLICE)
ANSWERS = {Role.FOCAL_POINT, Role.AGENCY_HEAD}


@pytest.mark.parametrize("action", [action for action in Action if action not in OF_AGENCIES])
@pytest.mark.parametrize("role", Role)
def test_only_the_secretariat_runs_meetings(role, action):
    decision = policy.ask(actor_at(COUNCIL, role), action)

    assert bool(decision) is (role == Role.SECRETARIAT)
    assert decision or "Only the secretariat" in str(decision.reason)


@pytest.mark.parametrize("action", OF_THE_INVITED)
@pytest.mark.parametrize("role", Role)
def test_an_agencys_focal_point_and_head_answer_for_it_and_for_no_other(role, action):
    assert bool(policy.ask(actor_at(POLICE, role), action, INVITED)) is (role in ANSWERS)
    assert not policy.ask(actor_at(ELSEWHERE, role), action, INVITED)


@pytest.mark.parametrize("action", Action)
def test_the_public_never_does_anything(action):
    assert not policy.ask(Actor(), action, INVITED)


def test_the_clock_prepares_but_answers_for_nobody():
    clock = Actor.system("load_demonstration")

    assert policy.ask(clock, Action.CREATE)
    assert not policy.ask(clock, Action.ANSWER, INVITED)


def test_every_act_has_words_in_the_history():
    # These two are asked for; what is recorded says whether the agency accepts or declines.
    assert set(VERB_SENTENCES) == set(Action) - {Action.ANSWER, Action.ENTER_ANSWER}


@pytest.mark.parametrize("role", Role)
def test_an_agency_answers_the_minutes_and_reports_its_own_actions(role):
    answers = role in (Role.FOCAL_POINT, Role.AGENCY_HEAD)
    actor = actor_at(POLICE, role)

    assert bool(policy.ask(actor, Action.CONFIRM_MINUTES, None)) is answers
    for agency_id, is_own in ((POLICE, True), (ELSEWHERE, False)):
        point = ActionPoint(agency_id=agency_id)
        assert bool(policy.ask(actor, Action.FINISH_ACTION, point)) is (
            (answers and is_own) or role == Role.SECRETARIAT
        )
