"""How sure an estimate is: the BCa bootstrap, the profile likelihood, the normal approximation."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import chdtri, gammaln, ndtr, ndtri, psi

from . import kernels
from .fitting import Fit
from .models import space_of
from .selection import Selection
from .tables import CaptureTable, Counts

Numbers = npt.NDArray[np.float64]

TIE = 1e-9
"""Relative. A resample with the very model and data of the estimate gives it but for rounding, and is not below it."""


class IntervalKind(StrEnum):
    BCA = "bca"
    PROFILE = "profile"
    NORMAL = "normal"
    AVERAGED = "averaged"


@dataclass(frozen=True)
class Interval:
    """Limits in cases. `missing` is the number of resamples in which no model had an estimate."""

    kind: IntervalKind
    level: float
    low: float
    high: float
    missing: int = 0

    def as_data(self) -> dict[str, Any]:
        """What JSON can hold: None for a limit that is infinite; `missing` only where any is."""
        low, high = (value if math.isfinite(value) else None for value in (self.low, self.high))
        missing = {"missing": self.missing} if self.missing else {}
        return {"kind": self.kind, "level": self.level, "low": low, "high": high, **missing}


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
        return Interval(IntervalKind.BCA, level, float(low), float(high), self.missing)


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
    return Interval(IntervalKind.NORMAL, level, cases + fit.dark * math.exp(-width), cases + fit.dark * math.exp(width))


class Profile:
    """The likelihood of one model as a function of the dark figure, all else at its best.

    Multinomial, the total being a parameter: Cormack (1992), Biometrics 48, 567-576. It knows nothing of other models.
    """

    def __init__(self, fit: Fit) -> None:
        self.fit = fit
        self._candidates = space_of(len(fit.table.lists), fit.order).candidates
        self._alpha = np.zeros(fit.table.counts.size)
        for effect, value in fit.coefficients.items():
            self._alpha[effect] = value if math.isfinite(value) else 0.0

    def log_likelihood(self, dark: float) -> float:
        """The log-likelihood of so many unseen cases (a positive number), but for a constant."""
        counts = self.fit.table.counts.copy()
        counts[0] = dark
        deviance, saturated = kernels.fit_with_dark(counts, self._candidates, self.fit.key, self._alpha)
        total = float(counts.sum())
        rest = saturated - deviance / 2 + total - total * math.log(total)
        return float(gammaln(total + 1) - gammaln(dark + 1)) + rest

    def maximum(self) -> float:
        """The dark figure at which it is largest."""
        centre = math.log(self.fit.dark)
        return math.exp(bisect(lambda value: self._slope(math.exp(value)), centre - 5, centre + 5))

    def _slope(self, dark: float) -> float:
        """The derivative by the dark figure: the other parameters, being at their best, add nothing to it."""
        self.log_likelihood(dark)
        total = self.fit.table.cases + dark
        return float(psi(total + 1) - psi(dark + 1)) + float(self._alpha[0]) - math.log(total)


def profile_interval(fit: Fit, level: float = 0.95) -> Interval:
    """The totals whose profile likelihood is not too far below the largest; the upper limit may be infinite."""
    profile = Profile(fit)
    best = profile.maximum()
    drop = profile.log_likelihood(best) - float(chdtri(1, 1 - level)) / 2

    def limit(step: float) -> float:
        """The logarithm of the dark figure at which the likelihood has dropped enough, going by growing steps."""
        near = far = math.log(best)
        while profile.log_likelihood(math.exp(far)) > drop:
            near, far, step = far, far + step, 2 * step
            if abs(far) > 60:
                return math.copysign(math.inf, step)
        return bisect(lambda value: profile.log_likelihood(math.exp(value)) - drop, near, far)

    cases = fit.table.cases
    return Interval(IntervalKind.PROFILE, level, cases + math.exp(limit(-0.1)), cases + math.exp(limit(0.1)))


def bisect(function: Callable[[float], float], first: float, last: float) -> float:
    """Where a function that has different signs at both ends is zero, to twelve digits."""
    rising = function(first) < 0
    while abs(last - first) > 1e-12 * max(1.0, abs(first), abs(last)):
        middle = (first + last) / 2
        if (function(middle) < 0) == rising:
            first = middle
        else:
            last = middle
    return (first + last) / 2
