"""What somebody who has a published table can work out about each of its cells.

The attacker knows of which pieces each cell is the sum, and an interval for each cell: a single number if it is
shown, and what the mark says if it is not. The exact interval of a cell is its smallest and its largest value over all
tables of whole numbers that agree with everything. Nothing in this module knows a true value.

Source: M. Fischetti, J. J. Salazar, "Solving the cell suppression problem on tabular data with linear constraints",
Management Science 47 (2001), section 2 (the attacker's problems).
"""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from .errors import Contradiction
from .solver import INFINITE, Numbers, Status, model, solve, values

NEARLY = 1e-6
"""Up to this much a solver's number counts as the whole number beside it."""

TILTS = 8
DEPTH = 30
TILT = 1e-3
"""How often and how much a program is tilted, and how many pieces are rounded, before whole numbers are asked for."""


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
class Intervals:
    """For each cell, the smallest and largest value it can have; `high` is infinite where nothing bounds it."""

    low: Numbers
    high: Numbers


def exact_intervals(known: Knowledge, wanted: NDArray[np.int64] | None = None) -> Intervals:
    """The attacker's exact interval of each wanted cell (numbers of cells; all if not given), in whole persons.

    Cells that were not asked for keep what follows from single equations. Raises Contradiction if no table agrees with
    what is known.
    """
    outer = follow_equations(known)
    cells = np.arange(len(outer.low)) if wanted is None else wanted
    search = _Search(known, outer)
    for cell in cells:
        search.bound(int(cell), highest=False)
        search.bound(int(cell), highest=True)
    return Intervals(search.low, search.high)


def follow_equations(known: Knowledge, rounds: int = 50) -> Intervals:
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
    return Intervals(low, high)


CONTRADICTION = (
    "The published numbers contradict each other: no table of whole numbers has all these values and totals."
)


def _sum_of_the_others(row: NDArray[np.int64], terms: Numbers, rows: int) -> Numbers:
    """For each entry, the sum of its row without it; infinite as soon as one of the others is."""
    endless = np.isinf(terms)
    finite = np.where(endless, 0.0, terms)
    total = np.bincount(row, weights=finite, minlength=rows)[row] - finite
    others_endless = np.bincount(row, weights=endless, minlength=rows)[row] - endless
    # All infinite terms of one row have the same sign: minus for what is least, plus for what is most.
    sign = np.where(np.bincount(row, weights=np.where(endless, np.sign(terms), 0), minlength=rows)[row] < 0, -1.0, 1.0)
    return np.where(others_endless > 0, sign * np.inf, total)


class _Search:
    """Walks from table to table; every table of whole numbers that it meets narrows what is left to ask.

    The programs are over the pieces that are not known. A total needs a row only where it says more than its pieces do:
    one that is hidden says nothing, and in a table of small numbers most are.
    """

    def __init__(self, known: Knowledge, outer: Intervals) -> None:
        self.low, self.high = outer.low.copy(), outer.high.copy()
        self.met_low = np.full(len(outer.low), np.inf)
        self.met_high = np.full(len(outer.low), -np.inf)
        low, high = outer.low[known.pieces], outer.high[known.pieces]
        unknown = np.flatnonzero(low < high)
        self.sums = sparse.csr_array(known.sums[:, unknown])
        self.constant = known.sums @ np.where(low < high, 0.0, low)
        says_more = np.isfinite(known.high) | (known.low > known.sums @ low)
        says_more[known.pieces] = False
        rows = np.flatnonzero(says_more)
        self.program = {
            "matrix": sparse.csr_array(self.sums[rows]),
            "row_low": known.low[rows] - self.constant[rows],
            "row_high": np.where(np.isinf(known.high[rows]), INFINITE, known.high[rows] - self.constant[rows]),
            "low": low[unknown],
            "high": np.where(np.isinf(high[unknown]), INFINITE, high[unknown]),
        }
        self.linear = model(**self.program)
        self.whole: highspy.Highs | None = None
        self.basis: highspy.HighsBasis | None = None
        self.random = np.random.default_rng(0)
        self._meet(self.linear)

    def bound(self, cell: int, *, highest: bool) -> None:
        """Settle one end of one cell's interval: a bound that is proven and that a table of whole numbers has."""
        if self._settled(cell, highest):
            return
        self._ask(self.linear, cell, highest)
        for attempt in range(TILTS):
            if self._settled(cell, highest):
                return
            self._tilt(cell, highest, attempt / 10)
        if not self._settled(cell, highest):
            self._dive(cell, highest)
        if not self._settled(cell, highest):
            self.whole = self.whole or model(**self.program, whole=True)
            self._ask(self.whole, cell, highest)

    def _tilt(self, cell: int, highest: bool, share: float) -> None:
        """Look for a table of whole numbers with the same extreme, from the last one met, at a small random cost."""
        if self.basis is not None:
            self.linear.setBasis(self.basis)
        count = self.linear.getNumCol()
        some = self.random.random(count) < share
        self._cost(np.arange(count), some * self.random.uniform(-TILT, TILT, count))
        pieces = self._pieces_of(cell)
        self._cost(pieces, (-1.0 if highest else 1.0) + self.random.uniform(-TILT, TILT, len(pieces)))
        self._meet(self.linear)
        self._cost(np.arange(count), np.zeros(count))

    def _dive(self, cell: int, highest: bool) -> None:
        """Look for a table of whole numbers with the same extreme: round piece after piece as long as it stays."""
        wanted = self.high[cell] if highest else self.low[cell]
        pieces = self._pieces_of(cell)
        self._cost(pieces, np.full(len(pieces), -1.0 if highest else 1.0))
        table = self._meet(self.linear)
        rounded: set[int] = set()
        while table is not None and len(rounded) < DEPTH and not self._settled(cell, highest):
            found = values(self.linear)
            piece = int(np.argmax(np.abs(found - np.rint(found))))
            rounded.add(piece)
            table = self._round(piece, float(found[piece]), cell, wanted)
        for piece in rounded:
            self.linear.changeColBounds(piece, self.program["low"][piece], self.program["high"][piece])
        self._cost(pieces, np.zeros(len(pieces)))

    def _round(self, piece: int, value: float, cell: int, wanted: float) -> Numbers | None:
        """Fix one piece to a whole number beside its value; the table then met, or None if the extreme is lost."""
        for whole in sorted((np.floor(value), np.ceil(value)), key=lambda each: abs(each - value)):
            self.linear.changeColBounds(piece, whole, whole)
            table = self._meet(self.linear, may_fail=True)
            if table is not None and abs(table[cell] - wanted) < NEARLY:
                return table
        return None

    def _cost(self, pieces: NDArray[np.integer], cost: Numbers) -> None:
        self.linear.changeColsCost(len(pieces), pieces.astype(np.int32), cost)

    def _settled(self, cell: int, highest: bool) -> bool:
        if highest:
            return bool(self.met_high[cell] >= self.high[cell])
        return bool(self.met_low[cell] <= self.low[cell])

    def _ask(self, highs: highspy.Highs, cell: int, highest: bool) -> None:
        pieces = self._pieces_of(cell)
        highs.changeColsCost(len(pieces), pieces, np.full(len(pieces), -1.0 if highest else 1.0))
        table = self._meet(highs)
        highs.changeColsCost(len(pieces), pieces, np.zeros(len(pieces)))
        if table is None:
            self.met_high[cell] = np.inf
        elif highest:
            self.high[cell] = min(self.high[cell], np.floor(table[cell] + NEARLY))
        else:
            self.low[cell] = max(self.low[cell], np.ceil(table[cell] - NEARLY))

    def _pieces_of(self, cell: int) -> NDArray[np.int32]:
        indices: NDArray[np.int32] = self.sums.indices[self.sums.indptr[cell] : self.sums.indptr[cell + 1]]
        return indices.astype(np.int32)

    def _meet(self, highs: highspy.Highs, *, may_fail: bool = False) -> Numbers | None:
        """Solve, and note the table that was met if it is of whole numbers. None if there is no end to it."""
        status = solve(highs)
        if status == Status.kInfeasible and may_fail:
            return None
        if status == Status.kInfeasible:
            raise Contradiction(CONTRADICTION)
        if status in (Status.kUnbounded, Status.kUnboundedOrInfeasible):
            return None
        if status not in (Status.kOptimal, Status.kModelEmpty):
            raise RuntimeError(f"HiGHS ended an attacker's program with {status}.")
        pieces = values(highs)
        if np.abs(pieces - np.rint(pieces)).max(initial=0.0) < NEARLY:
            pieces = np.rint(pieces)
            whole = self.sums @ pieces + self.constant
            np.minimum(self.met_low, whole, out=self.met_low)
            np.maximum(self.met_high, whole, out=self.met_high)
            if highs is self.linear:
                self.basis = highs.getBasis()
            return whole
        return self.sums @ pieces + self.constant
