from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tulga.evidence.mse import kernels
from tulga.evidence.mse.existence import Code, check_model, code_of
from tulga.evidence.mse.fitting import NoEstimate, fit_model, judgement
from tulga.evidence.mse.models import space_of
from tulga.evidence.mse.tables import CaptureTable

from .tables import table_of

MADE_TO_FAIL = table_of({0b001: 40, 0b010: 30, 0b100: 20, 0b011: 6})


@pytest.mark.parametrize(
    ("effects", "code"),
    [
        ((0b011, 0b101, 0b110), Code.NOT_IDENTIFIABLE),
        ((0b011,), Code.NO_ESTIMATE),
        ((0b101, 0b110), Code.FINE),
        ((), Code.FINE),
    ],
)
def test_a_sparse_table_has_estimates_under_some_models_only(effects, code):
    key = space_of(3, 2).key_of(effects)

    assert check_model(MADE_TO_FAIL, key, 2) == code


@pytest.mark.parametrize("effects", [(0b011,), (0b011, 0b101, 0b110)])
def test_what_has_no_estimate_is_not_fitted(effects):
    with pytest.raises(NoEstimate, match="has no estimate"):
        fit_model(MADE_TO_FAIL, space_of(3, 2).key_of(effects), 2)


sparse_counts = st.integers(3, 4).flatmap(
    lambda lists: st.lists(
        st.sampled_from([0, 0, 0, 1, 2, 9, 300]), min_size=(1 << lists) - 1, max_size=(1 << lists) - 1
    ).filter(any)
)


@given(sparse_counts)
def test_the_compiled_proofs_never_contradict_the_linear_programme(cells):
    counts = np.array([0, *cells], float)
    lists = counts.size.bit_length() - 1
    space = space_of(lists, lists - 1)
    keys = space.keys[:: 1 if lists == 3 else 9]

    statuses, _ = kernels.fit_all(counts, space.candidates, keys, np.full(keys.size, -1), judgement({}))

    for key, status in zip(keys.tolist(), statuses.tolist(), strict=True):
        if status != kernels.UNDECIDED:
            assert (status == kernels.ADMISSIBLE) == (code_of(counts, key, space.order) == Code.FINE), key


def test_tiny_fitted_values_do_not_stand_against_an_estimate():
    """Eight lists that share few: those on all eight are rightly expected to be less than a billionth of a case."""
    counts = np.zeros(256)
    for place in range(8):
        counts[1 << place] = 300 + place
    for first in range(8):
        counts[1 << first | 1 << (first + 1) % 8] = 3

    fit = fit_model(CaptureTable(tuple("ABCDEFGH"), counts), 0, 2)

    assert fit.means[1:].min() < 1e-9
    assert fit.estimate > counts.sum()
