from __future__ import annotations

import datetime as dt

import pytest
from django.utils import translation

from tulga.agencies.models import Agency, Hotline
from tulga.agencies.services import load_agencies, load_hotlines
from tulga.agencies.tests.factories import AgencyFactory, HotlineFactory
from tulga.kit.actor import Actor
from tulga.kit.audience import Audience
from tulga.kit.i18n import I18nText
from tulga.places.services import load_places

pytestmark = pytest.mark.django_db
SIGNED_IN = Actor(user_id=1)


@pytest.fixture
def register():
    loader = Actor.system("load_reference")
    load_places(actor=loader)
    load_agencies(actor=loader)
    load_hotlines(actor=loader)


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("National Police", "NPA"),
        ("NPA", "NPA"),
        ("ЦЕГ", "NPA"),
        ("tseg", "NPA"),
        ("цагдаа", "NPA"),
        ("tsagdaa", "NPA"),
        ("Gender and Equity", "MGEC"),
        ("МГЭТ", "MGEC"),
        ("Umnugovi", "UMN"),
        ("Өмнөговь", "UMN"),
        ("bayangol", "CFDC-MN1107"),
        ("баянгол", "CFDC-MN1107"),
        ("IOM", "IOM"),
        ("ОУШХБ", "IOM"),
        ("ХЗДХЯ", "MOJHA"),
        ("University of Internal", "LEA"),
    ],
)
def test_any_name_abbreviation_or_alias_finds_the_agency(register, query, code):
    assert code in Agency.objects.search(query).values_list("code", flat=True)


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "is_valid"),
    [
        (None, None, True),
        (dt.date(2018, 1, 10), None, True),
        (dt.date(2018, 1, 11), None, False),
        (None, dt.date(2018, 1, 10), True),
        (None, dt.date(2018, 1, 9), False),
        (dt.date(2010, 1, 1), dt.date(2020, 1, 1), True),
    ],
)
def test_an_agency_exists_between_its_days(valid_from, valid_to, is_valid):
    agency = AgencyFactory(valid_from=valid_from, valid_to=valid_to)
    day = dt.date(2018, 1, 10)

    assert Agency.objects.valid_on(day).exists() is is_valid
    assert agency.is_valid_on(day) is is_valid


def test_an_agency_of_two_audiences_is_found_by_each():
    police = AgencyFactory(audiences={Audience.GOVERNMENT, Audience.LAW_ENFORCEMENT})
    AgencyFactory(audiences={Audience.CIVIL_SOCIETY})

    assert list(Agency.objects.of_audience(Audience.LAW_ENFORCEMENT)) == [police]
    assert list(Agency.objects.of_audience(Audience.GOVERNMENT)) == [police]


@pytest.mark.parametrize("actor", [Actor(), SIGNED_IN, Actor.system("anything")])
def test_everybody_sees_every_agency(actor):
    agency = AgencyFactory()

    assert agency in Agency.objects.visible_to(actor)


def test_agencies_stand_in_the_readers_alphabet():
    AgencyFactory(code="A", name={"mn": "Цагдаа", "en": "Police"})
    AgencyFactory(code="B", name={"mn": "Гааль", "en": "Revenue"})

    with translation.override("mn"):
        assert [each.code for each in Agency.objects.for_listing()] == ["B", "A"]
    with translation.override("en"):
        assert [each.code for each in Agency.objects.for_listing()] == ["A", "B"]


@pytest.mark.parametrize(
    ("is_demonstration", "verified_on", "actor", "is_seen"),
    [
        (False, None, Actor(), False),
        (False, dt.date(2020, 1, 1), Actor(), True),
        (True, None, Actor(), True),
        (False, None, SIGNED_IN, True),
    ],
)
def test_a_number_nobody_called_is_kept_from_the_public(settings, is_demonstration, verified_on, actor, is_seen):
    settings.DEMONSTRATION = is_demonstration
    hotline = HotlineFactory(verified_on=verified_on)

    assert Hotline.objects.visible_to(actor).exists() is is_seen
    assert hotline.is_shown_to_public is (is_demonstration or verified_on is not None)


@pytest.mark.parametrize(
    ("abbreviation", "language", "short_name"),
    [
        ({"mn": "ЦЕГ", "en": "NPA"}, "en", "NPA"),
        ({"mn": "ХХЕГ"}, "mn", "ХХЕГ"),
        ({"mn": "ХХЕГ"}, "en", "Border Protection Agency"),
        ({}, "mn", "Хил хамгаалах ерөнхий газар"),
    ],
)
def test_a_narrow_place_shows_an_abbreviation_of_the_readers_language_only(abbreviation, language, short_name):
    name = I18nText(mn="Хил хамгаалах ерөнхий газар", en="Border Protection Agency")

    with translation.override(language):
        assert Agency(name=name, abbreviation=abbreviation).short_name == short_name
