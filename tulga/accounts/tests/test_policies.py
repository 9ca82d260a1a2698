from __future__ import annotations

import pytest

from tests.people import COUNCIL, ELSEWHERE, POLICE, actor_at
from tulga.accounts.choices import GIVEN_BY_TWO, Action, Role
from tulga.accounts.models import AccessLink, Invitation, Membership, User
from tulga.accounts.policies import policy
from tulga.accounts.roles import PERMISSION_WORDS, ROLES
from tulga.kit.actor import Actor

OWN_POINT = Membership(agency_id=POLICE, role=Role.FOCAL_POINT)
OWN_HEAD = Membership(agency_id=POLICE, role=Role.AGENCY_HEAD)
FOREIGN = Membership(agency_id=ELSEWHERE, role=Role.FOCAL_POINT)
SECRETARIAT, CHAIR = actor_at(COUNCIL, Role.SECRETARIAT), actor_at(COUNCIL, Role.CHAIR)
POINT, HEAD = actor_at(POLICE, Role.FOCAL_POINT), actor_at(POLICE, Role.AGENCY_HEAD)
ADMINISTRATOR = actor_at(COUNCIL, Role.ADMINISTRATOR)
ONESELF = actor_at(POLICE, Role.FOCAL_POINT, user_id=7)


@pytest.mark.parametrize(
    ("action", "actor", "thing", "is_allowed"),
    [
        (Action.INVITE, SECRETARIAT, None, True),
        (Action.INVITE, ADMINISTRATOR, None, True),
        (Action.INVITE, CHAIR, None, False),
        (Action.INVITE, HEAD, None, False),
        (Action.INVITE, POINT, None, False),
        (Action.INVITE, Actor(), None, False),
        (Action.INVITE, Actor.system("begin"), None, True),
        (Action.REVOKE_INVITATION, SECRETARIAT, Invitation(agency_id=POLICE, role=Role.CHAIR), True),
        (Action.REVOKE_INVITATION, POINT, Invitation(agency_id=POLICE, role=Role.FOCAL_POINT), True),
        (Action.REVOKE_INVITATION, POINT, Invitation(agency_id=POLICE, role=Role.AGENCY_HEAD), False),
        (Action.REVOKE_INVITATION, POINT, Invitation(agency_id=ELSEWHERE, role=Role.FOCAL_POINT), False),
        (Action.CONFIRM, SECRETARIAT, Invitation(invited_by_id=7), True),
        (Action.CONFIRM, ADMINISTRATOR, AccessLink(issued_by_id=7), True),
        (Action.CONFIRM, actor_at(COUNCIL, Role.SECRETARIAT, user_id=7), Invitation(invited_by_id=7), False),
        (Action.CONFIRM, actor_at(COUNCIL, Role.SECRETARIAT, user_id=7), AccessLink(issued_by_id=7), False),
        (Action.CONFIRM, CHAIR, Invitation(invited_by_id=7), False),
        (Action.CONFIRM, Actor(), Invitation(), False),
        (Action.END_MEMBERSHIP, SECRETARIAT, FOREIGN, True),
        (Action.END_MEMBERSHIP, ADMINISTRATOR, FOREIGN, True),
        (Action.END_MEMBERSHIP, HEAD, OWN_POINT, False),
        (Action.HAND_OVER, SECRETARIAT, OWN_HEAD, True),
        (Action.HAND_OVER, HEAD, OWN_POINT, True),
        (Action.HAND_OVER, POINT, OWN_POINT, True),
        (Action.HAND_OVER, POINT, OWN_HEAD, False),
        (Action.HAND_OVER, HEAD, OWN_HEAD, False),
        (Action.HAND_OVER, POINT, FOREIGN, False),
        (Action.HAND_OVER, CHAIR, FOREIGN, False),
        (Action.APPOINT_ACTING, SECRETARIAT, FOREIGN, True),
        (Action.APPOINT_ACTING, HEAD, OWN_POINT, True),
        (Action.APPOINT_ACTING, HEAD, FOREIGN, False),
        (Action.APPOINT_ACTING, POINT, OWN_POINT, False),
        *[
            (Action.APPOINT_ACTING, SECRETARIAT, Membership(agency_id=COUNCIL, role=each), False)
            for each in sorted(GIVEN_BY_TWO)
        ],
        (Action.APPOINT_ACTING, ONESELF, Membership(user_id=7, role=Role.CHAIR), True),
        (Action.APPOINT_ACTING, ONESELF, Membership(user_id=7, role=Role.SECRETARIAT), False),
        (Action.CHANGE_DETAILS, ONESELF, User(pk=7), True),
        (Action.CHANGE_DETAILS, SECRETARIAT, User(pk=7), False),
        (Action.MAKE_TOKEN, ONESELF, User(pk=7), True),
        (Action.MAKE_TOKEN, SECRETARIAT, User(pk=7), False),
        (Action.RESTORE_ACCESS, SECRETARIAT, User(pk=7), True),
        (Action.RESTORE_ACCESS, ONESELF, User(pk=7), False),
        (Action.RESTORE_ACCESS, CHAIR, User(pk=7), False),
        (Action.DISABLE, ADMINISTRATOR, User(pk=7), True),
        (Action.DISABLE, actor_at(COUNCIL, Role.SECRETARIAT, user_id=7), User(pk=7), False),
        (Action.READ_PEOPLE, POINT, None, True),
        (Action.READ_PEOPLE, actor_at(ELSEWHERE, Role.PARTNER), None, False),
        (Action.READ_PEOPLE, Actor(), None, False),
    ],
)
def test_the_rules_about_people(action, actor, thing, is_allowed):
    decision = policy.ask(actor, action, thing)

    assert decision.allowed is is_allowed
    assert decision.allowed or str(decision.reason)


@pytest.mark.parametrize("role", Role)
def test_every_permission_has_words(role):
    assert ROLES[role].permissions <= PERMISSION_WORDS.keys()
