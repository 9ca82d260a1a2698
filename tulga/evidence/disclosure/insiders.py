"""Readers who know one hidden count exactly: the office that counted it, or somebody who was counted in it."""

from __future__ import annotations

from dataclasses import replace
from math import inf

import numpy as np

from .attack import exact_intervals
from .protected import Hiding, ProtectedTable
from .published import Given, PublishedCell, PublishedTable
from .releases import joint
from .tables import CountTable
from .tidy import Key


def opened_to_insiders(table: CountTable, made: ProtectedTable) -> dict[Key, tuple[Key, ...]]:
    """For each hidden cell, which other small ones are open to whoever knows its count, and not to everybody.

    Open as in an audit: certainly fewer than the threshold, or the very number. Cells whose count nobody knows are left
    out, and there are none where the table says only that all together are fewer than the threshold.
    """
    if made.only_fewer_than:
        return {}
    small = {cell.key for cell in made.cells if cell.hiding == Hiding.PRIMARY}
    counted = {
        key: int(low)
        for key, low, high, cell in zip(table.keys, table.low, table.high, made.cells, strict=True)
        if cell.value is None and low == high
    }
    release = made.as_published()
    return {key: _opened(release, key, count, small - {key}, made.threshold) for key, count in counted.items()}


def _opened(release: PublishedTable, key: Key, count: int, small: set[Key], threshold: int) -> tuple[Key, ...]:
    known = PublishedCell(Given.SHOWN, count, count)
    together = joint((replace(release, cells={**release.cells, key: known}),))
    place = dict(zip(release.all_keys(), together.places[0].tolist(), strict=True))
    found = exact_intervals(together.known, np.array(sorted(place[each] for each in small), dtype=np.int64))
    intervals = {
        each: (found.low[place[each]], found.high[place[each]]) for each in release.all_keys() if each in small
    }
    return tuple(each for each, (low, high) in intervals.items() if high < threshold or (low == high < inf))
