"""What a sheet shows beside its values: merged and hidden cells, words struck out, formats. calamine leaves it out."""

from __future__ import annotations

from dataclasses import dataclass, field

from tulga.kit.tabular.formats import Format


@dataclass
class Marks:
    """Of one sheet. Rows and columns count from 0."""

    merged: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)  # origin -> rows, columns
    struck: set[tuple[int, int]] = field(default_factory=set)  # all of the cell
    parted: dict[tuple[int, int], tuple[str, str]] = field(default_factory=dict)  # -> what stands, what stood
    formats: dict[tuple[int, int], Format] = field(default_factory=dict)  # that show more than the number
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    told: dict[str, list[tuple[int, int, str]]] = field(default_factory=dict)  # remark -> row, column, words
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

    def tell(self, remark: str, row: int, column: int, words: str = "") -> None:
        """Something about this cell must be told to people."""
        self.told.setdefault(remark, []).append((row, column, words))

    def span(self, row: int, column: int) -> tuple[int, int]:
        """Rows and columns of the merged cell that begins here, as far as the sheet is used."""
        rows, columns = self.merged.get((row, column), (1, 1))
        return max(1, min(rows, self.last_row - row + 1)), max(1, min(columns, self.last_column - column + 1))
