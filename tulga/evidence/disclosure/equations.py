"""A table with all its margins as one list of cells, and the equations that hold between them.

A table of shape (n1, ..., nd) has (n1 + 1) * ... * (nd + 1) cells with its margins, numbered in C order; the last index
along a dimension is its margin. Each line along a dimension, margins' lines included, is one equation: its parts less
its total are 0.
"""

from __future__ import annotations

from functools import lru_cache
from math import prod

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Cells = NDArray[np.int64]


def with_margins(shape: tuple[int, ...]) -> tuple[int, ...]:
    """The shape of the table once each dimension has its margin."""
    return tuple(size + 1 for size in shape)


def lines(shape: tuple[int, ...]) -> list[Cells]:
    """Every equation as the numbers of its cells, the total last. `shape` is without margins."""
    numbers = np.arange(prod(with_margins(shape)), dtype=np.int64).reshape(with_margins(shape))
    found: list[Cells] = []
    for dimension in range(len(shape)):
        found += list(np.moveaxis(numbers, dimension, -1).reshape(-1, shape[dimension] + 1))
    return found


def equations(shape: tuple[int, ...]) -> sparse.csr_array:
    """The matrix A (equations x cells) of A y = 0: +1 for a part, -1 for its total."""
    found = lines(shape)
    rows = np.repeat(np.arange(len(found)), [len(line) for line in found])
    signs = np.concatenate([np.append(np.ones(len(line) - 1), -1.0) for line in found])
    size = (len(found), prod(with_margins(shape)))
    return sparse.csr_array((signs, (rows, np.concatenate(found))), shape=size)


def totals_in_key(shape: tuple[int, ...]) -> Cells:
    """For each cell, over how many dimensions it is a total: 0 inside the table, d for the grand total."""
    count = np.zeros(with_margins(shape), dtype=np.int64)
    for dimension, size in enumerate(shape):
        np.moveaxis(count, dimension, 0)[size] += 1
    return count.ravel()


def add_margins(inner: NDArray[np.int64]) -> NDArray[np.int64]:
    """The same counts with every margin summed."""
    for dimension in range(inner.ndim):
        inner = np.concatenate([inner, inner.sum(axis=dimension, keepdims=True)], axis=dimension)
    return inner


@lru_cache(maxsize=32)
def sums_of_inner_cells(shape: tuple[int, ...]) -> sparse.csr_array:
    """The matrix (cells x inner cells) that makes every cell, inner ones included, from the cells inside the table."""
    per_dimension = [sparse.vstack([sparse.eye_array(size), np.ones((1, size))]) for size in shape]
    product = per_dimension[0]
    for each in per_dimension[1:]:
        product = sparse.kron(product, each)
    made = sparse.csr_array(product)
    made.eliminate_zeros()
    return made
