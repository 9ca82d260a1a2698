"""Which tables of a file are read: the one with most known headings, those with the same, and what goes on below."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext_noop

from tulga.findings.importers.columns import LOOKED_AT, Holds, Table, fold, headings_of, meaning_of, table_in
from tulga.findings.importers.upr import theme_in
from tulga.kit.imports.records import Problem, Where
from tulga.kit.sentences import Sentence, say
from tulga.kit.tabular.content import TABLE, Grid

if TYPE_CHECKING:
    from tulga.kit.tabular.content import Cell, Content

READ_ON = gettext_noop("This table has no headings: it was read with those of the table before.")
LEFT_OUT = gettext_noop(
    "This table has other headings than the one that is read and was left out. Send it in a file of its own."
)
HIDDEN = gettext_noop("This sheet is hidden in the file and was left out.")
FURTHER = {
    READ_ON: gettext_noop("Further tables have no headings and were read with those of the table before (%(count)s)."),
    LEFT_OUT: gettext_noop("Further tables have other headings and were left out (%(count)s)."),
    HIDDEN: gettext_noop("Further sheets are hidden in the file and were left out (%(count)s)."),
}
MOST_NAMED = 20
# What a table may have besides, or lack: it only adds to what a row says.
ADDING = frozenset(
    {
        *(Holds.KIND, Holds.THEME, Holds.LABELS, Holds.STATES, Holds.GOALS, Holds.GROUPS, Holds.NOTE),
        *(Holds.POSITION_WORDS, Holds.SESSION),
    }
)
# As findings are numbered: 12, 121.10; no year, amount or share, with which rows of statistics begin.
_BEGINS_WITH_A_NUMBER = re.compile(r"\W{0,2}(?:[A-Z]\.?|para(?:graph)?\.? )?\d{1,3}(?![\d%]|,\d)", re.IGNORECASE)


class Line(NamedTuple):
    """One row below the headings of a table."""

    table: Table
    row: int

    def text(self, holds: Holds) -> str:
        return self.table.text(self.row, holds)

    @property
    def where(self) -> Where:
        return Where.in_grid(self.table.grid, self.row)

    @property
    def cells(self) -> tuple[Cell, ...]:
        return self.table.grid.rows[self.row]


@dataclass(frozen=True)
class Tables:
    """All tables that are read, in the file's order; questions are asked about the main one."""

    main: Table
    read: tuple[Table, ...]
    problems: tuple[Problem, ...]  # what was assumed of the others, or left out

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """All rows but headings that stand there again, as on the next printed page."""
        return tuple(line for table in self.read for line in _lines_of(table))

    @property
    def reasons(self) -> tuple[Sentence, ...]:
        count = len(self.read)
        return (say(gettext_noop("%(count)s tables have such headings."), count=count),) if count > 1 else ()


def tables_of(content: Content, given: Mapping[str, str]) -> Tables | None:
    """The main table is chosen by its own headings: what was given corrects it, and chooses no other."""
    guessed = [table_in(grid, {}) for grid in content.grids if grid.rows and not grid.is_hidden]
    if not guessed:
        return None
    chosen = max(guessed, key=_worth)
    main = table_in(chosen.grid, given)
    read: list[Table] = []
    told: dict[str, list[Grid]] = {READ_ON: [], HIDDEN: [], LEFT_OUT: []}
    before: Table | None = None
    for block in content.blocks:
        if not isinstance(block, Grid) or not any(map(any, block.rows)):
            before = None
            continue
        table = main if block is main.grid else _alike(main, block)
        if table is None and before is not None and _goes_on(before, block):
            table = replace(before, grid=block, header_row=-1)
            told[READ_ON].append(block)
        if table is None:
            told[HIDDEN if block.is_hidden else LEFT_OUT].append(block)
        else:
            read.append(table)
        before = table
    problems = (problem for words, grids in told.items() for problem in _told(words, grids))
    return Tables(main, tuple(read) or (main,), tuple(problems))


def _worth(table: Table) -> tuple[int, int, int, int]:
    """More needed headings first, then more rows: what only adds to a row makes no table the main one."""
    needed, rows = len(table.known - ADDING), len(table.grid.rows)
    return needed, rows if needed else 0, len(table.known), rows


def _told(words: str, grids: Sequence[Grid]) -> Iterator[Problem]:
    """The first ones with their places, of the others how many they are."""
    for grid in grids[:MOST_NAMED]:
        yield Problem(Where.in_grid(grid), say(words))
    if further := grids[MOST_NAMED:]:
        yield Problem(Where.in_grid(further[0]), say(FURTHER[words], count=len(further)))


def _alike(main: Table, grid: Grid) -> Table | None:
    """The grid with what its columns hold, where its known headings are those of the main table, in any order."""
    if grid.is_hidden or not main.known - ADDING:
        return None
    by_heading = {fold(heading): main.meanings[column] for column, heading in enumerate(main.headings) if heading}
    found = (_under(main, by_heading, grid, row) for row in range(min(len(grid.rows), LOOKED_AT)))
    fitting = [table for table in found if table.known - ADDING == main.known - ADDING]
    return max(fitting, key=lambda table: len(table.known), default=None)


def _under(main: Table, by_heading: Mapping[str, Holds], grid: Grid, row: int) -> Table:
    """The grid as it would be with its headings in that row."""
    headings = headings_of(grid, row)
    if [*map(fold, headings)] == [*map(fold, main.headings)]:
        return Table(grid, row, headings, main.meanings)
    meanings: dict[int, Holds] = {}
    for column, heading in enumerate(headings):
        holds = by_heading.get(fold(heading)) or meaning_of(heading)
        meanings[column] = Holds.NOTHING if holds in meanings.values() else holds
    return Table(grid, row, headings, meanings)


def _goes_on(before: Table, grid: Grid) -> bool:
    """Whether a table of a text document begins with a row such as those of the table just above it."""
    if grid.form != TABLE or grid.width != before.grid.width:
        return False
    first = Line(replace(before, grid=grid, header_row=-1), next(_filled(grid)))
    words = first.text(Holds.NUMBER) or first.text(Holds.TEXT)
    return bool(_BEGINS_WITH_A_NUMBER.match(words) or theme_in(words))


def _lines_of(table: Table) -> Iterator[Line]:
    headings = tuple(map(fold, table.headings))
    return (Line(table, row) for row in table.rows if not _repeats(headings, table.grid.rows[row]))


def _repeats(headings: Sequence[str], cells: Sequence[Cell]) -> bool:
    if len(cells) != len(headings) or not any(cells) or not any(headings):
        return False
    return all(fold(cell.text) == heading for heading, cell in zip(headings, cells, strict=True))


def _filled(grid: Grid) -> Iterator[int]:
    return (row for row, cells in enumerate(grid.rows) if any(cells))
