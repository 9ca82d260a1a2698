"""A table of counts as the office has it: exact numbers, numbers known as <5 only, and cells that cannot be."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from .equations import lines as lines_of
from .equations import sums_of_inner_cells, totals_in_key
from .errors import BadInput, Contradiction
from .solver import Status, model, solve, values
from .tidy import TOTAL, Key, Lines, parse_lines, read_combinations, read_count, read_lines

Counts = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class CountTable:
    """What is known of every cell, totals included, in the order of `keys`: from `low` to `high` persons.

    A cell given as <5 stays an interval, as does a total over it that was not given. `impossible` cells are structural
    zeros: everybody knows that nobody can be there.
    """

    columns: tuple[str, ...]
    categories: tuple[tuple[str, ...], ...]
    low: Counts
    high: Counts
    impossible: Flags

    @property
    def shape(self) -> tuple[int, ...]:
        return tuple(len(labels) for labels in self.categories)

    @cached_property
    def keys(self) -> list[Key]:
        return list(product(*((*labels, TOTAL) for labels in self.categories)))

    @property
    def is_exact(self) -> bool:
        return bool((self.low == self.high).all())

    def some_table(self) -> Counts:
        """One table of whole numbers that agrees with everything: the counts themselves where all are known.

        Otherwise it only gives the methods a point to start from; it is no estimate, and nothing of it is told.
        Raises Contradiction if there is none.
        """
        if self.is_exact:
            return self.low
        sums = sums_of_inner_cells(self.shape)
        inner = totals_in_key(self.shape) == 0
        program = model(
            sparse.csr_array(sums[np.flatnonzero(~inner)]),
            row_low=self.low[~inner].astype(float),
            row_high=self.high[~inner].astype(float),
            low=self.low[inner].astype(float),
            high=self.high[inner].astype(float),
            whole=True,
        )
        if solve(program) != Status.kOptimal:
            raise Contradiction(
                "The totals that were given do not agree with the cells, whatever <5 and the like stand for."
            )
        return (sums @ np.rint(values(program))).astype(np.int64)


def read_counts(
    path: str | Path, *, count: str | None = None, structural: str | Path | None = None, zeros_hidden: bool = False
) -> CountTable:
    """Read a tidy CSV of one to four categorical columns and a count of persons (the last column if not named).

    Combinations that the file leaves out are zeros. * stands for a total; totals that are not there are summed, or stay
    intervals where a part is one. <5 is 1 to 4, or 0 to 4 where zeros are hidden as well. `structural` names a CSV of
    combinations that cannot be (* or a column left out: any category). Raises BadInput with a sentence.
    """
    impossible = read_combinations(structural) if structural else None
    return counts(read_lines(path, count), structural=impossible, zeros_hidden=zeros_hidden)


def parse_counts(text: str, *, count: str | None = None, zeros_hidden: bool = False) -> CountTable:
    """The same from the text of a file."""
    return counts(parse_lines(text, count), zeros_hidden=zeros_hidden)


def counts(lines: Lines, *, structural: list[dict[str, str]] | None = None, zeros_hidden: bool = False) -> CountTable:
    """The same from lines that were read, and structural zeros as {column: category}."""
    categories = lines.categories()
    for name, labels in zip(lines.columns, categories, strict=True):
        if not labels:
            raise BadInput("The column %(column)s has no category, only totals.", column=name)
    shape = tuple(len(labels) for labels in categories)
    keys = list(product(*((*labels, TOTAL) for labels in categories)))
    place = {key: number for number, key in enumerate(keys)}
    given: dict[int, tuple[int, int, int]] = {}
    for number, key, value in lines.lines:
        given[place[key]] = (*read_count(value, number, least=0 if zeros_hidden else 1), number)
    inner = totals_in_key(shape) == 0
    low, high = np.zeros(len(keys), dtype=np.int64), np.zeros(len(keys), dtype=np.int64)
    for cell, (least, most, _) in given.items():
        if inner[cell]:
            low[cell], high[cell] = least, most
    sums = sums_of_inner_cells(shape)
    low, high = (sums @ low[inner]).astype(np.int64), (sums @ high[inner]).astype(np.int64)
    for cell, (least, most, number) in given.items():
        if least > high[cell] or most < low[cell]:
            raise BadInput(
                "Line %(line)s: the total of %(cell)s is not the sum of its parts.",
                line=number,
                cell=_named(lines.columns, keys[cell]),
            )
        low[cell], high[cell] = max(low[cell], least), min(high[cell], most)
    impossible = _impossible(lines.columns, categories, structural or [], sums, inner)
    if (low[impossible] > 0).any():
        cell = int(np.flatnonzero(impossible & (low > 0))[0])
        raise BadInput(
            "%(cell)s is named as a structural zero, but somebody is counted there.",
            cell=_named(lines.columns, keys[cell]),
        )
    high = np.where(impossible, 0, high)
    table = CountTable(lines.columns, categories, low, high, impossible)
    table.some_table()
    return table


def _impossible(
    columns: tuple[str, ...],
    categories: tuple[tuple[str, ...], ...],
    structural: list[dict[str, str]],
    sums: sparse.csr_array,
    inner: Flags,
) -> Flags:
    """Cells that are structural zeros, and totals over nothing else."""
    impossible = np.zeros(tuple(len(labels) for labels in categories), dtype=bool)
    for combination in structural:
        unknown = set(combination) - set(columns)
        if unknown:
            raise BadInput(
                "Structural zeros name a column %(column)s that the table does not have.", column=min(unknown)
            )
        where: list[int | slice] = []
        for name, labels in zip(columns, categories, strict=True):
            label = combination.get(name, TOTAL)
            if label != TOTAL and label not in labels:
                raise BadInput(
                    "Structural zeros name %(label)s, which is no category of %(column)s.", label=label, column=name
                )
            where.append(slice(None) if label == TOTAL else labels.index(label))
        impossible[tuple(where)] = True
    return np.asarray((sums @ (~impossible).ravel().astype(float)) == 0)


def _named(columns: tuple[str, ...], key: Key) -> str:
    return ", ".join(f"{name} = {label}" for name, label in zip(columns, key, strict=True))


def lines_with_everybody(table: CountTable, value: Counts) -> Flags:
    """Cells that hold everybody of one of their lines although others of the line were possible."""
    found = np.zeros(len(value), dtype=bool)
    for line in lines_of(table.shape):
        parts, total = line[:-1], line[-1]
        full = parts[value[parts] == value[total]]
        others_possible = (~table.impossible[parts]).sum() > 1
        if value[total] > 0 and len(full) and others_possible:
            found[full] = True
    return found
