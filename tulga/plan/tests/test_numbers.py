from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tulga.plan.choices import NUMERIC, ValueKind
from tulga.plan.importers.numbers import (
    currency_of,
    decimal_sign,
    is_nothing,
    read_amount,
    read_value,
    scale_of,
)


@pytest.mark.parametrize(
    ("text", "decimal", "kind", "number"),
    [
        ("12", "", ValueKind.NUMBER, "12"),
        ("-3", "", ValueKind.NUMBER, "-3"),
        ("320,5", "", ValueKind.NUMBER, "320.5"),
        ("45.5", "", ValueKind.NUMBER, "45.5"),
        ("1 234", "", ValueKind.NUMBER, "1234"),
        ("1\u00a0234\u00a0567,25", "", ValueKind.NUMBER, "1234567.25"),
        ("1'234'567", "", ValueKind.NUMBER, "1234567"),
        ("1,234,567", "", ValueKind.NUMBER, "1234567"),
        ("1.234.567", "", ValueKind.NUMBER, "1234567"),
        ("1,234.5", "", ValueKind.NUMBER, "1234.5"),
        ("1.234,5", "", ValueKind.NUMBER, "1234.5"),
        ("1,234", "", ValueKind.WORDS, None),
        ("1.234", "", ValueKind.WORDS, None),
        ("1,234", ",", ValueKind.NUMBER, "1.234"),
        ("1,234", ".", ValueKind.NUMBER, "1234"),
        ("1.234", ",", ValueKind.NUMBER, "1234"),
        ("1.234", ".", ValueKind.NUMBER, "1.234"),
        ("0,234", "", ValueKind.NUMBER, "0.234"),
        ("75%", "", ValueKind.PERCENT, "75"),
        ("12,5 хувь", "", ValueKind.PERCENT, "12.5"),
        ("<10", "", ValueKind.BELOW, "10"),
        (">= 1 000", "", ValueKind.AT_LEAST, "1000"),
        ("≤5", "", ValueKind.AT_MOST, "5"),
        ("yes", "", ValueKind.YES, None),
        ("Үгүй", "", ValueKind.NO, None),
        ("<5%", "", ValueKind.WORDS, None),
        ("10-15", "", ValueKind.WORDS, None),
        ("2 of 5", "", ValueKind.WORDS, None),
        ("1 2345", "", ValueKind.WORDS, None),
        ("12 34 56", "", ValueKind.WORDS, None),
        ("1,23,456", "", ValueKind.WORDS, None),
        ("five", "", ValueKind.WORDS, None),
        ("10 хүн", "", ValueKind.WORDS, None),
        ("1e5", "", ValueKind.WORDS, None),
        ("12345678901234567890", "", ValueKind.WORDS, None),
    ],
)
def test_each_value_is_what_it_was_and_keeps_its_words(text, decimal, kind, number):
    value = read_value(text, decimal=decimal)

    assert (value.kind, value.number) == (kind, Decimal(number) if number else None)
    assert value.given == " ".join(text.split())


def test_typed_cells_are_what_the_sheet_says():
    assert read_value("75%", Decimal("0.75")).number == 75
    assert read_value("1.234", Decimal("1.234")).number == Decimal("1.234")
    assert read_value("TRUE", True).kind == ValueKind.YES
    assert read_value("0.1234567891", Decimal("0.1234567891")).kind == ValueKind.WORDS


@pytest.mark.parametrize(
    ("texts", "sign"),
    [
        (["320,5", "22,0", "5"], ","),
        (["45.5", "1,234"], "."),
        (["1.234.567", "12"], ","),
        (["1,234"], ""),
        (["45.5", "320,5"], ""),
        ([], ""),
    ],
)
def test_decimal_sign_is_found_from_what_is_certain(texts, sign):
    assert decimal_sign(texts) == sign


@pytest.mark.parametrize(
    ("text", "scale", "currency"),
    [
        ("Төсөв, сая төгрөг / Budget, MNT million", 10**6, "MNT"),
        ("Санхүүжилт (мянган төгрөг)", 10**3, "MNT"),
        ("Budget, USD thousand", 10**3, "USD"),
        ("Зардал, тэрбум ₮", 10**9, "MNT"),
        ("Budget (EUR)", None, "EUR"),
        ("Budget", None, ""),
        ("MNT / USD million", 10**6, ""),
        ("Санал", None, ""),
    ],
)
def test_headings_say_scale_and_currency(text, scale, currency):
    assert (scale_of(text), currency_of(text)) == (scale, currency)


MILLION = {"scale": Decimal(10**6), "currency": "MNT"}


@pytest.mark.parametrize(
    ("text", "heading", "amount", "currency"),
    [
        ("320,5", MILLION, "320500000", "MNT"),
        ("5", MILLION, "5000000", "MNT"),
        ("5 сая төгрөг", MILLION, "5000000", "MNT"),
        ("20 мянган ам.доллар", MILLION, "20000", "USD"),
        ("$ 20 000", {}, "20000", "USD"),
        ("2.5 million EUR", {}, "2500000", "EUR"),
        ("5,000,000₮", {}, "5000000", "MNT"),
        ("within the yearly budget", MILLION, None, "MNT"),
        ("5'000'000", {}, "5000000", ""),
        ("5m $", {}, "5000000", "USD"),
        ("$500", MILLION, "500000000", "USD"),
        ("₮500", {}, "500", "MNT"),
        ("A$500", {}, None, ""),
        ("1,234", {}, None, ""),
    ],
)
def test_amounts_are_scaled_once(text, heading, amount, currency):
    assert read_amount(text, **heading) == (Decimal(amount) if amount else None, currency)


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("5", "5000000", "MNT"),
        ("-5", "5000000", "MNT"),
        ("$5", "5000000", "USD"),
        ("5 ₮", "5000000", "MNT"),
        ("¥5", None, ""),
        ("500%", None, ""),
    ],
)
def test_currency_that_the_format_of_a_number_shows_goes_before_that_of_the_heading(text, amount, currency):
    assert read_amount(text, Decimal(5), **MILLION) == (Decimal(amount) if amount else None, currency)


@pytest.mark.parametrize(("text", "expected"), [("-", True), (" — ", True), ("N/A", True), ("0", False), ("1", False)])
def test_signs_of_nothing_are_nothing(text, expected):
    assert is_nothing(text) is expected


@given(
    st.decimals(min_value=-(10**9), max_value=10**9, places=2, allow_nan=False),
    st.sampled_from(
        [(",", "."), (".", ","), (" ", ","), (" ", "."), ("\u00a0", ","), ("'", "."), ("", "."), ("", ",")]
    ),
)
def test_every_way_of_writing_a_number_gives_it_back(number, signs):
    group, decimal = signs
    written = f"{number:,.2f}".replace(",", "G").replace(".", decimal).replace("G", group)

    assert read_value(written, decimal=decimal).number == number


@given(
    st.one_of(st.text(max_size=20), st.text(alphabet="0123456789.,' -<>%", max_size=12)),
    st.sampled_from(["", ".", ","]),
)
def test_nothing_becomes_a_number_it_was_not(text, decimal):
    value = read_value(text, decimal=decimal)

    assert value.given == " ".join(text.split())
    if value.kind in NUMERIC:
        digits = "".join(re.findall(r"\d", text))
        kept = f"{value.number:f}".replace("-", "").replace(".", "")
        assert int(digits or 0) == int(kept or 0) * 10 ** max(0, len(digits.lstrip("0")) - len(kept.lstrip("0")))
    else:
        assert value.number is None
