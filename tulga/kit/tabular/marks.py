"""What a sheet shows beside its values: merged cells, words struck out or raised, per cents. calamine leaves it out."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Marks:
    """Of one sheet. Rows and columns count from 0."""

    merged: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)  # origin -> rows, columns
    struck: set[tuple[int, int]] = field(default_factory=set)  # all of the cell
    parted: dict[tuple[int, int], tuple[str, str]] = field(default_factory=dict)  # -> what stands, what stood
    per_cents: set[tuple[int, int]] = field(default_factory=set)
    uncomputed: list[tuple[int, int]] = field(default_factory=list)  # formulas without a value
    last_row: int = -1
    last_column: int = -1
    filled: int = 0

    def reach(self, row: int, column: int) -> None:
        """A cell with something in it stands here."""
        self.filled += 1
        if row > self.last_row:
            self.last_row = row
        if column > self.last_column:
            self.last_column = column

    def span(self, row: int, column: int) -> tuple[int, int]:
        """Rows and columns of the merged cell that begins here, as far as the sheet is used."""
        rows, columns = self.merged.get((row, column), (1, 1))
        return max(1, min(rows, self.last_row - row + 1)), max(1, min(columns, self.last_column - column + 1))
