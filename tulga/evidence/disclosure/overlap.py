"""A table beside one that was told before: what readers of both know, and what no hiding can take back."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from math import inf

import numpy as np

from .audit import SECONDS, SEVERITY, AuditedCell, audit
from .deadline import Clock, Deadline
from .knowledge import follow_equations
from .problem import Flags
from .protected import Hiding, ProtectedTable
from .published import Given, PublishedCell, PublishedTable
from .releases import joint
from .tables import CountTable
from .tidy import Key


@dataclass(frozen=True)
class Learned:
    """What readers can work out of one cell from its own table, and what from both; `is_given_away` by both only.

    Where time ended before both were exact, it is given away unless it is proven that it is not.
    """

    alone: AuditedCell
    together: AuditedCell
    is_given_away: bool

    @property
    def is_exact(self) -> bool:
        return self.alone.is_exact and self.together.is_exact

    @property
    def is_more(self) -> bool:
        return (self.alone.low, self.alone.high) != (self.together.low, self.together.high)


def known_already(table: CountTable, told: PublishedTable) -> Flags:
    """Cells whose count follows from what was told before: to hide them protects nobody.

    Raises BadInput if the two cannot be compared, Contradiction if they cannot be of the same people.
    """
    joint((_as_if_told(table), told))
    nothing = {key: PublishedCell(Given.HIDDEN, 0, inf) for key in table.keys}
    together = joint((PublishedTable(table.columns, table.categories, nothing), told))
    bounds = follow_equations(together.known)
    return np.asarray((bounds.low == bounds.high)[together.places[0]])


def learned_together(
    made: ProtectedTable,
    told: PublishedTable,
    *,
    counts: CountTable | None = None,
    seconds: float = SECONDS,
    clock: Clock = time.monotonic,
) -> tuple[Learned, ...]:
    """For every cell of either table that is not told plainly, what readers of both can work out of it.

    Given away is a cell that may be small and of which both together are certain, or leave too little, where its own
    table does not. Not small are cells that `made` hides for others' sake, and those of `told` that hold `threshold`
    people or more by the `counts` from which `made` comes; the other cells of `told` may be. After `seconds` by the
    `clock` what is not exact yet says so. Raises BadInput as `audit` does.
    """
    deadline = Deadline(seconds, clock)
    ours = made.as_published()

    def audited(*releases: PublishedTable, share: float = 1.0) -> tuple[AuditedCell, ...]:
        return audit(*releases, threshold=made.threshold, seconds=share * deadline.left, clock=clock).cells

    together = audited(ours, told, share=0.5)
    alone = [*audited(ours, share=0.5), *(replace(cell, release=2) for cell in audited(told))]
    large = {(1, cell.key) for cell in made.cells if cell.hiding == Hiding.COMPLEMENTARY}
    large |= {(2, key) for key in _known_to_be_large(counts, told, made.threshold)} if counts else set()
    return tuple(
        Learned(_with_what_both_allow(own, both), both, _is_worse(own, both) and (own.release, own.key) not in large)
        for own, both in zip(alone, together, strict=True)
    )


def _is_worse(alone: AuditedCell, together: AuditedCell) -> bool:
    return SEVERITY.index(together.verdict) > SEVERITY.index(alone.at_best)


def _with_what_both_allow(alone: AuditedCell, together: AuditedCell) -> AuditedCell:
    """What agrees with both tables agrees with each, even where time ended before that was found."""
    ends = (alone.high, together.high)
    high = None if None in ends else max(each for each in ends if each is not None)
    return replace(alone, low=min(alone.low, together.low), high=high)


def _known_to_be_large(counts: CountTable, told: PublishedTable, threshold: int) -> set[Key]:
    """Cells hidden in `told`, zeros being shown in it, in which our own counts say that there are enough people."""
    together = joint((_as_if_told(counts), told))
    least = follow_equations(together.known).low[together.places[1]]
    return {
        key
        for key, low in zip(told.all_keys(), least, strict=True)
        if low >= threshold and told.cell(key).given != Given.NOT_GIVEN and told.cell(key).low > 0
    }


def _as_if_told(table: CountTable) -> PublishedTable:
    """As if all that is known of the counts were told: what nothing that was published may contradict."""
    cells = {
        key: PublishedCell(Given.SHOWN if low == high else Given.BELOW, float(low), float(high))
        for key, low, high in zip(table.keys, table.low, table.high, strict=True)
    }
    return PublishedTable(table.columns, table.categories, cells)
