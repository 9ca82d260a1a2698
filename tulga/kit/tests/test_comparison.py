from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tulga.kit.comparison import compare_words


@pytest.mark.parametrize(
    ("old", "new", "pieces"),
    [
        ("", "", []),
        ("Хил", "Хил", [("same", "Хил")]),
        ("", "Хил", [("inserted", "Хил")]),
        (
            "open a shelter",
            "open two shelters",
            [("same", "open "), ("deleted", "a shelter"), ("inserted", "two shelters")],
        ),
        ("open a new shelter", "open a shelter", [("same", "open a "), ("deleted", "new "), ("same", "shelter")]),
        ("one two", "one\ntwo", [("same", "one"), ("inserted", "\n"), ("same", "two")]),
        ("one  two", "one two", [("same", "one two")]),
    ],
)
def test_pieces(old: str, new: str, pieces: list[tuple[str, str]]) -> None:
    assert [(piece.kind, piece.text) for piece in compare_words(old, new)] == pieces


WORDS = st.lists(st.sampled_from(["Хил ", "ба ", "хамгаалах.", "\n", "тэмцэх "])).map("".join)


@given(WORDS, WORDS)
def test_both_texts_can_be_read_from_the_pieces(old: str, new: str) -> None:
    pieces = compare_words(old, new)

    assert "".join(piece.text for piece in pieces if piece.kind != "deleted") == new
    assert "".join(piece.text for piece in pieces if piece.kind != "inserted").split() == old.split()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a " * 10_000, "a b " * 5_000),
        (" ".join(str(n % 700) for n in range(5_000)), " ".join(str(n % 701) for n in range(5_000))),
    ],
)
def test_twenty_thousand_characters_take_no_minute(old: str, new: str) -> None:
    start = time.monotonic()
    compare_words(old, new)

    assert time.monotonic() - start < 10
