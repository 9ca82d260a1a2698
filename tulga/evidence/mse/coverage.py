"""How often an interval holds a truth that is known, because the tables are drawn from it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .fitting import NoEstimate
from .intervals import Numbers, bootstrap
from .selection import Method, select
from .tables import CaptureTable, Counts


@dataclass(frozen=True)
class Coverage:
    """What came of the repetitions: the share of intervals below, around and above the truth, and the estimates.

    `without` repetitions had no estimate and are in no share. `width` is the intervals' median length, in cases.
    """

    truth: float
    level: float
    covered: float
    too_low: float
    too_high: float
    width: float
    estimates: Numbers
    without: int


def simulate_coverage(
    means: Counts, method: Method, *, repetitions: int = 200, boot: int = 500, level: float = 0.95, seed: int = 1
) -> Coverage:
    """Draw tables from a chosen truth and see how often the BCa interval of a method holds it.

    `means` has the expected number of cases of each history, shape (2**lists,), the dark figure first; a fit's `means`
    are such. The truth is their sum. Raises ValueError where they are not positive or no repetition has an estimate.
    """
    if repetitions < 1 or not np.isfinite(means).all() or (means < 0).any() or means[1:].sum() <= 0:
        raise ValueError("A truth has a mean from 0 up for each history, and is drawn from at least once.")
    truth, draws = float(means.sum()), np.random.default_rng(seed)
    names = tuple(f"list {place + 1}" for place in range(int(means.size).bit_length() - 1))
    estimates, lows, highs = [], [], []
    for _ in range(repetitions):
        counts = draws.poisson(means).astype(float)
        counts[0] = 0
        try:
            selection = select(CaptureTable(names, counts), method)
        except NoEstimate:
            continue
        interval = bootstrap(selection, boot=boot, seed=int(draws.integers(2**32))).interval(level)
        estimates.append(selection.fit.estimate)
        lows.append(interval.low)
        highs.append(interval.high)
    if not estimates:
        raise ValueError("No table drawn from this truth has an estimate.")
    low, high = np.array(lows), np.array(highs)
    too_low, too_high = float(np.mean(high < truth)), float(np.mean(low > truth))
    return Coverage(
        truth=truth,
        level=level,
        covered=1 - too_low - too_high,
        too_low=too_low,
        too_high=too_high,
        width=float(np.median(high - low)),
        estimates=np.array(estimates),
        without=repetitions - len(estimates),
    )
