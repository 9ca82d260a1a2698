"""What has to be hidden so that nobody in a small cell is known: the task that the methods solve."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from .equations import lines, sums_of_inner_cells, totals_in_key, with_margins

Flags = NDArray[np.bool_]
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Problem:
    """One table with all its totals (cells in C order) and what may and must be hidden in it.

    `value` is a table that agrees with all that is known; how far a hidden cell can fall below it, and that it can
    rise, is all that the methods use of it. `floor` is the least a reader knows of a hidden cell. `primary` cells must
    be able to be at least `threshold` and be left with `threshold` whole numbers; `forced` cells, primaries among them,
    are hidden in any case; `free` ones may be hidden for the others' sake.
    """

    shape: tuple[int, ...]
    value: NDArray[np.int64]
    floor: NDArray[np.int64]
    primary: Flags
    forced: Flags
    free: Flags
    threshold: int
    extra: int = 0
    """By how much more than the rule says primaries are protected, where whole numbers turn out to leave less room."""

    @cached_property
    def lines(self) -> list[NDArray[np.int64]]:
        return lines(self.shape)

    @cached_property
    def inner(self) -> NDArray[np.int64]:
        """The numbers of the cells that are no totals."""
        return np.flatnonzero(totals_in_key(self.shape) == 0)

    @cached_property
    def sums(self) -> sparse.csr_array:
        return sums_of_inner_cells(self.shape)

    @cached_property
    def room_below(self) -> Numbers:
        """How far each cell can fall from its value to its floor."""
        return (self.value - self.floor).astype(float)

    @cached_property
    def primaries(self) -> NDArray[np.int64]:
        return np.flatnonzero(self.primary)

    @cached_property
    def rise(self) -> Numbers:
        """For each cell, by how much a primary has to be able to rise so that it may be `threshold` or more."""
        return np.maximum(self.threshold - self.value, 0).astype(float) + self.extra

    @property
    def width(self) -> float:
        """How far apart a primary's smallest and largest value have to be."""
        return float(self.threshold - 1 + self.extra)

    @cached_property
    def loss(self) -> NDArray[np.int64]:
        """What hiding a cell takes from a reader: totals tell more than parts, large numbers more than small ones.

        10 for each dimension that a total sums over, and the binary logarithm of the count, at most 9.
        """
        size = np.minimum(np.floor(np.log2(1 + np.maximum(self.value, 0))), 9).astype(np.int64)
        return 10 * totals_in_key(self.shape) + size

    @property
    def cells(self) -> int:
        return int(np.prod(with_margins(self.shape)))
