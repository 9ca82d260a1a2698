"""The judge: what a published table gives away, whoever made it and however."""

from __future__ import annotations

import time
from dataclasses import dataclass
from enum import StrEnum
from itertools import product
from math import inf

import numpy as np

from .attack import Intervals, intervals_until
from .deadline import Clock, Deadline
from .errors import BadInput
from .published import Given, PublishedCell, PublishedTable
from .releases import joint
from .tidy import Key


class Verdict(StrEnum):
    """What an interval means for the people in the cell, k being the threshold.

    OPEN: a reader is certain of fewer than k people, where the mark did not say so itself; or of the very number.
    NARROW: fewer than k whole numbers are left, or fewer than the mark promised, and the count may be small.
    CLOSED: neither.
    """

    OPEN = "open"
    NARROW = "narrow"
    CLOSED = "closed"


SEVERITY = (Verdict.CLOSED, Verdict.NARROW, Verdict.OPEN)
SECONDS = 60.0
"""Time for an audit, if none is given."""


@dataclass(frozen=True)
class AuditedCell:
    """One cell that is not a plain number, in one of the releases (counted from 1), and its exact interval.

    Where time ended before that was exact, readers are left with `low` to `high` or with more, never with less; the
    verdict is then the worst that may be true, and `at_best` the best.
    """

    release: int
    key: Key
    given: Given
    low: int
    high: int | None
    verdict: Verdict
    at_best: Verdict
    is_exact: bool = True


@dataclass(frozen=True)
class Audit:
    """All that readers can work out, for a threshold k (in persons)."""

    threshold: int
    columns: tuple[tuple[str, ...], ...]
    cells: tuple[AuditedCell, ...]

    def count(self, verdict: Verdict) -> int:
        return sum(cell.verdict == verdict for cell in self.cells)

    @property
    def unsettled(self) -> int:
        """Cells whose interval was not exact when time ended."""
        return sum(not cell.is_exact for cell in self.cells)

    @property
    def is_safe(self) -> bool:
        """No cell is open, for all that was settled. Narrow ones need the eyes of somebody who knows the counts."""
        return self.count(Verdict.OPEN) == 0


def audit(
    *releases: PublishedTable, threshold: int = 10, seconds: float = SECONDS, clock: Clock = time.monotonic
) -> Audit:
    """The attacker's exact interval for every cell that was hidden, rounded, given as <k, or left out as a total.

    One release, or two whose cells overlap. After `seconds` by the `clock` what is not exact yet says so. Raises
    Contradiction if no table of whole numbers agrees with them, BadInput if time ended before one was found.
    """
    deadline = Deadline(seconds, clock)
    if not 1 <= len(releases) <= 2:
        raise BadInput("An audit takes one published table, or two that overlap.")
    together = joint(releases)
    hidden = [
        (number, key, cell, place)
        for number, (release, places) in enumerate(zip(releases, together.places, strict=True), start=1)
        for key, place in zip(release.all_keys(), places, strict=True)
        if (cell := release.cell(key)).given != Given.SHOWN
    ]
    wanted = np.unique(np.array([place for *_, place in hidden], dtype=np.int64))
    found = intervals_until(together.known, wanted, threshold, deadline)
    cells = tuple(_audited(number, key, cell, found, place, threshold) for number, key, cell, place in hidden)
    return Audit(threshold, tuple(release.columns for release in releases), cells)


def _audited(number: int, key: Key, cell: PublishedCell, found: Intervals, place: int, threshold: int) -> AuditedCell:
    low, high = float(found.low[place]), float(found.high[place])
    outer_low, outer_high = float(found.outer_low[place]), float(found.outer_high[place])
    # Each end lies between what is proven and what is not ruled out: a verdict changes there, or beside one of these.
    lows = {outer_low, min(max(threshold - 1.0, outer_low), low), low}
    highs = {high, max(min(1.0, outer_high), high), outer_high}
    verdicts = sorted((_verdict(cell, *ends, threshold) for ends in product(lows, highs)), key=SEVERITY.index)
    return AuditedCell(
        release=number,
        key=key,
        given=cell.given,
        low=int(low),
        high=None if high == inf else int(high),
        verdict=verdicts[-1],
        at_best=verdicts[0],
        is_exact=bool(found.is_exact[place]),
    )


def _verdict(cell: PublishedCell, low: float, high: float, threshold: int) -> Verdict:
    if high == inf or low >= threshold or (high == 0 and cell.given != Given.HIDDEN):
        return Verdict.CLOSED
    if low == high or (cell.given in (Given.HIDDEN, Given.NOT_GIVEN) and high < threshold):
        return Verdict.OPEN
    promised = threshold - 1 if cell.given in (Given.HIDDEN, Given.NOT_GIVEN) else cell.high - cell.low
    return Verdict.NARROW if high - low < promised else Verdict.CLOSED
