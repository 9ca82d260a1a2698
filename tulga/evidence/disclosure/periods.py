"""Months, quarters, half-years, years and spans as sets of months, so that two calendars can be laid together."""

from __future__ import annotations

import re

MONTH = r"([0-9]{4})-(0[1-9]|1[0-2])"
SPAN = re.compile(rf"{MONTH}(?:/{MONTH})?")
PART_OF_YEAR = re.compile(r"([0-9]{4})(?:-(Q[1-4]|H[12]))?")


def months_of(label: str) -> frozenset[int] | None:
    """What 2025, 2025-H1, 2025-Q2, 2025-04 or 2025-04/2026-03 covers, months counted from year 0; else None."""
    if match := SPAN.fullmatch(label):
        first = 12 * int(match[1]) + int(match[2]) - 1
        last = 12 * int(match[3]) + int(match[4]) - 1 if match[3] else first
        return frozenset(range(first, last + 1)) or None
    if match := PART_OF_YEAR.fullmatch(label):
        length = {None: 12, "Q": 3, "H": 6}[match[2] and match[2][0]]
        first = 12 * int(match[1]) + (length * (int(match[2][1]) - 1) if match[2] else 0)
        return frozenset(range(first, first + length))
    return None
