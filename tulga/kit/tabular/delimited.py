"""Tables as plain text: CSV, TSV, with whatever separator and encoding."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

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
            if len(lines) > 1 and not _is_closed(lines, separator):
                raise out.refused(Reason.OPEN_QUOTATION, row)
            quoted.see(row, cells, is_one_line=len(lines) == 1)
            if any(cells):
                out.row(row, [Raw(cell) for cell in cells])
    except csv.Error as error:
        raise out.refused(Reason.LONG_CELL, row + 1) from error
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


def _is_closed(lines: list[str], separator: str) -> bool:
    """Whether each quotation of a row over several lines ends, and at the end of its cell."""
    try:
        for _cells in csv.reader(lines, delimiter=separator, strict=True):
            pass
    except csv.Error:
        return False
    return True


class _Quoted:
    """Looks for a cell over several lines that would be rows like the others if it were not quoted."""

    def __init__(self, separator: str) -> None:
        self._separator = separator
        self._widths: Counter[int] = Counter()
        self._found: list[tuple[int, int, set[int]]] = []  # row, column, widths of its lines as rows

    def see(self, row: int, cells: list[str], *, is_one_line: bool) -> None:
        if any(cells):
            self._widths[len(cells)] += 1
        if not is_one_line:
            self._found += [
                (row, column, self._widths_of(cell, column, len(cells) - column - 1))
                for column, cell in enumerate(cells)
                if "\n" in cell.strip() or "\r" in cell.strip()
            ]

    def like_rows(self) -> tuple[int, int] | None:
        """The place of the first one, if there is any."""
        usual = self._widths.most_common(1)[0][0] if self._widths else 0
        return next(((row, column) for row, column, widths in self._found if widths == {usual} and usual > 1), None)

    def _widths_of(self, cell: str, before: int, after: int) -> set[int]:
        first, *middle, last = (line.count(self._separator) + 1 for line in cell.splitlines())
        return {before + first, *middle, last + after}


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
