from __future__ import annotations

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from tulga.kit.collation import KEY_LENGTH, sort_key


def test_the_mongolian_alphabet() -> None:
    keys = [sort_key(letter, "mn") for letter in "абвгдеёжзийклмноөпрстуүфхцчшщъыьэюя"]

    assert keys == sorted(set(keys))


@pytest.mark.parametrize(
    ("language", "in_order"),
    [
        ("mn", ["Дархан", "Дорнод", "Дөргөн", "Дундговь", "Ёл", "Жаргалант", "Өвөрхангай", "Увс", "Үенч", "Хэнтий"]),
        ("mn", ["Баян-Өндөр", "Баян Уул", "Баянгол"]),
        ("mn", ["R-2", "R-10", "R-10.2", "R-10.10", "R-100"]),
        ("mn", ["2017", "Хил", "IOM"]),
        ("en", ["2017", "IOM", "Хил"]),
        ("en", ["Émile", "Emily", "Ömnögovi", "Orkhon", "Uvs"]),
        ("en", ["art. 9", "Art. 10"]),
        ("mn", ["", "1", "а"]),
        ("mn", ["Я", "満都拉"]),
    ],
)
def test_order(language: str, in_order: list[str]) -> None:
    keys = [sort_key(text, language) for text in in_order]

    assert keys == sorted(set(keys))


@pytest.mark.django_db
def test_the_database_keeps_the_order() -> None:
    in_order = ["", "2", "10", "Архангай", "Баян Уул", "Баянгол", "Дөргөн", "Ёл", "Өмнөговь", "Хил", "IOM", "満都拉"]
    keys = [sort_key(text, "mn") for text in in_order]

    with connection.cursor() as cursor:
        values = ", ".join(["(%s)"] * len(keys))
        cursor.execute(f"SELECT column1 FROM (VALUES {values}) AS keys ORDER BY column1", keys[::-1])
        assert [key for (key,) in cursor.fetchall()] == keys


@pytest.mark.parametrize(
    ("one", "other"),
    [("ӨМНӨГОВЬ", "Өмнөговь"), ("Ömnögovĭ", "omnogovi"), ("Замын-Үүд", " Замын  Үүд."), ("R-02", "R 2")],
)
def test_case_accents_and_signs_are_ignored(one: str, other: str) -> None:
    assert sort_key(one, "mn") == sort_key(other, "mn")


@given(st.text(max_size=400), st.sampled_from(["mn", "en"]))
def test_a_key_is_short_and_of_plain_digits(text: str, language: str) -> None:
    key = sort_key(text, language)

    assert len(key) <= KEY_LENGTH
    assert not key or (key.isascii() and key.isdigit())
