"""The judge: what a published table gives away, whoever made it and however."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from .attack import exact_intervals
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


@dataclass(frozen=True)
class AuditedCell:
    """One cell that is not a plain number, in one of the releases (counted from 1), and its exact interval."""

    release: int
    key: Key
    given: Given
    low: int
    high: int | None
    verdict: Verdict


@dataclass(frozen=True)
class Audit:
    """All that readers can work out, for a threshold k (in persons)."""

    threshold: int
    columns: tuple[tuple[str, ...], ...]
    cells: tuple[AuditedCell, ...]

    def count(self, verdict: Verdict) -> int:
        return sum(cell.verdict == verdict for cell in self.cells)

    @property
    def is_safe(self) -> bool:
        """No cell is open. Narrow ones need the eyes of somebody who knows the counts."""
        return self.count(Verdict.OPEN) == 0


def audit(*releases: PublishedTable, threshold: int = 10) -> Audit:
    """The attacker's exact interval for every cell that was hidden, rounded, given as <k, or left out as a total.

    One release, or two whose cells overlap. Raises Contradiction if no table of whole numbers agrees with them.
    """
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
    found = exact_intervals(together.known, wanted)
    cells = []
    for number, key, cell, place in hidden:
        low, high = int(found.low[place]), found.high[place]
        top = None if np.isinf(high) else int(high)
        cells.append(AuditedCell(number, key, cell.given, low, top, _verdict(cell, low, top, threshold)))
    return Audit(threshold, tuple(release.columns for release in releases), tuple(cells))


def _verdict(cell: PublishedCell, low: int, high: int | None, threshold: int) -> Verdict:
    if high is None or low >= threshold or (high == 0 and cell.given != Given.HIDDEN):
        return Verdict.CLOSED
    if low == high or (cell.given in (Given.HIDDEN, Given.NOT_GIVEN) and high < threshold):
        return Verdict.OPEN
    promised = threshold - 1 if cell.given in (Given.HIDDEN, Given.NOT_GIVEN) else cell.high - cell.low
    return Verdict.NARROW if high - low < promised else Verdict.CLOSED
