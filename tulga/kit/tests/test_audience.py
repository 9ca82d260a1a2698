from __future__ import annotations

from itertools import chain, combinations

import pytest
from django.db import connection

from tulga.dissemination.models import Release
from tulga.kit.audience import ALL_MASKS, ORDER, Audience, audiences_of, mask_of, shared_with

SETS = list(chain.from_iterable(combinations(ORDER, size) for size in range(len(ORDER) + 1)))


@pytest.mark.parametrize("mask", ALL_MASKS)
def test_a_set_and_its_number_are_the_same(mask):
    assert mask_of(audiences_of(mask)) == mask


@pytest.mark.django_db
@pytest.mark.parametrize("asked", SETS, ids=lambda each: "+".join(each) or "nobody")
def test_a_row_is_shared_with_exactly_the_sets_that_meet_its_own(asked):
    """Of all 32 sets, as the database answers it: with an index or without, a list or a range."""
    found = []
    with connection.cursor() as cursor:
        predicate = str(Release.objects.filter(shared_with(asked)).query).split("WHERE ")[-1] if asked else "1 = 0"
        for mask in ALL_MASKS:
            cursor.execute(f'SELECT 1 FROM (SELECT {mask} AS "audiences") AS "dissemination_release" WHERE {predicate}')
            found += [mask] if cursor.fetchone() else []

    assert found == sorted(mask_of(each) for each in SETS if set(each) & set(asked))


@pytest.mark.django_db
def test_nobody_is_shared_with_nothing():
    assert not Release.objects.filter(shared_with([])).exists()


def test_the_public_is_the_upper_half_of_the_numbers():
    """Indexes for the public's rows alone are made on this; a sixth audience would want new ones."""
    public = [mask for mask in ALL_MASKS if Audience.PUBLIC in audiences_of(mask)]

    assert public == list(range(16, 32))
