from __future__ import annotations

import pytest
from django.utils import translation

from tulga.kit.actor import Actor
from tulga.places.choices import PlaceKind
from tulga.places.models import Place
from tulga.places.services import load_places
from tulga.places.tests.factories import PlaceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def mongolia():
    load_places(actor=Actor.system("load_reference"))


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("Umnugobi", "MN46"),
        ("Umnugovi", "MN46"),
        ("Ömnögovĭ", "MN46"),
        ("South Gobi", "MN46"),
        ("Өмнөговь", "MN46"),
        ("ӨМНӨГОВЬ", "MN46"),
        ("омноговь", "MN46"),
        ("Dornogobi", "MN44"),
        ("MN46", "MN46"),
        ("Gashuun Sukhait", "gashuunsukhait"),
        ("Gashuunsukhait", "gashuunsukhait"),
        ("Гашуунсухайт", "gashuunsukhait"),
        ("гашуун сухайт", "gashuunsukhait"),
        ("Zamyn Uud", "zamyn-uud-road"),
        ("Замын-Үүд", "zamyn-uud-rail"),
        ("Zamiin-Uud", "zamyn-uud-road"),
        ("Hovd", "MN84"),
        ("Khuvsgul", "MN67"),
        ("Ярант", "bulgan-khovd"),
    ],
)
def test_every_spelling_finds_the_place(mongolia, query, code):
    assert code in Place.objects.search(query).values_list("code", flat=True)


def test_all_spellings_of_an_aimag_find_the_same_rows(mongolia):
    spellings = ["Umnugobi", "Umnugovi", "Өмнөговь", "ӨМНӨГОВЬ", "омноговь"]

    found = {tuple(Place.objects.search(query).sorted().values_list("code", flat=True)) for query in spellings}

    assert len(found) == 1


def test_a_name_nobody_has_finds_nothing(mongolia):
    assert not Place.objects.search("Atlantis").exists()


@pytest.mark.parametrize("actor", [Actor(), Actor(user_id=1), Actor.system("anything")])
def test_everybody_sees_every_place(actor):
    place = PlaceFactory()

    assert place in Place.objects.visible_to(actor)


def test_the_alphabet_is_the_readers():
    for code, mn, en in [("A", "Ө", "U"), ("B", "П", "P"), ("C", "О", "V")]:
        PlaceFactory(code=code, name={"mn": mn, "en": en})

    with translation.override("mn"):
        mongolian = "".join(Place.objects.sorted().values_list("code", flat=True))
    with translation.override("en"):
        english = "".join(Place.objects.sorted().values_list("code", flat=True))

    assert (mongolian, english) == ("CAB", "BAC")


def test_aimags_are_the_first_level_and_ports_are_apart(mongolia):
    assert Place.objects.aimags().count() == 22
    assert set(Place.objects.ports().values_list("kind", flat=True)) == {PlaceKind.PORT}
