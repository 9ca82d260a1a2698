"""Tables as plain text: CSV, TSV, with whatever separator and encoding."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from tulga.kit.decoding import NotText, decoded
from tulga.kit.tabular.refused import Reason, Refused
from tulga.kit.tabular.written import LONGEST_CELL, Raw, Written

SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tabulator", "|": "bar"}
LOOKED_AT = 200
_SAID = re.compile(r"sep=(.)\r?\n?|sep=(.)\r", re.IGNORECASE)


def read(path: Path, kind: str, out: Written) -> None:
    """Write down the rows; say which separator and encoding were assumed."""
    try:
        found = decoded(path.read_bytes())
    except NotText as error:
        raise Refused(Reason.NOT_TEXT) from error
    text = found.text
    if found.is_assumed:
        out.remark("encoding", encoding=found.encoding)
    if "\r" in text and "\n" not in text:
        out.remark("macintosh_line_ends")
    said = _SAID.match(text)
    separator = said[1] or said[2] if said else separator_of(text)
    if not said and separator != ",":
        out.remark(f"separator_{SEPARATORS[separator]}")

    csv.field_size_limit(LONGEST_CELL)
    out.grid("", "sheet")
    row, taken, quoted = -1, _Taken(text), _Quoted(separator)
    try:
        for row, cells in enumerate(csv.reader(taken, delimiter=separator)):
            lines = taken.lines()
            if said and row == 0:
                continue
            if len(lines) > 1 and _is_open(lines, separator):
                raise out.refused(Reason.OPEN_QUOTATION, row)
            quoted.see(row, cells, lines)
            if any(cells):
                out.row(row, [Raw(cell) for cell in cells])
    except csv.Error as error:
        raise out.refused(Reason.LONG_CELL, row + 1) from error
    if (runs_on := quoted.running_on()) is not None:
        raise out.refused(Reason.OPEN_QUOTATION, runs_on)
    if place := quoted.like_rows():
        out.remark("quoted_rows", name="", row=place[0], column=place[1])


class _Taken:
    """The lines of a text, and which of them were taken since one last asked: those of one row."""

    def __init__(self, text: str) -> None:
        self._lines = io.StringIO(text, newline="")
        self._taken: list[str] = []

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self._taken.append(line)
            yield line

    def lines(self) -> list[str]:
        taken, self._taken = self._taken, []
        return taken


def _is_open(lines: list[str], separator: str) -> bool:
    """Whether a quotation still goes on at the end of a row: it would take in whatever came next."""
    return sum(1 for _cells in csv.reader([*lines, separator], delimiter=separator)) == 1


def _is_closed(lines: list[str], separator: str) -> bool:
    """Whether each quotation of a row over several lines ends at the end of its cell."""
    try:
        for _cells in csv.reader(lines, delimiter=separator, strict=True):
            pass
    except csv.Error:
        return False
    return True


class _Spread(NamedTuple):
    """A cell over several lines, and how wide each of these would be as a row: by one way to count, or by another."""

    row: int
    column: int
    widths: list[set[int]]
    is_closed: bool

    def is_like_rows(self, usual: int) -> bool:
        """Of one not closed a single line is enough: words behind a quotation may belong to the next one."""
        fitting = [usual in each for each in self.widths]
        return usual > 1 and (all(fitting) if self.is_closed else any(fitting[1:]))

    def runs_on(self, usual: int) -> bool:
        return not self.is_closed and usual > 1 and all(usual in each for each in self.widths)


class _Quoted:
    """Looks for a cell over several lines that would be rows like the others if it were not quoted."""

    def __init__(self, separator: str) -> None:
        self._separator = separator
        self._widths: Counter[int] = Counter()
        self._found: list[_Spread] = []

    def see(self, row: int, cells: list[str], lines: list[str]) -> None:
        is_closed = len(lines) == 1 or _is_closed(lines, self._separator)
        if any(cells) and is_closed:
            self._widths[len(cells)] += 1
        if len(lines) == 1:
            return
        for column, cell in enumerate(cells):
            if "\n" in cell.strip() or "\r" in cell.strip():
                widths = (
                    self._widths_of(cell, column, len(cells) - column - 1) if is_closed else self._widths_as_rows(lines)
                )
                self._found.append(_Spread(row, column, widths, is_closed))

    def like_rows(self) -> tuple[int, int] | None:
        """The place of the first one, if there is any."""
        usual = self._usual()
        return next(((each.row, each.column) for each in self._found if each.is_like_rows(usual)), None)

    def running_on(self) -> int | None:
        """The first row that holds several others, because a quotation was closed only by the mark of another."""
        usual = self._usual()
        return next((each.row for each in self._found if each.runs_on(usual)), None)

    def _usual(self) -> int:
        return self._widths.most_common(1)[0][0] if self._widths else 0

    def _widths_of(self, cell: str, before: int, after: int) -> list[set[int]]:
        first, *middle, last = (line.count(self._separator) + 1 for line in cell.splitlines())
        return [{before + first}, *({each} for each in middle), {last + after}]

    def _widths_as_rows(self, lines: list[str]) -> list[set[int]]:
        rows = (next(csv.reader([line], delimiter=self._separator), []) for line in lines)
        return [{line.count(self._separator) + 1, len(cells)} for line, cells in zip(lines, rows, strict=True)]


def separator_of(text: str) -> str:
    """The one that parts most rows into the same number of cells."""
    return max(SEPARATORS, key=lambda separator: _evenness(text, separator))


def _evenness(text: str, separator: str) -> tuple[float, int]:
    if separator not in text:
        return 0.0, 0
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        widths = Counter(len(cells) for cells in islice(reader, LOOKED_AT) if any(cells))
    except csv.Error:
        return 0.0, 0
    parted = Counter({width: count for width, count in widths.items() if width > 1})
    if not parted:
        return 0.0, 0
    width, count = parted.most_common(1)[0]
    return round(count / widths.total(), 1), width
