from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Action(enum.StrEnum):
    CREATE = "meetings.create"
    EDIT = "meetings.edit"
    COPY = "meetings.copy"
    HOLD = "meetings.hold"
    CLOSE = "meetings.close"
    REOPEN = "meetings.reopen"
    ADD_PARTICIPATION = "meetings.add_participation"
    OPEN_SESSION = "meetings.open_session"
    EDIT_SESSION = "meetings.edit_session"
    CHANGE_MEMBERS = "meetings.change_members"
    INVITE = "meetings.invite"
    SEND = "meetings.send_invitation"
    CHANGE_INVITATION = "meetings.change_invitation"
    WITHDRAW_INVITATION = "meetings.withdraw_invitation"
    INVITE_AGAIN = "meetings.invite_again"
    ANSWER = "meetings.answer"
    ACCEPT = "meetings.accept"
    DECLINE = "meetings.decline"
    ASK_SEATS = "meetings.ask_seats"
    ENTER_ANSWER = "meetings.enter_answer"
    ENTER_ACCEPTANCE = "meetings.enter_acceptance"
    ENTER_REFUSAL = "meetings.enter_refusal"
    GRANT_SEATS = "meetings.grant_seats"
    REFUSE_SEATS = "meetings.refuse_seats"
    CHANGE_AGENDA = "meetings.change_agenda"
    CARRY_OVER = "meetings.carry_over"
    NOTE_ATTENDANCE = "meetings.note_attendance"
    TAKE_BACK_ATTENDANCE = "meetings.take_back_attendance"
    WRITE_MINUTES = "meetings.write_minutes"
    CIRCULATE_MINUTES = "meetings.circulate_minutes"
    TAKE_BACK_MINUTES = "meetings.take_back_minutes"
    CONFIRM_MINUTES = "meetings.confirm_minutes"
    ENTER_CONFIRMATION = "meetings.enter_confirmation"
    CLOSE_MINUTES = "meetings.close_minutes"
    ADD_ACTION = "meetings.add_action"
    FINISH_ACTION = "meetings.finish_action"
    DROP_ACTION = "meetings.drop_action"


# What an invited agency does itself; all else is the secretariat's.
OF_THE_INVITED = (Action.ANSWER, Action.ACCEPT, Action.DECLINE, Action.ASK_SEATS)
# What an agency that took part says of the minutes itself, and what it does of the actions given to it.
OF_WHO_TOOK_PART = (Action.CONFIRM_MINUTES,)
OF_WHO_HAS_THE_ACTION = (Action.FINISH_ACTION,)

VERB_SENTENCES: dict[str, str | _StrPromise] = {
    Action.CREATE: _("entered the meeting"),
    Action.EDIT: _("edited the meeting"),
    Action.COPY: _("prepared the meeting from an earlier one"),
    Action.HOLD: _("recorded that the meeting was held"),
    Action.CLOSE: _("closed the meeting"),
    Action.REOPEN: _("opened the closed meeting again"),
    Action.ADD_PARTICIPATION: _("entered who took part"),
    Action.OPEN_SESSION: _("opened the working session"),
    Action.EDIT_SESSION: _("edited the working session"),
    Action.CHANGE_MEMBERS: _("changed who sits in the working session"),
    Action.INVITE: _("put the agency on the list of invitations"),
    Action.SEND: _("sent the invitation"),
    Action.CHANGE_INVITATION: _("changed the invitation"),
    Action.WITHDRAW_INVITATION: _("withdrew the invitation"),
    Action.INVITE_AGAIN: _("put the withdrawn invitation on the list again"),
    Action.ACCEPT: _("accepted the invitation"),
    Action.DECLINE: _("declined the invitation"),
    Action.ASK_SEATS: _("asked for more seats"),
    Action.ENTER_ACCEPTANCE: _("entered that the agency accepts"),
    Action.ENTER_REFUSAL: _("entered that the agency declines"),
    Action.GRANT_SEATS: _("granted more seats"),
    Action.REFUSE_SEATS: _("refused more seats"),
    Action.CHANGE_AGENDA: _("changed the agenda"),
    Action.CARRY_OVER: _("put on the agenda what earlier meetings left open"),
    Action.NOTE_ATTENDANCE: _("noted who came"),
    Action.TAKE_BACK_ATTENDANCE: _("took back that somebody came"),
    Action.WRITE_MINUTES: _("wrote the minutes"),
    Action.CIRCULATE_MINUTES: _("sent the minutes to the delegations"),
    Action.TAKE_BACK_MINUTES: _("took the minutes back for correction"),
    Action.CONFIRM_MINUTES: _("answered the minutes"),
    Action.ENTER_CONFIRMATION: _("entered an answer to the minutes"),
    Action.CLOSE_MINUTES: _("closed the minutes"),
    Action.ADD_ACTION: _("gave an action to somebody"),
    Action.FINISH_ACTION: _("reported the action done"),
    Action.DROP_ACTION: _("dropped the action"),
}


class Capacity(models.TextChoices):
    """In what capacity a body took part."""

    HOST = "host", _("Host")
    DONOR = "donor", _("Donor")
    PARTICIPANT = "participant", _("Participant")

    @property
    def colour(self) -> str:
        return {"host": "blue", "donor": "green"}.get(self.value, "grey")


class MeetingStatus(models.TextChoices):
    PREPARATION = "preparation", _("In preparation")
    INVITED = "invited", _("Invitations sent")
    HELD = "held", _("Held")
    CLOSED = "closed", _("Closed")

    @property
    def colour(self) -> str:
        return {"preparation": "amber", "invited": "blue", "held": "green"}.get(self.value, "grey")


class InvitationStatus(models.TextChoices):
    PREPARED = "prepared", _("Not sent yet")
    SENT = "sent", _("No answer yet")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")

    @property
    def colour(self) -> str:
        return {"sent": "amber", "accepted": "green", "declined": "red"}.get(self.value, "grey")


# Where an invited agency may answer, for the first time or anew.
OPEN_TO_ANSWERS = (InvitationStatus.SENT, InvitationStatus.ACCEPTED, InvitationStatus.DECLINED)


class SeatRequestStatus(models.TextChoices):
    ASKED = "asked", _("Waits for the secretariat")
    GRANTED = "granted", _("Granted")
    REFUSED = "refused", _("Refused")

    @property
    def colour(self) -> str:
        return {"asked": "amber", "granted": "green", "refused": "red"}[self.value]


class Part(models.TextChoices):
    """What somebody is in a delegation."""

    HEAD = "head", _("Head of the delegation")
    MEMBER = "member", _("Member")
    SUBSTITUTE = "substitute", _("Substitute")


class MinutesStatus(models.TextChoices):
    DRAFT = "draft", _("Being written")
    CIRCULATED = "circulated", _("With the delegations")
    CLOSED = "closed", _("Confirmed and closed")

    @property
    def colour(self) -> str:
        return {"draft": "amber", "circulated": "blue", "closed": "green"}[self.value]


class ActionStatus(models.TextChoices):
    OPEN = "open", _("Open")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("Dropped")

    @property
    def colour(self) -> str:
        return {"open": "amber", "done": "green"}.get(self.value, "grey")
