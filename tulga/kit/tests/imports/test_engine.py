from __future__ import annotations

import json

import pytest
from django.utils import translation
from django.utils.translation import gettext_noop
from hypothesis import given, settings
from hypothesis import strategies as st

from tulga.kit.actor import Actor
from tulga.kit.imports import engine
from tulga.kit.imports.changes import LEAVE_OUT, Act, Change, Doubt, State, counts, settle
from tulga.kit.imports.layouts import Understanding
from tulga.kit.imports.records import Problem, Record, Where
from tulga.kit.sentences import NOTHING, Sentence, quoted, say
from tulga.kit.tabular.content import Content, Passage
from tulga.kit.tests.imports.samples import Wishes, WishList, content

NOBODY = Actor.system("test")
TWO = content(("1", "Open a shelter", "NPA"), ("2", "Train drivers", "XYZ"))


def outcome(target, found, answers):
    understanding = engine.surest(engine.understand(found, target.layouts))
    reading = engine.read(found, target.layouts, understanding)
    settled = settle(target.match(reading, into="2018", answers=answers, actor=NOBODY), answers)
    target.apply(
        tuple(each.change for each in settled if each.is_applied), reading, into="2018", answers=answers, actor=NOBODY
    )
    return engine.outcome_of(target, file="wishes.xlsx", layout=understanding.layout, reading=reading, settled=settled)


def test_an_outcome_is_told_as_one_object():
    told = outcome(Wishes(), TWO, {}).as_json()

    assert {name: told[name] for name in ("rows", "created", "changed", "unchanged", "doubtful")} == {
        "rows": 2,
        "created": 1,
        "changed": 0,
        "unchanged": 0,
        "doubtful": 1,
    }
    assert [each["message"] for each in told["problems"]] == ["one heading", "Who is XYZ?"]
    assert told["summary"] == {"wishes": 2}
    json.dumps(told)


def test_a_doubt_that_is_answered_is_one_no_more_and_the_next_import_changes_nothing():
    target, answers = Wishes(), {"agency:XYZ": "MOJ"}

    first, second = outcome(target, TWO, answers), outcome(target, TWO, answers)

    assert counts(first.settled)["created"] == 2
    assert counts(second.settled)["unchanged"] == 2
    assert target.kept["2"]["agency"] == "MOJ"


def test_what_was_corrected_is_kept_to_in_the_next_file_of_that_shape_only():
    odd = content(("1", "Open a shelter", "NPA"), headings=("No", "Дуудлага", "By"))
    shape = engine.understand(odd, (WishList(),))[0].shape
    kept = {("wish-list", engine.digest_of(shape)): {"column-1": "text", "column-9": "gone"}}

    def remembered(layout, digest):
        return kept.get((layout, digest), {})

    same = engine.understand(odd, (WishList(),), remembered=remembered)[0]
    other = engine.understand(TWO, (WishList(),), remembered=remembered)[0]
    by_hand = engine.understand(odd, (WishList(),), given={"column-1": "agency"}, remembered=remembered)[0]

    assert same.answers == {"column-0": "number", "column-1": "text", "column-2": "agency", "year": "2018", "file": ""}
    assert other.answers["column-1"] == "text"
    assert by_hand.answers["column-1"] == "agency"


def test_a_file_of_no_layout_is_refused_in_words():
    found = engine.understand(Content("txt", (Passage("Hello", 1),)), (WishList(),))

    with pytest.raises(engine.NotUnderstood) as refused:
        engine.surest(found)
    assert "right file" in str(refused.value.sentence)


def test_a_file_is_not_read_while_a_question_stands_open():
    understanding = engine.understand(TWO, (WishList(),), given={"year": " "})[0]

    with pytest.raises(engine.NotUnderstood) as refused:
        engine.read(TWO, (WishList(),), understanding)
    assert str(refused.value.sentence) == "Year"


def test_what_was_assumed_of_the_file_is_told_first():
    assumed = Content("csv", TWO.blocks, (quoted("Read as Mac OS Roman."),))

    reading = engine.read(assumed, (WishList(),), engine.understand(assumed, (WishList(),))[0])

    assert [str(each.message) for each in reading.problems] == ["Read as Mac OS Roman.", "one heading"]


WAITS = Doubt("who", Where(), quoted("Who?"))
KEEPS = Doubt("why", Where(), quoted("Why?"), default="as written")


@pytest.mark.parametrize(
    ("act", "doubts", "answers", "state", "is_applied"),
    [
        (Act.CREATE, (), {}, State.CREATED, True),
        (Act.CHANGE, (), {}, State.CHANGED, True),
        (Act.NOTHING, (), {}, State.UNCHANGED, False),
        (Act.CREATE, (WAITS,), {}, State.DOUBTFUL, False),
        (Act.CREATE, (WAITS,), {"who": "me"}, State.CREATED, True),
        (Act.CREATE, (KEEPS,), {}, State.DOUBTFUL, True),
        (Act.NOTHING, (KEEPS,), {}, State.DOUBTFUL, False),
        (Act.CREATE, (WAITS, KEEPS), {"why": "so"}, State.DOUBTFUL, False),
        (Act.CREATE, (WAITS, KEEPS), {"who": "me"}, State.DOUBTFUL, True),
        (Act.CHANGE, (WAITS, KEEPS), {"who": LEAVE_OUT, "why": "so"}, State.LEFT_OUT, False),
    ],
)
def test_answers_settle_how_a_row_is_shown_and_whether_it_is_applied(act, doubts, answers, state, is_applied):
    change = Change(Record("wish", "1", {}, Where()), act, doubts=doubts)

    (settled,) = settle((change,), answers)

    assert (settled.state, settled.is_applied) == (state, is_applied)


def test_nothing_is_applied_under_what_will_not_exist():
    def change(key, parent="", act=Act.CREATE, doubts=()):
        return Change(Record("wish", key, {}, Where(), parent=parent), act, doubts=doubts)

    chain = (change("1", doubts=(WAITS,)), change("1.1", "1"), change("1.1.1", "1.1"), change("2"), change("2.1", "2"))
    there = (change("1", act=Act.CHANGE, doubts=(WAITS,)), change("1.1", "1"))

    assert [each.is_applied for each in settle(chain, {})] == [False, False, False, True, True]
    assert [each.is_applied for each in settle(there, {})] == [False, True]


STORED = st.recursive(
    st.builds(Sentence, st.text(), st.dictionaries(st.text(), st.text() | st.integers())),
    lambda inner: st.builds(Sentence, st.text(), st.dictionaries(st.text(), inner)),
    max_leaves=4,
)


@given(STORED)
@settings(max_examples=100, deadline=None)
def test_a_stored_sentence_comes_back_as_it_was(sentence):
    assert Sentence.of_json(json.loads(json.dumps(sentence.as_json()))) == sentence


def test_a_sentence_becomes_words_in_the_readers_language():
    sentence = say(gettext_noop("Choose a file."))

    with translation.override("mn"):
        assert str(sentence) != "Choose a file."
    with translation.override("en"):
        assert str(sentence) == "Choose a file."
    assert str(NOTHING) == ""
    assert not NOTHING


def test_a_percent_sign_in_the_files_words_is_only_a_sign():
    assert str(quoted("100 % (of all)")) == "100 % (of all)"


def test_places_problems_and_understandings_survive_storing():
    understanding = engine.understand(TWO, (WishList(),))[0]
    problem = Problem(Where.in_grid(TWO.grids[0], 4, 2), quoted("odd"))

    assert Understanding.of_json(json.loads(json.dumps(understanding.as_json()))) == understanding
    assert Problem.of_json(json.loads(json.dumps(problem.as_json()))) == problem


@pytest.mark.parametrize(
    ("where", "words"),
    [
        (Where.in_grid(TWO.grids[0], 11, 2), "sheet Wishes, row 12, column C"),
        (Where.in_grid(TWO.grids[0], 11), "sheet Wishes, row 12"),
        (Where.in_grid(TWO.grids[0], 11).at(0), "sheet Wishes, row 12, column A"),
        (Where.in_passage(Passage("Words", 3)), "paragraph 3"),
        (Where(), ""),
    ],
)
def test_a_place_is_told_in_words(where, words):
    with translation.override("en"):
        assert str(where) == words
