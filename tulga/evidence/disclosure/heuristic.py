"""A good pattern soon: hide what the broken cuts ask for until nothing is open, then show again what is not needed."""

from __future__ import annotations

import time
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from .cuts import Attacker, Reaches, Weakness, line_cuts, weaknesses
from .pool import Pool, Watch
from .problem import Flags, Numbers, Problem

MOST_CHANGES = 400
"""How many changes are remembered while pruning, as certificates that primaries are protected."""


class Completer:
    """Makes patterns protect, and makes protecting patterns small. Every cut that it meets goes into the pool."""

    def __init__(self, problem: Problem, pool: Pool) -> None:
        self.problem = problem
        self.pool = pool
        self.near = Attacker(problem, float(problem.threshold + problem.extra))

    @cached_property
    def far(self) -> Attacker:
        return Attacker(self.problem, 1000.0 * self.problem.threshold)

    def open_primaries(self, pattern: Flags, reaches: Reaches, *, stop_at_first: bool = False) -> list[Weakness]:
        """What a pattern of whole cells leaves open; none if it protects."""
        x = pattern.astype(float)
        found: list[Weakness] = []
        self.near.face(x)
        doubtful = False
        for weakness in weaknesses(self.problem, self.near, reaches):
            if weakness.cut is not None and weakness.cut.is_broken_by(x):
                found.append(weakness)
                if stop_at_first:
                    return found
            else:
                doubtful = True
        if not doubtful:
            return found
        # Within the short reach nothing more can be said of these; let them go as far as they can.
        self.far.face(x)
        known = {weakness.cell for weakness in found}
        found += [each for each in weaknesses(self.problem, self.far, reaches) if each.cell not in known]
        return found

    def complete(self, pattern: Flags, guide: Numbers, deadline: float) -> Flags:
        """Hide more until every primary is protected, cells with a high guide first. Everything, if time runs out."""
        pattern = pattern | self.problem.forced
        while time.monotonic() < deadline:
            found = self.open_primaries(pattern, Reaches(self.problem))
            if not found:
                return pattern
            before = len(self.pool.cuts)
            for weakness in found:
                if weakness.cut is not None:
                    self.pool.add(weakness.cut)
            for cut in line_cuts(self.problem, pattern.astype(float)):
                if cut.least:
                    self.pool.add(cut)
            grown = self._cover(pattern, guide, min(before, max(len(self.pool.cuts) - 1, 0)))
            if (grown == pattern).all():
                break
            pattern = grown
        return self.problem.forced | self.problem.free

    def _cover(self, pattern: Flags, guide: Numbers, first: int) -> Flags:
        """Greedily hide free cells until the pool's cuts hold."""
        free = self.pool.free
        matrix, least = self.pool.matrix(), self.pool.least()
        matrix, least = matrix[np.flatnonzero(least > 0)], least[least > 0]
        columns = matrix.T.tocsr()
        chosen = pattern[free].copy()
        missing = least - matrix @ chosen.astype(float)
        appeal = (0.02 + guide[free]) / (1 + self.problem.loss[free] / 1000)
        while (missing > 1e-6).any():
            gain = columns @ np.where(missing > 1e-6, 1.0, 0.0) * appeal
            gain[chosen] = 0
            best = int(np.argmax(gain))
            if gain[best] <= 0:
                break
            chosen[best] = True
            span = slice(columns.indptr[best], columns.indptr[best + 1])
            missing[columns.indices[span]] -= columns.data[span]
        grown = pattern.copy()
        grown[free] = chosen
        return grown

    def prune(self, pattern: Flags, guide: Numbers, deadline: float) -> Flags:
        """Show every free cell that the others can do without, those with a low guide first, as long as time lasts."""
        pattern = pattern.copy()
        reaches = Reaches(self.problem)
        if self.open_primaries(pattern, reaches):
            raise AssertionError("Only a pattern that protects can be pruned.")
        watch = Watch(self.pool, pattern)
        changes = np.array(reaches.changes)
        cells = np.flatnonzero(pattern & self.problem.free)
        for cell in cells[np.lexsort((-self.problem.loss[cells], guide[cells]))]:
            if time.monotonic() > deadline:
                break
            if watch.needs(int(cell), pattern):
                continue
            still = self._without(pattern, int(cell), changes)
            if still is not None:
                pattern[cell] = False
                watch.remove(int(cell))
                changes = still
        return pattern

    def _without(self, pattern: Flags, cell: int, changes: NDArray[np.float64]) -> NDArray[np.float64] | None:
        """The changes that certify the pattern without one cell, or None if it does not protect."""
        kept = changes[np.abs(changes[:, cell]) < 1e-7] if len(changes) else changes
        reaches = Reaches(self.problem)
        reaches.learn_all(kept)
        if not len(reaches.open):
            return kept
        trial = pattern.copy()
        trial[cell] = False
        found = self.open_primaries(trial, reaches, stop_at_first=True)
        if found:
            if found[0].cut is not None:
                self.pool.add(found[0].cut)
            return None
        together = np.vstack([kept, *reaches.changes]) if len(kept) else np.array(reaches.changes)
        return self._most_useful(together)

    def _most_useful(self, changes: NDArray[np.float64]) -> NDArray[np.float64]:
        if len(changes) <= MOST_CHANGES:
            return changes
        moved = changes[:, self.problem.primaries]
        best = np.unique(np.concatenate([moved.argmax(axis=0), moved.argmin(axis=0)]))
        return changes[best]
