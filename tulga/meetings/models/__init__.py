from __future__ import annotations

from tulga.meetings.models.inviting import Answer, Delegate, Invitation, SeatRequest
from tulga.meetings.models.meeting import Meeting, Participation, WorkingSession
from tulga.meetings.models.proceedings import (
    ActionPoint,
    AgendaItem,
    Attendance,
    CarriedItem,
    Confirmation,
    Minutes,
    MinutesRevision,
)

__all__ = [
    "ActionPoint",
    "AgendaItem",
    "Answer",
    "Attendance",
    "CarriedItem",
    "Confirmation",
    "Delegate",
    "Invitation",
    "Meeting",
    "Minutes",
    "MinutesRevision",
    "Participation",
    "SeatRequest",
    "WorkingSession",
]
