"""Extended maximum likelihood for one table and one model."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln

from . import kernels
from .existence import Code, code_of
from .models import names_of, space_of
from .sentences import Sentence
from .tables import CaptureTable, Counts

UNFITTED = "A model that has an estimate could not be fitted."


NO_ESTIMATE = {
    Code.NO_ESTIMATE: "The model has no estimate for this table: the likelihood rises without end.",
    Code.NOT_IDENTIFIABLE: "The model has no estimate for this table: the table cannot tell its parameters apart.",
    Code.NEITHER: (
        "The model has no estimate for this table: the likelihood rises without end and the table cannot tell its "
        "parameters apart."
    ),
}


class NoEstimate(ValueError):
    """The model has no estimate for this table; `code` says why."""

    def __init__(self, code: Code) -> None:
        self.sentence = Sentence(NO_ESTIMATE[code])
        super().__init__(str(self.sentence))
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
    def means(self) -> Counts:
        """The expected number of cases of each history, shape (2**lists,); the first is the dark figure."""
        logs = np.zeros(self.table.counts.size)
        for effect, value in self.coefficients.items():
            logs[effect] = value
        kernels.sum_over_subsets(logs)
        means: Counts = np.exp(logs)
        return means

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
    kernel_table = kernels.table_of(table.counts)
    room = kernels.room_for(kernel_table, space.candidates)
    alpha = first_guess(table.counts)
    status, deviance = kernels.fit(kernel_table, space.candidates, key, room, alpha, judgement({key: code}), math.inf)
    if status != kernels.ADMISSIBLE:
        raise ArithmeticError(UNFITTED)
    count = kernels.keep_effects(kernel_table, space.candidates, key, room)
    return Fit(
        table=table,
        order=space.order,
        key=key,
        coefficients={
            effect: float(alpha[effect]) if kernel_table.margins[effect] > 0 else -math.inf
            for effect in (0, *space.effects_of(key))
        },
        deviance=deviance,
        log_likelihood=kernel_table.saturated - deviance / 2 - float(gammaln(table.counts + 1).sum()),
        error=math.sqrt(kernels.variance(room.factor, count, 0)),
    )


def judgement(codes: Mapping[int, Code]) -> kernels.Judged:
    """What was found about models, by key, as the compiled loops take it."""
    verdicts = [kernels.ADMISSIBLE if code == Code.FINE else kernels.INADMISSIBLE for code in codes.values()]
    return kernels.Judged(np.array(list(codes), np.int64), np.array(verdicts, np.int64))


def margins_of(counts: Counts) -> Counts:
    """For each effect the number of cases on all its lists, shape (2**lists,)."""
    margins = counts.copy()
    kernels.sum_over_supersets(margins)
    return margins


def first_guess(counts: Counts) -> Counts:
    """Parameters by mask from which Newton's method can set out."""
    alpha = np.zeros(counts.size)
    kernels.guess(kernels.table_of(counts), alpha)
    return alpha
