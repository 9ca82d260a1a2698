from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from tests.people import actor_at
from tulga.accounts.choices import Role
from tulga.agencies.models import Agency
from tulga.agencies.tests.factories import AgencyFactory
from tulga.dissemination.choices import DeliveryStatus, ReleaseStatus
from tulga.dissemination.models import Delivery, Release
from tulga.dissemination.tests.factories import DeliveryFactory, InForceFactory, ReleasedFactory, ReleaseFactory
from tulga.kit.actor import Actor
from tulga.kit.audience import Audience
from tulga.kit.i18n import I18nText
from tulga.kit.search import search_key

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


# --- Deliveries -----------------------------------------------------------------------------------------------------
def test_an_office_sees_its_own_branch_and_who_watches_sees_the_tree():
    top = DeliveryFactory()
    below, elsewhere = DeliveryFactory(release=top.release, parent=top), DeliveryFactory(release=top.release)

    def seen(role, agency):
        return set(Delivery.objects.visible_to(actor_at(agency, role)))

    assert seen(Role.FOCAL_POINT, top.agency) == {top, below}
    assert seen(Role.FOCAL_POINT, below.agency) == {below}
    assert seen(Role.CHAIR, AgencyFactory()) == {top, below, elsewhere}
    assert seen(Role.ADMINISTRATOR, top.agency) == set()


def test_what_waits_is_told_apart_from_what_was_delivered_and_offices_that_ended_from_those_that_stand():
    today = timezone.localdate()
    waiting = DeliveryFactory(status=DeliveryStatus.WAITING, due_on=today - dt.timedelta(days=1))
    ended = DeliveryFactory(agency=AgencyFactory(valid_to=today - dt.timedelta(days=1)))
    DeliveryFactory(status=DeliveryStatus.ACKNOWLEDGED)
    open_ones = Delivery.objects.open()

    assert list(open_ones.waiting()) == list(open_ones.overdue(today)) == [waiting]
    assert list(open_ones.delivered_and_open()) == list(open_ones.to_ended_offices(today)) == [ended]
    assert list(open_ones.to_standing_offices(today)) == [waiting]


def test_a_delivery_is_found_by_its_office_and_by_its_release():
    found = DeliveryFactory(agency=AgencyFactory(name=I18nText(mn="Хил хамгаалах газар")))
    DeliveryFactory()
    Agency.objects.filter(pk=found.agency_id).update(search_key=search_key(found.agency.name))

    assert list(Delivery.objects.search("хил хамгаалах")) == [found]
    assert list(Delivery.objects.search(found.release.number)) == [found]


def test_who_may_not_read_an_edition_is_not_told_that_it_carries_the_recommendation():
    recommendation = InForceFactory()
    release = ReleasedFactory(audiences=frozenset({Audience.GOVERNMENT}), carrying=[recommendation])
    inside, outside = (
        actor_at(AgencyFactory(audiences=frozenset({each})), Role.FOCAL_POINT)
        for each in (Audience.GOVERNMENT, Audience.CIVIL_SOCIETY)
    )

    def told(actor):
        return list(Release.objects.telling(recommendation, actor))

    assert told(inside) == told(actor_at(AgencyFactory(), Role.CHAIR)) == [release]
    assert told(outside) == []
