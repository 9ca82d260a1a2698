"""What is public of a table, and what follows from it by adding and subtracting, one total at a time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from .errors import CONTRADICTION, Contradiction
from .solver import Numbers


@dataclass(frozen=True)
class Knowledge:
    """What is public: `low <= y <= high` for every cell (high may be infinite), and how cells are made of one another.

    `pieces` are the numbers of the smallest cells, and `sums @ y[pieces] = y` (cells x pieces). `equations @ y = 0`
    says no more than that, in shorter sums (+1 for a part, -1 for its total).
    """

    pieces: NDArray[np.int64]
    sums: sparse.csr_array
    equations: sparse.csr_array
    low: Numbers
    high: Numbers


@dataclass(frozen=True)
class Bounds:
    """For each cell, what its value is at least and at most; `high` is infinite where nothing bounds it."""

    low: Numbers
    high: Numbers


def follow_equations(known: Knowledge, rounds: int = 50) -> Bounds:
    """Bounds from one equation at a time, repeated until nothing moves: never narrower than the exact interval."""
    entries = known.equations.tocoo()
    row, cell, sign = entries.row, entries.col, entries.data
    low, high = np.ceil(known.low), np.floor(known.high)
    for _ in range(rounds):
        if (low > high).any():
            raise Contradiction(CONTRADICTION)
        least = np.where(sign > 0, low[cell], -high[cell])
        most = np.where(sign > 0, high[cell], -low[cell])
        at_most = -_sum_of_the_others(row, least, known.equations.shape[0])
        at_least = -_sum_of_the_others(row, most, known.equations.shape[0])
        new_low, new_high = low.copy(), high.copy()
        np.maximum.at(new_low, cell, np.where(sign > 0, at_least, -at_most))
        np.minimum.at(new_high, cell, np.where(sign > 0, at_most, -at_least))
        if (new_low == low).all() and (new_high == high).all():
            break
        low, high = new_low, new_high
    if (low > high).any():
        raise Contradiction(CONTRADICTION)
    return Bounds(low, high)


def _sum_of_the_others(row: NDArray[np.int64], terms: Numbers, rows: int) -> Numbers:
    """For each entry, the sum of its row without it; infinite as soon as one of the others is."""
    endless = np.isinf(terms)
    finite = np.where(endless, 0.0, terms)
    total = np.bincount(row, weights=finite, minlength=rows)[row] - finite
    others_endless = np.bincount(row, weights=endless, minlength=rows)[row] - endless
    # All infinite terms of one row have the same sign: minus for what is least, plus for what is most.
    sign = np.where(np.bincount(row, weights=np.where(endless, np.sign(terms), 0), minlength=rows)[row] < 0, -1.0, 1.0)
    return np.where(others_endless > 0, sign * np.inf, total)
