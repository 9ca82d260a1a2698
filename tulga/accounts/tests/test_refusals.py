"""What the services of people refuse, each with its sentence."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from tests.people import actor_at
from tulga.accounts import services
from tulga.accounts.choices import Role
from tulga.accounts.models import AccessLink, ApiToken
from tulga.accounts.one_time_links import token_of
from tulga.accounts.tests.factories import MembershipFactory, UserFactory
from tulga.agencies.tests.factories import AgencyFactory
from tulga.audit.models import AuditEvent
from tulga.kit.actor import Actor
from tulga.kit.errors import NotAllowed, RuleBroken

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("test")
PUBLIC = Actor()
PASSWORD = "a sentence nobody else would write"


def today(days: int = 0) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=days)


def invite(**more):
    return services.invite(
        **{
            "email": "new@example.mn",
            "agency": AgencyFactory(),
            "role": Role.FOCAL_POINT,
            "full_name": "New",
            "actor": SYSTEM,
            **more,
        }
    )


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"role": "minister"}, "from the list"),
        ({"role": Role.CHAIR, "is_alternate": True}, "Only a focal point"),
        ({"agency": lambda: AgencyFactory(valid_to=today(-1))}, "has ended"),
    ],
)
def test_an_invitation_names_a_role_that_exists_at_an_agency_that_exists(values, says):
    with pytest.raises(RuleBroken, match=says):
        invite(**{name: value() if callable(value) else value for name, value in values.items()})


def test_nobody_is_invited_to_what_they_hold():
    held = MembershipFactory()

    with pytest.raises(RuleBroken, match="holds this role already"):
        invite(email=held.user.email, agency=held.agency, role=held.role)


@pytest.mark.parametrize("state", ["acting", "ended", "invited already", "to the same address"])
def test_a_role_is_handed_over_by_who_holds_it_and_once(state):
    membership = MembershipFactory()
    email = "successor@example.mn"
    if state == "acting":
        membership.is_acting, membership.valid_to = True, today(3)
        membership.save()
    elif state == "ended":
        membership.ended_at = timezone.now()
        membership.save()
    elif state == "invited already":
        services.hand_over(membership=membership, email="first@example.mn", actor=SYSTEM)
    else:
        email = membership.user.email
    says = {"acting": "not held", "ended": "not held", "invited already": "Renew or withdraw"}.get(state, "successor's")

    with pytest.raises(RuleBroken, match=says):
        services.hand_over(membership=membership, email=email, actor=SYSTEM)


def test_a_withdrawn_invitation_is_not_renewed():
    invitation = services.revoke_invitation(invitation=invite(), actor=SYSTEM)

    with pytest.raises(RuleBroken, match="withdrawn already"):
        services.renew_invitation(invitation=invitation, actor=SYSTEM)


def test_a_closed_account_accepts_nothing():
    owner = UserFactory(is_active=False)
    invitation = invite(email=owner.email)

    with pytest.raises(NotAllowed, match="closed"):
        services.accept_invitation(token=token_of(invitation.nonce), actor=Actor(user_id=owner.pk))


def test_a_role_is_accepted_once_however_often_it_was_offered():
    holder = UserFactory()
    invitation = invite(email=holder.email)
    MembershipFactory(user=holder, agency=invitation.agency, role=invitation.role)

    with pytest.raises(RuleBroken, match="hold this role already"):
        services.accept_invitation(token=token_of(invitation.nonce), actor=Actor(user_id=holder.pk))


def test_an_account_needs_a_name():
    invitation = invite(full_name="")

    with pytest.raises(RuleBroken, match="full name"):
        services.accept_invitation(token=token_of(invitation.nonce), actor=PUBLIC, full_name=" ", password=PASSWORD)


def test_a_role_ends_once():
    membership = MembershipFactory()
    services.end_membership(membership=membership, actor=SYSTEM)

    with pytest.raises(RuleBroken, match="ended already"):
        services.end_membership(membership=membership, actor=SYSTEM)


@pytest.mark.parametrize(
    ("case", "says"),
    [
        ("for an acting one", "not held now"),
        ("the holder", "other than the holder"),
        ("closed account", "closed"),
        ("backwards", "before the first day"),
        ("in the past", "in the past"),
    ],
)
def test_somebody_acts_only_for_a_held_office_between_days_to_come(case, says):
    membership, user, days = MembershipFactory(role=Role.AGENCY_HEAD), UserFactory(), (today(), today(5))
    if case == "for an acting one":
        membership.is_acting, membership.valid_to = True, today(9)
        membership.save()
    elif case == "the holder":
        user = membership.user
    elif case == "closed account":
        user = UserFactory(is_active=False)
    elif case == "backwards":
        days = (today(5), today(4))
    else:
        days = (today(-5), today(-1))

    with pytest.raises(RuleBroken, match=says):
        services.appoint_acting(membership=membership, user=user, valid_from=days[0], valid_to=days[1], actor=SYSTEM)


def test_ones_own_name_is_never_emptied():
    user = UserFactory()

    with pytest.raises(RuleBroken, match="full name"):
        services.change_details(user=user, expected_version=user.version, actor=Actor(user_id=user.pk), full_name=" ")


def link_for(user, **more) -> AccessLink:
    return services.issue_access_link(user=user, actor=SYSTEM, **more)


@pytest.mark.parametrize("removes", [True, False])
def test_a_link_sets_a_new_password_and_takes_the_lost_factor_away_only_where_it_says_so(removes):
    user = UserFactory(second_factor=True)
    link = link_for(user, removes_second_factor=removes)

    assert services.open_access_link(token_of(link.nonce)) == link
    services.use_access_link(token=token_of(link.nonce), password=PASSWORD)

    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    assert user.authenticator_set.exists() is not removes
    assert services.open_access_link(token_of(link.nonce)) is None
    assert AuditEvent.objects.filter(verb="accounts.use_access_link").count() == 1


@pytest.mark.parametrize("state", ["used", "replaced", "account closed"])
def test_a_link_to_sign_in_again_opens_nothing_once_it_is(state):
    user = UserFactory()
    link = link_for(user)
    if state == "used":
        services.use_access_link(token=token_of(link.nonce), password=PASSWORD)
    elif state == "replaced":
        link_for(user)
    else:
        services.set_active(user=user, is_active=False, actor=SYSTEM)

    with pytest.raises(RuleBroken, match="used, withdrawn or has expired"):
        services.use_access_link(token=token_of(link.nonce), password=PASSWORD)


def test_a_closed_account_gets_no_link():
    with pytest.raises(RuleBroken, match="closed"):
        link_for(UserFactory(is_active=False))


def test_a_withdrawn_or_invented_token_acts_for_nobody():
    user = UserFactory()
    token, text = services.issue_api_token(user=user, label="reports", actor=Actor(user_id=user.pk))
    assert services.actor_of_token(text).user_id == user.pk
    assert services.actor_of_token(text).user_id == user.pk  # a second time on one day writes nothing

    services.revoke_api_token(token=token, actor=Actor(user_id=user.pk))

    assert services.actor_of_token(text) is None
    assert services.actor_of_token("tulga_invented") is None


@pytest.mark.parametrize(
    ("roles", "sees"), [((Role.SECRETARIAT,), True), ((Role.ADMINISTRATOR,), True), ((Role.FOCAL_POINT,), False)]
)
def test_links_to_sign_in_again_are_seen_by_those_who_issue_them(roles, sees):
    link = link_for(UserFactory())

    assert AccessLink.objects.visible_to(SYSTEM).exists()
    assert (link in AccessLink.objects.visible_to(actor_at(AgencyFactory(), *roles))) is sees


def test_tokens_are_seen_by_their_owner_alone():
    user = UserFactory()
    token, _text = services.issue_api_token(user=user, label="x", actor=Actor(user_id=user.pk))

    assert list(ApiToken.objects.visible_to(Actor(user_id=user.pk))) == [token]
    assert list(ApiToken.objects.visible_to(actor_at(AgencyFactory(), Role.SECRETARIAT))) == []
    assert list(ApiToken.objects.visible_to(SYSTEM)) == [token]


def test_people_are_found_by_name_and_by_agency():
    held = MembershipFactory(user=UserFactory(full_name="Бат"))
    services.set_keys(held.user)
    held.user.save()

    assert list(type(held).objects.search("bat")) == [held]
