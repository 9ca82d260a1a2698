"""What a reader writes down, line by line in JSON, and `reading.py` reads again on the other side of the walls."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from decimal import Decimal
from typing import IO, Any, NamedTuple

from tulga.kit.tabular.refused import Reason, Refused

MOST_ROWS = 15_000  # of one grid
MOST_COLUMNS = 1_000
MOST_CELLS = 200_000  # with something in them, of the whole file
MOST_CHARACTERS = 6_000_000
LONGEST_CELL = 100_000


class Raw(NamedTuple):
    """A cell before it crosses the walls."""

    text: str = ""
    value: Decimal | bool | dt.date | dt.datetime | dt.time | None = None
    former: str = ""
    rows: int = 1
    columns: int = 1


class Written:
    """Takes a file's content in its order, counts it, and refuses what is more than a person could have meant."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file
        self._form, self._name, self._number = "", "", 0
        self._cells = self._characters = self._passages = 0
        self._numbers = {"sheet": 0, "table": 0}
        self._has_former_passages = False

    def kind(self, kind: str) -> None:
        self._line({"kind": kind})

    def remark(self, code: str, **values: str | int) -> None:
        """Something assumed or left out; `refusals.REMARKS` has the sentence."""
        self._line({"remark": code, "values": values})

    def grid(self, name: str, form: str, *, is_hidden: bool = False) -> None:
        """Begin a sheet or a table; the rows that follow are its rows."""
        self._numbers[form] += 1
        self._form, self._name, self._number = form, name, self._numbers[form]
        self._line({"grid": [name, form, self._number, is_hidden]})

    def row(self, row: int, cells: Sequence[Raw]) -> None:
        """One row that has something in it; rows left out are empty."""
        if row >= MOST_ROWS:
            raise self.refused(Reason.TOO_MANY_ROWS, row)
        if len(cells) > MOST_COLUMNS:
            raise self.refused(Reason.TOO_WIDE, row, MOST_COLUMNS)
        for column, cell in enumerate(cells):
            if cell.text or cell.former:
                self._count(len(cell.text) + len(cell.former), row, column)
        self._line({"row": [row, [_packed(cell) for cell in cells]]})

    def passage(self, text: str, *, former: str = "", level: int = 0) -> None:
        """A paragraph of running text."""
        self._passages += 1
        self._form, self._name, self._number = "paragraph", "", self._passages
        if len(text) + len(former) > LONGEST_CELL:
            raise self.refused(Reason.LONG_PARAGRAPH)
        self._count(len(text) + len(former), -1, -1)
        self._has_former_passages |= bool(former)
        self._line({"passage": [text, self._passages, former, level]})

    def end(self) -> None:
        if not self._cells:
            raise Refused(Reason.NOTHING_INSIDE)
        if self._has_former_passages:
            self.remark("former_passages")
        self._line({"end": True})

    def refused(self, reason: Reason, row: int = -1, column: int = -1) -> Refused:
        return Refused(reason, form=self._form, name=self._name, number=self._number, row=row, column=column)

    def _count(self, length: int, row: int, column: int) -> None:
        self._cells += 1
        self._characters += length
        if length > LONGEST_CELL:
            raise self.refused(Reason.LONG_CELL, row, column)
        if self._cells > MOST_CELLS or self._characters > MOST_CHARACTERS:
            raise self.refused(Reason.TOO_MUCH, row)

    def _line(self, line: dict[str, Any]) -> None:
        self._file.write(json.dumps(line, ensure_ascii=True))
        self._file.write("\n")


def _packed(cell: Raw) -> str | list[Any]:
    if cell.value is None and not cell.former and cell.rows == cell.columns == 1:
        return cell.text
    return [cell.text, *_typed(cell.value), cell.former, cell.rows, cell.columns]


def _typed(value: Decimal | bool | dt.date | dt.datetime | dt.time | None) -> tuple[str, str]:
    if isinstance(value, bool):
        return "bool", "1" if value else ""
    if isinstance(value, Decimal):
        return "number", str(value)
    if value is None:
        return "", ""
    return type(value).__name__, value.isoformat()
