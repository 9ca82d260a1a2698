"""What no file brings in unasked, whatever it is about: personal data, and texts that no page could show."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_noop as _

from tulga.kit.imports.changes import Act, Change, Doubt
from tulga.kit.imports.layouts import Choice
from tulga.kit.imports.records import Record, Where
from tulga.kit.sentences import say
from tulga.kit.writing import BIRTH, FIGURE, LONGEST_TITLE, PHONE, REGISTRATION, personal_data_hints

if TYPE_CHECKING:
    from tulga.kit.imports.targets import Target

NO_PERSONAL_DATA = "none"
SHORTEST = 8  # letters: nothing shorter is a telephone number or tells a birth
QUESTIONS = {
    REGISTRATION: _("This row seems to hold a person's registration number. Take it out of the file and send that."),
    PHONE: _("This row seems to hold a person's telephone number. Take it out of the file and send that."),
    BIRTH: _("This row seems to hold a person's name and date of birth. Take them out of the file and send that."),
}
TOO_LONG = _("This text is %(count)s letters long; more than %(most)s cannot be shown. Shorten it in the file.")


def with_doubts_of_texts(change: Change, target: Target) -> Change:
    """The change with what somebody must say of its words. Where nothing would be written, nothing is asked."""
    if change.act is Act.NOTHING:
        return change
    doubts = {doubt.name: doubt for doubt in _doubts(change.record, target)}
    return replace(change, doubts=(*change.doubts, *doubts.values())) if doubts else change


def _doubts(record: Record, target: Target) -> Iterator[Doubt]:
    """Each kind once for each text. Nothing of the text itself is told, and no answer holds for another text."""
    for name, value in record.values.items():
        most = target.longest.get(name, LONGEST_TITLE)
        for text in _texts(value):
            if len(text) > most:
                question = say(TOO_LONG, count=len(text), most=most)
                yield Doubt(f"long:{_digest(text)}", _place(record, name, text), question, is_remembered=False)
            for kind in dict.fromkeys(hint.kind for hint in personal_data_hints(text)):
                if name in target.figures and FIGURE.fullmatch(text):
                    continue  # an amount of eight digits is no telephone
                choice = Choice(NO_PERSONAL_DATA, say(_("It is no personal data: take the row as it is")))
                where = _place(record, name, text)
                yield Doubt(f"{kind}:{_digest(text)}", where, say(QUESTIONS[kind]), (choice,), is_remembered=False)


def _texts(value: Any) -> list[str]:
    """The texts of a value, however deep, but for those too short to say anything."""
    found: list[str] = []  # quicker than a generator, where ten thousand rows have forty texts each
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else (value,):
        if isinstance(each, str):
            if len(each) >= SHORTEST:
                found.append(each)
        elif isinstance(each, dict | list):
            found += _texts(each)
    return found


def _place(record: Record, name: str, text: str) -> Where:
    """Of the part that says it, such as an indicator in a row of its own; else of the cell, or of the row."""
    value = record.values[name]
    for part in value if isinstance(value, list) else ():
        if isinstance(part, dict) and part.get("place") and text in _texts(part):
            return Where.of_json(part["place"])
    return record.place_of(name)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
