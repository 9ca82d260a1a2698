from __future__ import annotations

from tulga.recommendations.models.climbing import LadderStep, Told
from tulga.recommendations.models.committing import Answer, Commitment
from tulga.recommendations.models.deciding import Decision, Order, Submission, SubmissionItem
from tulga.recommendations.models.delivering import (
    ChangeRequest,
    DoneReport,
    ProgressLine,
    VerdictReply,
    Verification,
)
from tulga.recommendations.models.drafting import (
    Challenge,
    CircleMember,
    DraftingCircle,
    NumberSeries,
    Part,
    Recommendation,
    ToldApart,
    Translation,
    Wording,
    hash_of,
)
from tulga.recommendations.models.objecting import Objection
from tulga.recommendations.models.on_paper import OrderCorrection, PaperDecision
from tulga.recommendations.models.sharing import SharedWords, hash_of_shared

__all__ = [
    "Answer",
    "Challenge",
    "ChangeRequest",
    "CircleMember",
    "Commitment",
    "Decision",
    "DoneReport",
    "DraftingCircle",
    "LadderStep",
    "NumberSeries",
    "Objection",
    "Order",
    "OrderCorrection",
    "PaperDecision",
    "Part",
    "ProgressLine",
    "Recommendation",
    "SharedWords",
    "Submission",
    "SubmissionItem",
    "Told",
    "ToldApart",
    "Translation",
    "VerdictReply",
    "Verification",
    "Wording",
    "hash_of",
    "hash_of_shared",
]
