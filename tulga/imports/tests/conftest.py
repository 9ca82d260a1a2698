from __future__ import annotations

import pytest

from tests.people import actor_at
from tulga.accounts.choices import Role
from tulga.accounts.tests.factories import UserFactory
from tulga.agencies.tests.factories import AgencyFactory
from tulga.documents.tests.conftest import documents_dir  # noqa: F401 - a fixture
from tulga.imports.tests.samples import KeptWishes
from tulga.kit.imports.targets import TARGETS


@pytest.fixture(autouse=True)
def wishes(monkeypatch):
    """The small app that these tests import into, and no other."""
    target = KeptWishes()
    for name in list(TARGETS):
        monkeypatch.delitem(TARGETS, name)
    monkeypatch.setitem(TARGETS, target.name, target)
    return target


@pytest.fixture
def writer():
    return actor_at(AgencyFactory(), Role.SECRETARIAT, user_id=UserFactory().pk)


@pytest.fixture
def reader():
    return actor_at(AgencyFactory(), Role.FOCAL_POINT, user_id=UserFactory().pk)
