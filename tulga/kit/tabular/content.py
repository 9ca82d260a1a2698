"""The shapes that every reader fills: a file's blocks in order, each a grid or a passage that knows where it stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from tulga.kit.sentences import Sentence, say

Value = Decimal | bool | dt.date | dt.datetime | dt.time | None
SHEET, TABLE, PARAGRAPH = "sheet", "table", "paragraph"


class Cell(NamedTuple):
    """One cell: its words as a reader sees them, and its value where the file types it. Struck-out words are apart."""

    text: str = ""
    value: Value = None
    former: str = ""
    rows: int = 1
    columns: int = 1

    def __bool__(self) -> bool:
        return bool(self.text or self.former)


EMPTY = Cell()


@dataclass(frozen=True)
class Grid:
    """A sheet, or a table of a text document. Rows and columns count from 0 here and from 1 in words."""

    name: str
    form: str
    number: int
    rows: tuple[tuple[Cell, ...], ...]
    is_hidden: bool = False

    @property
    def width(self) -> int:
        return max((len(row) for row in self.rows), default=0)

    def cell(self, row: int, column: int) -> Cell:
        """What stands in the cell itself: nothing where a merged cell covers it, or beyond the edge."""
        if 0 <= row < len(self.rows) and 0 <= column < len(self.rows[row]):
            return self.rows[row][column]
        return EMPTY

    def shown(self, row: int, column: int) -> Cell:
        """What a reader sees there: of a covered cell, the merged cell that covers it."""
        covering = self.covered.get((row, column))
        return self.cell(row, column) if covering is None else self.cell(*covering)

    def origin(self, row: int, column: int) -> tuple[int, int]:
        """Where the merged cell begins that covers this one; the place itself where none does."""
        return self.covered.get((row, column), (row, column))

    @cached_property
    def covered(self) -> dict[tuple[int, int], tuple[int, int]]:
        return {
            (row + down, column + across): (row, column)
            for row, cells in enumerate(self.rows)
            for column, cell in enumerate(cells)
            if cell.rows > 1 or cell.columns > 1
            for down in range(cell.rows)
            for across in range(cell.columns)
            if down or across
        }

    def where(self, row: int | None = None, column: int | None = None) -> str:
        """The place in words: sheet Plan, row 12, column C."""
        return where(self.form, self.name, self.number, row, column)


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of running text; headings have a level above 0."""

    text: str
    number: int
    former: str = ""
    level: int = 0

    @property
    def where(self) -> str:
        return _("paragraph %(number)s") % {"number": self.number}


@dataclass(frozen=True)
class Content:
    """All that was read of one file. Remarks say in sentences what had to be assumed, or was left out."""

    kind: str
    blocks: tuple[Grid | Passage, ...]
    remarks: tuple[Sentence, ...] = ()

    @property
    def grids(self) -> tuple[Grid, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Grid))

    @property
    def passages(self) -> tuple[Passage, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Passage))


def where(form: str, name: str, number: int, row: int | None = None, column: int | None = None) -> str:
    """A place in words."""
    return ", ".join(map(str, parts_of_place(form, name, number, row, column)))


def place(form: str, name: str, number: int, row: int | None = None, column: int | None = None) -> Sentence:
    """The same within a sentence that is stored: it becomes words when somebody reads it."""
    parts = dict(enumerate(parts_of_place(form, name, number, row, column)))
    return Sentence(", ".join(f"%(part{at})s" for at in parts), {f"part{at}": part for at, part in parts.items()})


def parts_of_place(form: str, name: str, number: int, row: int | None, column: int | None) -> Iterator[Sentence]:
    """From the grid to the cell. A sheet's columns have letters, those of a table in a text document have numbers."""
    if form == PARAGRAPH:
        yield say(gettext_noop("paragraph %(number)s"), number=number)
    elif form == TABLE:
        yield say(gettext_noop("table %(number)s"), number=number)
    elif name:  # a CSV file is one sheet without a name
        yield say(gettext_noop("sheet %(name)s"), name=name)
    if row is not None:
        yield say(gettext_noop("row %(row)s"), row=row + 1)
    if column is not None:
        yield say(gettext_noop("column %(column)s"), column=letters(column) if form == SHEET else column + 1)


def letters(column: int) -> str:
    """0 is A, 26 is AA, as a spreadsheet names its columns."""
    found, rest = "", column + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        found = chr(65 + letter) + found
    return found
