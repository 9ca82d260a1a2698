"""Extended maximum likelihood for one table and one model."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln

from . import kernels
from .existence import Code, code_of
from .models import Keys, names_of, space_of
from .tables import CaptureTable, Counts


class NoEstimate(ValueError):
    """The model has no estimate for this table; `code` says why."""

    def __init__(self, code: Code) -> None:
        reasons = {
            Code.NO_ESTIMATE: "the likelihood rises without end",
            Code.NOT_IDENTIFIABLE: "the table cannot tell its parameters apart",
            Code.NEITHER: "the likelihood rises without end and the table cannot tell its parameters apart",
        }
        super().__init__(f"The model has no estimate for this table: {reasons[code]}.")
        self.code = code


@dataclass(frozen=True)
class Fit:
    """One model fitted to one table. Counts and estimates are in cases; likelihoods are natural logarithms.

    `coefficients` maps an effect (a bit mask; 0 is the intercept) to its parameter, minus infinity where the effect was
    never seen; such parameters count in `aic` and `bic`. `error` is the standard error of the log dark figure.
    """

    table: CaptureTable
    order: int
    key: int
    coefficients: dict[int, float]
    deviance: float
    log_likelihood: float
    error: float

    @property
    def dark(self) -> float:
        """The dark figure: how many no list holds."""
        return math.exp(self.coefficients[0])

    @property
    def estimate(self) -> float:
        """How many there are: those observed and the dark figure."""
        return self.table.cases + self.dark

    @property
    def parameters(self) -> int:
        return len(self.coefficients)

    @property
    def aic(self) -> float:
        return 2 * self.parameters - 2 * self.log_likelihood

    @property
    def bic(self) -> float:
        """With the logarithm of the number of cases, as Silverman, Chan & Vincent (2024)."""
        return math.log(self.table.cases) * self.parameters - 2 * self.log_likelihood

    @property
    def generators(self) -> list[list[str]]:
        """The model by the names of its lists."""
        space = space_of(len(self.table.lists), self.order)
        return names_of(space.generators_of(self.key), self.table.lists)


def fit_model(table: CaptureTable, key: int, order: int) -> Fit:
    """Fit one hierarchical model, given by its key in the space of that order.

    Raises NoEstimate where the estimate does not exist or is not the only one. Source: Chan, Silverman & Vincent
    (2021), J. Am. Stat. Assoc. 116.
    """
    code = code_of(table.counts, key, order)
    if code != Code.FINE:
        raise NoEstimate(code)
    space = space_of(len(table.lists), order)
    effects = (0, *space.effects_of(key))
    margins = margins_of(table.counts)
    kept = np.array([each for each in effects if margins[each] > 0], np.int64)
    alive = cells_kept(margins, effects)
    alpha, deviance, factor = maximise(table.counts, kept, alive, first_guess(table.counts))
    return Fit(
        table=table,
        order=order,
        key=key,
        coefficients={each: float(alpha[each]) if margins[each] > 0 else -math.inf for each in effects},
        deviance=deviance,
        log_likelihood=-deviance / 2 + kernels.entropy(table.counts) - float(gammaln(table.counts + 1).sum()),
        error=math.sqrt(kernels.variance(factor, kept.size, 0)),
    )


def maximise(counts: Counts, kept: Keys, alive: Counts, alpha: Counts) -> tuple[Counts, float, Counts]:
    """Fit the kept effects to the cells alive, where an estimate exists: parameters by mask, deviance, factor."""
    alpha, fitted, factor = alpha.copy(), np.zeros(counts.size), np.zeros((kept.size, kept.size))
    margins, saturated = margins_of(counts), kernels.entropy(counts)
    _, deviance = kernels.maximise(
        counts, margins, saturated, kept, kept.size, alive, alpha, fitted, factor, True, math.inf
    )
    return alpha, deviance, factor


def margins_of(counts: Counts) -> Counts:
    """For each effect the number of cases on all its lists."""
    margins = counts.copy()
    kernels.sum_over_supersets(margins)
    return margins


def cells_kept(margins: Counts, effects: tuple[int, ...]) -> Counts:
    """1 for each cell that contains no effect of the model without a case; the cell of nobody is none."""
    dead = np.zeros(margins.size)
    dead[[each for each in effects if margins[each] == 0]] = 1.0
    kernels.sum_over_subsets(dead)
    dead[0] = 1.0
    return np.where(dead == 0, 1.0, 0.0)


def first_guess(counts: Counts) -> Counts:
    """Parameters from which Newton's method sets out: as if the lists were independent and complete."""
    alpha, margins = np.zeros(counts.size), margins_of(counts)
    alpha[0] = math.log(margins[0])
    for place in range(counts.size.bit_length() - 1):
        if margins[1 << place] > 0:
            alpha[1 << place] = math.log(margins[1 << place] / margins[0])
    return alpha
