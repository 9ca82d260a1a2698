from __future__ import annotations

from itertools import combinations

import pytest

from tulga.evidence.mse.models import notation_of, space_of


@pytest.mark.parametrize(
    ("lists", "order", "models"),
    [(2, 2, 1), (3, 2, 8), (4, 2, 64), (4, 3, 113), (5, 2, 1024), (5, 4, 6893), (6, 2, 1 << 15)],
)
def test_a_space_has_as_many_models_as_are_known(lists, order, models):
    assert len(space_of(lists, order).keys) == models


def test_the_models_of_four_lists_are_those_that_hold_what_lies_below():
    space = space_of(4, 3)
    candidates = space.candidates.tolist()

    hierarchical = [
        key
        for key in range(1 << len(candidates))
        if all(
            not key >> j & 1 or all(key >> k & 1 for k, under in enumerate(candidates) if under & effect == under)
            for j, effect in enumerate(candidates)
        )
    ]

    assert space.keys.tolist() == hierarchical


def test_a_model_is_found_again_from_its_generators():
    space = space_of(4, 3)

    for key in space.keys.tolist():
        assert space.key_of(space.generators_of(key)) == key


def test_pairs_come_in_the_order_of_the_lists():
    pairs = [1 << first | 1 << second for first, second in combinations(range(4), 2)]

    assert space_of(4, 2).candidates.tolist() == pairs


def test_an_effect_of_a_higher_order_belongs_to_no_model_of_pairs():
    with pytest.raises(ValueError, match="order 2"):
        space_of(4, 2).key_of([0b0111])


@pytest.mark.parametrize(("lists", "order"), [(6, 3), (8, 2)])
def test_too_many_models_are_not_gone_through(lists, order):
    with pytest.raises(ValueError, match="too many models"):
        _ = space_of(lists, order).keys


def test_a_model_is_written_by_its_generators():
    assert notation_of([["LA", "NG"], ["GO"]]) == "LA:NG · GO"
