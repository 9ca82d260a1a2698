from __future__ import annotations

from tulga.meetings.forms.answering import AnswerForm, PaperAnswerForm
from tulga.meetings.forms.inviting import (
    AgencyFilterForm,
    AskSeatsForm,
    GrantSeatsForm,
    InvitationForm,
    InviteForm,
    RefuseSeatsForm,
)
from tulga.meetings.forms.preparing import (
    ArrangementsForm,
    CopyForm,
    MeetingForm,
    ParticipationForm,
    SessionEditForm,
    SessionForm,
    SessionMembersForm,
)

__all__ = [
    "AgencyFilterForm",
    "AnswerForm",
    "ArrangementsForm",
    "AskSeatsForm",
    "CopyForm",
    "GrantSeatsForm",
    "InvitationForm",
    "InviteForm",
    "MeetingForm",
    "PaperAnswerForm",
    "ParticipationForm",
    "RefuseSeatsForm",
    "SessionEditForm",
    "SessionForm",
    "SessionMembersForm",
]
