"""Where a table's header stands, of one row or two, and what its columns mean."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from tulga.kit.tabular.content import Grid
from tulga.plan.importers import headings
from tulga.plan.importers.headings import Meaning, is_second_row, meaning_of

LOOKED_AT, MOST_ROWS = 40, 3
_CORE = {headings.TITLE, headings.MILESTONE, headings.INDICATOR}
_ANSWER = re.compile(r"(\d{1,5})(?:\s*-\s*(\d{1,5}))?")


@dataclass(frozen=True)
class Column:
    index: int
    heading: str  # both rows' words
    key: str  # names it among all columns of the file, the same for the same words
    meaning: Meaning
    below: str = ""  # the second row's words alone

    @property
    def field(self) -> str:
        return self.meaning.field


@dataclass(frozen=True)
class Header:
    """The first and the last of its rows, and the columns that have a heading."""

    first: int
    last: int
    columns: tuple[Column, ...]

    def of(self, *fields: str) -> list[Column]:
        """The columns of these fields, from left to right."""
        if fields not in self._found:
            self._found[fields] = [column for column in self.columns if column.field in fields]
        return self._found[fields]

    @cached_property
    def _found(self) -> dict[tuple[str, ...], list[Column]]:
        return {}

    @property
    def fields(self) -> set[str]:
        return {column.field for column in self.columns} - {"", headings.NOT_READ}

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(column.heading for column in self.columns)


def find_header(grid: Grid, given: str = "") -> Header | None:
    """The row with the most headings of a plan, or the rows that a person names: `4` or `4-5`, counted from 1."""
    if found := _ANSWER.fullmatch(given.strip()):
        first, last = int(found[1]) - 1, int(found[2] or found[1]) - 1
        if 0 <= first <= last <= first + MOST_ROWS and last < len(grid.rows):
            return header_at(grid, first, last)
    best = None
    for row in range(min(len(grid.rows), LOOKED_AT)):
        if len({cell.text for cell in grid.rows[row] if cell.text}) < 2:
            continue
        header = header_at(grid, row, _last_row(grid, row))
        if best is None or _weight(header) > _weight(best):
            best = header
    return best if best and best.fields & _CORE and len(best.fields) > 1 else None


def any_header(grid: Grid) -> Header | None:
    """The first row that holds several words, for a person to say what stands below them."""
    for row, cells in enumerate(grid.rows[:LOOKED_AT]):
        if len({cell.text for cell in cells if cell.text}) > 1:
            return header_at(grid, row, row)
    return None


def header_at(grid: Grid, first: int, last: int) -> Header:
    columns = []
    seen: dict[str, int] = {}
    for index in range(grid.width):
        heading = _heading(grid, first, index)
        below = grid.shown(last, index).text if last > first and grid.origin(last, index)[0] > first else ""
        words = " / ".join(filter(None, [heading, below]))
        if not words:
            continue
        key = " ".join(words.casefold().split())
        seen[key] = seen.get(key, 0) + 1
        key = key if seen[key] == 1 else f"{key} {seen[key]}"
        columns.append(Column(index, words, key, meaning_of(heading, below), below))
    return Header(first, last, _settled(columns))


def corrected(header: Header, answers: Mapping[str, str]) -> Header:
    """The header with columns as a person says, by the columns' keys."""
    columns = []
    for column in header.columns:
        field = answers.get(f"column:{column.key}", column.field)
        field = headings.TITLE if answers.get("activities") == column.key else field
        columns.append(replace(column, meaning=replace(column.meaning, field=field)))
    return replace(header, columns=tuple(columns))


def _settled(columns: list[Column]) -> tuple[Column, ...]:
    """Without a column of activities, that of milestones or the last one of groups holds them."""
    fields = [column.field for column in columns]
    if headings.TITLE not in fields:
        for stand_in in (headings.MILESTONE, headings.GROUP):
            if stand_in in fields:
                at = len(fields) - 1 - fields[::-1].index(stand_in)
                columns[at] = replace(columns[at], meaning=replace(columns[at].meaning, field=headings.TITLE))
                break
    return tuple(columns)


def _heading(grid: Grid, row: int, column: int) -> str:
    """The words above a column; of a heading over several columns that is not merged, the one to the left."""
    if text := grid.shown(row, column).text:
        return text
    below = grid.cell(row + 1, column).text
    if not below or not is_second_row(below):
        return ""
    left = next((grid.cell(row, each).text for each in range(column - 1, -1, -1) if grid.cell(row, each).text), "")
    return left if headings.year_alone(below) or headings.meaning_of(left, below).language else ""


def _last_row(grid: Grid, row: int) -> int:
    """The second row of the header, where cells reach down to it or what stands below parts the headings further."""
    cells = grid.rows[row]
    if deepest := max((cell.rows for cell in cells), default=1) - 1:
        return min(row + deepest, row + 1, len(grid.rows) - 1)
    below = [cell.text for cell in grid.rows[row + 1] if cell] if row + 1 < len(grid.rows) else []
    is_parted = bool(below) and all(map(is_second_row, below)) and not grid.cell(row + 1, 0).text
    return row + 1 if is_parted else row


def _weight(header: Header) -> tuple[int, int]:
    return len(header.fields), -header.first
