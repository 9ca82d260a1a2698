"""One row of a table as a finding: its values, its place, and what a person should know about it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from typing import Any

from django.utils import translation
from django.utils.translation import gettext_noop

from tulga.findings.choices import Position
from tulga.findings.importers.columns import Holds
from tulga.findings.importers.states import state_code, states_in
from tulga.findings.importers.tables import Line
from tulga.findings.importers.upr import goals_in, labels_in, parted, position_in, said_in
from tulga.findings.numbers import is_number, number_in
from tulga.kit.i18n import languages
from tulga.kit.imports.look_alikes import look_alikes
from tulga.kit.imports.records import Problem, Record, Severity, Where
from tulga.kit.sentences import Sentence, say
from tulga.kit.writing import without_marks

FINDING = "finding"
OF_A_FINDING = frozenset(
    {
        *(Holds.NUMBER, Holds.TEXT, Holds.KIND, Holds.THEME, Holds.LABELS, Holds.STATES, Holds.POSITION),
        *(Holds.POSITION_WORDS, Holds.GOALS, Holds.GROUPS, Holds.NOTE, Holds.STATE, Holds.ASSESSMENT),
    }
)  # what is read of a row
LONGEST_QUOTE = 300  # letters of the file's words within a sentence


@dataclass
class Found:
    """What was read of one row, while it is being read."""

    where: Where
    values: dict[str, Any] = field(default_factory=dict)
    remarks: list[Problem] = field(default_factory=list)
    cells: dict[str, Where] = field(default_factory=dict)

    def remark(self, sentence: Sentence, where: Where | None = None, *, is_note: bool = False) -> None:
        severity = Severity.NOTE if is_note else Severity.WARNING
        self.remarks.append(Problem(where or self.where, sentence, severity))


@cache
def usual_words() -> frozenset[str]:
    """What positions are called here, in each language: not the State's own words."""
    words = {each.value for each in Position}
    for language in languages():
        with translation.override(language):
            words |= {str(each.label).casefold() for each in Position}
    return frozenset(words)


def finding_in(line: Line, language: str, *, is_matrix: bool = False) -> Found | None:
    """The row's finding; None where it has no words. A UPR matrix has number, words, States and source in one cell."""
    text = line.text(Holds.TEXT)
    if not text:
        return None
    found = Found(line.where)
    for column, holds in line.table.meanings.items():
        if holds is not Holds.NOTHING:
            found.cells.setdefault(holds.value, found.where.at(column))
    values = found.values
    if is_matrix:
        said = said_in(text)
        words, states = said.text, said.states
        values |= {"number": said.number, "position_source": said.source}
    else:
        words, states = (text, ()) if line.table.has(Holds.STATES) else parted(text)
    values["text"] = words or text  # a State's name alone is all that it says
    _add_states(found, [*states, *states_in(line.text(Holds.STATES))])
    if number := number_in(without_marks(line.text(Holds.NUMBER))):
        values["number"] = number
    _add_labels(found, line, language)
    _add_position(found, line, language)
    found.remarks += struck_out(line)
    found.remarks += look_alikes(values["text"], found.cells.get(Holds.TEXT, found.where))
    _add_kind(found, line.text(Holds.KIND))
    values["language"] = language
    values["assessment"] = line.text(Holds.ASSESSMENT)
    if note := line.text(Holds.NOTE):
        values["note"] = note
    found.values = {name: value for name, value in values.items() if value not in ("", [], (), None)}
    return found


def struck_out(line: Line) -> list[Problem]:
    """A remark for each cell that is read and of which words are struck out."""
    return [
        Problem(
            line.where.at(column),
            say(gettext_noop("Struck out in the file, and left out here: “%(words)s”"), words=shortened(cell.former)),
        )
        for column, cell in enumerate(line.cells)
        if cell.former and line.table.meanings.get(column, Holds.NOTHING) is not Holds.NOTHING
    ]


def shortened(words: str) -> str:
    return words if len(words) <= LONGEST_QUOTE else f"{words[:LONGEST_QUOTE]}…"


def _add_states(found: Found, names: Sequence[str]) -> None:
    if not names:
        return
    found.values["states"] = list(dict.fromkeys(names))
    for name in found.values["states"]:
        if not state_code(name):
            found.remark(
                say(gettext_noop("“%(name)s” is no State known by this name: it is kept as it is written."), name=name),
                found.cells.get(Holds.STATES),
                is_note=True,
            )


def _add_labels(found: Found, line: Line, language: str) -> None:
    listed = labels_in(line.text(Holds.LABELS))
    cell = line.text(Holds.THEME)
    is_one = line.table.has(Holds.ASSESSMENT)  # the sheet of all findings: one in each cell, whatever signs it has
    themes = [*(_each_in([cell]) if is_one else themes_in(cell)), *listed.themes]
    goals = {*goals_in(line.text(Holds.GOALS)), *listed.goals}
    if (said := line.text(Holds.GOALS)) and not goals_in(said):
        told = gettext_noop("“%(words)s” names no Sustainable Development Goal by its number: it is left out.")
        found.remark(say(told, words=shortened(said)), found.cells.get(Holds.GOALS))
    groups = [*lines_in(line.text(Holds.GROUPS)), *listed.groups]
    if themes:
        found.values["theme"] = {language: themes[0]}
    if len(themes) > 1 or (themes and line.table.has(Holds.LABELS)):  # one theme alone says nothing of further ones
        found.values["themes"] = list(dict.fromkeys(themes))
    found.values |= {"goals": sorted(goals), "groups": list(dict.fromkeys(groups))}


def themes_in(cell: str) -> list[str]:
    """Themes of a cell, with commas or semicolons between; a comma before a blank belongs to the theme."""
    return _each_in(re.split(r"\s*[;\n]\s*|,(?=\S)", cell))


def lines_in(cell: str) -> list[str]:
    return _each_in(re.split(r"\s*[;\n]\s*", cell))


def _each_in(parts: Iterable[str]) -> list[str]:
    """Without a dash or the like that says there is none."""
    return [" ".join(part.split()) for part in parts if any(map(str.isalnum, part))]


def _add_position(found: Found, line: Line, language: str) -> None:
    said = line.text(Holds.POSITION)
    words = line.text(Holds.POSITION_WORDS)
    position = position_in(said)
    if position is None:
        found.remark(
            say(
                gettext_noop("“%(words)s” says neither supported nor noted: the State's words are kept, no position."),
                words=said[:80],
            ),
            found.cells.get(Holds.POSITION),
        )
    is_usual = position is not None and (not said or said.casefold() in usual_words())
    is_plain = position is not None and len(said.split()) < 3  # "Accepted", which the State explains in its own words
    told = words if is_usual or (words and is_plain) else "\n".join(filter(None, [said, words]))
    found.values |= {"position": position or "", "position_words": {language: told} if told else None}


def _add_kind(found: Found, said: str) -> None:
    if re.match(r"obs|ажиглалт|дүгнэлт", said.casefold()):
        found.values["kind"] = "observation"
    elif re.match(r"rec|зөвлөмж", said.casefold()):
        found.values["kind"] = "recommendation"
    elif said:
        told = gettext_noop("“%(words)s” says neither recommendation nor observation: it is left out.")
        found.remark(say(told, words=shortened(said)), found.cells.get(Holds.KIND))


def numbered(rows: Iterable[Found]) -> Iterator[Record]:
    """Records of the rows: each with its own number, or with its place among the rows where no other has that number;
    a number that stands twice is told."""
    found = list(rows)
    for each in found:
        number = each.values.get("number", "")
        if number and not is_number(number):
            told = gettext_noop("“%(number)s” cannot stand as a number: the row is counted instead.")
            each.remark(say(told, number=number[:40]), each.cells.get(Holds.NUMBER))
            del each.values["number"]
    seen: Counter[tuple[str, str]] = Counter()  # in each assessment: a file may hold several
    given = 0
    own = {each.values.get("number") for each in found}
    for place, each in enumerate(found, start=1):
        if "number" not in each.values:
            given = next(number for number in count(max(place, given + 1)) if str(number) not in own)
            each.values |= {"is_counted": True, "number": str(given)}
        number = each.values["number"]
        of = (each.values.get("assessment", ""), number)
        seen[of] += 1
        key = f"{FINDING}:{number}" if seen[of] == 1 else f"{FINDING}:{number}#{seen[of]}"
        yield Record(FINDING, key, each.values, each.where, cells=each.cells, remarks=tuple(each.remarks))


def language_of(texts: Iterable[str], languages: Sequence[str]) -> str:
    """The language that most letters are of: Cyrillic is Mongolian here, Latin English."""
    letters: Counter[str] = Counter()
    for text in texts:
        letters.update("mn" if "\u0400" <= sign <= "\u04ff" else "en" for sign in text[:2000] if sign.isalpha())
    likely = letters.most_common(1)[0][0] if letters else "en"
    return likely if likely in languages else languages[0]
