"""The smallest change of a table that brings one cell to a value: few pieces move, and mostly by whole numbers."""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from .solver import INFINITE, Numbers, Status, model, solve, values

DUAL_SIMPLEX, PRIMAL_SIMPLEX = 1, 4


@dataclass(frozen=True)
class Program:
    """All tables that agree with what is known: bounds of the unknown pieces, and of the totals in `rows` over them."""

    rows: NDArray[np.int64]
    matrix: sparse.csr_array
    row_low: Numbers
    row_high: Numbers
    low: Numbers
    high: Numbers

    def model(self, *, whole: bool = False) -> highspy.Highs:
        return model(
            self.matrix, row_low=self.row_low, row_high=self.row_high, low=self.low, high=self.high, whole=whole
        )


class SmallestChange:
    """One program for all cells and tables: rises and falls of pieces at a cost, starting from no change at all.

    Whatever a rise or a fall costs, no change is a start that the dual method can take, and what it moves from there is
    little. Totals that say nothing get a row as well, so that they can be brought to a value.
    """

    def __init__(self, program: Program, sums: sparse.csr_array) -> None:
        count = sums.shape[1]
        is_piece = np.diff(sums.indptr) == 1
        others = np.setdiff1d(np.flatnonzero(np.diff(sums.indptr) > 1), program.rows)
        self.piece = np.where(is_piece, sums.indices[np.minimum(sums.indptr[:-1], max(len(sums.indices) - 1, 0))], -1)
        self.row = np.full(sums.shape[0], -1)
        self.row[program.rows] = np.arange(len(program.rows))
        self.row[others] = len(program.rows) + np.arange(len(others))
        self.matrix = sparse.csr_array(sparse.vstack([program.matrix, sums[others]]))
        self.row_low = np.append(program.row_low, np.full(len(others), -INFINITE))
        self.row_high = np.append(program.row_high, np.full(len(others), INFINITE))
        self.low, self.high = program.low, program.high
        nothing = np.zeros(2 * count)
        self.program = model(
            sparse.csr_array(sparse.hstack([self.matrix, -self.matrix])),
            row_low=self.row_low,
            row_high=self.row_high,
            low=nothing,
            high=nothing,
        )
        self.no_change = highspy.HighsBasis()
        self.no_change.col_status = [highspy.HighsBasisStatus.kLower] * (2 * count)
        self.no_change.row_status = [highspy.HighsBasisStatus.kBasic] * len(self.row_low)
        self.no_change.valid = True

    def face(self, cell: int, by: float, table: Numbers) -> None:
        """From now on, change this table (pieces) so that the cell moves by so much."""
        count = len(table)
        low = np.zeros(2 * count)
        high = np.concatenate([self.high - table, table - self.low])
        standing = self.matrix @ table
        row_low, row_high = self.row_low - standing, self.row_high - standing
        piece, row = self.piece[cell], self.row[cell]
        if piece >= 0:
            column, opposite = (piece, piece + count) if by > 0 else (piece + count, piece)
            low[column] = high[column] = abs(by)
            high[opposite] = 0.0
        else:
            row_low[row] = row_high[row] = by
        self.program.changeColsBounds(2 * count, np.arange(2 * count, dtype=np.int32), low, high)
        rows = np.arange(len(row_low), dtype=np.int32)
        self.program.changeRowsBounds(len(rows), rows, row_low, row_high)  # type: ignore[attr-defined]  # its types lag
        self.program.setBasis(self.no_change)
        self.program.setOptionValue("simplex_strategy", DUAL_SIMPLEX)

    def find(self, cost: Numbers) -> Numbers | None:
        """The cheapest such change (pieces); None if there is none.

        `cost` holds what one person more costs for each piece, and then what one less does; all above 0.
        """
        self.program.changeColsCost(len(cost), np.arange(len(cost), dtype=np.int32), cost)
        status = solve(self.program)
        # The next one is asked for at another cost only, for which the last one is a start of the primal method.
        self.program.setOptionValue("simplex_strategy", PRIMAL_SIMPLEX)
        if status != Status.kOptimal:
            return None
        rises, falls = np.split(values(self.program), 2)
        return np.asarray(rises - falls)
