from __future__ import annotations

from copy import deepcopy

import pytest
from ninja.testing import TestClient

from tulga.dissemination.api.endpoints import router
from tulga.dissemination.tests.factories import InForceFactory, ReleasedFactory, ReleaseFactory
from tulga.kit.audience import Audience

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def api():
    return TestClient(deepcopy(router))  # a router belongs to one API only


def test_anybody_reads_what_was_released_to_the_public(api):
    waiting = ReleaseFactory(audiences=frozenset({Audience.PUBLIC}))
    recommendation = InForceFactory()
    ReleasedFactory(audiences=frozenset({Audience.GOVERNMENT}))
    release = ReleasedFactory(audiences=frozenset({Audience.PUBLIC, Audience.GOVERNMENT}), carrying=[recommendation])

    (item,) = api.get("/releases?status=released").json()["items"]

    assert (item["number"], item["released_on"]) == (release.number, "2018-04-01")
    assert item["audiences"] == ["government", "public"]
    assert item["recommendations"] == [recommendation.reference]
    assert api.get(f"/releases/{release.pk}").json()["number"] == release.number
    assert api.get(f"/releases/{waiting.pk}").status_code == 404
