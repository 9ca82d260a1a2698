"""Which tables of a file are read: the one with most known headings, those with the same, and what goes on below."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
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
# What a table may have besides, or lack: it only adds to what a row says.
ADDING = frozenset({Holds.KIND, Holds.GOALS, Holds.GROUPS, Holds.NOTE, Holds.POSITION_WORDS, Holds.SESSION})
_BEGINS_WITH_A_NUMBER = re.compile(r"\W{0,2}(?:[A-Z]\.?|para(?:graph)?\.? )?\d", re.IGNORECASE)


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
        return tuple(Line(table, row) for table in self.read for row in table.rows if not _repeats_headings(table, row))

    @property
    def reasons(self) -> tuple[Sentence, ...]:
        count = len(self.read)
        return (say(gettext_noop("%(count)s tables have such headings."), count=count),) if count > 1 else ()


def tables_of(content: Content, given: Mapping[str, str]) -> Tables | None:
    """The main table is chosen by its own headings: what was given corrects it, and chooses no other."""
    guessed = [table_in(grid, {}) for grid in content.grids if grid.rows and not grid.is_hidden]
    if not guessed:
        return None
    chosen = max(guessed, key=lambda table: (len(table.known), len(table.grid.rows)))
    main = table_in(chosen.grid, given)
    read: list[Table] = []
    problems: list[Problem] = []
    before: Table | None = None
    for block in content.blocks:
        if not isinstance(block, Grid) or not any(map(any, block.rows)):
            before = None
            continue
        table = main if block is main.grid else _alike(main, block)
        if table is None and before is not None and _goes_on(before, block):
            table = replace(before, grid=block, header_row=-1)
            problems.append(Problem(Where.in_grid(block), say(READ_ON)))
        if table is None:
            problems.append(left_out(block))
        else:
            read.append(table)
        before = table
    return Tables(main, tuple(read) or (main,), tuple(problems))


def left_out(grid: Grid) -> Problem:
    return Problem(Where.in_grid(grid), say(HIDDEN if grid.is_hidden else LEFT_OUT))


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


def _repeats_headings(table: Table, row: int) -> bool:
    cells = table.grid.rows[row]
    return any(cells) and headings_of(table.grid, row) == table.headings


def _filled(grid: Grid) -> Iterator[int]:
    return (row for row, cells in enumerate(grid.rows) if any(cells))
