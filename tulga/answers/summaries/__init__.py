from __future__ import annotations

from tulga.answers.summaries.gap import (
    AnswerLine,
    GapLine,
    Share,
    Tally,
    answers_to,
    gap_lines,
    shares_of,
    tally_of,
)
from tulga.answers.summaries.repeating import Repeated, repeated_findings
from tulga.answers.summaries.suggesting import Suggestion, suggestions_for

__all__ = [
    "AnswerLine",
    "GapLine",
    "Repeated",
    "Share",
    "Suggestion",
    "Tally",
    "answers_to",
    "gap_lines",
    "repeated_findings",
    "shares_of",
    "suggestions_for",
    "tally_of",
]
