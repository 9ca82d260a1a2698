"""Which column of a table holds what: guessed from its heading, and set right by a person."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_noop

from tulga.kit.imports.layouts import Choice, Question
from tulga.kit.sentences import Sentence, quoted, say

if TYPE_CHECKING:
    from tulga.kit.tabular.content import Grid

LOOKED_AT, SAMPLES = 15, 3  # rows among which the headings are; values shown of a column
HEADER_ROW = "header-row"


class Holds(enum.StrEnum):
    """What a column can hold. Its value is an answer that is remembered: never change one."""

    NUMBER = "number"
    TEXT = "text"
    KIND = "kind"
    THEME = "theme"
    LABELS = "labels"
    STATES = "states"
    POSITION = "position"
    POSITION_WORDS = "position-words"
    GOALS = "goals"
    GROUPS = "groups"
    NOTE = "note"
    STATE = "state-under-review"
    ASSESSMENT = "assessment"
    SESSION = "session"
    YEAR = "year"
    PROGRESS = "progress"
    ASKED = "asked"
    TIER = "tier"
    NOTHING = "nothing"

    @property
    def label(self) -> Sentence:
        return say(_LABELS[self])


_LABELS = {
    Holds.NUMBER: gettext_noop("Number"),
    Holds.TEXT: gettext_noop("Text of the recommendation or observation"),
    Holds.KIND: gettext_noop("Whether it is a recommendation or an observation"),
    Holds.THEME: gettext_noop("Theme, or several with commas between"),
    Holds.LABELS: gettext_noop("List of themes, Sustainable Development Goals and affected persons"),
    Holds.STATES: gettext_noop("Who recommended it"),
    Holds.POSITION: gettext_noop("The State's position (supported, noted)"),
    Holds.POSITION_WORDS: gettext_noop("The State's own words about it"),
    Holds.GOALS: gettext_noop("Sustainable Development Goals"),
    Holds.GROUPS: gettext_noop("Affected persons"),
    Holds.NOTE: gettext_noop("Remark"),
    Holds.STATE: gettext_noop("The State that it is about"),
    Holds.ASSESSMENT: gettext_noop("Code of the assessment"),
    Holds.SESSION: gettext_noop("Session"),
    Holds.YEAR: gettext_noop("Year"),
    Holds.PROGRESS: gettext_noop("Progress made in that year"),
    Holds.ASKED: gettext_noop("Whether the report of that year asked for it"),
    Holds.TIER: gettext_noop("Tier"),
    Holds.NOTHING: gettext_noop("Nothing that is needed"),
}

# Headings as they are written, folded: small letters, no signs. The first that fits decides.
_HEADINGS: tuple[tuple[Holds, str], ...] = (
    (Holds.NUMBER, r"(rec(ommendation)?s? )?(no|nr|n|num(ber)?|id|ref(erence)?)|дугаар|д д|№|number of (the )?rec\w*"),
    (Holds.ASKED, r"included in (the )?report|in (the )?report|asked"),
    (Holds.LABELS, r"full list of themes|rights affected persons|themes( and| sdgs).*"),
    (Holds.POSITION_WORDS, r"(comments?|remarks?|words|explanation)( of| by) (the )?state|state s (own )?words"),
    (Holds.STATES, r"from|rs|recommending states?.*|recommended by|made by|зөвлөмж (өгсөн|гаргасан).*"),
    (Holds.STATE, r"to|sur|state( under review)?|country( ?name)?|улс"),
    (Holds.POSITION, r"(the )?(state s )?position.*|response|reply|(accepted|supported)( noted| rejected)?|байр суурь"),
    (Holds.GOALS, r"sdgs?|goals?|sustainable development goals?|тхз"),
    (Holds.GROUPS, r"affected (persons?|groups?)|groups?|persons affected|бүлэг"),
    (Holds.TIER, r"tier.*|шатлал|зэрэглэл|placement|ranking"),
    (Holds.THEME, r"themes?|topics?|issues?|subjects?|areas?|сэдэв|чиглэл"),
    (Holds.ASSESSMENT, r"assessment|үнэлгээ( тайлан)?|үнэлгээний тайлан"),
    (Holds.SESSION, r"session|cycle|хуралдаан"),
    (Holds.YEAR, r"(report )?year|он|жил"),
    (Holds.PROGRESS, r"progress|(level of )?implementation|биелэлт|хэрэгжилт"),
    (Holds.KIND, r"kind|type|төрөл"),
    (Holds.TEXT, r"(exact )?text.*|recommendations?.*|findings?|(concluding )?observations?|wording"),
    (Holds.TEXT, r"зөвлөмж.*|дүгнэлт.*|агуулга"),
    (Holds.NOTE, r"notes?|remarks?|comments?|тайлбар"),
)  # fmt: skip
# Columns of database exports that say nothing about a finding itself.
_PASSED_OVER = re.compile(r".*\b(rgrp|org|action|ccode|iso)|assessment comments on.*")


def meaning_of(heading: str) -> Holds:
    """What a column with this heading holds, as far as one can tell."""
    folded = fold(heading)
    if not folded or _PASSED_OVER.fullmatch(folded):
        return Holds.NOTHING
    return next((holds for holds, pattern in _HEADINGS if re.fullmatch(pattern, folded)), Holds.NOTHING)


def fold(heading: str) -> str:
    return " ".join(re.findall(r"[^\W_]+|№", heading.casefold()))


@dataclass(frozen=True)
class Table:
    """A grid with its row of headings, and what each column holds: each meaning once, unless a person says otherwise.

    A table that goes on below another has no row of headings: its rows begin with the first.
    """

    grid: Grid
    header_row: int
    headings: tuple[str, ...]
    meanings: Mapping[int, Holds]

    def column(self, holds: Holds) -> int | None:
        return next((column for column, each in self.meanings.items() if each is holds), None)

    def has(self, *wanted: Holds) -> bool:
        return all(self.column(each) is not None for each in wanted)

    def text(self, row: int, holds: Holds) -> str:
        """What the row says there, without the file's line ends around it; nothing where there is no such column.

        Where several columns were said to hold it, their words stand below each other.
        """
        words = [self.grid.shown(row, column).text.strip() for column, each in self.meanings.items() if each is holds]
        return words[0] if len(words) == 1 else "\n".join(filter(None, words))

    @property
    def rows(self) -> range:
        return range(self.header_row + 1, len(self.grid.rows))

    @property
    def known(self) -> frozenset[Holds]:
        return frozenset(self.meanings.values()) - {Holds.NOTHING}

    @property
    def shape(self) -> str:
        return "|".join(map(fold, self.headings))

    def samples(self, column: int) -> tuple[str, ...]:
        values = (self.grid.cell(row, column).text.strip() for row in self.rows[:50])
        return tuple(value[:80] for value in dict.fromkeys(filter(None, values)))[:SAMPLES]


def table_in(grid: Grid, given: Mapping[str, str]) -> Table:
    """With the row of headings that a person named, or the first of those with the most known ones."""
    named = given.get(HEADER_ROW, "")
    if named.isdecimal() and 0 < int(named) <= min(len(grid.rows), LOOKED_AT):
        header = int(named) - 1
    else:
        header = max(range(min(len(grid.rows), LOOKED_AT)), key=lambda row: (_headings_in(grid, row), -row))
    meanings: dict[int, Holds] = {}
    for column in range(len(grid.rows[header])):
        said = given.get(f"column-{column + 1}", "")
        guessed = meaning_of(grid.cell(header, column).text)
        holds = Holds(said) if said in set(Holds) else guessed
        if not said and (holds in meanings.values() or holds.value in _said(given)):
            holds = Holds.NOTHING  # the first of two alike, or the one that was said to be it
        meanings[column] = holds
    return Table(grid, header, headings_of(grid, header), meanings)


def headings_of(grid: Grid, row: int) -> tuple[str, ...]:
    return tuple(cell.text.strip() for cell in grid.rows[row])


def _said(given: Mapping[str, str]) -> set[str]:
    return {answer for name, answer in given.items() if name.startswith("column-")}


def _headings_in(grid: Grid, row: int) -> int:
    return len({meaning_of(cell.text) for cell in grid.rows[row] if len(cell.text) < 80} - {Holds.NOTHING})


def questions_of(table: Table) -> Iterator[Question]:
    """Where the headings are, and what each column holds: all may be set right."""
    yield Question(
        HEADER_ROW,
        say(gettext_noop("Row with the headings of the columns")),
        answer=str(table.header_row + 1),
        choices=tuple(
            Choice(str(row + 1), quoted(_words_of(table.grid, row)))
            for row in range(min(len(table.grid.rows), LOOKED_AT))
        ),
    )
    choices = tuple(Choice(each.value, each.label) for each in Holds)
    for column, heading in enumerate(table.headings):
        label = say(gettext_noop("Column “%(heading)s”"), heading=heading[:80])
        yield Question(
            f"column-{column + 1}",
            label if heading else say(gettext_noop("Column %(number)s, which has no heading"), number=column + 1),
            answer=table.meanings[column].value,
            choices=choices,
            sample=table.samples(column),
        )


def _words_of(grid: Grid, row: int) -> str:
    return f"{row + 1}: {' | '.join(cell.text for cell in grid.rows[row] if cell)}"[:90]
