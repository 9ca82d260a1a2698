"""What somebody who has a published table can work out about each of its cells.

The attacker knows of which pieces each cell is the sum, and an interval for each cell: a single number if it is
shown, and what the mark says if it is not. The exact interval of a cell is its smallest and its largest value over all
tables of whole numbers that agree with everything. Nothing in this module knows a true value.

A linear program bounds a side of an interval, a table of whole numbers that goes so far proves the bound. One program
is aimed at all sides at once, as long as that settles many. What is left is settled one by one from the nearest table
that was met: the smallest changes that bring the cell there are mostly of whole numbers, and where they are not, the
pieces that a few of them touch make an integer program of some ten or hundred pieces instead of thousands.

Source: M. Fischetti, J. J. Salazar, "Solving the cell suppression problem on tabular data with linear constraints",
Management Science 47 (2001), section 2 (the attacker's problems).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from .deadline import Deadline
from .errors import CONTRADICTION, BadInput, Contradiction
from .knowledge import Knowledge, follow_equations
from .nearby import Program, SmallestChange
from .solver import INFINITE, Numbers, Status, has_values, solve, values

Flags = NDArray[np.bool_]

NEARLY = 1e-6
"""Up to this much a solver's number counts as the whole number beside it."""
UP, DOWN = 0, 1
"""The sides of an interval. Lower sides are kept with their sign turned, so that both reach upward."""
FRUITLESS, LITTLE = 20, 0.02
"""So many programs in a row that settle less than this share of what is left end the aiming at all sides at once."""
TRIES, MOST_TRIES = 2, 8
"""After every so many smallest changes the pieces they touched are moved together; after so many, all pieces are."""
CHEAP = 0.3
"""What moving a piece costs that a side of its own waits for, where others cost 1: it may be settled on the way."""
LEAST_FOR_A_TABLE = 5.0
"""Seconds in which a first table is looked for, however little time is left: without one nothing can be said."""
TOO_LONG = "Time ended before one table of whole numbers was found that agrees with all that is published."
MOST_TABLES = 500
"""So many of the tables met are remembered, to set out from."""


@dataclass(frozen=True)
class Intervals:
    """For each cell, the smallest and largest value it can have; `high` is infinite where nothing bounds it.

    Where time ended the search, some table of whole numbers has `low` and some has `high`, but others may lie beyond,
    within `outer_low` and `outer_high`.
    """

    low: Numbers
    high: Numbers
    outer_low: Numbers
    outer_high: Numbers

    @property
    def is_exact(self) -> NDArray[np.bool_]:
        return np.asarray((self.low == self.outer_low) & (self.high == self.outer_high))

    def of(self, places: NDArray[np.int64]) -> Intervals:
        return Intervals(self.low[places], self.high[places], self.outer_low[places], self.outer_high[places])


def exact_intervals(known: Knowledge, wanted: NDArray[np.int64] | None = None) -> Intervals:
    """The attacker's exact interval of each wanted cell (numbers of cells; all if not given), in whole persons.

    Cells that were not asked for keep what follows from single equations. Raises Contradiction if no table agrees with
    what is known.
    """
    search = _Search(known, np.arange(len(known.low)) if wanted is None else wanted)
    search.sweep()
    search.settle_all()
    return search.intervals()


def intervals_in_time(
    known: Knowledge, wanted: NDArray[np.int64], primaries: NDArray[np.int64], threshold: int, deadline: Deadline
) -> Intervals:
    """The same as long as time lasts, and whatever the time all that decides whether the primaries are protected.

    They are if each may be `threshold` or more and `threshold` whole numbers are left.
    """
    search = _Search(known, wanted)
    search.sweep(deadline)
    search.judge(primaries, threshold)
    search.settle_all(deadline)
    return search.intervals()


def intervals_until(known: Knowledge, wanted: NDArray[np.int64], threshold: int, deadline: Deadline) -> Intervals:
    """The same, all of it until the deadline: of each cell, first what decides whether it is protected.

    Only a first table is looked for a little longer; raises BadInput if none was met.
    """
    search = _Search(known, wanted, deadline)
    search.sweep(deadline)
    search.judge(wanted, threshold, deadline)
    search.settle_all(deadline)
    return search.intervals()


class _Search:
    """Walks from table to table; every table of whole numbers that it meets counts for all cells at once.

    The programs are over the pieces that are not known. A total needs a row only where it says more than its pieces do:
    one that is hidden says nothing, and in a table of small numbers most are.

    `bound` is what is proven of each side of each cell, `met` the farthest that a table of whole numbers went; they
    close in on each other. A side `is_tight` if some table in fractions reaches its bound.
    """

    def __init__(self, known: Knowledge, cells: NDArray[np.int64], deadline: Deadline | None = None) -> None:
        outer = follow_equations(known)
        self.bound = np.stack([outer.high, -outer.low])
        self.met = np.full(self.bound.shape, -np.inf)
        self.is_tight = np.zeros(self.bound.shape, dtype=bool)
        self.is_wanted = np.zeros(self.bound.shape, dtype=bool)
        self.is_wanted[:, cells] = True
        self.random = np.random.default_rng(0)
        low, high = outer.low[known.pieces], outer.high[known.pieces]
        unknown = np.flatnonzero(low < high)
        self.pieces = known.pieces[unknown]
        self.sums = sparse.csr_array(known.sums[:, unknown])
        self.constant = known.sums @ np.where(low < high, 0.0, low)
        says_more = np.isfinite(known.high) | (known.low > known.sums @ low)
        says_more[known.pieces] = False
        rows = np.flatnonzero(says_more)
        self.program = Program(
            rows=rows,
            matrix=sparse.csr_array(self.sums[rows]),
            row_low=known.low[rows] - self.constant[rows],
            row_high=known.high[rows] - self.constant[rows],
            low=low[unknown],
            high=high[unknown],
        )
        self.linear = self.program.model()
        self.tables = np.zeros((MOST_TABLES, len(unknown)))
        self.met_tables = 0
        if self._meet(self.linear) is None:
            raise Contradiction(CONTRADICTION)
        if not self.met_tables:
            self._limit(deadline and deadline.at_least(LEAST_FOR_A_TABLE))
            if self._meet(self.whole) is None:
                is_over = self.whole.getModelStatus() == Status.kTimeLimit
                raise BadInput(TOO_LONG) if is_over else Contradiction(CONTRADICTION)

    @cached_property
    def whole(self) -> highspy.Highs:
        return self.program.model(whole=True)

    @cached_property
    def changes(self) -> SmallestChange:
        return SmallestChange(self.program, self.sums)

    def intervals(self) -> Intervals:
        """What was found of the cells that were asked for; of the others, what follows from single equations."""
        inner = np.where(self.is_wanted, self.met, self.bound)
        return Intervals(-inner[DOWN], inner[UP], -self.bound[DOWN], self.bound[UP])

    def sweep(self, deadline: Deadline | None = None) -> None:
        """Aim at all sides at once, each time with other weights, as long as that settles many."""
        fruitless = 0
        while fruitless < FRUITLESS and not _is_over(deadline):
            aimed = self.is_wanted & (self.met < self.bound) & np.isfinite(self.bound)
            left = aimed.sum() + (aimed & ~self.is_tight).sum()
            if not left:
                return
            weights = np.where(aimed, self.random.random(aimed.shape), 0.0)
            every = np.arange(len(self.pieces), dtype=np.int32)
            self.linear.changeColsCost(len(every), every, self.sums.T @ (weights[DOWN] - weights[UP]))
            self._meet(self.linear)
            self._aim(self.linear, every, 0.0)
            aimed &= self.met < self.bound
            gained = left - aimed.sum() - (aimed & ~self.is_tight).sum()
            fruitless = fruitless + 1 if gained < LITTLE * left else 0

    def judge(self, cells: NDArray[np.int64], threshold: int, deadline: Deadline | None = None) -> None:
        """Settle of each cell whether it may be `threshold` or more, and whether so many whole numbers are left."""
        for cell in cells:
            if _is_over(deadline):
                return
            self.settle(UP, cell, threshold, deadline)
            self.settle(DOWN, cell, threshold - 1 - self.met[UP, cell], deadline)
            self.settle(UP, cell, threshold - 1 - self.met[DOWN, cell], deadline)

    def settle_all(self, deadline: Deadline | None = None) -> None:
        for side, cell in np.argwhere(self.is_wanted):
            if _is_over(deadline):
                return
            self.settle(side, cell, deadline=deadline)

    def settle(self, side: int, cell: int, enough: float = np.inf, deadline: Deadline | None = None) -> None:
        """A bound of one side that is proven and that a table of whole numbers has; or a table that goes so far."""
        if not self._is_settled(side, cell, enough) and not self.is_tight[side, cell]:
            self._ask(self.linear, side, cell)
        if not self._is_settled(side, cell, enough):
            self._go_there(side, cell, self.bound[side, cell], deadline)
        if not self._is_settled(side, cell, enough):
            self._limit(deadline)
            self._ask(self.whole, side, cell)

    def _limit(self, deadline: Deadline | None) -> None:
        """No search for whole numbers goes on for longer than what is left."""
        self.whole.setOptionValue("time_limit", INFINITE if deadline is None else max(deadline.left, 0.01))

    def _is_settled(self, side: int, cell: int, enough: float) -> bool:
        return bool(self.met[side, cell] >= min(self.bound[side, cell], enough))

    def _ask(self, highs: highspy.Highs, side: int, cell: int) -> None:
        """How far a table goes, and a proof that none goes farther."""
        pieces = self._pieces_of(cell)
        self._aim(highs, pieces, -1.0 if side == UP else 1.0)
        self._meet(highs)
        if highs.getModelStatus() in (Status.kUnbounded, Status.kUnboundedOrInfeasible):
            self.met[side, cell] = np.inf
        else:
            info = highs.getInfo()
            best = -(info.objective_function_value if highs is self.linear else info.mip_dual_bound)
            best += self.constant[cell] if side == UP else -self.constant[cell]
            self.bound[side, cell] = min(self.bound[side, cell], np.floor(best + NEARLY))
            self.is_tight[side, cell] |= highs is self.linear
        self._aim(highs, pieces, 0.0)

    @staticmethod
    def _aim(highs: highspy.Highs, pieces: NDArray[np.int32], cost: float) -> None:
        highs.changeColsCost(len(pieces), pieces, np.full(len(pieces), cost))

    def _go_there(self, side: int, cell: int, reach: float, deadline: Deadline | None) -> None:
        """Look for a table of whole numbers that goes so far, near the one that is nearest."""
        pieces = self._pieces_of(cell)
        wanted = (reach if side == UP else -reach) - self.constant[cell]
        tables = self.tables[: min(self.met_tables, MOST_TABLES)]
        table = tables[np.argmin(np.abs(tables[:, pieces].sum(axis=1) - wanted))]
        self.changes.face(cell, wanted - table[pieces].sum(), table)
        touched = np.zeros(len(table), dtype=bool)
        touched[pieces] = True
        for tries in range(1, MOST_TRIES + 1):
            if _is_over(deadline):
                return
            change = self.changes.find(self._cost_of_changes())
            if change is None:
                return
            if _is_whole(change):
                self._learn(table + np.rint(change))
                return
            touched |= np.abs(change) > NEARLY
            self._limit(deadline)
            if tries % TRIES == 0 and self._go_by(touched, side, cell, wanted, table):
                return

    def _go_by(self, touched: Flags, side: int, cell: int, wanted: float, table: Numbers) -> bool:
        """Whether moving some pieces of a table, and no others, brings a cell to a value in whole numbers."""
        every, pieces = np.arange(len(table), dtype=np.int32), self._pieces_of(cell)
        low = np.where(touched, self.program.low, table)
        high = np.where(touched, self.program.high, table)
        if len(pieces) == 1:
            low[pieces] = high[pieces] = wanted
        self.whole.changeColsBounds(len(table), every, low, high)
        self._aim(self.whole, pieces, -1.0 if side == UP else 1.0)
        found = self._meet(self.whole)
        self._aim(self.whole, pieces, 0.0)
        self.whole.changeColsBounds(len(table), every, self.program.low, self.program.high)
        return found is not None and bool(abs(found[pieces].sum() - wanted) < NEARLY)

    def _cost_of_changes(self) -> Numbers:
        """For each piece, what one more costs and then what one less does: at random, less if a side waits for it."""
        waits = (self.is_wanted & (self.met < self.bound))[:, self.pieces].ravel()
        return np.where(waits, CHEAP, 1.0) * self.random.uniform(1.0, 1.5, len(waits))

    def _pieces_of(self, cell: int) -> NDArray[np.int32]:
        indices: NDArray[np.int32] = self.sums.indices[self.sums.indptr[cell] : self.sums.indptr[cell + 1]]
        return indices.astype(np.int32)

    def _meet(self, highs: highspy.Highs) -> Numbers | None:
        """Solve, and note the table that was met, if any: its pieces."""
        status = solve(highs)
        if status in (Status.kInfeasible, Status.kUnbounded, Status.kUnboundedOrInfeasible):
            return None
        if status not in (Status.kOptimal, Status.kModelEmpty, Status.kTimeLimit):
            raise RuntimeError(f"HiGHS ended an attacker's program with {status}.")
        if status != Status.kModelEmpty and not has_values(highs):
            return None
        pieces = values(highs)
        if _is_whole(pieces):
            self._learn(np.rint(pieces))
        elif highs is self.linear:
            self.is_tight |= self._reach(pieces) >= self.bound - NEARLY
        return pieces

    def _learn(self, pieces: Numbers) -> None:
        """Note a table of whole numbers."""
        np.maximum(self.met, self._reach(pieces), out=self.met)
        self.tables[self.met_tables % MOST_TABLES] = pieces
        self.met_tables += 1

    def _reach(self, pieces: Numbers) -> Numbers:
        """How far a table goes on each side of each cell."""
        cells = self.sums @ pieces + self.constant
        return np.stack([cells, -cells])


def _is_whole(pieces: Numbers) -> bool:
    return bool(np.abs(pieces - np.rint(pieces)).max(initial=0.0) < NEARLY)


def _is_over(deadline: Deadline | None) -> bool:
    return deadline is not None and deadline.is_over
