from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.stats import poisson

from tulga.evidence.mse.fitting import fit_model, margins_of
from tulga.evidence.mse.models import space_of

from .tables import FOUR, SPARSE, table_of


def test_two_lists_give_the_estimate_of_lincoln_and_petersen():
    fit = fit_model(table_of({1: 80, 2: 40, 3: 20}, lists=2), 0, 2)

    assert fit.dark == pytest.approx(80 * 40 / 20)
    assert fit.error == pytest.approx(math.sqrt(1 / 80 + 1 / 40 + 1 / 20))


def test_a_model_with_one_pair_reads_that_pair_as_one_list():
    table = table_of({1: 30, 2: 20, 3: 10, 4: 40, 5: 6, 6: 4, 7: 5})

    fit = fit_model(table, space_of(3, 2).key_of([0b011]), 2)

    assert fit.dark == pytest.approx(40 * (30 + 20 + 10) / (6 + 4 + 5))


@pytest.mark.parametrize("effects", [(), (0b0011,), (0b0111, 0b1100), (0b0011, 0b0101, 0b1001, 0b0110)])
def test_fitted_margins_are_the_observed_ones_and_the_likelihood_is_at_its_top(effects):
    space = space_of(4, 3)
    fit = fit_model(FOUR, space.key_of(effects), 3)
    means = fit.means
    design = list(fit.coefficients)
    cells = np.arange(1, 16)
    held = np.array([(cells & effect) == effect for effect in design], float)

    found = minimize(
        lambda alpha: np.exp(alpha @ held).sum() - (alpha @ held) @ FOUR.counts[1:],
        np.zeros(len(design)),
        jac=lambda alpha: held @ (np.exp(alpha @ held) - FOUR.counts[1:]),
        tol=1e-10,
    )

    assert held @ means[1:] == pytest.approx(margins_of(FOUR.counts)[design])
    assert fit.dark == pytest.approx(math.exp(found.x[0]), rel=1e-4)
    assert fit.log_likelihood == pytest.approx(poisson.logpmf(FOUR.counts[1:], means[1:]).sum())
    assert fit.aic == pytest.approx(2 * len(design) - 2 * fit.log_likelihood)
    assert fit.bic == pytest.approx(math.log(FOUR.cases) * len(design) - 2 * fit.log_likelihood)


def test_an_effect_never_seen_is_minus_infinity_and_still_a_parameter():
    table = table_of({0b001: 40, 0b010: 30, 0b100: 20, 0b011: 6})

    fit = fit_model(table, space_of(3, 2).key_of([0b101, 0b110]), 2)

    assert fit.coefficients[0b101] == fit.coefficients[0b110] == -math.inf
    assert fit.parameters == 6
    assert fit.means[[0b101, 0b110, 0b111]].tolist() == [0, 0, 0]
    assert fit.dark == pytest.approx(40 * 30 / 6)


def test_a_model_names_its_lists():
    fit = fit_model(SPARSE, space_of(3, 2).key_of([0b011]), 2)

    assert fit.generators == [["C"], ["A", "B"]]
