"""The changes of the table that certify a pattern: each moves some primaries, and only hidden cells.

A change that a pattern allows is allowed by every larger one, and by every smaller one that still hides what it moves.
So a cell can be shown again, without any program, as soon as the changes that do without it protect everybody.
"""

from __future__ import annotations

import numpy as np

from .cuts import Reaches
from .problem import Flags, Numbers, Problem

NOT_MOVED = 1e-7


class Certificates:
    """The changes that certify a shrinking pattern, and how far each of them moves each primary."""

    def __init__(self, problem: Problem, changes: list[Numbers]) -> None:
        self.problem = problem
        self.changes = np.array(changes).reshape(-1, problem.cells)
        self.moved = self.changes[:, problem.primaries]

    def support(self) -> Flags:
        """Every cell that one of the changes moves."""
        moved: Flags = np.any(np.abs(self.changes) > NOT_MOVED, axis=0)
        return moved

    def without(self, cell: int) -> Reaches:
        """How far primaries are known to move while one more cell stays as it is."""
        reaches = Reaches(self.problem)
        still = np.abs(self.changes[:, cell]) < NOT_MOVED
        reaches.learn_all(self.moved[still])
        return reaches

    def show(self, cell: int, new: list[Numbers]) -> None:
        """Forget the changes that move the cell, and add those that were found for the pattern without it."""
        still = np.abs(self.changes[:, cell]) < NOT_MOVED
        if new or not still.all():
            self.changes = np.vstack([self.changes[still], *new])
            self.moved = self.changes[:, self.problem.primaries]
        if len(self.changes) > 2 * len(self.problem.primaries) + 100:
            best = np.unique(np.concatenate([self.moved.argmax(axis=0), self.moved.argmin(axis=0)]))
            self.changes, self.moved = self.changes[best], self.moved[best]
