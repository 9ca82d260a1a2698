"""A table beside one that was told before: what readers of both know, and what no hiding can take back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import inf

import numpy as np

from .audit import AuditedCell, Verdict, audit
from .knowledge import follow_equations
from .problem import Flags
from .protected import Hiding, ProtectedTable
from .published import Given, PublishedCell, PublishedTable
from .releases import joint
from .tables import CountTable

SEVERITY = (Verdict.CLOSED, Verdict.NARROW, Verdict.OPEN)


@dataclass(frozen=True)
class Learned:
    """What readers can work out of one cell from its own table, and what from both; `is_given_away` by both only."""

    alone: AuditedCell
    together: AuditedCell
    is_given_away: bool

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


def learned_together(made: ProtectedTable, told: PublishedTable) -> tuple[Learned, ...]:
    """For every cell of either table that is not told plainly, what readers of both can work out of it.

    Given away is what both together are certain of, or leave too narrow, where its own table does not. Cells that
    `made` hides for others' sake are large, so that nothing is given away by them; which cells of `told` are small
    nobody knows here, so all of them count.
    """
    ours = made.as_published()
    together = audit(ours, told, threshold=made.threshold).cells
    alone = [
        replace(cell, release=number)
        for number, release in enumerate((ours, told), start=1)
        for cell in audit(release, threshold=made.threshold).cells
    ]
    large = {(1, cell.key) for cell in made.cells if cell.hiding == Hiding.COMPLEMENTARY}
    return tuple(
        Learned(own, both, _is_worse(own, both) and (own.release, own.key) not in large)
        for own, both in zip(alone, together, strict=True)
    )


def _is_worse(alone: AuditedCell, together: AuditedCell) -> bool:
    return SEVERITY.index(together.verdict) > SEVERITY.index(alone.verdict)


def _as_if_told(table: CountTable) -> PublishedTable:
    """As if all that is known of the counts were told: what nothing that was published may contradict."""
    cells = {
        key: PublishedCell(Given.SHOWN if low == high else Given.BELOW, float(low), float(high))
        for key, low, high in zip(table.keys, table.low, table.high, strict=True)
    }
    return PublishedTable(table.columns, table.categories, cells)
