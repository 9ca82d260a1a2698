"""The protected table, as what is shown to the office that made it and as what is written for the public."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from math import inf

from .errors import Sentence
from .published import Given, PublishedCell, PublishedTable
from .tidy import Key
from .writing import to_csv


class Hiding(StrEnum):
    """Whether a cell is shown, hidden for its own sake, or hidden for the sake of others."""

    SHOWN = "shown"
    PRIMARY = "primary"
    COMPLEMENTARY = "complementary"


class Reason(StrEnum):
    """Why a cell is hidden."""

    SMALL = "small count"
    ZERO = "zero"
    EVERYBODY = "everybody of its row or column"
    GIVEN_AS_FEWER = "given as fewer than a number"
    UNKNOWN_TOTAL = "a total over a count that is not known"
    FOR_OTHERS = "would give another cell away"
    TOTAL_GIVEN_UP = "nothing else protects the small cells"
    TOTAL_TOO_SMALL = "all together are too few"


@dataclass(frozen=True)
class ProtectedCell:
    """One cell: its count (persons) if it is shown, and all that a reader can tell: `low` to `high` (None: no end).

    Where time ended before that was exact, the reader may be left with more, never with less.
    """

    key: Key
    hiding: Hiding
    reason: Reason | None
    value: int | None
    low: int
    high: int | None
    is_exact: bool = True


@dataclass(frozen=True)
class ProtectedTable:
    """A table that may be published. It holds no hidden count: only what a reader could work out of each."""

    columns: tuple[str, ...]
    categories: tuple[tuple[str, ...], ...]
    threshold: int
    zeros_hidden: bool
    cells: tuple[ProtectedCell, ...]
    bound: int
    """No pattern that protects hides fewer cells than this."""
    seconds: float
    warnings: tuple[Sentence, ...] = ()
    only_fewer_than: bool = False
    """All together are fewer than the threshold, and that is all there is to tell."""

    @property
    def suppressed(self) -> int:
        return sum(cell.hiding != Hiding.SHOWN for cell in self.cells)

    @property
    def is_optimal(self) -> bool:
        """It is proven that no fewer cells will do."""
        return self.suppressed <= self.bound

    @property
    def gap(self) -> float:
        """How much smaller the number of hidden cells could at most be, as a share of it."""
        return (self.suppressed - self.bound) / self.suppressed if self.suppressed else 0.0

    def published_rows(self) -> Iterator[tuple[str, ...]]:
        """Tidy rows for the public: categories, * for a total, and the count, empty where it is hidden."""
        for cell in self.cells:
            yield (*cell.key, "" if cell.value is None else str(cell.value))

    def as_published(self) -> PublishedTable:
        """All that readers of the published table have."""
        least = 0 if self.zeros_hidden else 1
        hidden = PublishedCell(Given.HIDDEN, 0 if self.only_fewer_than else least, inf)
        cells = {
            cell.key: hidden if cell.value is None else PublishedCell(Given.SHOWN, cell.value, cell.value)
            for cell in self.cells
        }
        if self.only_fewer_than:
            cells[self.cells[-1].key] = PublishedCell(Given.BELOW, least, self.threshold - 1)
        return PublishedTable(self.columns, self.categories, cells)

    def to_csv(self, count: str = "count") -> str:
        """The published table as CSV, safe to open in a spreadsheet; one mark, nothing, for every hidden cell."""
        rows = list(self.published_rows())
        if self.only_fewer_than:
            rows[-1] = (*rows[-1][:-1], f"<{self.threshold}")
        return to_csv((*self.columns, count), rows)
