"""Capture tables: how many people are on exactly these lists and on no other."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from .sentences import BadTable

Counts = npt.NDArray[np.float64]

FEWEST_LISTS, MOST_LISTS = 3, 10
MOST_CASES = 10**9

COUNT = (
    "Row %(row)s, the count, must be a whole number from 0 up, not “%(text)s”.",
    "Row %(row)s, the count, is more than a billion.",
)
HISTORY = (
    "Row %(row)s, the history, must be a whole number from 0 up, not “%(text)s”.",
    "Row %(row)s, the history, is more than a billion.",
)


@dataclass(frozen=True)
class CaptureTable:
    """The lists' names and, for each capture history, the number of cases.

    `counts` has 2**t whole numbers for t lists: bit i of an entry's place says whether list i holds the case, and entry
    0, of those whom no list holds, is 0 because nobody knows it.
    """

    lists: tuple[str, ...]
    counts: Counts

    @property
    def cases(self) -> int:
        return int(self.counts.sum())

    def without(self, place: int) -> CaptureTable:
        """The table had the list at this place never existed: who was on no other list is not known."""
        low = (1 << place) - 1
        counts = np.zeros(self.counts.size // 2)
        for history, count in enumerate(self.counts):
            counts[history & low | history >> 1 & ~low] += count
        counts[0] = 0
        return CaptureTable(self.lists[:place] + self.lists[place + 1 :], counts)

    def merged(self, first: int, second: int) -> CaptureTable:
        """The table with two lists read as one, in the place of the first."""
        counts = np.zeros(self.counts.size)
        for history, count in enumerate(self.counts):
            counts[history | (history >> second & 1) << first] += count
        name = f"{self.lists[first]} + {self.lists[second]}"
        renamed = CaptureTable((*self.lists[:first], name, *self.lists[first + 1 :]), counts)
        # Nobody is lost: those on the second list only are on the first by now.
        return renamed.without(second)


def read_table(path: str | Path) -> CaptureTable:
    """The table in a CSV file: a column of 0 and 1 for each list, named in the first row, and a last column of counts.

    Raises BadTable with a sentence that says where the file is wrong. A history that is not there counts 0.
    """
    return table_from_text(_text_of(path))


def table_from_text(text: str) -> CaptureTable:
    """The table in the text of such a file."""
    rows = _rows_of(text)
    names = tuple(name.strip() for name in rows[0][1][:-1])
    _check_names(names)
    counts = np.zeros(1 << len(names))
    seen: dict[int, int] = {}
    for number, row in rows[1:]:
        history = _history_in(row, number)
        if history in seen:
            raise BadTable(
                "Rows %(first)s and %(second)s have the same history: give each history once.",
                first=seen[history],
                second=number,
            )
        seen[history] = number
        counts[history] = _count_in(row[-1], number)
    if counts.sum() == 0:
        raise BadTable("The table holds no case.")
    if counts.sum() > MOST_CASES:
        raise BadTable("The table holds more than a billion cases.")
    return CaptureTable(names, counts)


def read_resamples(path: str | Path, lists: int) -> Counts:
    """The resamples in a CSV file, one per row of the answer: shape (resamples, 2**lists), in cases.

    The file's first column is the history as a bit mask (1 is the first list only), every other column one resample.
    """
    rows = _rows_of(_text_of(path))
    width = len(rows[0][1])
    if width < 2:
        raise BadTable("The file has no resample: it needs a column of histories and a column for each resample.")
    tables = np.zeros((width - 1, 1 << lists))
    seen: set[int] = set()
    for number, row in rows[1:]:
        history = _whole(row[0], number, *HISTORY)
        if not 1 <= history < 1 << lists:
            raise BadTable(
                "Row %(row)s: %(history)s is not a history of %(lists)s lists (1 to %(most)s).",
                row=number,
                history=history,
                lists=lists,
                most=(1 << lists) - 1,
            )
        if history in seen:
            raise BadTable("Row %(row)s: the history %(history)s was given before.", row=number, history=history)
        seen.add(history)
        tables[:, history] = [_count_in(each, number) for each in row[1:]]
    if (tables.sum(axis=1) == 0).any():
        raise BadTable("A resample holds no case.")
    return tables


def _text_of(path: str | Path) -> str:
    try:
        return Path(path).read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadTable("The file is not text in UTF-8: save it as CSV UTF-8.") from None
    except OSError as problem:
        raise BadTable("%(path)s cannot be read: %(reason)s.", path=path, reason=problem.strerror) from None


def _rows_of(text: str) -> list[tuple[int, list[str]]]:
    """The rows with their numbers, blank ones left out; all as wide as the first."""
    if "\0" in text:
        raise BadTable("The file is not text.")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    heading = text.lstrip().split("\n", 1)[0]
    separator = max(",;\t", key=heading.count)
    try:
        read = list(enumerate(csv.reader(io.StringIO(text), delimiter=separator, strict=True), start=1))
    except csv.Error:
        raise BadTable("The file is not a CSV: a quotation mark is not closed, or a field has no end.") from None
    rows = [(number, row) for number, row in read if any(cell.strip() for cell in row)]
    if len(rows) < 2:
        raise BadTable("The file needs a row of names and at least one row of counts.")
    for number, row in rows:
        if len(row) != len(rows[0][1]):
            raise BadTable(
                "Row %(row)s has %(found)s columns and the first row %(named)s.",
                row=number,
                found=len(row),
                named=len(rows[0][1]),
            )
    return rows


def _check_names(names: Sequence[str]) -> None:
    if not FEWEST_LISTS <= len(names) <= MOST_LISTS:
        if len(names) == 1:
            raise BadTable(
                "The table has one list: an estimate needs %(fewest)s to %(most)s, each a column of 0 and 1, and a "
                "last column of counts.",
                fewest=FEWEST_LISTS,
                most=MOST_LISTS,
            )
        raise BadTable(
            "The table has %(number)s lists: an estimate needs %(fewest)s to %(most)s, each a column of 0 and 1, and a "
            "last column of counts.",
            number=len(names),
            fewest=FEWEST_LISTS,
            most=MOST_LISTS,
        )
    for name in names:
        if not name or not name.isprintable():
            raise BadTable("Each list needs a name that can be printed, in the first row.")
        if name in "01" or names.count(name) > 1:
            raise BadTable(
                "The first row must name the lists, each by a name of its own: “%(name)s” is none.", name=name
            )


def _history_in(row: Sequence[str], number: int) -> int:
    history = 0
    for place, cell in enumerate(row[:-1]):
        if cell.strip() not in {"0", "1"}:
            raise BadTable(
                "Row %(row)s, column %(column)s: a list holds a case (1) or not (0), not “%(text)s”.",
                row=number,
                column=place + 1,
                text=cell,
            )
        history |= int(cell) << place
    if history == 0:
        raise BadTable(
            "Row %(row)s is on no list: how many those are is what is estimated; leave the row out.", row=number
        )
    return history


def _count_in(cell: str, row: int) -> int:
    return _whole(cell, row, *COUNT)


def _whole(cell: str, row: int, not_whole: str, too_large: str) -> int:
    cell = cell.strip()
    if not (cell.isascii() and cell.isdigit()):
        raise BadTable(not_whole, row=row, text=cell)
    if len(cell) > 10:
        raise BadTable(too_large, row=row)
    return int(cell)
