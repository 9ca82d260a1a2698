from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tulga.kit.comparison import Change, changes, compare_words, new_side, old_side


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
        (
            "fund two shelters and staff",
            "build a shelter and school",
            [("deleted", "fund two shelters and staff"), ("inserted", "build a shelter and school")],
        ),
        (
            "one and the other day",
            "two and the other night",
            [
                *(("deleted", "one "), ("inserted", "two "), ("same", "and the other ")),
                *(("deleted", "day"), ("inserted", "night")),
            ],
        ),
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


@given(WORDS, WORDS)
def test_each_side_reads_as_its_text(old: str, new: str) -> None:
    pieces = compare_words(old, new)

    assert "".join(piece.text for piece in new_side(pieces)) == new
    assert "".join(piece.text for piece in old_side(pieces)).split() == old.split()


@given(WORDS, WORDS)
def test_there_is_a_change_wherever_the_words_differ(old: str, new: str) -> None:
    pieces = compare_words(old, new)
    found = changes(pieces)

    kinds = [piece.kind for piece in pieces]
    replaced = sum(pair == ("deleted", "inserted") for pair in pairwise(kinds))
    assert len(found) == len(kinds) - kinds.count("same") - replaced
    for kind, texts in (("deleted", [each.old for each in found]), ("inserted", [each.new for each in found])):
        assert " ".join(texts).split() == " ".join(each.text for each in pieces if each.kind == kind).split()


def test_a_change_is_told_with_the_words_around_it() -> None:
    pieces = compare_words("Inspect every port in spring, and report.", "Inspect every port twice a year, and report.")

    assert changes(pieces) == [Change("Inspect every port", "and report.", old="in spring,", new="twice a year,")]


def test_what_was_only_added_or_removed_says_so() -> None:
    pieces = compare_words("Inspect every port and report.", "Inspect every border port and report now.")

    assert changes(pieces) == [
        Change("Inspect every", "port and", new="border"),
        Change("port and", "", old="report.", new="report now."),
    ]


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
