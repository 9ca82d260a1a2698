"""The estimate over all models at once, each weighted by how well a criterion thinks of it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from scipy.special import ndtr

from . import kernels
from .existence import code_of
from .fitting import UNFITTED, NoEstimate, judgement
from .intervals import Interval, IntervalKind, Numbers, bisect
from .models import Keys, names_of, space_of
from .sentences import BadTable
from .tables import CaptureTable

Fits = tuple[Keys, Keys, Numbers, Numbers, Numbers]

MOST_MODELS = 1 << 15


class Criterion(StrEnum):
    AIC = "aic"
    BIC = "bic"


@dataclass(frozen=True)
class Average:
    """An estimate in cases over `models` admissible models; `leading` are the heaviest, with their weights."""

    criterion: Criterion
    estimate: float
    interval: Interval
    models: int
    leading: tuple[tuple[float, list[list[str]]], ...]


def average(
    table: CaptureTable,
    order: int,
    *,
    criterion: Criterion = Criterion.BIC,
    level: float = 0.95,
    leading: int = 5,
    fits: Fits | None = None,
) -> Average:
    """Average the dark figure over all admissible models up to that order, by weights exp(-criterion / 2).

    The limits cut off equal parts of the weighted normal distributions of the log dark figure, so they tell of the
    doubt about the model too. `fits` are those of `all_fits`, for whoever averages by several criteria. Raises BadTable
    beyond 32,768 models, NoEstimate where none is admissible. Sources: Buckland, Burnham & Augustin (1997), Biometrics
    53; Turek & Fletcher (2012), Comput. Stat. Data Anal. 56.
    """
    space = space_of(len(table.lists), order)
    keys, statuses, deviances, logs, errors = fits or all_fits(table, order)
    admissible = statuses == kernels.ADMISSIBLE
    if not admissible.any():
        raise NoEstimate(code_of(table.counts, 0, order))
    cost = math.log(table.cases) if criterion == Criterion.BIC else 2.0
    values = deviances + cost * np.array([int(key).bit_count() for key in keys])
    weights = np.where(admissible, np.exp((values[admissible].min() - values) / 2), 0.0)
    weights /= weights.sum()
    counted = weights > 1e-12
    low, high = _limits(weights[counted], logs[counted], errors[counted], level)
    heaviest = np.argsort(-weights, kind="stable")[: min(leading, int(admissible.sum()))]
    return Average(
        criterion=criterion,
        estimate=table.cases + float((weights[counted] * np.exp(logs[counted])).sum()),
        interval=Interval(IntervalKind.AVERAGED, level, table.cases + math.exp(low), table.cases + math.exp(high)),
        models=int(admissible.sum()),
        leading=tuple(
            (float(weights[place]), names_of(space.generators_of(int(keys[place])), table.lists)) for place in heaviest
        ),
    )


def all_fits(table: CaptureTable, order: int) -> Fits:
    """For every model its key, status, deviance, log dark figure and standard error of that.

    Raises BadTable beyond 32,768 models.
    """
    space = space_of(len(table.lists), order)
    if space.order == 2 and 1 << space.candidates.size > MOST_MODELS:
        raise BadTable("Models are averaged over up to six lists.")
    keys = space.keys
    without_last = np.array([int(key) & ~(1 << max(int(key).bit_length() - 1, 0)) for key in keys], np.int64)
    parents = np.where(keys > 0, np.searchsorted(keys, without_last), -1)
    statuses, found = kernels.fit_all(table.counts, space.candidates, keys, parents, judgement({}))
    doubtful = keys[statuses == kernels.UNDECIDED].tolist()
    if doubtful:
        judged = judgement({key: code_of(table.counts, key, order) for key in doubtful})
        statuses, found = kernels.fit_all(table.counts, space.candidates, keys, parents, judged)
    if (statuses == kernels.UNDECIDED).any():
        raise ArithmeticError(UNFITTED)
    return keys, statuses, found[0], found[1], np.sqrt(np.maximum(found[2], 0))


def _limits(weights: Numbers, logs: Numbers, errors: Numbers, level: float) -> tuple[float, float]:
    """Where the mixture of normal distributions leaves half of 1 - level on each side."""

    def below(value: float) -> float:
        return float((weights * ndtr((value - logs) / errors)).sum())

    reach = 40 * float(errors.max())
    return (
        bisect(lambda value: below(value) - (1 - level) / 2, float(logs.min()) - reach, float(logs.max()) + reach),
        bisect(lambda value: below(value) - (1 + level) / 2, float(logs.min()) - reach, float(logs.max()) + reach),
    )
