from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from tulga.kit.writing import clean, mixed_script_words, one_line, personal_data_hints, without_personal_data


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("“Өмнөговь” – ‘хил’…", "“Өмнөговь” – ‘хил’…"),
        ("зөвлө\u00admж\u200bийн\ufeff", "зөвлөmжийн"),
        ("\u202eабв\u202c \u2066г\u2069\u200f", "абв г"),
        ("a\tb\u00a0c\u2009d\u3000e", "a b c d e"),
        ("one\r\ntwo\rthree\u2028four\x0bfive", "one\ntwo\nthree\nfour\nfive"),
        ("one  \n\n\n\n\n  two\x00\x07", "one\n\n\n  two"),
        ("и\u0306", "й"),
        ("ᠮᠣᠩᠭᠣᠯ\u202fᠤᠨ ᠬᠠᠷ\u180eᠠ", "ᠮᠣᠩᠭᠣᠯ\u202fᠤᠨ ᠬᠠᠷ\u180eᠠ"),
        (" \n ", ""),
    ],
)
def test_what_a_word_processor_hides_is_removed(pasted: str, kept: str) -> None:
    assert clean(pasted) == kept


@given(st.text())
def test_clean_text_is_left_alone(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert one_line(one_line(text)) == one_line(text)


@given(st.text("абвгдеёжзийклмноөпрстуүфхцчшщъыьэюяАӨҮ “”‘’«»–—…№₮"))
def test_no_mongolian_letter_or_sign_is_lost(text: str) -> None:
    assert clean(text) == text.strip() or "  " in text


def test_twenty_thousand_characters_are_cleaned() -> None:
    assert len(clean("“Хил” \u200b\u00a0\u202eба \r\n" * 2_000)) == len("“Хил”  ба\n" * 2_000) - 1


def test_one_line_cannot_start_a_header() -> None:
    assert one_line("Хил\r\nBcc: a@b\n\n x") == "Хил Bcc: a@b x"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Өмнөговь and Umnugovi", []),
        ("Oрхон аймаг, Oрхон", ["Oрхон"]),  # Latin O
        ("the bоrder", ["bоrder"]),  # Cyrillic о
        ("IOM-ын, USD-ээр, covidийн", []),
    ],
)
def test_letters_of_the_wrong_script(text: str, found: list[str]) -> None:
    assert mixed_script_words(text) == found


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("УБ90051234", ["registration"]),
        ("регистр: өм 12320199 гэсэн", ["registration"]),
        ("утас 99112233", ["phone"]),
        ("call 8811-2233 or 9911 2233", ["phone"]),
        ("+976 7011 2233", ["phone"]),
        ("Call 99112345 about her case", ["phone"]),
        ("Тусламж хэрэгтэй бол залгаарай: 88112345 дугаар", ["phone"]),
        ("Call Ms. Sarnai on 9911 2345 about her case", ["phone"]),
        ("Утасны дугаар: 70 11 22 33", ["phone"]),
        ("Б.Болормаа 2001.05.12-нд төрсөн", ["birth"]),
        ("Bolor Bat, born 12 May 2001, was found", ["birth"]),
        ("Date of birth 2009-03-04: Б. Болор", ["birth"]),
        ("Б.Болор (1998.05.12)", ["birth"]),
        ("2001 оны 5-р сарын 12-нд төрсөн Батын Болор", ["birth"]),
        ("УБ90051234, 99112233", ["registration", "phone"]),
    ],
)
def test_personal_data_is_noticed(text: str, kinds: list[str]) -> None:
    assert [hint.kind for hint in personal_data_hints(text)] == kinds


@pytest.mark.parametrize(
    "text",
    [
        "Сайдын 2018 оны 1-р сарын 10-ны өдрийн А/14 дүгээр тушаал",
        "R-2018-07, MN4631, A/14, 1903, 108, 102",
        "20180110, 2017-2021, 2018.01.10",
        "95000000 төгрөг, 95 000 000₮, 1,899,112,233 MNT",
        "8500-9200 хүүхэд",
        "95123456 төгрөг",
        "Call centres took 65,123,456 calls",
        "6150-6250 children were reached",
        "8000-8250 хүүхэд",
        "ISO 9001-2015 standard",
        "between 8500 9250 MNT",
        "Холбогдох зардал 95000000 төгрөг",
        "Холбогдох зардал 95123456 төгрөг",
        "Call for proposals of 65000000 MNT",
        "99112233.45 төгрөг",
        "УБ90991234",  # no such month
        "Ц.Нямдорж, 2018.01.10",
        "Adopted on 19 January 2012. Law Enforcement Academy",
        "Resolution 66/183 of 2012-01-19, see A/HRC/99112233",
        "Эрүүгийн хуулийн 13.1 дүгээр зүйл",
        "ISBN 978-99929-0-123-4",
        "The birth of the plan, 2012-01-19",
    ],
)
def test_ordinary_official_text_gives_no_hint(text: str) -> None:
    assert personal_data_hints(text) == []


def test_a_hint_names_the_line_and_never_the_words() -> None:
    (hint,) = personal_data_hints("Хил\nУБ90051234")

    assert hint.line == 2
    assert "2" in hint.sentence
    assert "УБ90051234" not in f"{hint!r} {hint.sentence}"


def test_a_form_field_refuses_personal_data_in_any_language() -> None:
    without_personal_data({"mn": "Хил", "en": "Border"})
    with pytest.raises(ValidationError) as refusal:
        without_personal_data({"mn": "Хил", "en": "УБ90051234\n99112233"})

    assert [error.code for error in refusal.value.error_list] == ["personal_data"] * 2
