from __future__ import annotations

import pytest

from tests.people import actor_at
from tulga.accounts.choices import Role
from tulga.agencies.tests.factories import AgencyFactory
from tulga.dissemination.choices import ReleaseStatus
from tulga.dissemination.models import Release
from tulga.dissemination.tests.factories import InForceFactory, ReleasedFactory, ReleaseFactory
from tulga.kit.actor import Actor
from tulga.kit.audience import Audience

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.CHAIR, Role.NATIONAL_RAPPORTEUR])
@pytest.mark.parametrize("status", [ReleaseStatus.PREPARED, ReleaseStatus.WITHDRAWN])
def test_who_reads_drafts_sees_every_release(role, status):
    ReleaseFactory(status=status)

    assert Release.objects.visible_to(actor_at(AgencyFactory(), role)).exists()


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("role", [Role.FOCAL_POINT, Role.PARTNER, Role.ADMINISTRATOR])
def test_others_see_what_was_released_to_an_audience_of_theirs(role, audience):
    agency = AgencyFactory(audiences=frozenset({Audience.LAW_ENFORCEMENT}))
    ReleasedFactory(audiences=frozenset({audience}))

    sees = audience in {Audience.LAW_ENFORCEMENT, Audience.PUBLIC}
    assert Release.objects.visible_to(actor_at(agency, role)).exists() is sees


@pytest.mark.parametrize("audience", Audience)
def test_everybody_sees_what_was_released_to_the_public(audience):
    ReleasedFactory(audiences=frozenset({audience}))

    assert Release.objects.visible_to(Actor()).exists() is (audience == Audience.PUBLIC)


@pytest.mark.parametrize("status", [ReleaseStatus.PREPARED, ReleaseStatus.WITHDRAWN])
def test_what_was_not_released_is_nobody_elses(status):
    agency = AgencyFactory(audiences=frozenset(Audience))
    ReleaseFactory(status=status, audiences=frozenset(Audience))

    assert not Release.objects.visible_to(actor_at(agency, Role.FOCAL_POINT)).exists()


def test_search_counts_and_what_waits():
    wanted = ReleaseFactory(carrying=[InForceFactory(), InForceFactory()])
    ReleasedFactory(title={"en": "Helplines"})

    assert Release.objects.search(f"{wanted.number} shelters").for_listing().get().recommendations_count == 2
    assert Release.objects.waiting().get() == wanted
