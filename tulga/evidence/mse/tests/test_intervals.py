from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import norm

from tulga.evidence.mse.fitting import fit_model
from tulga.evidence.mse.intervals import (
    Profile,
    bootstrap,
    bootstrap_from,
    normal_interval,
    profile_interval,
    resample,
)
from tulga.evidence.mse.selection import Kind, Method, select
from tulga.evidence.mse.tables import read_table

from .reference import FOLDER, needs_reference, published
from .tables import FOUR, table_of

SELECTION = select(FOUR, Method(Kind.STEPWISE))


def test_resamples_keep_the_number_of_cases_and_hold_no_history_that_was_not_observed():
    tables = resample(FOUR, 50, 1)

    assert set(tables.sum(axis=1)) == {FOUR.cases}
    assert (tables[:, FOUR.counts == 0] == 0).all()
    assert (tables == resample(FOUR, 50, 1)).all()


def test_limits_are_shares_of_the_resamples_moved_by_bias_and_acceleration():
    estimates = np.linspace(300.0, 700.0, 401)
    boot = bootstrap_from(SELECTION, estimates)

    low, high = boot.interval(0.9).low, boot.interval(0.9).high

    bias = norm.ppf(np.mean(estimates < SELECTION.fit.estimate))
    for limit, tail in ((low, 0.05), (high, 0.95)):
        shifted = bias + norm.ppf(tail)
        share = norm.cdf(bias + shifted / (1 - boot.acceleration * shifted))
        place = (401 + 1 / 3) * share + 1 / 3  # Hyndman and Fan's eighth rule, counted from 1
        assert limit == pytest.approx(299 + place)


def test_a_resample_that_differs_by_rounding_only_is_not_below():
    estimate = SELECTION.fit.estimate
    rounded = estimate * (1 - 1e-13)

    boot = bootstrap_from(SELECTION, np.array([rounded] * 5 + [estimate * 0.9] * 2 + [estimate * 1.1] * 3))

    assert boot.below == pytest.approx(0.2)


def test_acceleration_is_that_of_deleting_each_single_case():
    single = []
    for history in np.flatnonzero(FOUR.counts):
        fewer = FOUR.counts.copy()
        fewer[history] -= 1
        single += [SELECTION.in_resamples(fewer[np.newaxis])[0]] * int(FOUR.counts[history])
    apart = np.mean(single) - np.array(single)

    boot = bootstrap(SELECTION, boot=2)

    assert boot.acceleration == pytest.approx((apart**3).sum() / (6 * (apart**2).sum() ** 1.5))


def test_resamples_without_an_estimate_are_counted_and_left_out():
    boot = bootstrap_from(SELECTION, np.array([400.0, math.nan, 500.0, math.nan, 600.0]))

    assert boot.missing == boot.interval().missing == 2
    assert 400 <= boot.interval().low <= boot.interval().high <= 600


@pytest.mark.parametrize("estimates", [[900.0, 901.0, 902.0], [1.0, 2.0, 3.0]], ids=["all above", "all below"])
def test_limits_stay_finite_where_all_resamples_are_on_one_side(estimates):
    interval = bootstrap_from(SELECTION, np.array(estimates)).interval()

    assert min(estimates) <= interval.low <= interval.high <= max(estimates)


def test_there_is_no_interval_without_resamples():
    with pytest.raises(ValueError, match="at least two"):
        bootstrap(SELECTION, boot=1)
    with pytest.raises(ArithmeticError, match="No resample has an estimate"):
        bootstrap_from(SELECTION, np.array([math.nan]))


def test_the_profile_is_the_likelihood_of_all_cells_of_two_lists():
    """Of two lists the profile has a closed form: the hypergeometric likelihood's neighbour, in factorials."""
    table = table_of({1: 80, 2: 40, 3: 20}, lists=2)
    profile = Profile(fit_model(table, 0, 2))

    def closed(dark: float) -> float:
        total, first, second = 140 + dark, 100, 60
        chances = [first / total, second / total]
        return (
            math.lgamma(total + 1)
            - math.lgamma(dark + 1)
            + sum(
                held * math.log(chance) + (total - held) * math.log(1 - chance)
                for held, chance in zip((first, second), chances, strict=True)
            )
        )

    assert profile.log_likelihood(160) - profile.log_likelihood(90) == pytest.approx(closed(160) - closed(90))


def test_both_limits_of_a_profile_have_the_same_likelihood():
    fit = SELECTION.fit
    interval = profile_interval(fit, 0.9)
    profile = Profile(fit)

    low, high = (profile.log_likelihood(limit - FOUR.cases) for limit in (interval.low, interval.high))

    assert interval.low < fit.estimate < interval.high
    assert low == pytest.approx(high)
    assert profile.log_likelihood(profile.maximum()) - low == pytest.approx(2.705543454095404 / 2)


def test_a_normal_interval_is_symmetrical_in_the_log_dark_figure():
    fit = SELECTION.fit
    interval = normal_interval(fit, 0.8)

    low, high = (math.log(limit - FOUR.cases) for limit in (interval.low, interval.high))

    assert (low + high) / 2 == pytest.approx(fit.coefficients[0])
    assert (high - low) / 2 == pytest.approx(1.2815515655446004 * fit.error)


@needs_reference
def test_the_profile_interval_is_the_measured_one():
    expected = published("UKdat_5", "Rcapture_profileCI")
    fit = select(read_table(FOLDER / "UKdat_5.csv"), Method(Kind.BIC)).fit

    interval = profile_interval(fit)

    assert fit.table.cases + Profile(fit).maximum() == pytest.approx(float(expected["estimate"]), rel=1e-6)
    assert interval.low == pytest.approx(float(expected["ci_low"]), rel=1e-6)
    assert interval.high == pytest.approx(float(expected["ci_high"]), rel=1e-6)


@needs_reference
@pytest.mark.parametrize(
    ("dataset", "reference", "method"),
    [
        ("Korea", "BIC_all", Method(Kind.BIC, 10)),
        ("Kosovo", "BIC_all_maxorder3", Method(Kind.BIC, 10)),
        pytest.param("UKdat_5", "BIC_maxorder4", Method(Kind.BIC, 10), marks=pytest.mark.slow),
        ("UKdat", "BIC_maxorder2_exhaustive", Method(Kind.BIC)),
    ],
)
def test_limits_from_other_resamples_are_near_the_published_ones(dataset, reference, method):
    """Other draws give other limits: a tenth is what they differ by among themselves."""
    expected = published(dataset, reference)

    interval = bootstrap(select(read_table(FOLDER / f"{dataset}.csv"), method), seed=3).interval()

    assert interval.low == pytest.approx(float(expected["ci_low"]), rel=0.1)
    assert interval.high == pytest.approx(float(expected["ci_high"]), rel=0.1)
