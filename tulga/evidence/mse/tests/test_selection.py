from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from scipy.stats import poisson

from tulga.evidence.mse import kernels
from tulga.evidence.mse.averaging import all_fits
from tulga.evidence.mse.existence import Code, code_of
from tulga.evidence.mse.fitting import NoEstimate, fit_model, margins_of
from tulga.evidence.mse.intervals import resample
from tulga.evidence.mse.models import space_of
from tulga.evidence.mse.selection import ALL_ORDERS, Kind, Method, count_admissible, select
from tulga.evidence.mse.sentences import BadTable
from tulga.evidence.mse.tables import CaptureTable

from .tables import FOUR, SPARSE, table_of

STEPWISE, BIC, BIC_ALL = Method(Kind.STEPWISE), Method(Kind.BIC), Method(Kind.BIC, ALL_ORDERS)


@pytest.mark.parametrize("mean", [1e-6, 0.3, 5.0, 700.0])
@pytest.mark.parametrize("count", [0, 1, 4, 6, 650, 800])
def test_the_tail_is_the_smaller_of_both_sides(count, mean):
    expected = min(poisson.cdf(count, mean), poisson.sf(count - 1, mean))

    assert kernels.poisson_tail(float(count), mean) == pytest.approx(expected, rel=1e-9)


def stepwise_by_the_definition(table: CaptureTable, threshold: float) -> int:
    """From main effects, add the pair with the smallest tail that may be added, while it is below the threshold."""
    space, key = space_of(len(table.lists), 2), 0
    margins = margins_of(table.counts)
    while True:
        means = fit_model(table, key, 2).means
        means[0] = 0
        fitted = margins_of(means)
        tails = np.ones(space.candidates.size)
        for place, effect in enumerate(space.candidates):
            if not key >> place & 1 and code_of(table.counts, key | 1 << place, 2) == Code.FINE:
                sides = poisson.cdf(margins[effect], fitted[effect]), poisson.sf(margins[effect] - 1, fitted[effect])
                tails[place] = min(sides)
        if tails.min() >= threshold:
            return key
        key |= 1 << int(tails.argmin())


def best_by_the_definition(table: CaptureTable, order: int) -> float:
    """The smallest criterion of all admissible models, each fitted by itself."""
    return min(
        fit_model(table, key, order).bic
        for key in space_of(len(table.lists), order).keys.tolist()
        if code_of(table.counts, key, order) == Code.FINE
    )


cells = st.sampled_from([0, 0, 1, 2, 3, 8, 20, 90])
small_tables = st.lists(cells, min_size=15, max_size=15).map(
    lambda counts: CaptureTable(tuple("ABCD"), np.array([0, *counts], float))
)


@given(small_tables)
@hypothesis_settings(max_examples=30)
def test_stepwise_selection_is_what_its_definition_says(table):
    if table.cases == 0 or code_of(table.counts, 0, 2) != Code.FINE:
        return

    assert select(table, Method(Kind.STEPWISE, threshold=0.1)).fit.key == stepwise_by_the_definition(table, 0.1)


@given(small_tables, st.sampled_from([BIC, BIC_ALL]))
@hypothesis_settings(max_examples=20)
def test_the_search_finds_what_going_through_all_models_finds(table, method):
    order = method.space(4).order
    if table.cases == 0 or count_admissible(table, order) == 0:
        return

    selection = select(table, method)

    assert selection.proven
    assert selection.fit.bic == pytest.approx(best_by_the_definition(table, order), abs=1e-6)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
def test_the_search_over_five_sparse_lists_misses_nothing_in_resamples(seed):
    """Where most triples were never seen, fits that have no end surround those that do."""
    draws = np.random.default_rng(seed)
    singles, pairs = draws.integers(50, 900, 5), draws.integers(0, 40, 10)
    space = space_of(5, 4)
    counts = np.zeros(32)
    counts[[1 << place for place in range(5)]] = singles
    counts[space.candidates[:10]] = pairs
    counts[space.candidates[10:20]] = draws.integers(0, 3, 10)
    table = CaptureTable(tuple("ABCDE"), counts)
    selection = select(table, BIC_ALL)

    resamples = resample(table, 5, seed)
    estimates = selection.in_resamples(resamples)

    for row, estimate in zip(resamples, estimates, strict=True):
        keys, statuses, deviances, logs, _ = all_fits(CaptureTable(table.lists, row), 4)
        sizes = np.array([int(key).bit_count() for key in keys])
        criteria = np.where(statuses == kernels.ADMISSIBLE, deviances + math.log(row.sum()) * sizes, math.inf)
        assert estimate == pytest.approx(row.sum() + math.exp(logs[criteria.argmin()]), rel=1e-9)


@pytest.mark.parametrize("method", [STEPWISE, BIC, BIC_ALL], ids=["stepwise", "bic", "bic of all orders"])
@pytest.mark.parametrize("table", [FOUR, SPARSE], ids=["four lists", "sparse"])
def test_a_resample_gives_what_its_table_gives_by_itself(table, method):
    resamples = resample(table, 8, 3)

    estimates = select(table, method).in_resamples(resamples)

    alone = [select(CaptureTable(table.lists, row), method).fit.estimate for row in resamples]
    np.testing.assert_allclose(estimates, alone, rtol=1e-9)


@pytest.mark.parametrize("order", [2, 3])
@given(counts=st.lists(cells, min_size=15, max_size=15).filter(any))
@hypothesis_settings(max_examples=8)
def test_admissible_models_are_counted_without_going_through_all(order, counts):
    table = CaptureTable(tuple("ABCD"), np.array([0, *counts], float))

    checked = [code_of(table.counts, key, order) == Code.FINE for key in space_of(4, order).keys.tolist()]

    assert count_admissible(table, order) == sum(checked)


def test_a_table_under_which_no_model_has_an_estimate_says_so():
    lonely = table_of({0b001: 5, 0b010: 4, 0b100: 3})

    for method in (STEPWISE, BIC):
        with pytest.raises(NoEstimate):
            select(lonely, method)


@pytest.mark.parametrize(
    ("method", "lists", "sentence"),
    [
        (Method(Kind.STEPWISE, ALL_ORDERS), 4, "its order is 2"),
        (BIC_ALL, 6, "up to 5 lists; this table has 6"),
        (BIC, 9, "up to 8 lists; this table has 9"),
    ],
)
def test_a_method_says_what_it_cannot_do(method, lists, sentence):
    with pytest.raises(BadTable, match=sentence):
        method.space(lists)
