from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tulga.recommendations.similarity import ALIKE, VERY_ALIKE, Text, alike, as_written, likeness, marked

PASSPORTS = "Боомт бүрд тээврийн компани жолоочийн паспортыг барьцаалж байгаа эсэхийг шалгах."
DRIVERS = "Нүүрс тээвэрлэдэг боомтод жолоочдын паспортыг компани барьцаалсан эсэхийг улирал бүр шалгаж байх."
PATROLS = "Гашуунсухайт, Замын-Үүд боомтод хамтарсан эргүүл гаргах."
POLICE_PATROLS = "Замын-Үүд боомтод цагдаа, хилийн хамтарсан эргүүл тогтмол гаргах."
TEAMS = "Мөрдөгч, прокурорын хамтарсан баг байгуулах."
WORDS = st.lists(st.sampled_from(["хил", "боомт", "паспорт", "шалгах", "сургах", "and", "—", "\n"]), max_size=12).map(
    " ".join
)


def texts(*words, language="mn"):
    return [Text(key, language, each) for key, each in enumerate(words, start=1)]


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        (PASSPORTS, DRIVERS, "alike"),
        (PATROLS, POLICE_PATROLS, "very alike"),
        (PATROLS, TEAMS, ""),
        (PASSPORTS, PATROLS, ""),
        (PASSPORTS, PASSPORTS.upper(), "very alike"),
        ("Замын-Үүд", "Zamyn Uud", "very alike"),
        ("", "", ""),
        (PASSPORTS, "", ""),
        ("…", "…", ""),
    ],
)
def test_what_a_reader_calls_the_same_is_found(one, other, found):
    pairs = alike(texts(one, other, TEAMS, "Ачааны машины зогсоол бүрд самбар байрлуулах.", "Сургуулийн ажилтан."))
    between = [pair for pair in pairs if (pair.first, pair.second) == (1, 2)]

    assert ["very alike" if pair.is_very_alike else "alike" for pair in between] == ([found] if found else [])


def test_the_reason_is_the_words_they_share_the_weightiest_first():
    (pair,) = alike(texts(PATROLS, POLICE_PATROLS, TEAMS))

    assert set(pair.shared) == {"zamin", "ud", "vumtud", "hamtar", "ergul", "gargah"}
    assert pair.shared[-1] == "hamtar"  # the one that the third text has, too


@pytest.mark.parametrize(
    ("one", "other", "written"),
    [
        (
            "Train the officers of the border with partners.",
            "To train all the officers, with funds",
            ["train", "officers"],
        ),
        (
            "Хилийн ажилтныг болон бусад байгууллагыг сургах",
            "Бусад ажилтан болон цагдааг сургах нь",
            ["сургах"],
        ),
        ("The end of it, with the same", "Of the many, with the few", []),
    ],
)
def test_words_that_carry_any_sentence_are_no_reason(one, other, written):
    (pair,) = alike(texts(one, other), at_least=0.01)

    assert sorted(as_written(pair.shared, one)) == sorted(written)


def test_texts_of_two_languages_are_never_compared():
    same = "Zamyn-Uud, Gashuunsukhait"

    assert alike([Text(1, "mn", same), Text(2, "en", same)]) == []


def test_a_pair_that_is_alike_in_two_languages_is_found_once_in_the_closer_one():
    rows = [Text(1, "mn", PATROLS), Text(2, "mn", POLICE_PATROLS), Text(1, "en", "Patrol."), Text(2, "en", "Patrol.")]

    (pair,) = alike(rows)

    assert (pair.language, pair.score) == ("en", pytest.approx(1))


@given(WORDS, WORDS)
def test_the_measure_is_symmetric_and_between_nothing_and_one(one, other):
    assert likeness(one, other) == pytest.approx(likeness(other, one))
    assert 0 <= likeness(one, other) <= 1


@given(WORDS.filter(lambda words: any(char.isalnum() for char in words)))
def test_equal_texts_are_wholly_alike(words):
    assert likeness(words, words) == pytest.approx(1)


@given(st.lists(st.tuples(WORDS, st.sampled_from(["mn", "en"])), max_size=8))
def test_pairs_are_of_one_language_ordered_and_named_once(rows):
    given_texts = [Text(key, language, words) for key, (words, language) in enumerate(rows)]
    language_of = {each.key: each.language for each in given_texts}

    pairs = alike(given_texts)

    assert all(pair.first < pair.second for pair in pairs)
    assert all(language_of[pair.first] == language_of[pair.second] == pair.language for pair in pairs)
    assert len({(pair.first, pair.second) for pair in pairs}) == len(pairs)
    assert [pair.score for pair in pairs] == sorted((pair.score for pair in pairs), reverse=True)
    assert all(ALIKE <= pair.score <= 1 for pair in pairs)
    assert all(pair.is_very_alike == (pair.score >= VERY_ALIKE) for pair in pairs)


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_marked_text_is_the_text_again(text, other):
    assert "".join(part.text for part in marked(text, other)) == text


def test_what_is_shared_is_marked_in_whole_phrases():
    parts = marked("Боомтод хамтарсан эргүүл гаргах.", "Хилийн хамтарсан эргүүл.")

    assert [(part.text, part.is_shared) for part in parts] == [
        ("Боомтод ", False),
        ("хамтарсан эргүүл ", True),
        ("гаргах.", False),
    ]
