from __future__ import annotations


class BadInput(ValueError):
    """What was given cannot be worked on; the message is a sentence for whoever gave it."""


class Contradiction(BadInput):
    """No table of whole numbers agrees with all that is published."""


CONTRADICTION = (
    "The published numbers contradict each other: no table of whole numbers has all these values and totals."
)
