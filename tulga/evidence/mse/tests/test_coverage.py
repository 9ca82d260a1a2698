from __future__ import annotations

import numpy as np
import pytest

from tulga.evidence.mse.coverage import simulate_coverage
from tulga.evidence.mse.fitting import fit_model
from tulga.evidence.mse.selection import Kind, Method

from .tables import FOUR

STEPWISE = Method(Kind.STEPWISE)


def test_an_interval_holds_the_truth_about_as_often_as_it_says():
    truth = fit_model(FOUR, 0, 2).means

    found = simulate_coverage(10 * truth, STEPWISE, repetitions=60, boot=200, level=0.8, seed=5)

    assert found.truth == pytest.approx(10 * truth.sum())
    assert found.covered + found.too_low + found.too_high == pytest.approx(1)
    assert 0.6 < found.covered < 0.95
    assert np.median(found.estimates) == pytest.approx(found.truth, rel=0.1)
    assert found.width > 0


def test_repetitions_without_an_estimate_are_counted():
    found = simulate_coverage(np.array([4, 6, 6, 0.9, 6, 0.4, 0.4, 0]), STEPWISE, repetitions=30, boot=10)

    assert 0 < found.without < 30
    assert len(found.estimates) == 30 - found.without


@pytest.mark.parametrize(
    ("means", "repetitions"),
    [([5, -1, 2, 3, 1, 1, 1, 1], 5), ([5, 0, 0, 0, 0, 0, 0, 0], 5), ([5, np.nan, 1, 1, 1, 1, 1, 1], 5), ([1] * 8, 0)],
)
def test_a_truth_is_made_of_positive_means(means, repetitions):
    with pytest.raises(ValueError, match="a mean from 0 up"):
        simulate_coverage(np.array(means, float), STEPWISE, repetitions=repetitions)


def test_a_truth_without_overlap_gives_nothing_to_count():
    with pytest.raises(ValueError, match="has an estimate"):
        simulate_coverage(np.array([9, 5, 5, 0, 5, 0, 0, 0.0]), STEPWISE, repetitions=3)
