from __future__ import annotations

from tulga.meetings.models.inviting import Answer, Delegate, Invitation, SeatRequest
from tulga.meetings.models.meeting import Meeting, Participation, WorkingSession

__all__ = [
    "Answer",
    "Delegate",
    "Invitation",
    "Meeting",
    "Participation",
    "SeatRequest",
    "WorkingSession",
]
