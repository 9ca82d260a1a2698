from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tulga.dissemination.cutting import (
    EVERY_AUDIENCE,
    Cuttable,
    Piece,
    carried_over,
    cut,
    cut_anew,
    left_out_languages,
    sentences,
    whole,
    words_for,
)
from tulga.kit.audience import Audience
from tulga.kit.errors import RuleBroken
from tulga.kit.i18n import I18nText

GOVERNMENT, POLICE, CIVIL, PUBLIC = (
    Audience.GOVERNMENT,
    Audience.LAW_ENFORCEMENT,
    Audience.CIVIL_SOCIETY,
    Audience.PUBLIC,
)
POLICE_ONLY = frozenset({POLICE})
TITLE = I18nText(en="Check the road", mn="Зам шалгах")


def cuttable(**pieces: list[Piece]) -> Cuttable:
    titles = {audience: I18nText(en="On the road") for audience in Audience}
    return Cuttable("R-2018-01", TITLE, "mn", pieces, titles)


@pytest.mark.parametrize(
    ("pieces", "read"),
    [
        ([Piece("First. "), Piece("Second.")], "First. Second."),
        ([Piece("First. "), Piece("Secret.", POLICE_ONLY)], "First."),
        ([Piece("Secret. ", POLICE_ONLY), Piece("Second.")], "Second."),
        ([Piece("First. "), Piece("Secret. ", POLICE_ONLY), Piece("Third.")], "First. Third."),
        ([Piece("First. "), Piece("Secret.\n\n", POLICE_ONLY), Piece("Third.")], "First. \n\nThird."),
        ([Piece("First.\n\n"), Piece("Secret.\n\n", POLICE_ONLY), Piece("Third.")], "First.\n\nThird."),
        ([Piece("Secret.", POLICE_ONLY)], ""),
        ([Piece("Secret.", frozenset())], ""),
    ],
    ids=[
        "nothing",
        "the last sentence",
        "the first",
        "one between",
        "a paragraph's last",
        "a paragraph",
        "all",
        "nobody",
    ],
)
def test_what_is_cut_leaves_no_trace(pieces, read):
    assert cut(pieces, PUBLIC) == read
    assert cut(pieces, POLICE).strip() == "".join(each.text for each in pieces if POLICE in each.audiences).strip()


audience_sets = st.frozensets(st.sampled_from(list(Audience)))
# Each passage has a word of its own that stands in no other.
passages = st.lists(audience_sets, min_size=1, max_size=12).map(
    lambda sets: [
        Piece(f"Mark{number}x said it{'.' if number % 3 else '!'} ", each) for number, each in enumerate(sets)
    ]
)


@given(passages, st.sampled_from(list(Audience)))
def test_an_audience_reads_its_passages_in_their_order_and_nothing_else(pieces, audience):
    item = cuttable(mn=pieces)
    kept = [each.text.strip() for each in pieces if audience in each.audiences]

    if not kept:
        with pytest.raises(RuleBroken, match="leave the recommendation out"):
            words_for(item, audience)
        return

    assert words_for(item, audience).text["mn"].split() == " ".join(kept).split()


@given(passages, st.data())
def test_moving_the_marks_widens_no_passage(pieces, data):
    text = "".join(each.text for each in pieces)
    marks = sorted(data.draw(st.sets(st.integers(1, len(text) - 1), max_size=6)))
    texts = [text[start:end] for start, end in zip([0, *marks], [*marks, len(text)], strict=True)]

    parted = cut_anew(pieces, texts)

    readers_before = [each.audiences for each in pieces for _letter in each.text]
    readers_after = [each.audiences for each in parted for _letter in each.text]
    assert all(after <= before for before, after in zip(readers_before, readers_after, strict=True))


def test_the_words_themselves_cannot_be_moved_with_the_marks():
    with pytest.raises(RuleBroken, match="the words are frozen"):
        cut_anew([Piece("Secret.", POLICE_ONLY)], ["Public."])


def test_a_translation_that_was_not_cut_is_left_out_for_whom_the_decided_text_is():
    item = cuttable(mn=whole("Нэг.") + [Piece(" Нууц.", POLICE_ONLY)], en=whole("One. Secret."))

    assert words_for(item, PUBLIC).text == {"mn": "Нэг."}
    assert words_for(item, POLICE).text == {"mn": "Нэг. Нууц.", "en": "One. Secret."}
    assert left_out_languages(item, PUBLIC) == ["English"]
    assert left_out_languages(item, POLICE) == []


def test_a_translation_cut_alike_is_read():
    item = cuttable(
        mn=[Piece("Нэг."), Piece(" Нууц.", POLICE_ONLY)], en=[Piece("One."), Piece(" Secret.", POLICE_ONLY)]
    )

    assert words_for(item, PUBLIC).text == {"mn": "Нэг.", "en": "One."}


def test_the_title_of_a_cut_text_is_written_for_its_readers():
    """The working title may say what was cut."""
    item = Cuttable("R-2018-01", TITLE, "mn", {"mn": [Piece("Нэг."), Piece(" Нууц.", POLICE_ONLY)]})

    assert words_for(item, POLICE).title == TITLE
    with pytest.raises(RuleBroken, match="write its title"):
        words_for(item, PUBLIC)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Нэг. Хоёр.", ["Нэг. ", "Хоёр."]),
        ("Нэг.\n\nХоёр.", ["Нэг.\n\n", "Хоёр."]),
        ("«Нэг!» Хоёр", ["«Нэг!» ", "Хоёр"]),
        ("2018 оны 3.1-д заасан.", ["2018 оны 3.1-д заасан."]),
        ("нэг", ["нэг"]),
        ("", []),
    ],
)
def test_a_text_is_parted_at_its_sentences(text, parts):
    assert sentences(text) == parts


@given(st.text(alphabet="Аб. !\n", max_size=60))
def test_sentences_joined_are_the_text(text):
    assert "".join(sentences(text)) == text


def test_a_corrected_sentence_keeps_the_narrowest_limit_of_what_it_replaces():
    before = [Piece("One. "), Piece("Secret name. ", POLICE_ONLY), Piece("Three.", frozenset({GOVERNMENT, POLICE}))]

    after = carried_over(before, "One. Secret names. Three.")

    assert [each.audiences for each in after] == [EVERY_AUDIENCE, POLICE_ONLY, frozenset({GOVERNMENT, POLICE})]


def test_a_translation_without_passages_yet_begins_whole():
    assert carried_over([], "One. Two.") == [Piece("One. "), Piece("Two.")]
