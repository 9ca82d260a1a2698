"""How far a package is, and where in it one stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tulga.recommendations.choices import PackageState

if TYPE_CHECKING:
    from tulga.recommendations.models import Submission, SubmissionItem


@dataclass(frozen=True)
class Place:
    """Where an item stands in its package, and its neighbours."""

    package: Submission
    number: int
    total: int
    open: int
    previous: SubmissionItem | None
    next: SubmissionItem | None
    next_open: SubmissionItem | None


def place_of(item: SubmissionItem) -> Place:
    """One query for the whole package: forty items are a page through which one walks."""
    items = list(item.submission.items.select_related("recommendation").in_order())
    at = next(index for index, each in enumerate(items) if each.pk == item.pk)
    open_ = [each for each in items if each.is_open]
    after = [each for each in items[at + 1 :] + items[:at] if each.is_open]
    return Place(
        package=item.submission,
        number=at + 1,
        total=len(items),
        open=len(open_),
        previous=items[at - 1] if at else None,
        next=items[at + 1] if at + 1 < len(items) else None,
        next_open=after[0] if after else None,
    )


def state_of(*, is_laid: bool, open_count: int, decided_count: int, returned_count: int) -> PackageState:
    """How far a package is, from what became of its items."""
    if not is_laid:
        return PackageState.PREPARED
    if open_count:
        return PackageState.PARTLY_DECIDED if decided_count else PackageState.SUBMITTED
    if decided_count:
        return PackageState.DECIDED
    return PackageState.RETURNED if returned_count else PackageState.WITHDRAWN
