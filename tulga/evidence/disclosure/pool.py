"""The cuts found so far."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from .cuts import NEARLY, Cut
from .problem import Numbers, Problem


class Pool:
    """Cuts without repetition, as rows over the free cells when a program needs them."""

    def __init__(self, problem: Problem) -> None:
        self.free = np.flatnonzero(problem.free)
        self.place = np.full(problem.cells, -1, dtype=np.int64)
        self.place[self.free] = np.arange(len(self.free))
        self.cuts: list[Cut] = []
        self.known: set[bytes] = set()

    def add(self, cut: Cut) -> bool:
        """Keep a cut; False if it was known."""
        mark = cut.cells.tobytes() + np.round(cut.weights, 6).tobytes()
        if mark in self.known:
            return False
        self.known.add(mark)
        self.cuts.append(cut)
        return True

    def least(self) -> Numbers:
        return np.array([cut.least for cut in self.cuts])

    def matrix(self) -> sparse.csr_array:
        """Cuts x free cells."""
        if not self.cuts:
            return sparse.csr_array((0, len(self.free)))
        rows = np.repeat(np.arange(len(self.cuts)), [len(cut.cells) for cut in self.cuts])
        cells = self.place[np.concatenate([cut.cells for cut in self.cuts])]
        weights = np.concatenate([cut.weights for cut in self.cuts])
        return sparse.csr_array((weights, (rows, cells)), shape=(len(self.cuts), len(self.free)))


class Watch:
    """Whether a shrinking pattern still satisfies the cuts; asked of one cell at a time.

    Cuts that ask for nothing by themselves are left out: that another cell would be hidden in vain is no reason to keep
    this one.
    """

    def __init__(self, pool: Pool, pattern: NDArray[np.bool_]) -> None:
        self.pool = pool
        self.seen = len(pool.cuts)
        least = pool.least()
        matrix = pool.matrix()[np.flatnonzero(least > 0)]
        self.columns = sparse.csc_array(matrix)
        self.spare = matrix @ pattern[pool.free].astype(float) - least[least > 0]

    def needs(self, cell: int, pattern: NDArray[np.bool_]) -> bool:
        """Would the pattern without this cell break a cut?"""
        rows, weights = self._column(cell)
        if (self.spare[rows] - weights < -NEARLY).any():
            return True
        without = pattern.astype(float)
        without[cell] = 0.0
        return any(cut.is_broken_by(without) for cut in self.pool.cuts[self.seen :])

    def remove(self, cell: int) -> None:
        rows, weights = self._column(cell)
        self.spare[rows] -= weights

    def _column(self, cell: int) -> tuple[NDArray[np.int64], Numbers]:
        place = self.pool.place[cell]
        span = slice(self.columns.indptr[place], self.columns.indptr[place + 1])
        return self.columns.indices[span], self.columns.data[span]
