from __future__ import annotations

import io

import pytest
from django.db import connection

from tulga.kit import trigrams
from tulga.kit.search import matches
from tulga.places.models import Place

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no trigram index"),
]


def drop(table):
    with connection.cursor() as cursor:
        cursor.execute(f'DROP INDEX "{table}{trigrams.NAME_ENDS}"')


def test_every_searched_table_has_its_index_and_gets_it_back():
    assert trigrams.searched_tables()
    assert trigrams.unindexed(connection) == []

    drop("places_place")
    assert trigrams.unindexed(connection) == ["places_place"]
    trigrams.index_search_keys(using="default")

    assert trigrams.unindexed(connection) == []


def test_part_of_a_word_is_found_through_the_index():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = Place.objects.filter(matches("өмнөговь")).order_by().explain()

    assert f"places_place{trigrams.NAME_ENDS}" in plan


def test_without_the_extension_search_goes_on_and_says_so(monkeypatch):
    drop("places_place")
    monkeypatch.setattr(trigrams, "_has_trigrams", lambda _connection: False)
    said = io.StringIO()

    trigrams.index_search_keys(using="default", stdout=said)

    assert said.getvalue() == trigrams.MISSING
    assert list(Place.objects.filter(matches("өмнөговь"))) == []
