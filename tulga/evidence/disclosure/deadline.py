"""Time that is given, and what is left of it."""

from __future__ import annotations

import time
from collections.abc import Callable

Clock = Callable[[], float]
"""Seconds since some moment: on the wall, or of the processor (`time.process_time`) where a machine is shared."""


class Deadline:
    """The end of so many seconds from now."""

    def __init__(self, seconds: float, clock: Clock = time.monotonic) -> None:
        self.clock = clock
        self.end = clock() + seconds

    @property
    def left(self) -> float:
        """Seconds that are left, never less than none."""
        return max(self.end - self.clock(), 0.0)

    @property
    def is_over(self) -> bool:
        return self.clock() > self.end

    def within(self, seconds: float) -> Deadline:
        """The same end, or so many seconds from now if that is sooner."""
        return Deadline(min(seconds, self.left), self.clock)

    def share(self, part: float) -> Deadline:
        """The end of a part (0 to 1) of what is left."""
        return self.within(part * self.left)

    def at_least(self, seconds: float) -> Deadline:
        """The same end, or so many seconds from now if that is later."""
        return Deadline(max(seconds, self.left), self.clock)
