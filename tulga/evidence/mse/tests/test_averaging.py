from __future__ import annotations

import math

import pytest
from scipy.stats import norm

from tulga.evidence.mse.averaging import Criterion, average
from tulga.evidence.mse.fitting import NoEstimate, fit_model
from tulga.evidence.mse.models import space_of
from tulga.evidence.mse.selection import count_admissible
from tulga.evidence.mse.sentences import BadTable

from .tables import FOUR, SPARSE, table_of


@pytest.mark.parametrize("criterion", list(Criterion))
def test_an_average_weighs_every_admissible_model_by_its_criterion(criterion):
    fits = []
    for key in space_of(3, 2).keys.tolist():
        try:
            fits.append(fit_model(SPARSE, key, 2))
        except NoEstimate:
            continue
    values = [getattr(fit, criterion) for fit in fits]
    weights = [math.exp((min(values) - value) / 2) for value in values]
    weights = [weight / sum(weights) for weight in weights]

    found = average(SPARSE, 2, criterion=criterion, level=0.9)

    assert found.models == len(fits) == count_admissible(SPARSE, 2)
    assert found.estimate == pytest.approx(sum(w * fit.estimate for w, fit in zip(weights, fits, strict=True)))
    assert found.leading[0] == (pytest.approx(max(weights)), fits[weights.index(max(weights))].generators)
    for limit, tail in ((found.interval.low, 0.05), (found.interval.high, 0.95)):
        logs = math.log(limit - SPARSE.cases)
        below = [norm.cdf((logs - fit.coefficients[0]) / fit.error) for fit in fits]
        assert sum(w * share for w, share in zip(weights, below, strict=True)) == pytest.approx(tail)


def test_the_weights_of_the_leading_models_fall():
    weights = [weight for weight, _ in average(FOUR, 3, leading=4).leading]

    assert len(weights) == 4
    assert weights == sorted(weights, reverse=True)
    assert 0 < sum(weights) <= 1


def test_nothing_is_averaged_where_there_is_nothing_or_too_much():
    with pytest.raises(NoEstimate):
        average(table_of({0b001: 5, 0b010: 4, 0b100: 3}), 2)
    with pytest.raises(BadTable, match="up to six lists"):
        average(table_of({1 << place: 5 for place in range(7)}, lists=7), 2)
