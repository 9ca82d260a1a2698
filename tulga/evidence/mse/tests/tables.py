"""Invented tables, small enough to check by hand."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from tulga.evidence.mse.tables import CaptureTable


def table_of(counts: Mapping[int, int], lists: int = 3) -> CaptureTable:
    """A table from counts by bit mask, with lists named A, B, C and so on."""
    filled = np.zeros(1 << lists)
    for history, count in counts.items():
        filled[history] = count
    return CaptureTable(tuple("ABCDEFGHIJ"[:lists]), filled)


FOUR = table_of(
    {1: 60, 2: 50, 4: 40, 8: 30, 3: 14, 5: 6, 9: 3, 6: 9, 10: 5, 12: 8, 7: 3, 11: 1, 13: 2, 14: 2, 15: 1}, lists=4
)
SPARSE = table_of({0b001: 41, 0b010: 5, 0b100: 5, 0b110: 54, 0b011: 6, 0b111: 12})
