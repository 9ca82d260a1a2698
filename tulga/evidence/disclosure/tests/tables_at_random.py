"""Tables of all shapes: sparse, dense, with one dominant cell, with tiny totals, with cells that cannot be."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from tulga.evidence.disclosure.equations import sums_of_inner_cells
from tulga.evidence.disclosure.tables import CountTable


def table_of(inner: ArrayLike, impossible: ArrayLike | None = None) -> CountTable:
    """A table of exact counts, with all its totals."""
    counts = np.asarray(inner)
    possible = np.ones(counts.shape) if impossible is None else ~np.asarray(impossible)
    sums = sums_of_inner_cells(counts.shape)
    full = (sums @ counts.ravel()).astype(np.int64)
    columns = tuple(f"column {place}" for place in range(counts.ndim))
    categories = tuple(tuple(f"k{number}" for number in range(size)) for size in counts.shape)
    return CountTable(columns, categories, full, full, (sums @ possible.ravel().astype(float)) == 0)


def at_random(random: np.random.Generator, most: int = 40) -> CountTable:
    """One to four dimensions, at most so many cells inside."""
    while True:
        shape = tuple(int(size) for size in random.integers(1, 7, random.integers(1, 5)))
        if np.prod(shape) <= most:
            break
    kind = random.integers(6)
    counts = random.poisson([0.2, 1, 4, 12, 40, 3][kind], shape)
    if kind == 5:
        counts.ravel()[random.integers(counts.size)] = 900
    impossible = random.random(shape) < (0.3 if random.random() < 0.2 else 0)
    counts[impossible] = 0
    return table_of(counts, impossible)
