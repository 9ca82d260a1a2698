from __future__ import annotations

import pytest
from django.http import Http404
from django.test import RequestFactory
from django.utils import translation

from tulga.kit.actor import Actor
from tulga.places.choices import PlaceKind
from tulga.places.tests.factories import PlaceFactory
from tulga.places.views import PlaceDetail, PlaceList

pytestmark = pytest.mark.django_db


def page(view, query=None, **address):
    request = RequestFactory().get("/en/places/", query or {})
    request.actor = Actor(label="somebody")
    with translation.override("en"):
        return view.as_view()(request, **address).content.decode()


def test_the_list_makes_two_queries(django_assert_num_queries):
    for _each in range(11):
        PlaceFactory()

    # The choices of the filter; the rows.
    with django_assert_num_queries(2):
        page(PlaceList)


@pytest.mark.parametrize("query", [{"q": "умнугоби"}, {"kind": "aimag"}, {"q": "MN46"}])
def test_the_list_is_filtered(query):
    PlaceFactory(code="MN46", kind=PlaceKind.AIMAG, name={"mn": "Өмнөговь"})
    PlaceFactory(name={"en": "Elsewhere"})

    shown = page(PlaceList, query)

    assert "Өмнөговь" in shown
    assert "Elsewhere" not in shown


def test_a_place_shows_its_parts_and_what_it_is_part_of():
    country = PlaceFactory(code="MN", kind=PlaceKind.COUNTRY, name={"en": "Mongolia"})
    aimag = PlaceFactory(code="MN46", kind=PlaceKind.AIMAG, parent=country, name={"en": "Umnugovi"})
    PlaceFactory(parent=aimag, name={"en": "Khanbogd"})

    shown = page(PlaceDetail, code="MN46")

    assert "Mongolia" in shown
    assert "Khanbogd" in shown
    assert "Nobody yet" in shown


def test_a_place_nobody_knows_is_not_found():
    with pytest.raises(Http404):
        page(PlaceDetail, code="XX")
