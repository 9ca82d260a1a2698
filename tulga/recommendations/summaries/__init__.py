from __future__ import annotations

from tulga.recommendations.summaries.committing import Answered, Told, answers_to, reports_of
from tulga.recommendations.summaries.consolidating import (
    Likeness,
    Progress,
    Voice,
    likenesses_among,
    progress_of,
    voices_of,
)
from tulga.recommendations.summaries.deciding import (
    Compared,
    Laid,
    Ordered,
    WordingShown,
    as_read_by,
    compared,
    laid,
    laid_before_the_ministry,
    latest_wording,
    ordered,
    wording_shown,
)

__all__ = [
    "Answered",
    "Compared",
    "Laid",
    "Likeness",
    "Ordered",
    "Progress",
    "Told",
    "Voice",
    "WordingShown",
    "answers_to",
    "as_read_by",
    "compared",
    "laid",
    "laid_before_the_ministry",
    "latest_wording",
    "likenesses_among",
    "ordered",
    "progress_of",
    "reports_of",
    "voices_of",
    "wording_shown",
]
