from __future__ import annotations

import pytest
from django.db.models import Q
from hypothesis import given
from hypothesis import strategies as st

from tulga.kit.search import MAX_QUERY_LENGTH, fold, matches, search_key


def finds(query: str, key: str) -> bool:
    """What the database does with `matches`, on one key."""

    def holds(condition: Q | tuple[str, str]) -> bool:
        if isinstance(condition, Q):
            return (any if condition.connector == Q.OR else all)(holds(child) for child in condition.children)  # type: ignore[arg-type]
        name, value = condition
        return bool(name == "search_key__contains" and value in key)

    return holds(matches(query))


SPELLINGS = [
    "Umnugobi Umnugovi Өмнөговь ӨМНӨГОВЬ омноговь Omnogovi Ömnögovĭ Umnugov Umnugovĭ Өмнө-говь",
    "Khuvsgul Khövsgöl Hövsgöl Khovsgol Xovsgol Хөвсгөл ХӨВСГӨЛ",
    "Ulaanbaatar Ulanbatar Улаанбаатар",
    "Tuv Töv To'v To’v Төв",
    "Bayan-Ulgii Bayan-Olgii Bayan-Ölgiy Баян-Өлгий Баянөлгий",
    "Zavkhan Dzavhan Завхан",
    "Govi-Altai Govĭ-Altay Говь-Алтай",
    "Arkhangai Arxangai Arhangay Архангай",
    "Tsetserleg Cecerleg Цэцэрлэг",
    "Jargalant Zhargalant Жаргалант",
    "Yeruu Eroo Ерөө",
    "Chinggis Chingis Чингис",
    "МХЕГ MKhEG mheg",
    "ЦЕГ TsEG ceg",
]


@pytest.mark.parametrize(
    ("stored", "query"),
    [(stored, query) for row in SPELLINGS for stored in row.split()[:1] + row.split()[-1:] for query in row.split()],
)
def test_any_spelling_finds_the_name(stored: str, query: str) -> None:
    assert finds(query, search_key(names=[stored]))


@pytest.mark.parametrize("stored", ["Gashuun Sukhait", "Gashuunsukhait", "Гашуунсухайт", "Гашуун Сухайт"])
@pytest.mark.parametrize(
    "query", ["Gashuun Sukhait", "gashuunsukhait", "Гашуунсухайт", "ГАШУУН-СУХАЙТ", "sukhait gashuun"]
)
def test_names_are_found_joined_and_parted(stored: str, query: str) -> None:
    assert finds(query, search_key(names=[stored]))


@pytest.mark.parametrize("stored", ["Zamyn-Uud", "Замын-Үүд", "Замын Үүд", "Замынүүд"])
@pytest.mark.parametrize("query", ["Zamyn-Uud", "zamyn uud", "Замын-Үүд", "Замын Үүд", "Zamiin-Üüd", "замынүүд"])
def test_hyphen_and_blank_are_the_same(stored: str, query: str) -> None:
    assert finds(query, search_key(names=[stored]))


def test_running_text_is_not_joined() -> None:
    assert not finds("borderport", search_key("At the border port"))


@pytest.mark.parametrize(
    ("query", "other"),
    [("Ховд", "Хөвсгөл"), ("Дорнод", "Дорноговь"), ("Дундговь", "Дорноговь"), ("ХХЕГ", "МХЕГ"), ("ЦЕГ", "ТЕГ")],
)
def test_different_names_stay_different(query: str, other: str) -> None:
    assert not finds(query, search_key(names=[other]))


def test_a_number_is_found_as_a_whole() -> None:
    assert finds("R-2018-07", search_key("R-2018-07 Open a shelter"))
    assert not finds("R-2018-07", search_key("R-2017-20 Report by 07.2018"))


def test_part_of_an_english_plural_is_found() -> None:
    assert finds("right district", search_key("Human rights in the districts"))


@pytest.mark.parametrize(("query", "found"), [("", True), ("  ", True), ("%", False), ("_ -", False), ("\x00", False)])
def test_a_query_without_letters(query: str, found: bool) -> None:
    assert finds(query, search_key("anything")) is found


def test_signs_of_the_database_mean_nothing() -> None:
    assert finds("100%", search_key("100 per cent"))
    assert not finds("H_l", search_key("Hil"))


def test_a_very_long_query_stays_a_small_question() -> None:
    assert len(str(matches("слово " * 20_000))) < 20 * MAX_QUERY_LENGTH


def test_texts_in_several_languages_are_all_in_the_key() -> None:
    assert search_key({"mn": "Хил", "en": "Border"}, names=[{"en": "Gants Mod"}]) == "hil vurder gants mud gantsmud"


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


LETTERS = "абвгдеёжзийклмноөпрстуүфхцчшщъыьэюяАӨҮabcdefghiklmnostuvxyz"
MONGOLIAN_WORDS = st.text(LETTERS, min_size=1, max_size=12).filter(lambda word: word.strip("ъ"))


@given(st.lists(MONGOLIAN_WORDS, min_size=1, max_size=5), st.sampled_from([" ", "-", ", "]))
def test_any_words_of_a_stored_name_find_it(words: list[str], sign: str) -> None:
    key = search_key(names=[sign.join(words)])

    assert all(finds(word, key) for word in words)
    assert finds(sign.join(words), key)
    assert finds("".join(words), key)
