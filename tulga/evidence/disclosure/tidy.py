"""Reading the two kinds of tidy CSV: one line per combination of categories, and what is known of its count."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .errors import BadInput
from .writing import plain

TOTAL = "*"
MOST_COLUMNS = 4
MOST_CELLS = 20_000

Key = tuple[str, ...]
"""One cell: a category, or * for a total, in the order of the columns."""

WHOLE = re.compile(r"[0-9]{1,12}")
FEWER_THAN = re.compile(r"<\s*([0-9]{1,12})")


@dataclass(frozen=True)
class Lines:
    """A tidy file: its categorical columns, and for each line its number, its key and its count as text."""

    columns: tuple[str, ...]
    lines: tuple[tuple[int, Key, str], ...]

    def plain(self) -> Lines:
        """The same without the quotation marks that keep a spreadsheet from taking words for formulas."""
        lines = tuple((number, tuple(map(plain, key)), value) for number, key, value in self.lines)
        return Lines(tuple(map(plain, self.columns)), lines)

    def categories(self) -> tuple[tuple[str, ...], ...]:
        """The categories of each column in the order in which they first occur."""
        found: list[dict[str, None]] = [{} for _ in self.columns]
        for _, key, _ in self.lines:
            for column, label in zip(found, key, strict=True):
                if label != TOTAL:
                    column[label] = None
        return tuple(tuple(column) for column in found)


def read_lines(path: str | Path, count: str | None = None) -> Lines:
    """Read a CSV of one to four categorical columns and a count (the last column if not named).

    Raises BadInput, with a sentence that names the line, for anything that cannot be understood.
    """
    return parse_lines(_text_of(path), count)


def parse_lines(text: str, count: str | None = None) -> Lines:
    """The same from the text of a file."""
    header, rows = _split(text)
    value = _position_of_count(header, count)
    columns = tuple(name for place, name in enumerate(header) if place != value)
    if not 1 <= len(columns) <= MOST_COLUMNS:
        raise BadInput(
            "A table has one to four columns of categories beside its count; this one has %(number)s.",
            number=len(columns),
        )
    lines: list[tuple[int, Key, str]] = []
    seen: dict[Key, int] = {}
    for number, row in rows:
        if len(row) != len(header):
            raise BadInput(
                "Line %(line)s has %(found)s fields where the first line names %(named)s.",
                line=number,
                found=len(row),
                named=len(header),
            )
        key = tuple(label for place, label in enumerate(row) if place != value)
        for name, label in zip(columns, key, strict=True):
            if not label:
                raise BadInput("Line %(line)s names no category in the column %(column)s.", line=number, column=name)
        if key in seen:
            raise BadInput("Lines %(first)s and %(second)s are about the same cell.", first=seen[key], second=number)
        seen[key] = number
        lines.append((number, key, row[value]))
    if not lines:
        raise BadInput("The file has no line of counts.")
    found = Lines(columns, tuple(lines))
    _refuse_too_many_cells(found)
    return found


def read_combinations(path: str | Path) -> list[dict[str, str]]:
    """A CSV of categories alone, as {column: category} per line."""
    header, rows = _split(_text_of(path))
    found = []
    for number, row in rows:
        if len(row) != len(header):
            raise BadInput(
                "Line %(line)s has %(found)s fields where the first line names %(named)s.",
                line=number,
                found=len(row),
                named=len(header),
            )
        found.append(dict(zip(header, row, strict=True)))
    return found


def _text_of(path: str | Path) -> str:
    try:
        return Path(path).read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise BadInput("There is no file %(path)s.", path=path) from None
    except (OSError, UnicodeDecodeError):
        raise BadInput("%(path)s cannot be read as text in UTF-8.", path=path) from None


def _split(text: str) -> tuple[list[str], Iterator[tuple[int, list[str]]]]:
    if "\0" in text:
        raise BadInput("The file is not text.")
    # Only what ends a line in a file does; a word may hold the other characters at which Python splits lines.
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=delimiter, strict=True))
    except csv.Error:
        raise BadInput("The file is not a CSV: a quotation mark is not closed, or a field has no end.") from None
    if not rows or not any(rows[0]):
        raise BadInput("The file is empty; its first line names the columns.")
    header = [name.strip() for name in rows[0]]
    if "" in header:
        raise BadInput("A column has no name in the first line.")
    if len(set(header)) < len(header):
        raise BadInput("Two columns have the same name.")
    lines = ((number, [field.strip() for field in row]) for number, row in enumerate(rows[1:], start=2) if any(row))
    return header, lines


def _position_of_count(header: list[str], count: str | None) -> int:
    if count is None:
        return len(header) - 1
    if count not in header:
        raise BadInput(
            "There is no column %(column)s; the columns are %(names)s.", column=count, names=", ".join(header)
        )
    return header.index(count)


def _refuse_too_many_cells(lines: Lines) -> None:
    cells = 1
    for labels in lines.categories():
        cells *= len(labels) + 1
    if cells > MOST_CELLS:
        raise BadInput(
            "With its totals the table has %(cells)s cells; at most %(most)s are worked on.",
            cells=cells,
            most=MOST_CELLS,
        )


def read_count(text: str, line: int, *, least: int) -> tuple[int, int]:
    """What a count says, as an interval: 12 is 12 to 12, and <5 is `least` to 4, which it stays for ever."""
    if WHOLE.fullmatch(text):
        return int(text), int(text)
    if match := FEWER_THAN.fullmatch(text):
        high = int(match[1]) - 1
        if high < max(least, 1):
            raise BadInput("Line %(line)s: %(text)s leaves no count.", line=line, text=text)
        return least, high
    if text.isdecimal() and text.isascii():
        raise BadInput("Line %(line)s: %(text)s is more people than can be counted here.", line=line, text=text)
    if text.startswith("-") or "." in text or "," in text:
        raise BadInput(
            "Line %(line)s: %(text)s is not a count; counts are whole numbers from 0.",
            line=line,
            text=text,
        )
    if not text:
        raise BadInput(
            "Line %(line)s: nothing is not a count; write a whole number, or <5 for fewer than five.", line=line
        )
    raise BadInput(
        "Line %(line)s: %(text)s is not a count; write a whole number, or <5 for fewer than five.",
        line=line,
        text=text,
    )
