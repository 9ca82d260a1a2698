from __future__ import annotations

from tulga.answers.summaries.answered import AnsweredLine, findings_answered
from tulga.answers.summaries.gap import (
    AnswerLine,
    GapLine,
    Share,
    answers_to,
    gap_lines,
    refused_answers,
    shares_of,
)
from tulga.answers.summaries.numbers import GROUPINGS, Numbers, Tally, numbers_by_report, numbers_of
from tulga.answers.summaries.repeating import Repeated, repeated_findings
from tulga.answers.summaries.suggesting import Suggestion, suggestions_for

__all__ = [
    "GROUPINGS",
    "AnswerLine",
    "AnsweredLine",
    "GapLine",
    "Numbers",
    "Repeated",
    "Share",
    "Suggestion",
    "Tally",
    "answers_to",
    "findings_answered",
    "gap_lines",
    "numbers_by_report",
    "numbers_of",
    "refused_answers",
    "repeated_findings",
    "shares_of",
    "suggestions_for",
]
