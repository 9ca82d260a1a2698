from __future__ import annotations

import json
from typing import ClassVar

import pytest
from django.utils import translation

from tulga.kit.actor import Actor
from tulga.kit.imports import engine
from tulga.kit.imports.changes import LEAVE_OUT, Act, Change, State
from tulga.kit.imports.records import Record, Where
from tulga.kit.imports.texts import NO_PERSONAL_DATA, with_doubts_of_texts
from tulga.kit.sentences import Sentence, say
from tulga.kit.tests.imports.samples import Wishes, content
from tulga.kit.writing import LONGEST_TITLE

NOBODY = Actor.system("test")
PHONE, REGISTRATION, BIRTH = "Call 99112233", "Help УБ90051234", "Help Bolor Bat, born 12 May 2001"


class Long(Wishes):
    longest: ClassVar = {"agency": 20_000}
    figures: ClassVar = frozenset({"budget"})


def compared(text, answers=None, target=None):
    """What applying a file of one wish would do."""
    target, found = target or Wishes(), content(("1", text, "NPA"))
    reading = engine.read(found, target.layouts, engine.surest(engine.understand(found, target.layouts)))
    (settled,) = engine.compare(target, reading, into="2018", answers=answers or {}, actor=NOBODY)
    return settled


def names(**values):
    where = Where("sheet", "A", 1, 1)
    change = Change(Record("wish", "1", values, where, cells={"text": where.at(2)}), Act.CREATE)
    return [(doubt.name.partition(":")[0], doubt.where) for doubt in with_doubts_of_texts(change, Long()).doubts]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (PHONE, "telephone number"),
        (REGISTRATION, "registration number"),
        (BIRTH, "name and date of birth"),
    ],
)
def test_personal_data_waits_until_somebody_says_that_it_is_none(text, told):
    waiting = compared(text)
    (doubt,) = waiting.change.doubts

    assert (waiting.state, waiting.is_applied) == (State.DOUBTFUL, False)
    assert (doubt.default, doubt.is_remembered) == ("", False)
    assert told in str(doubt.question)
    kept = f"{doubt.name} {json.dumps(doubt.question.as_json())}"
    assert not any(word in kept for word in text.split() if word.istitle() or word.isdigit())
    assert compared(text, {doubt.name: NO_PERSONAL_DATA}).is_applied
    assert compared(text, {doubt.name: LEAVE_OUT}).state is State.LEFT_OUT
    assert not compared(f"Please: {text}", {doubt.name: NO_PERSONAL_DATA}).is_applied


def test_a_text_that_no_page_could_show_can_only_be_left_out():
    assert compared("x" * LONGEST_TITLE).is_applied
    waiting = compared("x" * (LONGEST_TITLE + 1))
    (doubt,) = waiting.change.doubts

    assert (waiting.is_applied, doubt.choices) == (False, ())
    assert "5001 letters long; more than 5000" in str(doubt.question)


def test_what_stands_there_already_is_not_asked_about_again():
    target = Wishes()
    target.kept["1"] = {"text": PHONE, "agency": "NPA"}

    assert compared(PHONE, target=target).state is State.UNCHANGED


@pytest.mark.parametrize(
    ("where", "told"),
    [
        (Where("sheet", "A", 1, 1, 2), "A хуудас, 2 дугаар мөр, C багана"),
        (Where("table", "", 3), "3 дугаар хүснэгт"),
        (Where("paragraph", number=4), "4 дэх догол мөр"),
        (Where("sheet"), ""),
        (Where(), ""),
    ],
)
def test_a_place_within_a_stored_sentence_is_told_in_its_readers_language(where, told):
    stored = json.loads(json.dumps(say("%(place)s", place=where.sentence).as_json()))

    with translation.override("mn"):
        assert str(Sentence.of_json(stored)) == str(where)
        assert str(where).replace("дүгээр", "дугаар") == told


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({"text": PHONE}, [("phone", 2)]),
        ({"note": {"en": PHONE, "mn": PHONE}}, [("phone", None)]),
        ({"text": f"{PHONE}, {REGISTRATION}"}, [("registration", 2), ("phone", 2)]),
        ({"parts": [{"title": {"en": PHONE}, "place": ["sheet", "A", 1, 4, 7]}]}, [("phone", 7)]),
        ({"budget": [{"given": "65432178", "amount": "65432178.00"}]}, []),
        ({"budget": [{"given": "MNT 95500123"}, {"given": "88112233₮"}]}, []),
        ({"budget": [{"given": PHONE}]}, [("phone", None)]),
        ({"note": "65432178"}, [("phone", None)]),
        ({"agency": "x" * 20_000, "year": 2018, "period": None}, []),
        ({"agency": "x" * 20_001}, [("long", None)]),
        ({"period": {"starts_on": "2018-01-01", "words": "2017-2021"}}, []),
    ],
)
def test_every_text_of_a_record_is_looked_at_however_deep(values, found):
    assert [(name, where.column) for name, where in names(**values)] == found
