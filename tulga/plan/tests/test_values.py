from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tulga.plan.choices import NUMERIC, ValueKind
from tulga.plan.values import Value, storable


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        ("8", ValueKind.NUMBER, "8"),
        (" 0 ", ValueKind.NUMBER, "0"),
        ("-3", ValueKind.NUMBER, "-3"),
        ("\u22123", ValueKind.NUMBER, "-3"),
        ("320,5", ValueKind.NUMBER, "320.5"),
        ("45.5", ValueKind.NUMBER, "45.5"),
        ("5 000", ValueKind.NUMBER, "5000"),
        ("5\u00a0000,25", ValueKind.NUMBER, "5000.25"),
        ("0,125", ValueKind.NUMBER, "0.125"),
        ("75%", ValueKind.PERCENT, "75"),
        ("75 %", ValueKind.PERCENT, "75"),
        ("<10", ValueKind.BELOW, "10"),
        ("< 10", ValueKind.BELOW, "10"),
        ("≤5", ValueKind.AT_MOST, "5"),
        ("<=5", ValueKind.AT_MOST, "5"),
        (">3", ValueKind.ABOVE, "3"),
        (">= 3", ValueKind.AT_LEAST, "3"),
        ("yes", ValueKind.YES, None),
        ("Тийм", ValueKind.YES, None),
        ("үгүй", ValueKind.NO, None),
        ("", ValueKind.WORDS, None),
        ("many", ValueKind.WORDS, None),
        ("1,234", ValueKind.WORDS, None),  # a thousand and more, or one and a bit
        ("1.234", ValueKind.WORDS, None),
        ("1,234,567", ValueKind.WORDS, None),
        ("8-10", ValueKind.WORDS, None),
        ("8 of 10", ValueKind.WORDS, None),
        ("<75%", ValueKind.WORDS, None),
        ("1e3", ValueKind.WORDS, None),
        ("١٢", ValueKind.WORDS, None),
        ("0.0000001", ValueKind.WORDS, None),  # more than every database keeps
        ("1234567890123456", ValueKind.WORDS, None),
    ],
)
def test_a_value_is_what_it_was_and_no_more(text, kind, number):
    value = Value.read(text)

    assert (value.given, value.kind) == (text, kind)
    assert value.number == (None if number is None else Decimal(number))


@given(st.text(max_size=40))
def test_any_text_is_kept_as_given(text):
    value = Value.read(text)

    assert value.given == text
    assert (value.number is not None) == (value.kind in NUMERIC)


@given(st.decimals(min_value=-(10**8), max_value=10**8, places=6))
def test_a_number_is_read_back_as_it_was(number):
    text = f"{number.normalize():f}"
    value = Value.read(text)

    assert value.number == number or value.kind == ValueKind.WORDS


@pytest.mark.parametrize(("kind", "number"), [(ValueKind.WORDS, Decimal(3)), (ValueKind.BELOW, None)])
def test_words_have_no_number_and_numbers_are_no_words(kind, number):
    with pytest.raises(ValueError, match=str(kind)):
        Value("x", kind, number)


@pytest.mark.parametrize("number", ["NaN", "Infinity"])
def test_what_is_no_number_is_not_stored_as_one(number):
    assert storable(Decimal(number)) is None


@pytest.mark.parametrize(
    ("text", "is_exact"), [("8", True), ("75%", True), ("<10", False), ("≥3", False), ("yes", False)]
)
def test_a_bound_is_never_added_up(text, is_exact):
    assert Value.read(text).is_exact is is_exact
