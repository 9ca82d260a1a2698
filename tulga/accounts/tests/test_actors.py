from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone, translation

from tests.people import actor_at
from tulga.accounts.actors import actor_of, sees_more_than_public
from tulga.accounts.choices import Action, Role
from tulga.accounts.roles import agencies_answered_for
from tulga.accounts.tests.factories import MembershipFactory, UserFactory
from tulga.agencies.tests.factories import AgencyFactory
from tulga.kit.actor import Actor
from tulga.kit.audience import Audience
from tulga.kit.i18n import I18nText

pytestmark = pytest.mark.django_db


def day(distance):
    return timezone.localdate() + dt.timedelta(days=distance)


def test_an_actor_is_built_in_one_query(django_assert_num_queries):
    user = UserFactory()
    MembershipFactory(user=user, agency=AgencyFactory(audiences={Audience.LAW_ENFORCEMENT}))
    MembershipFactory(user=user, role=Role.AGENCY_HEAD, agency=AgencyFactory(audiences={Audience.GOVERNMENT}))

    with django_assert_num_queries(1):
        actor = actor_of(user)

    assert actor.user_id == user.pk
    assert {grant.role for grant in actor.grants} == {Role.FOCAL_POINT, Role.AGENCY_HEAD}
    assert actor.audiences == {Audience.PUBLIC, Audience.LAW_ENFORCEMENT, Audience.GOVERNMENT}
    assert actor.may("recommendations.commit")


@pytest.mark.parametrize(
    ("dates", "is_held"),
    [
        ({"valid_from": day(0)}, True),
        ({"valid_from": day(1)}, False),
        ({"valid_from": day(-9), "valid_to": day(0)}, True),
        ({"valid_from": day(-9), "valid_to": day(-1)}, False),
        ({"valid_from": day(-9), "ended_at": timezone.now()}, False),
    ],
)
def test_a_role_is_held_between_its_dates(dates, is_held):
    membership = MembershipFactory(**dates)

    actor = actor_of(membership.user)

    assert actor.holds_anywhere(Role.FOCAL_POINT) is is_held
    assert actor.may(Action.HAND_OVER, at=membership.agency_id) is is_held


def test_a_closed_account_is_the_public():
    assert actor_of(MembershipFactory(user__is_active=False).user) == Actor()


def test_the_own_office_comes_before_the_acting_one():
    user = UserFactory()
    MembershipFactory(user=user, role=Role.CHAIR, is_acting=True, valid_to=day(3))
    MembershipFactory(user=user, role=Role.CASE_OFFICER)

    assert [grant.role for grant in actor_of(user).grants] == [Role.CASE_OFFICER, Role.CHAIR]


@pytest.mark.parametrize("role", Role)
def test_every_role_needs_a_second_factor(role):
    assert sees_more_than_public(actor_of(MembershipFactory(role=role).user))


def test_without_a_role_nothing_more_is_seen():
    assert not sees_more_than_public(actor_of(UserFactory()))


@pytest.mark.parametrize(
    ("roles", "answered_for"),
    [
        ([Role.ADMINISTRATOR], []),
        ([Role.ADMINISTRATOR, Role.CASE_OFFICER], [7]),
        ([Role.PARTNER], [7]),
        ([], []),
    ],
)
def test_who_keeps_the_installation_answers_for_nothing_that_is_in_it(roles, answered_for):
    assert agencies_answered_for(actor_at(7, *roles)) == answered_for


@pytest.mark.parametrize(
    ("verb", "language", "office"),
    [
        ("recommendations.sign_commitment", "en", "Acting: Head of agency, Police"),
        ("recommendations.sign_commitment", "mn", "Түр орлон гүйцэтгэгч: Байгууллагын дарга, Цагдаа"),
        ("recommendations.commit", "en", "Focal point, Police"),
        ("plan.no_such_act", "en", "Focal point, Police"),
    ],
)
def test_an_act_is_done_in_the_office_that_permits_it(verb, language, office):
    police = AgencyFactory(name=I18nText(mn="Цагдаа", en="Police"))
    user = MembershipFactory(agency=police).user
    MembershipFactory(user=user, agency=police, role=Role.AGENCY_HEAD, is_acting=True, valid_to=day(3))

    named = actor_of(user).office_for(verb)

    with translation.override(language):
        assert str(named) == office
