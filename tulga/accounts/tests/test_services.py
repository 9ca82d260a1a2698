from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.db import connection
from django.utils import timezone

from tulga.accounts import services
from tulga.accounts.actors import actor_of
from tulga.accounts.choices import Role
from tulga.accounts.models import Invitation, Membership, User
from tulga.accounts.one_time_links import token_of
from tulga.accounts.tests.factories import MembershipFactory, UserFactory
from tulga.agencies.tests.factories import AgencyFactory
from tulga.audit.models import AuditEvent
from tulga.kit.actor import Actor
from tulga.kit.errors import NotAllowed, RuleBroken

SYSTEM = Actor.system("test")
PUBLIC = Actor()
PASSWORD = "a sentence nobody else would write"
pytestmark = pytest.mark.django_db


def invited(email="new@example.mn", **more):
    values = {"agency": more.pop("agency", None) or AgencyFactory(), "role": Role.FOCAL_POINT, "actor": SYSTEM}
    return services.invite(email=email, **{**values, **more})


def accept(invitation, actor=PUBLIC, **more):
    token = token_of(invitation.nonce)
    return services.accept_invitation(
        token=token, actor=actor, **{"full_name": "Bat Dorj", "password": PASSWORD, **more}
    )


def test_an_invitation_makes_one_account_with_one_role():
    invitation = invited(" New@Example.MN ", is_alternate=True)

    membership = accept(invitation)

    assert membership.user.email == "new@example.mn"
    assert membership.user.check_password(PASSWORD)
    assert membership.user.search_key
    assert (membership.agency, membership.role, membership.is_alternate) == (
        invitation.agency,
        Role.FOCAL_POINT,
        True,
    )
    assert Invitation.objects.get().membership == membership
    assert [event.verb for event in AuditEvent.objects.order_by("sequence")] == [
        "accounts.invite",
        "accounts.accept_invitation",
    ]


def test_a_link_stored_nowhere_opens_one_invitation():
    invitation = invited()
    token = token_of(invitation.nonce)

    assert token not in (invitation.nonce, invitation.token_hash)
    assert services.open_invitation(token.upper().replace("-", " ")) == invitation
    assert services.open_invitation("k3f9") is None


@pytest.mark.parametrize("state", ["accepted", "withdrawn", "expired", "renewed"])
def test_a_link_opens_nothing_once_it_is(state):
    invitation = invited()
    if state == "accepted":
        accept(invitation)
    elif state == "withdrawn":
        services.revoke_invitation(invitation=invitation, actor=SYSTEM)
    elif state == "expired":
        Invitation.objects.update(expires_at=timezone.now())
    else:
        services.renew_invitation(invitation=invitation, actor=SYSTEM)

    assert services.open_invitation(token_of(invitation.nonce)) is None
    with pytest.raises(RuleBroken, match="used, withdrawn or has expired"):
        accept(invitation)


@pytest.mark.parametrize("actor_is", ["nobody", "somebody else", "the owner"])
def test_an_account_is_never_taken_over_by_a_link(actor_is):
    user = UserFactory()
    invitation = invited(user.email)
    actor = {"nobody": PUBLIC, "somebody else": actor_of(UserFactory()), "the owner": actor_of(user)}[actor_is]

    if actor_is == "the owner":
        assert accept(invitation, actor).user == user
    else:
        with pytest.raises(NotAllowed):
            accept(invitation, actor)
    assert not User.objects.get(pk=user.pk).check_password(PASSWORD)


@pytest.mark.parametrize(
    ("email", "says"),
    [
        ("not an address", "not an e-mail address"),
        ("a@example.mn\nBcc: b@example.mn", "not an e-mail address"),
        ("a@example.mn\r\nSubject: x", "not an e-mail address"),
        ("a@example.mn,b@example.mn", "not an e-mail address"),
    ],
)
def test_an_address_is_one_plain_address(email, says):
    with pytest.raises(RuleBroken, match=says) as refused:
        invited(email)
    assert refused.value.field == "email"


def test_nobody_is_invited_twice_to_one_role_nor_invites_themselves():
    officer = MembershipFactory(role=Role.SECRETARIAT)
    first = invited()

    with pytest.raises(RuleBroken, match="already"):
        invited(agency=first.agency)
    with pytest.raises(RuleBroken, match="yourself"):
        invited(officer.user.email, actor=actor_of(officer.user))


@pytest.mark.parametrize("password", ["short", "password12345", "new@example.mn"])
def test_a_weak_password_is_refused_and_the_link_stays(password):
    invitation = invited()

    with pytest.raises(RuleBroken) as refused:
        accept(invitation, password=password)

    assert refused.value.field == "password"
    assert services.open_invitation(token_of(invitation.nonce)) is not None


@pytest.mark.django_db(transaction=True)
def test_of_two_that_accept_at_once_one_succeeds():
    invitation = invited()
    start, outcomes = threading.Barrier(2), []

    def try_it():
        try:
            start.wait()
            accept(invitation)
            outcomes.append("accepted")
        except RuleBroken:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=try_it) for _each in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["accepted", "refused"]
    assert Membership.objects.count() == User.objects.count() == 1


def test_a_hand_over_leaves_no_day_without_a_focal_point():
    agency = AgencyFactory()
    head = MembershipFactory(agency=agency, role=Role.AGENCY_HEAD)
    held = MembershipFactory(agency=agency, valid_from=dt.date(2024, 1, 1))

    invitation = services.hand_over(membership=held, email="next@example.mn", actor=actor_of(head.user))

    assert actor_of(held.user).holds(Role.FOCAL_POINT, at=agency.pk)
    successor = accept(invitation).user
    assert not actor_of(held.user).holds(Role.FOCAL_POINT, at=agency.pk)
    assert actor_of(successor).holds(Role.FOCAL_POINT, at=agency.pk)


def test_a_hand_over_in_the_future_ends_the_predecessor_the_day_before():
    held = MembershipFactory(valid_from=dt.date(2024, 1, 1))
    begins = timezone.localdate() + dt.timedelta(days=10)
    invitation = services.hand_over(membership=held, email="n@example.mn", valid_from=begins, actor=SYSTEM)

    accept(invitation)

    held.refresh_from_db()
    assert held.valid_to == begins - dt.timedelta(days=1)
    assert actor_of(held.user).holds_anywhere(Role.FOCAL_POINT)


def test_ending_a_role_ends_it_now_with_its_reason():
    membership = MembershipFactory()

    services.end_membership(membership=membership, reason="Moved away", actor=SYSTEM)

    assert not actor_of(membership.user).grants
    assert AuditEvent.objects.get().reason == "Moved away"
    with pytest.raises(RuleBroken, match="ended already"):
        services.end_membership(membership=membership, reason="Again", actor=SYSTEM)


def test_the_last_who_can_invite_stays():
    membership = MembershipFactory(role=Role.SECRETARIAT)

    with pytest.raises(RuleBroken, match="Nobody else"):
        services.end_membership(membership=membership, reason="x", actor=SYSTEM)


def test_somebody_acts_between_two_days():
    held, other = MembershipFactory(role=Role.AGENCY_HEAD), UserFactory()
    today = timezone.localdate()
    last = today + dt.timedelta(days=3)

    services.appoint_acting(membership=held, user=other, valid_from=today, valid_to=last, actor=SYSTEM)

    assert actor_of(other).holds(Role.AGENCY_HEAD, at=held.agency_id)
    assert not actor_of(other, on=last + dt.timedelta(days=1)).grants
    with pytest.raises(RuleBroken, match="last day"):
        services.appoint_acting(membership=held, user=other, valid_from=last, valid_to=today, actor=SYSTEM)


def test_a_token_acts_for_its_owner_with_todays_roles():
    membership = MembershipFactory()
    token, text = services.issue_api_token(user=membership.user, label="reports", actor=SYSTEM)

    assert services.actor_of_token(text) == actor_of(membership.user)
    assert text not in token.token_hash
    services.revoke_api_token(token=token, actor=actor_of(membership.user))
    assert services.actor_of_token(text) is None
    assert services.actor_of_token("tulga_wrong") is None


def test_a_closed_account_has_no_token():
    user = UserFactory()
    _token, text = services.issue_api_token(user=user, label="", actor=SYSTEM)

    services.set_active(user=user, is_active=False, actor=SYSTEM)

    assert services.actor_of_token(text) is None
