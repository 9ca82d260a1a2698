from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from tulga.accounts.choices import Role
from tulga.accounts.recipients import alternates_of, answerers_of, focal_points_of, heads_of, holders_of
from tulga.accounts.tests.factories import MembershipFactory, UserFactory
from tulga.agencies.tests.factories import AgencyFactory

pytestmark = pytest.mark.django_db
MAIN, ALTERNATE, HEAD = "main", "alternate", "head"
DAY = dt.timedelta(days=1)


def day(offset):
    return timezone.localdate() + offset * DAY


@pytest.fixture
def police():
    return AgencyFactory()


OFFICES = {
    MAIN: {"role": Role.FOCAL_POINT},
    ALTERNATE: {"role": Role.FOCAL_POINT, "is_alternate": True},
    HEAD: {"role": Role.AGENCY_HEAD},
}


@pytest.mark.parametrize(
    ("function", "told"),
    [
        (focal_points_of, {MAIN}),
        (alternates_of, {ALTERNATE}),
        (heads_of, {HEAD}),
        (answerers_of, {MAIN, ALTERNATE, HEAD}),
    ],
)
def test_each_office_of_an_agency_is_found_by_its_function(police, function, told):
    people = {name: MembershipFactory(agency=police, **values).user_id for name, values in OFFICES.items()}
    for role in set(Role) - {Role.FOCAL_POINT, Role.AGENCY_HEAD}:
        MembershipFactory(agency=police, role=role)
    for values in OFFICES.values():
        MembershipFactory(**values)  # of another agency

    assert function([police.pk]) == sorted(people[name] for name in told)
    assert function([]) == []


@pytest.mark.parametrize(
    ("held", "is_told"),
    [
        ({}, True),
        ({"valid_from": 0}, True),
        ({"valid_from": 1}, False),
        ({"valid_from": -9, "valid_to": 0}, True),
        ({"valid_from": -9, "valid_to": -1}, False),
        ({"valid_from": -9, "ended": True}, False),
        ({"valid_from": -1, "valid_to": 1, "is_acting": True}, True),
        ({"valid_from": -9, "valid_to": -1, "is_acting": True}, False),
        ({"closed": True}, False),
    ],
)
def test_only_who_holds_the_office_today_and_may_sign_in_is_told(police, held, is_told):
    values = {name: day(held[name]) for name in ("valid_from", "valid_to") if name in held}
    head = MembershipFactory(
        agency=police,
        role=Role.AGENCY_HEAD,
        is_acting=held.get("is_acting", False),
        ended_at=timezone.now() if "ended" in held else None,
        user=UserFactory(is_active="closed" not in held),
        **values,
    )

    expected = [head.user_id] if is_told else []
    assert heads_of([police.pk]) == answerers_of([police.pk]) == holders_of(Role.AGENCY_HEAD) == expected


def test_a_head_and_who_acts_for_the_office_are_both_told(police):
    head = MembershipFactory(agency=police, role=Role.AGENCY_HEAD)
    deputy = MembershipFactory(
        agency=police, role=Role.AGENCY_HEAD, is_acting=True, valid_from=day(-1), valid_to=day(5)
    )

    assert heads_of([police.pk]) == [head.user_id, deputy.user_id]


def test_whoever_holds_two_offices_is_told_once(police):
    person = UserFactory()
    other = AgencyFactory()
    for agency, role in [(police, Role.FOCAL_POINT), (police, Role.AGENCY_HEAD), (other, Role.FOCAL_POINT)]:
        MembershipFactory(user=person, agency=agency, role=role)

    assert answerers_of([police.pk, other.pk]) == [person.pk]
    assert holders_of(Role.FOCAL_POINT, Role.AGENCY_HEAD) == [person.pk]


def test_holders_are_found_at_every_agency_and_each_in_one_query(django_assert_num_queries):
    chair, officer, rapporteur = (
        MembershipFactory(role=role).user_id for role in (Role.CHAIR, Role.SECRETARIAT, Role.NATIONAL_RAPPORTEUR)
    )
    MembershipFactory()

    with django_assert_num_queries(1):
        assert holders_of(Role.SECRETARIAT, Role.CHAIR) == [chair, officer]
    assert holders_of(Role.NATIONAL_RAPPORTEUR) == [rapporteur]
    assert holders_of() == []
