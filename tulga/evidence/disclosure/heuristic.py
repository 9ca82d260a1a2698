"""A good pattern soon: hide what the broken cuts ask for until nothing is open, then show again what is not needed."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from .changes import Certificates
from .cuts import Attacker, Reaches, Weakness, line_cuts, weaknesses
from .deadline import Deadline
from .pool import Pool, Watch
from .problem import Flags, Numbers, Problem

MANY_OPEN = 0.1
"""As long as more than this share of the primaries is open after a round, each next one hides more for each of them."""


class Completer:
    """Makes patterns protect, and makes protecting patterns small. Every cut that it meets goes into the pool."""

    def __init__(self, problem: Problem, pool: Pool) -> None:
        self.problem = problem
        self.pool = pool
        self.near = Attacker(problem, float(problem.threshold + problem.extra))

    @cached_property
    def far(self) -> Attacker:
        return Attacker(self.problem, 1000.0 * self.problem.threshold)

    def open_primaries(
        self, pattern: Flags, reaches: Reaches, *, stop_at_first: bool = False, deadline: Deadline | None = None
    ) -> list[Weakness]:
        """What a pattern of whole cells leaves open, as far as time lasts; `reaches` says whether it protects."""
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
            if deadline is not None and deadline.is_over:
                return found
        if not doubtful:
            return found
        # Within the short reach nothing more can be said of these; let them go as far as they can.
        self.far.face(x)
        known = {weakness.cell for weakness in found}
        found += [each for each in weaknesses(self.problem, self.far, reaches) if each.cell not in known]
        return found

    def complete(
        self, pattern: Flags, guide: Numbers, deadline: Deadline | None = None
    ) -> tuple[Flags, Reaches] | None:
        """Hide more until every primary is protected, cells with a high guide first; with it, what certifies it.

        None if time runs out before, or if nothing protects.
        """
        pattern = pattern | self.problem.forced
        reaches = Reaches(self.problem)
        times = 1
        while deadline is None or not deadline.is_over:
            # What a pattern allows a larger one allows too: only the primaries that are still open are asked for again.
            found = self.open_primaries(pattern, reaches, deadline=deadline)
            if not found and not len(reaches.open):
                return pattern, reaches
            for weakness in found:
                if weakness.cut is not None:
                    self.pool.add(weakness.cut)
            for cut in line_cuts(self.problem, pattern.astype(float)):
                if cut.least:
                    self.pool.add(cut)
            grown = self._cover(pattern, guide, times)
            if (grown == pattern).all():
                # Rounding left no cut that says what is missing: hide all there is, or give up.
                grown = self.problem.forced | self.problem.free
                if (grown == pattern).all():
                    return None
            pattern = grown
            times += len(found) > MANY_OPEN * len(self.problem.primaries)
        return None

    def _cover(self, pattern: Flags, guide: Numbers, times: int) -> Flags:
        """Greedily hide free cells until the pool's cuts hold, the broken ones so many times over.

        That spares rounds; a cell too many is shown again later.
        """
        free = self.pool.free
        matrix, least = self.pool.matrix(), self.pool.least()
        matrix, least = matrix[np.flatnonzero(least > 0)], least[least > 0]
        columns = matrix.T.tocsr()
        chosen = pattern[free].copy()
        missing = least - matrix @ chosen.astype(float)
        enough = np.minimum(times * least, np.maximum(matrix.sum(axis=1), least))
        missing = np.where(missing > 1e-6, missing + enough - least, missing)
        appeal = (0.02 + guide[free]) / (1 + self.problem.loss[free] / 1000)
        while len(free) and (missing > 1e-6).any():
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

    def prune(self, pattern: Flags, reaches: Reaches, guide: Numbers, deadline: Deadline | None = None) -> Flags:
        """Show every free cell that the others can do without, those with a low guide first, as long as time lasts.

        `reaches` must certify that the pattern protects.
        """
        certificates = Certificates(self.problem, reaches.changes)
        # What no certificate moves protects nobody, and costs no program to show.
        pattern = self.problem.forced | (pattern & certificates.support())
        watch = Watch(self.pool, pattern)
        cells = np.flatnonzero(pattern & self.problem.free)
        for cell in cells[np.lexsort((-self.problem.loss[cells], guide[cells]))]:
            if deadline is not None and deadline.is_over:
                break
            if watch.needs(int(cell), pattern):
                continue
            new = self._changes_without(pattern, int(cell), certificates)
            if new is not None:
                pattern[cell] = False
                watch.remove(int(cell))
                certificates.show(int(cell), new)
        return pattern

    def _changes_without(self, pattern: Flags, cell: int, certificates: Certificates) -> list[Numbers] | None:
        """The new changes that certify the pattern without one cell, or None if it does not protect."""
        reaches = certificates.without(cell)
        if not len(reaches.open):
            return []
        trial = pattern.copy()
        trial[cell] = False
        found = self.open_primaries(trial, reaches, stop_at_first=True)
        if not found:
            return reaches.changes
        if found[0].cut is not None:
            self.pool.add(found[0].cut)
        return None
