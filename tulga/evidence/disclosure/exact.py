"""The fewest cells that protect every primary, proven: a covering program, cut until nothing is left open.

Source: M. Fischetti, J. J. Salazar, Management Science 47 (2001): the relaxation is cut until it stalls, then solved in
whole cells, its answer attacked, and cut again. What lies between is a pattern that protects, and a proven bound.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

import highspy
import numpy as np
from scipy import sparse

from .cuts import Reaches, line_cuts, weaknesses
from .deadline import Deadline
from .heuristic import Completer
from .pool import Pool
from .problem import Flags, Numbers, Problem
from .solver import INFINITE, Status, add_row, model, solve, values

NEARLY = 1e-6
LIFTED = 1e-4
"""A cell that the relaxation does not hide at all counts as hidden by this much, so that cuts see it."""
SMALL = 700
"""Up to so many cells the cuts of all lines are there from the start, not only as they are broken."""
TRIED = (0.5, 0.9, 0.1)
"""A cell that the relaxation hides by more than this is hidden in the pattern that is made from it."""
LEAST_LOSS_SECONDS = 0.5
"""For so long at least, among patterns of the fewest cells, one is sought that loses less."""
FIRST_SECONDS = 5.0
"""For so long at least, cells of the first pattern are shown again where the others can do without them."""
STALLED = 3
"""The relaxation is given up after so many rounds that hardly moved its bound."""


@dataclass(frozen=True)
class Pattern:
    """Cells to hide (True), and the fewest that any protecting pattern hides as far as is proven."""

    hidden: Flags
    bound: int

    @property
    def count(self) -> int:
        return int(self.hidden.sum())

    @property
    def is_fewest(self) -> bool:
        return self.count <= self.bound


class FewestCells:
    """One search: `run` narrows the gap between the best pattern and the bound until they meet or time is over."""

    def __init__(self, problem: Problem, deadline: Deadline) -> None:
        self.problem = problem
        self.deadline = deadline
        self.pool = Pool(problem)
        self.completer = Completer(problem, self.pool)
        self.forced = int(problem.forced.sum())
        self.best = problem.forced | problem.free
        self.bound = self.forced
        self.guide = np.zeros(problem.cells)
        self.begun = deadline.clock()
        self.learnt_nothing = False

    def begin(self) -> bool:
        """A first pattern, from which no cell can be shown again unless time ends. False if nothing protects.

        It is made whatever the time, in seconds for some thousand cells: without it there is no answer worth giving.
        """
        if self.problem.cells <= SMALL:
            for cut in line_cuts(self.problem):
                self.pool.add(cut)
        found = self.completer.complete(self.problem.forced, self.guide)
        if found is None:
            return False
        # What a pruned pattern cannot do without it says by cuts, and the bound is the better for them.
        self.best = self.completer.prune(*found, self.guide, self.deadline.at_least(FIRST_SECONDS))
        return True

    def run(self) -> Pattern:
        """The best pattern when time is over, or sooner if no better one can be."""
        if not self._is_done():
            self._relax()
        while not self._is_done():
            self._solve_in_whole_cells()
        self._lose_least()
        return Pattern(self.best, self.bound)

    def _is_done(self) -> bool:
        return self.learnt_nothing or int(self.best.sum()) <= self.bound or self.deadline.is_over

    def _improve(self, pattern: Flags) -> None:
        """Make a pattern protect and small, and keep it if it is the best so far."""
        found = self.completer.complete(pattern, self.guide, self.deadline)
        if found is None:
            return
        pattern = self.completer.prune(*found, self.guide, self.deadline)
        if self._worth(pattern) < self._worth(self.best):
            self.best = pattern

    def _worth(self, pattern: Flags) -> tuple[int, int]:
        return int(pattern.sum()), int(self.problem.loss[pattern].sum())

    def _relax(self) -> None:
        """Cut the relaxation until its bound stalls; try what it points to."""
        free = self.pool.free
        count = len(free)
        nothing = sparse.csr_array((0, count))
        none = np.zeros(0)
        program = model(
            nothing, row_low=none, row_high=none, low=np.zeros(count), high=np.ones(count), cost=np.ones(count)
        )
        program.setOptionValue("simplex_strategy", 1)
        added, stalled, last = 0, 0, -1.0
        # The other half of the time is for patterns: a bound alone hides nothing.
        end = self.deadline.share(0.5)
        while not self._is_done() and not end.is_over:
            for cut in self.pool.cuts[added:]:
                add_row(program, cut.least, INFINITE, self.pool.place[cut.cells], cut.weights)
            added = len(self.pool.cuts)
            if solve(program) != Status.kOptimal:
                return
            found = program.getInfo().objective_function_value
            self._raise_bound(found)
            self.guide[free] = values(program)
            if self._cut_lines(self.guide):
                continue
            stalled = stalled + 1 if found < last + 1e-3 * max(1, last) else 0
            last = found
            if stalled >= STALLED or not self._cut_off(self.guide, end):
                break
        for least in TRIED:
            if not self._is_done():
                self._improve(self.guide > least)

    def _raise_bound(self, relaxed: float) -> None:
        # Ended before its first relaxation, a program has no bound but minus infinity.
        if np.isfinite(relaxed):
            self.bound = max(self.bound, self.forced + ceil(relaxed - 1e-5))

    def _cut_lines(self, relaxed: Numbers) -> bool:
        """Add the cuts of all lines that a pattern in fractions breaks, without any program. False if none is new."""
        exact = np.where(self.problem.free, relaxed, self.problem.forced.astype(float))
        before = len(self.pool.cuts)
        for cut in line_cuts(self.problem, exact):
            self.pool.add(cut)
        return len(self.pool.cuts) > before

    def _cut_off(self, relaxed: Numbers, end: Deadline) -> bool:
        """Add the attackers' cuts that a pattern in fractions breaks; False if none are new."""
        pattern = np.where(self.problem.free, np.maximum(relaxed, LIFTED), self.problem.forced.astype(float))
        exact = np.where(self.problem.free, relaxed, self.problem.forced.astype(float))
        before = len(self.pool.cuts)
        self.completer.near.face(pattern)
        for weakness in weaknesses(self.problem, self.completer.near, Reaches(self.problem)):
            if weakness.cut is not None and weakness.cut.is_broken_by(exact):
                self.pool.add(weakness.cut)
            if end.is_over:
                break
        return len(self.pool.cuts) > before

    def _solve_in_whole_cells(self) -> None:
        """One round: the fewest cells that satisfy all cuts, attacked; either it protects, or there are new cuts."""
        program = self._covering(np.ones(len(self.pool.free)), self.deadline)
        self._raise_bound(program.getInfo().mip_dual_bound)
        pattern = self._pattern_of(program)
        if pattern is None:
            return
        before = len(self.pool.cuts)
        for cut in line_cuts(self.problem, pattern.astype(float)):
            self.pool.add(cut)
        self._improve(pattern)
        if len(self.pool.cuts) == before and not self._is_done():
            # Nothing was learnt, so that the next round would be this one again: the best so far is what there is.
            self.learnt_nothing = True

    def _lose_least(self) -> None:
        """Among the patterns of the fewest cells, look for the one that takes least from a reader, for a while."""
        if int(self.best.sum()) > self.bound or not self.problem.free.any():
            return
        spent = self.deadline.clock() - self.begun
        end = self.deadline.within(max(LEAST_LOSS_SECONDS, spent / 2))
        loss = self.problem.loss[self.pool.free].astype(float)
        while not end.is_over:
            program = self._covering(loss, end, at_most=self.bound - self.forced)
            pattern = self._pattern_of(program)
            if pattern is None or self._worth(pattern) >= self._worth(self.best):
                return
            found = self.completer.open_primaries(pattern, Reaches(self.problem))
            if not found:
                self.best = pattern
                return
            known = len(self.pool.cuts)
            for weakness in found:
                if weakness.cut is not None:
                    self.pool.add(weakness.cut)
            if len(self.pool.cuts) == known:
                return

    def _covering(self, cost: Numbers, end: Deadline, at_most: int | None = None) -> highspy.Highs:
        """The cheapest whole cells that satisfy all cuts (at most so many), solved until `end`."""
        matrix, least = self.pool.matrix(), self.pool.least()
        most = np.full(len(least), INFINITE)
        count = len(cost)
        if at_most is not None:
            matrix = sparse.csr_array(sparse.vstack([matrix, np.ones((1, count))]))
            least, most = np.append(least, 0.0), np.append(most, float(at_most))
        program = model(
            matrix, row_low=least, row_high=most, low=np.zeros(count), high=np.ones(count), cost=cost, whole=True
        )
        program.setOptionValue("mip_abs_gap", 0.999)
        program.setOptionValue("time_limit", max(end.left, 0.01))
        solve(program)
        return program

    def _pattern_of(self, program: highspy.Highs) -> Flags | None:
        """The pattern that a covering program ended with, proven best or not; None if it found none."""
        if program.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return None
        pattern = self.problem.forced.copy()
        pattern[self.pool.free] = values(program) > 0.5
        return pattern
