"""Choosing the model: stepwise, or the best by a criterion with a proof; again in every resample."""

from __future__ import annotations

import math
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from . import kernels
from .existence import Code, code_of
from .fitting import UNFITTED, Fit, NoEstimate, first_guess, fit_model, judgement, margins_of
from .models import MOST_LISTS_OF_ALL_ORDERS, ModelSpace, space_of
from .sentences import BadTable
from .tables import CaptureTable, Counts

PAIRS, ALL_ORDERS = 2, 10
MOST_LISTS_OF_SEARCH = 8
MOST_FITS = 500_000
MOST_CHECKS = 50_000
FEWEST_IN_PART = 50


class Kind(StrEnum):
    STEPWISE = "stepwise"
    BIC = "bic"


@dataclass(frozen=True)
class Method:
    """How a model is chosen. `threshold` is the Poisson tail below which stepwise selection adds a pair."""

    kind: Kind
    order: int = PAIRS
    threshold: float = 0.02

    def space(self, lists: int) -> ModelSpace:
        """The models chosen from. Raises BadTable where there are too many."""
        if self.order > PAIRS and self.kind == Kind.STEPWISE:
            raise BadTable("Stepwise selection looks at pairs of lists only: its order is 2.")
        if self.order > PAIRS and lists > MOST_LISTS_OF_ALL_ORDERS:
            raise BadTable(
                "All orders are searched for up to %(most)s lists; this table has %(lists)s: choose order 2, or merge "
                "lists.",
                most=MOST_LISTS_OF_ALL_ORDERS,
                lists=lists,
            )
        if self.kind == Kind.BIC and lists > MOST_LISTS_OF_SEARCH:
            raise BadTable(
                "The best model is searched for up to %(most)s lists; this table has %(lists)s: choose stepwise "
                "selection, or merge lists.",
                most=MOST_LISTS_OF_SEARCH,
                lists=lists,
            )
        return space_of(lists, min(self.order, max(lists - 1, PAIRS)))


@dataclass(frozen=True)
class Selection:
    """The chosen model, fitted. `proven` is false when the search was ended before its proof."""

    method: Method
    fit: Fit
    proven: bool

    def in_resamples(self, tables: Counts) -> npt.NDArray[np.float64]:
        """The estimate for each row of `tables` (shape (resamples, 2**lists)), the model chosen anew in each.

        In cases; not a number where no model has an estimate.
        """
        alpha = np.zeros(self.fit.table.counts.size)
        for effect, value in self.fit.coefficients.items():
            alpha[effect] = value if math.isfinite(value) else 0.0
        _, _, dark = choose(np.ascontiguousarray(tables, float), self.method, self.fit.key, alpha)
        estimates: npt.NDArray[np.float64] = tables.sum(axis=1) + dark
        return estimates


def select(table: CaptureTable, method: Method) -> Selection:
    """Choose a model for the table and fit it. Raises NoEstimate where no model of the method has an estimate.

    Sources: Chan, Silverman & Vincent (2021), J. Am. Stat. Assoc. 116 (stepwise); Silverman, Chan & Vincent (2024),
    Stat. Comput. 34 (BIC).
    """
    statuses, keys, _ = choose(table.counts[np.newaxis], method, 0, first_guess(table.counts))
    key, order = int(keys[0]), method.space(len(table.lists)).order
    if statuses[0] == kernels.INADMISSIBLE:
        raise NoEstimate(code_of(table.counts, 0, order))
    return Selection(method, fit_model(table, key, order), proven=statuses[0] == kernels.ADMISSIBLE)


def warm_up(method: Method) -> None:
    """Compile what the method needs, or load it from the cache, so that the next call is not kept waiting."""
    small = CaptureTable(("a", "b", "c"), np.array([0.0, 9, 8, 3, 7, 2, 3, 1]))
    selection = select(small, replace(method, order=PAIRS))
    selection.in_resamples(small.counts[np.newaxis])
    count_admissible(small, PAIRS)


def choose(tables: Counts, method: Method, key: int, alpha: Counts) -> tuple[Any, Any, Any]:
    """Choose a model in each table, setting out from a model's parameters: statuses, keys and dark figures."""
    space = method.space(int(tables.shape[1]).bit_length() - 1)

    def run(rows: Counts, judged: kernels.Judged) -> tuple[Any, Any, Any]:
        if method.kind == Kind.STEPWISE:
            return kernels.step_forward_many(rows, space.candidates, method.threshold, alpha, judged)
        effects = kernels.Space(space.candidates, space.above, space.below)
        return kernels.search_many(rows, effects, kernels.Start(key, alpha), judged, MOST_FITS)

    statuses, keys, dark = _in_parts(tables, lambda rows: run(rows, judgement({})))
    for row in np.flatnonzero(statuses == kernels.UNDECIDED):
        judged: dict[int, Code] = {}
        while statuses[row] == kernels.UNDECIDED:
            asked = int(keys[row])
            if asked in judged:
                raise ArithmeticError(UNFITTED)
            judged[asked] = code_of(tables[row], asked, space.order)
            answer = run(tables[row : row + 1], judgement(judged))
            statuses[row], keys[row], dark[row] = (each[0] for each in answer)
    return statuses, keys, dark


def _in_parts(tables: Counts, run: Callable[[Counts], tuple[Any, Any, Any]]) -> tuple[Any, Any, Any]:
    """The same as `run` for all tables at once, on as many processors as there are: no table knows of another."""
    parts = np.array_split(tables, max(1, min(os.cpu_count() or 1, len(tables) // FEWEST_IN_PART)))
    if len(parts) == 1:
        return run(tables)
    with ThreadPoolExecutor(len(parts)) as pool:
        statuses, keys, dark = zip(*pool.map(run, parts), strict=True)
    return np.concatenate(statuses), np.concatenate(keys), np.concatenate(dark)


def count_admissible(table: CaptureTable, order: int) -> int | None:
    """How many models of the space have an estimate that exists and is the only one; None where that would take long.

    Among pairwise models that hold the same never-seen pairs, a smaller one is admissible wherever a larger one is: a
    direction in which the larger has no estimate is one for which the smaller needs none.
    """
    space = space_of(len(table.lists), order)
    is_admissible = _admissibility(table, space)
    if space.order > PAIRS:
        return sum(map(is_admissible, space.keys.tolist()))
    margins = margins_of(table.counts)
    empty = [1 << j for j, effect in enumerate(space.candidates) if margins[effect] == 0]
    seen = sum(1 << j for j, effect in enumerate(space.candidates) if margins[effect] > 0)

    def count(inside: int, key: int) -> int:
        if is_admissible(key):
            return 1 << (key & ~inside).bit_count()
        if not is_admissible(inside):
            return 0
        free = key & ~inside
        last = 1 << (free.bit_length() - 1)
        return count(inside | last, key) + count(inside, key & ~last)

    try:
        return sum(
            count(unseen, unseen | seen)
            for unseen in (
                sum(bit for j, bit in enumerate(empty) if chosen >> j & 1) for chosen in range(1 << len(empty))
            )
        )
    except _TooManyChecks:
        return None


class _TooManyChecks(Exception):
    pass


def _admissibility(table: CaptureTable, space: ModelSpace) -> Callable[[int], bool]:
    """A predicate on keys, by the compiled proof and, where there is none, the linear programme."""
    none = np.array([-1], np.int64)
    checks = 0

    @cache
    def is_admissible(key: int) -> bool:
        nonlocal checks
        checks += 1
        if checks > MOST_CHECKS:
            raise _TooManyChecks
        keys = np.array([key], np.int64)
        status = kernels.fit_all(table.counts, space.candidates, keys, none, judgement({}))[0][0]
        if status == kernels.UNDECIDED:
            return code_of(table.counts, key, space.order) == Code.FINE
        return bool(status == kernels.ADMISSIBLE)

    return is_admissible
