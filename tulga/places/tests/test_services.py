from __future__ import annotations

import pytest

from tulga.audit.models import AuditEvent
from tulga.kit.actor import Actor
from tulga.kit.errors import NotAllowed, StaleEdit
from tulga.kit.reference import read_rows
from tulga.places.choices import PlaceKind
from tulga.places.models import Place
from tulga.places.services import DATA, edit_place, load_places, set_keys
from tulga.places.tests.factories import PlaceFactory

pytestmark = pytest.mark.django_db
LOADER = Actor.system("load_reference")


def test_the_whole_country_is_loaded():
    loaded = load_places(actor=LOADER)

    kinds = {kind: Place.objects.of_kind(kind).count() for kind in PlaceKind}
    assert kinds == {"country": 1, "capital": 1, "aimag": 21, "soum": 330, "district": 9, "port": 25}
    assert loaded.created == Place.objects.count()


def test_loading_twice_changes_nothing():
    load_places(actor=LOADER)
    before = list(Place.objects.order_by("pk").values())

    again = load_places(actor=LOADER)

    assert (again.created, again.changed, again.kept) == (0, 0, 0)
    assert list(Place.objects.order_by("pk").values()) == before
    assert AuditEvent.objects.count() == 1


def test_a_newer_version_of_the_data_reaches_rows_nobody_edited():
    load_places(actor=LOADER)
    Place.objects.filter(code="MN46").update(iso_code="old")

    again = load_places(actor=LOADER)

    assert again.changed == 1
    assert Place.objects.get(code="MN46").iso_code == "MN-053"


def test_what_an_official_corrected_stays():
    load_places(actor=LOADER)
    place = Place.objects.get(code="MN46")
    edit_place(place=place, expected_version=1, actor=LOADER, name={"en": "South Gobi", "mn": "Өмнөговь"})

    again = load_places(actor=LOADER)

    assert again.kept == 1
    assert Place.objects.get(code="MN46").name["en"] == "South Gobi"


def test_every_stored_key_equals_a_fresh_one():
    load_places(actor=LOADER)

    for place in Place.objects.all():
        stored = (place.search_key, place.sort_key_mn, place.sort_key_en)
        set_keys(place)
        assert (place.search_key, place.sort_key_mn, place.sort_key_en) == stored


@pytest.mark.parametrize("name", ["places_mn.csv", "ports_mn.csv"])
def test_every_row_of_the_data_has_a_code_both_names_and_a_source(name):
    rows = read_rows(DATA / name)

    assert all(row["code"] and row["name_en"] and row["name_mn"] and row["source"] for row in rows)
    assert len({row["code"] for row in rows}) == len(rows)


def test_an_edit_is_found_by_its_new_name_and_is_recorded():
    place = PlaceFactory(name={"en": "Old", "mn": "Хуучин"})

    edit_place(place=place, expected_version=1, actor=Actor.system("import_words"), name={"en": "New", "mn": "Шинэ"})

    assert list(Place.objects.search("шинэ")) == [place]
    event = AuditEvent.objects.get()
    assert "Old" in event.before
    assert "New" in event.after


def test_a_stale_edit_is_refused():
    place = PlaceFactory()
    edit_place(place=place, expected_version=1, actor=LOADER, checked="name: somebody")

    with pytest.raises(StaleEdit):
        edit_place(place=place, expected_version=1, actor=LOADER, checked="name: somebody else")


@pytest.mark.parametrize("actor", [Actor(), Actor(user_id=1, label="somebody")])
def test_only_the_installation_corrects_places(actor):
    with pytest.raises(NotAllowed):
        edit_place(place=PlaceFactory(), expected_version=1, actor=actor, checked="me")
