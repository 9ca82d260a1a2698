"""The attacker's programs seen from the protector's side, and the cuts they give.

Let d be a change of the table that keeps every shown cell and every equation. A pattern x (1 hidden, 0 shown) protects
a primary cell p when some d raises p far enough, and when the largest rise and the largest fall together are wide
enough. The dual solution of "largest rise of p" writes the rise as a sum over cells, d_p = sum s_i d_i. A hidden cell
can fall by the room r_i above its floor at most, and rise without end; so with c_i = -s_i r_i where s_i < 0, and c_i
infinite where s_i > 0, every pattern that protects p has sum c_i x_i >= needed. What the forced cells give is taken off
both sides, and no coefficient need be larger than what then remains.

Source: M. Fischetti, J. J. Salazar, Management Science 47 (2001), sections 3 and 4 (capacity constraints from the dual
of the attacker's problems, coefficients cut down to the right side).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from .problem import Numbers, Problem
from .solver import INFINITE, Status, model, solve, values

NEARLY = 1e-6


@dataclass(frozen=True)
class Push:
    """How far one cell can be moved one way, the change of the table that does it, and the dual slopes (cells)."""

    reach: float
    change: Numbers
    slopes: Numbers


@dataclass(frozen=True)
class Cut:
    """Of the free cells in `cells`, the hidden ones' `weights` must sum to at least `least`."""

    cells: NDArray[np.int64]
    weights: Numbers
    least: float = 1.0

    def is_broken_by(self, pattern: Numbers) -> bool:
        return bool(pattern[self.cells] @ self.weights < self.least - NEARLY)


class Attacker:
    """Moves one cell after another as far as a pattern lets it; the pattern may be in fractions.

    `farthest` is the most by which any cell may rise: the threshold is nearly always enough, and makes short work.
    """

    def __init__(self, problem: Problem, farthest: float) -> None:
        self.problem = problem
        self.farthest = farthest
        hidable = problem.forced | problem.free
        self.columns = problem.inner[hidable[problem.inner]]
        self.sums = sparse.csr_array(problem.sums[:, np.flatnonzero(hidable[problem.inner])])
        used = np.diff(self.sums.indptr) > 0
        used[problem.inner] = False
        self.rows = np.flatnonzero(used)
        none, nothing = np.zeros(len(self.columns)), np.zeros(len(self.rows))
        matrix = sparse.csr_array(self.sums[self.rows])
        self.program = model(matrix, row_low=nothing, row_high=nothing, low=none, high=none)

    def face(self, pattern: Numbers) -> None:
        """From now on, move within this pattern (cells; 1 hidden, 0 shown)."""
        low = -self.problem.room_below * pattern
        high = self.farthest * pattern
        count = len(self.columns)
        self.program.changeColsBounds(count, np.arange(count, dtype=np.int32), low[self.columns], high[self.columns])
        # A total that is hidden altogether holds nothing back: its parts keep their own floors.
        whole = pattern[self.rows] >= 1
        row_low = np.where(whole, -INFINITE, low[self.rows])
        row_high = np.where(whole, INFINITE, high[self.rows])
        count = len(self.rows)
        every = np.arange(count, dtype=np.int32)
        self.program.changeRowsBounds(count, every, row_low, row_high)  # type: ignore[attr-defined]  # its types lag
        # No change at all is always a start; the last basis need not be one.
        self.program.clearSolver()

    def push(self, cell: int, *, up: bool) -> Push:
        pieces = self.sums.indices[self.sums.indptr[cell] : self.sums.indptr[cell + 1]].astype(np.int32)
        self.program.changeColsCost(len(pieces), pieces, np.full(len(pieces), -1.0 if up else 1.0))
        status = solve(self.program)
        if status != Status.kOptimal:
            raise RuntimeError(f"HiGHS ended a protector's program with {status}.")
        change = self.sums @ values(self.program)
        solution = self.program.getSolution()
        slopes = np.zeros(self.problem.cells)
        slopes[self.columns] = -np.array(solution.col_dual)
        slopes[self.rows] = -np.array(solution.row_dual)
        self.program.changeColsCost(len(pieces), pieces, np.zeros(len(pieces)))
        return Push(float(change[cell] if up else -change[cell]), change, slopes)


@dataclass(frozen=True)
class Weakness:
    """A primary that a pattern leaves open, by how much at least, and the cut that says so (None if none was found)."""

    cell: int
    missing: float
    cut: Cut | None


class Reaches:
    """How far each primary is known to rise and to fall; every change that was met counts for all of them."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.up = np.zeros(len(problem.primaries))
        self.down = np.zeros(len(problem.primaries))
        self.changes: list[Numbers] = []

    def learn(self, change: Numbers) -> None:
        self.changes.append(change)
        moved = change[self.problem.primaries]
        np.maximum(self.up, moved, out=self.up)
        np.maximum(self.down, -moved, out=self.down)

    def learn_all(self, moved: NDArray[np.float64]) -> None:
        """The same of many, as far as they move primaries (changes x primaries); they are not kept here."""
        if len(moved):
            self.up, self.down = np.maximum(self.up, moved.max(axis=0)), np.maximum(self.down, -moved.min(axis=0))

    def rises(self, place: int) -> bool:
        return bool(self.up[place] >= self.problem.rise[self.problem.primaries[place]] - NEARLY)

    def is_wide(self, place: int) -> bool:
        return bool(self.up[place] + self.down[place] >= self.problem.width - NEARLY)

    @property
    def open(self) -> NDArray[np.int64]:
        """Places of the primaries that are not yet known to be protected."""
        rises = self.up >= self.problem.rise[self.problem.primaries] - NEARLY
        return np.flatnonzero(~(rises & (self.up + self.down >= self.problem.width - NEARLY)))


def weaknesses(problem: Problem, attacker: Attacker, reaches: Reaches) -> Iterator[Weakness]:
    """One after another, the primaries that the pattern before the attacker leaves open. Fills `reaches` on its way."""
    for place, cell in enumerate(problem.primaries):
        if reaches.rises(place) and reaches.is_wide(place):
            continue
        up = attacker.push(int(cell), up=True)
        reaches.learn(up.change)
        if not reaches.rises(place):
            needed = problem.rise[cell]
            yield Weakness(int(cell), needed - up.reach, cut_from(problem, [up], needed))
        if reaches.is_wide(place):
            continue
        down = attacker.push(int(cell), up=False)
        reaches.learn(down.change)
        if not reaches.is_wide(place):
            missing = problem.width - up.reach - down.reach
            yield Weakness(int(cell), missing, cut_from(problem, [up, down], problem.width))


def cut_from(problem: Problem, pushes: list[Push], needed: float) -> Cut | None:
    """The cut that the pushes' slopes give, or None where rounding errors leave none."""
    gives = np.zeros(problem.cells)
    for push in pushes:
        gives += np.where(push.slopes > NEARLY, np.inf, np.maximum(-push.slopes, 0) * problem.room_below)
    remaining = needed - gives[problem.forced].sum()
    if not remaining > NEARLY:
        return None
    cells = np.flatnonzero(problem.free & (gives > NEARLY))
    return Cut(cells, np.minimum(gives[cells] / remaining, 1.0))


def line_cuts(problem: Problem, pattern: Numbers | None = None) -> list[Cut]:
    """A cell is not hidden alone in a line, because the line's other cells give it back: all of these cuts, or those
    that the pattern breaks."""
    found = []
    for line in problem.lines:
        hidden = np.ones(len(line)) if pattern is None else pattern[line]
        hidable = problem.forced[line] | problem.free[line]
        broken = hidable if pattern is None else 2 * hidden > hidden.sum() + NEARLY
        for place in np.flatnonzero(broken):
            others = np.delete(line, place)
            cells = others[problem.free[others]]
            if problem.forced[others].any():
                continue
            if problem.forced[line[place]]:
                found.append(Cut(cells, np.ones(len(cells))))
            else:
                found.append(Cut(np.append(cells, line[place]), np.append(np.ones(len(cells)), -1.0), 0.0))
    return found
