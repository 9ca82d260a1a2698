"""The cast used everywhere. Readers learn it once; none of them touches the database."""

from __future__ import annotations

from itertools import count

import pytest

from tulga.accounts.choices import Role
from tulga.accounts.roles import permissions_of
from tulga.agencies.models import Agency
from tulga.kit.actor import Actor, Grant
from tulga.kit.audience import Audience

_numbers = count(1_000_000)  # far from any real person's, so that nobody is taken for somebody else


def actor_at(agency: Agency | int, *roles: str, user_id: int | None = None) -> Actor:
    """Somebody with these roles at an agency, and its audiences where the agency is given as a row."""
    agency_id = agency if isinstance(agency, int) else agency.pk
    audiences = frozenset() if isinstance(agency, int) else agency.audiences
    return Actor(
        user_id=next(_numbers) if user_id is None else user_id,
        label=", ".join(str(Role(each).label) for each in roles),
        grants=tuple(Grant(str(each), agency_id, permissions_of(each)) for each in roles),
        audiences=frozenset({Audience.PUBLIC, *audiences}),
    )


# Numbers that no agency made in a test has.
COUNCIL, POLICE, ELSEWHERE = 900_001, 900_002, 900_003


@pytest.fixture
def secretariat() -> Actor:
    return actor_at(COUNCIL, Role.SECRETARIAT)


@pytest.fixture
def chair() -> Actor:
    return actor_at(COUNCIL, Role.CHAIR)


@pytest.fixture
def focal_point() -> Actor:
    return actor_at(POLICE, Role.FOCAL_POINT)


@pytest.fixture
def agency_head() -> Actor:
    return actor_at(POLICE, Role.AGENCY_HEAD)


@pytest.fixture
def national_rapporteur() -> Actor:
    return actor_at(ELSEWHERE, Role.NATIONAL_RAPPORTEUR)


@pytest.fixture
def outsider() -> Actor:
    """A focal point of another agency."""
    return actor_at(ELSEWHERE, Role.FOCAL_POINT)


@pytest.fixture
def public() -> Actor:
    return Actor()
