"""What has to be said beside a number."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from .intervals import Interval
from .selection import Selection

WIDE = 2.0


class Caveat(StrEnum):
    """A reason for doubt; `sentence` says it in English."""

    MODEL = "model"
    NOT_PROVEN = "not_proven"
    NEVER_SEEN = "never_seen"
    MISSING = "missing"
    SPREAD = "spread"

    @property
    def sentence(self) -> str:
        return _SENTENCES[self]


_SENTENCES = {
    Caveat.MODEL: (
        "The number depends on a model that the data cannot prove right, and on lists that are of the same people, in "
        "the same time and place, with every double entry found. The answer is the whole sensitivity panel."
    ),
    Caveat.NOT_PROVEN: "The search was ended before it was proven that no other model is better.",
    Caveat.NEVER_SEEN: (
        "The model holds an effect that nobody shows: that nobody ever could is an assumption, not a finding."
    ),
    Caveat.MISSING: "In some resamples no model had an estimate; the interval is made from the others.",
    Caveat.SPREAD: "The highest estimate of the panel is more than twice the lowest.",
}


def caveats_of(
    selection: Selection | None, interval: Interval | None, estimates: Collection[float] = ()
) -> tuple[Caveat, ...]:
    """The caveats of a selection, its interval and, where there are any, other estimates beside it."""
    found = [Caveat.MODEL]
    if selection and not selection.proven:
        found.append(Caveat.NOT_PROVEN)
    if selection and float("-inf") in selection.fit.coefficients.values():
        found.append(Caveat.NEVER_SEEN)
    if interval and interval.missing:
        found.append(Caveat.MISSING)
    if estimates and max(estimates) > WIDE * min(estimates):
        found.append(Caveat.SPREAD)
    return tuple(found)
