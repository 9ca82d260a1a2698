from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Sentence:
    """Something to tell: English with %(name)s for what is filled in, so that others can say it in their language."""

    message: str
    values: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.message % self.values if self.values else self.message


class BadInput(ValueError):
    """What was given cannot be worked on; the sentence is for whoever gave it."""

    def __init__(self, message: str, **values: object) -> None:
        self.sentence = Sentence(message, values)
        super().__init__(str(self.sentence))


class Contradiction(BadInput):
    """No table of whole numbers agrees with all that is published."""


CONTRADICTION = (
    "The published numbers contradict each other: no table of whole numbers has all these values and totals."
)
