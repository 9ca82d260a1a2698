from __future__ import annotations

from types import SimpleNamespace

import pytest

from tests.people import actor_at
from tulga.accounts.choices import Role
from tulga.kit.actor import Actor
from tulga.recommendations.choices import Action
from tulga.recommendations.policies import policy

OWN, OTHER = 1, 2
SECRETARIAT_ONLY = (
    Action.CONSOLIDATE,
    Action.TRANSLATE,
    Action.SUBMIT,
    Action.WITHDRAW,
    Action.PRINT_ORDER,
    Action.REGISTER_ORDER,
)
DRAFTING = (Action.RECORD_CHALLENGE, Action.DRAFT, Action.ADOPT)
S, C, F, H, N, O, P, A = (  # noqa: E741 - one letter a role keeps the table readable
    Role.SECRETARIAT,
    Role.CHAIR,
    Role.FOCAL_POINT,
    Role.AGENCY_HEAD,
    Role.NATIONAL_RAPPORTEUR,
    Role.CASE_OFFICER,
    Role.PARTNER,
    Role.ADMINISTRATOR,
)

ALLOWED = [
    *[(action, {S, F, O, P}) for action in DRAFTING],
    *[(action, {S}) for action in SECRETARIAT_ONLY],
    (Action.DECIDE, {C}),
    (Action.SHARE, {S, C}),
    (Action.COMMIT, {F, H}),
    (Action.REPORT_DONE, {F, H}),
    (Action.WITHDRAW_COMMITMENT, {F, H}),
    (Action.EDIT_COMMITMENT, {F, H}),
    (Action.REASSIGN, {F, H}),
    (Action.REPORT_PROGRESS, {F, H}),
    (Action.REPLY, {F, H}),
    (Action.ASK_CHANGE, {F, H}),
    (Action.ANSWER_CHANGE, {S}),
    (Action.SET_LADDER, {S}),
    (Action.READ_RED_LIST, {S, C, N}),
    (Action.OBJECT, {F, H}),
    (Action.WITHDRAW_OBJECTION, {F, H}),
    (Action.SIGN_COMMITMENT, {H}),
    (Action.SIGN_OBJECTION, {H}),
    (Action.ENTER_ANSWER, {F, H, S}),
    (Action.PASS_OBJECTION, {S}),
    (Action.DECIDE_OBJECTION, set()),  # nobody of the objecting agency
    (Action.VERIFY, set()),  # nobody of the doer's own agency
    (Action.IMPLEMENT, set()),
]
THING = SimpleNamespace(agency_id=OWN, commitment=SimpleNamespace(agency_id=OWN))


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize(("action", "allowed"), ALLOWED)
def test_who_may_do_what_at_the_own_agency(action, allowed, role):
    decision = policy.ask(actor_at(OWN, role), action, THING)

    assert bool(decision) is (role in allowed)
    assert decision or str(decision.reason)


@pytest.mark.parametrize(
    ("action", "role", "allowed"),
    [
        (Action.COMMIT, F, False),
        (Action.REPORT_DONE, F, False),
        (Action.REPORT_PROGRESS, F, False),
        (Action.REPLY, H, False),
        (Action.ASK_CHANGE, F, False),
        (Action.ANSWER_CHANGE, S, True),
        (Action.ANSWER_CHANGE, N, False),
        (Action.WITHDRAW_COMMITMENT, H, False),
        (Action.OBJECT, F, False),
        (Action.WITHDRAW_OBJECTION, H, False),
        (Action.SIGN_OBJECTION, H, False),
        (Action.ENTER_ANSWER, F, False),
        (Action.ENTER_ANSWER, S, True),
        (Action.PASS_OBJECTION, N, False),
        (Action.DECIDE_OBJECTION, C, True),
        (Action.DECIDE_OBJECTION, S, False),
        (Action.SIGN_COMMITMENT, H, False),
        (Action.VERIFY, S, True),
        (Action.VERIFY, N, True),
        (Action.VERIFY, C, False),
        (Action.VERIFY, F, False),
    ],
)
def test_who_may_do_what_to_another_agencys_answer(action, role, allowed):
    assert bool(policy.ask(actor_at(OTHER, role), action, THING)) is allowed


def test_who_verifies_elsewhere_but_belongs_to_the_doer_may_not():
    both = Actor(user_id=1, grants=(*actor_at(OTHER, S).grants, *actor_at(OWN, F).grants))

    assert not policy.ask(both, Action.VERIFY, THING)


@pytest.mark.parametrize("action", Action)
def test_the_public_may_do_nothing(action):
    assert not policy.ask(Actor(), action, THING)


def test_only_the_system_declares_a_recommendation_implemented():
    assert policy.ask(Actor.system("any"), Action.IMPLEMENT, THING)
