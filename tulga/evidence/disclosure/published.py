"""A table as it was published: numbers, empty cells, and marks such as <10."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import product
from math import inf
from pathlib import Path

from .errors import BadInput
from .tidy import FEWER_THAN, TOTAL, WHOLE, Key, Lines, parse_lines, read_count, read_lines


class Given(StrEnum):
    """How a cell was published."""

    SHOWN = "shown"
    ROUNDED = "rounded"
    BELOW = "below"
    HIDDEN = "hidden"
    NOT_GIVEN = "not given"


class Rounding(StrEnum):
    """How numbers were rounded to their base: to the nearest multiple, or up or down at random."""

    NEAREST = "nearest"
    RANDOM = "random"


@dataclass(frozen=True)
class PublishedCell:
    """What the publication itself says of one cell: its count is from low to high (infinite if it does not say)."""

    given: Given
    low: float
    high: float


@dataclass(frozen=True)
class PublishedTable:
    """Everything a reader has: columns, the categories of each, and what is said of each cell that is in the file."""

    columns: tuple[str, ...]
    categories: tuple[tuple[str, ...], ...]
    cells: dict[Key, PublishedCell]

    def all_keys(self) -> list[Key]:
        """All cells with their totals, in the order of the categories, totals last."""
        return list(product(*((*labels, TOTAL) for labels in self.categories)))

    def cell(self, key: Key) -> PublishedCell:
        """A combination that the file leaves out is a zero; a total that it leaves out was not given."""
        if key in self.cells:
            return self.cells[key]
        return PublishedCell(Given.NOT_GIVEN, 0, inf) if TOTAL in key else PublishedCell(Given.SHOWN, 0, 0)


def read_published(
    path: str | Path,
    *,
    count: str | None = None,
    zeros_hidden: bool = False,
    base: int = 1,
    rounding: Rounding = Rounding.NEAREST,
) -> PublishedTable:
    """Read PUBLISHED.csv: categories, * for a total, and the value: a number, empty where hidden, or <k.

    As long as zeros are shown, a hidden cell is at least 1; `zeros_hidden` says that they were hidden as well. With a
    `base` above 1, numbers stand for all counts that round to them.
    """
    return published(read_lines(path, count), zeros_hidden=zeros_hidden, base=base, rounding=rounding)


def parse_published(text: str, *, count: str | None = None, zeros_hidden: bool = False) -> PublishedTable:
    """The same from the text of a file."""
    return published(parse_lines(text, count), zeros_hidden=zeros_hidden)


def published(
    lines: Lines, *, zeros_hidden: bool = False, base: int = 1, rounding: Rounding = Rounding.NEAREST
) -> PublishedTable:
    """The same from lines that were read."""
    if base < 1:
        raise BadInput("The base of rounding is a whole number from 1.")
    lines = lines.plain()
    grand_total = (TOTAL,) * len(lines.columns)
    # Below a total that is only "fewer than k" everything is hidden, zeros too.
    total_is_small = any(key == grand_total and FEWER_THAN.fullmatch(value) for _, key, value in lines.lines)
    least_in_total = 0 if zeros_hidden else 1
    least = 0 if total_is_small else least_in_total
    cells = {
        key: _cell(value, number, least_in_total if key == grand_total else least, base, rounding)
        for number, key, value in lines.lines
    }
    return PublishedTable(lines.columns, lines.categories(), cells)


def _cell(value: str, line: int, least: int, base: int, rounding: Rounding) -> PublishedCell:
    if value == "":
        return PublishedCell(Given.HIDDEN, least, inf)
    low, high = read_count(value, line, least=least)
    if not WHOLE.fullmatch(value):
        return PublishedCell(Given.BELOW, low, high)
    if base == 1:
        return PublishedCell(Given.SHOWN, low, high)
    if low % base:
        raise BadInput(
            "Line %(line)s: %(text)s is not a multiple of %(base)s, the base of rounding.",
            line=line,
            text=value,
            base=base,
        )
    # With an even base, what lies in the middle may have gone either way.
    reach = base // 2 if rounding == Rounding.NEAREST else base - 1
    return PublishedCell(Given.ROUNDED, max(low - reach, 0), low + reach)
