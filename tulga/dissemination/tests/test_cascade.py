from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tulga.dissemination.cascade import is_in_a_circle, office_above, trail_of

# 1 stands above 2, 2 above 3 and 4; 5 and 6 stand above each other; 7 below 5; 8 above itself.
REGISTER = {1: None, 2: 1, 3: 2, 4: 2, 5: 6, 6: 5, 7: 5, 8: 8}
ALL = set(REGISTER)


@pytest.mark.parametrize(
    ("office", "receivers", "above", "trail"),
    [
        (3, ALL, 2, [1, 2, 3]),
        (3, {1, 3}, 1, [1, 3]),  # the one between does not receive it
        (3, {3, 4}, None, [3]),
        (1, ALL, None, [1]),
        (5, ALL, None, [5]),
        (6, ALL, None, [6]),
        (7, ALL, 5, [5, 7]),  # below a circle, not in it
        (8, ALL, None, [8]),
    ],
)
def test_offices_stand_in_a_tree_whatever_the_register_says(office, receivers, above, trail):
    assert office_above(office, REGISTER, receivers) == above
    assert trail_of(office, REGISTER, receivers) == trail


def test_a_circle_is_recognised():
    assert [each for each in REGISTER if is_in_a_circle(each, REGISTER)] == [5, 6, 8]


@given(st.dictionaries(st.integers(1, 8), st.none() | st.integers(1, 8), max_size=8), st.sets(st.integers(1, 8)))
def test_every_trail_ends_and_names_nobody_twice(parents, receivers):
    for office in receivers:
        trail = trail_of(office, parents, receivers)
        assert len(trail) == len(set(trail))
        assert trail[-1] == office
