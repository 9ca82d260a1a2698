"""How sure an estimate is: the BCa bootstrap, the profile likelihood, the normal approximation."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt
from scipy.special import gammaln, ndtr, ndtri

from . import kernels
from .fitting import Fit, cells_kept, margins_of, maximise
from .selection import Selection
from .tables import CaptureTable, Counts

Numbers = npt.NDArray[np.float64]

TIE = 1e-9
"""Relative. A resample with the very model and data of the estimate gives it but for rounding, and is not below it."""


class Kind(StrEnum):
    BCA = "bca"
    PROFILE = "profile"
    NORMAL = "normal"
    AVERAGED = "averaged"


@dataclass(frozen=True)
class Interval:
    """Limits in cases. `missing` is the number of resamples in which no model had an estimate."""

    kind: Kind
    level: float
    low: float
    high: float
    missing: int = 0


@dataclass(frozen=True)
class Bootstrap:
    """Everything a BCa interval of any level is made of."""

    estimate: float
    resampled: Numbers
    below: float
    acceleration: float
    missing: int

    def interval(self, level: float = 0.95) -> Interval:
        """The bias-corrected and accelerated interval. Source: DiCiccio & Efron (1996), Statist. Sci. 11, 189-228."""
        tails = np.array([(1 - level) / 2, (1 + level) / 2])
        bias = ndtri(self.below)
        shifted = bias + ndtri(tails)
        shares = ndtr(bias + shifted / (1 - self.acceleration * shifted))
        low, high = np.quantile(self.resampled, shares, method="median_unbiased")  # Hyndman & Fan's type 8
        return Interval(Kind.BCA, level, float(low), float(high), self.missing)


def resample(table: CaptureTable, boot: int, seed: int) -> Counts:
    """Multinomial resamples of the observed cases, shape (boot, 2**lists)."""
    draws = np.random.default_rng(seed).multinomial(table.cases, table.counts / table.cases, size=boot)
    return draws.astype(float)


def bootstrap(selection: Selection, *, boot: int = 1000, seed: int = 1) -> Bootstrap:
    """Resample the table of a selection, choosing the model anew each time. Raises ValueError where `boot` < 2."""
    if boot < 2:
        raise ValueError("A bootstrap needs at least two resamples.")
    resamples = resample(selection.fit.table, boot, seed)
    return bootstrap_from(selection, selection.in_resamples(resamples))


def bootstrap_from(selection: Selection, resampled: Numbers) -> Bootstrap:
    """The same from the estimates of resamples made elsewhere, in cases."""
    estimate = selection.fit.estimate
    valid = resampled[np.isfinite(resampled)]
    if valid.size == 0:
        raise ArithmeticError("No resample has an estimate, so there is no interval.")
    below = float(np.mean(valid < estimate * (1 - TIE)))
    # With no resample on one side the bias is only known to be large: half a resample keeps it finite.
    below = min(max(below, 0.5 / valid.size), 1 - 0.5 / valid.size)
    return Bootstrap(estimate, valid, below, acceleration(selection), resampled.size - valid.size)


def acceleration(selection: Selection) -> float:
    """How fast the standard error changes with the estimate, from deleting one case of each observed history.

    Each deletion weighs as many cases as have its history, as if every single case had been deleted once.
    """
    counts = selection.fit.table.counts
    observed = np.flatnonzero(counts)
    tables = np.repeat(counts[np.newaxis], observed.size, axis=0)
    tables[np.arange(observed.size), observed] -= 1
    estimates, weights = selection.in_resamples(tables), counts[observed]
    valid = np.isfinite(estimates)
    if not valid.any():
        return 0.0
    estimates, weights = estimates[valid], weights[valid]
    apart = np.average(estimates, weights=weights) - estimates
    spread = float((weights * apart**2).sum())
    return float((weights * apart**3).sum()) / (6 * spread**1.5) if spread > 0 else 0.0


def normal_interval(fit: Fit, level: float = 0.95) -> Interval:
    """The interval of a normal distribution of the log dark figure, for one model taken as true."""
    width = ndtri((1 + level) / 2) * fit.error
    cases = fit.table.cases
    return Interval(Kind.NORMAL, level, cases + fit.dark * math.exp(-width), cases + fit.dark * math.exp(width))


class Profile:
    """The likelihood of one model as a function of the total, all else at its best (Cormack 1992, Biometrics 48)."""

    def __init__(self, fit: Fit) -> None:
        self.fit = fit
        margins = margins_of(fit.table.counts)
        self._kept = np.array([each for each in fit.coefficients if margins[each] > 0], np.int64)
        self._alive = cells_kept(margins, tuple(fit.coefficients))
        self._alive[0] = 1.0
        self._alpha = np.zeros(margins.size)
        for effect in self._kept:
            self._alpha[effect] = fit.coefficients[int(effect)]

    def log_likelihood(self, dark: float) -> float:
        """The multinomial log-likelihood of so many unseen cases, but for a constant."""
        counts = self.fit.table.counts.copy()
        counts[0] = dark
        self._alpha, deviance, _ = maximise(counts, self._kept, self._alive, self._alpha)
        total = float(counts.sum())
        fitted = kernels.entropy(counts) - deviance / 2 + total - total * math.log(total)
        return float(gammaln(total + 1) - gammaln(dark + 1)) + fitted
