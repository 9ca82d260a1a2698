"""The lives of a meeting, of an invitation to it, and of a request for more seats."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tulga.audit.services import record
from tulga.kit.policy import ALLOW, Decision, deny
from tulga.kit.workflow import Transition, Workflow
from tulga.meetings import notices
from tulga.meetings.choices import (
    OPEN_TO_ANSWERS,
    Action,
    ActionStatus,
    InvitationStatus,
    MeetingStatus,
    MinutesStatus,
    SeatRequestStatus,
)
from tulga.meetings.models import ActionPoint, Invitation, Meeting, Minutes, SeatRequest
from tulga.meetings.policies import policy

if TYPE_CHECKING:
    from tulga.kit.actor import Actor


def has_begun(meeting: Meeting, actor: Actor) -> Decision:
    if meeting.held_on <= timezone.localdate():
        return ALLOW
    return deny(_("The meeting has not begun yet. If it was held earlier, correct its date first."))


def is_still_to_come(meeting: Meeting, actor: Actor) -> Decision:
    if meeting.held_on >= timezone.localdate():
        return ALLOW
    return deny(_("The day of this meeting has passed. If it was postponed, correct its date first."))


def invites_to_a_coming_meeting(invitation: Invitation, actor: Actor) -> Decision:
    """Whether the invitation may go out: to a body that still exists, for a day that is still to come."""
    decision = is_still_to_come(invitation.meeting, actor)
    return exists_then(invitation) if decision else decision


def exists_then(invitation: Invitation) -> Decision:
    agency, day = invitation.agency, invitation.meeting.held_on
    if agency.is_valid_on(day):
        return ALLOW
    if agency.successor:
        return deny(
            _(
                "%(agency)s does not exist on the day of the meeting. "
                "Withdraw it and invite its successor: %(successor)s."
            )
            % {"agency": agency, "successor": agency.successor}
        )
    return deny(_("%(agency)s does not exist on the day of the meeting. Withdraw it.") % {"agency": agency})


def agency_may_still_answer(invitation: Invitation, actor: Actor) -> Decision:
    """Until the day the secretariat set, and in no case once the meeting was held."""
    decision = answer_may_still_be_entered(invitation, actor)
    last = invitation.meeting.last_answer_on
    if decision and timezone.localdate() > last:
        return deny(
            _("Answers could be given and changed until %(day)s. Call the secretariat: it can still enter yours.")
            % {"day": date_format(last, "DATE_FORMAT")}
        )
    return decision


def answer_may_still_be_entered(invitation: Invitation, actor: Actor) -> Decision:
    meeting = invitation.meeting
    if meeting.status in (MeetingStatus.HELD, MeetingStatus.CLOSED) or timezone.localdate() > meeting.last_day:
        return deny(_("The meeting has been held, so the invitation cannot be answered any more."))
    return ALLOW


def its_day_has_come(meeting: Meeting) -> Decision:
    """People come on the day itself; who came can be corrected afterwards."""
    if timezone.localdate() < meeting.held_on:
        return deny(
            _("The meeting is on %(day)s. Who came is noted on the day.")
            % {"day": date_format(meeting.held_on, "DATE_FORMAT")}
        )
    return ALLOW


def is_not_withdrawn(request: SeatRequest, actor: Actor) -> Decision:
    if request.invitation.status in OPEN_TO_ANSWERS:
        return answer_may_still_be_entered(request.invitation, actor)
    return deny(_("The invitation was withdrawn, so there are no seats to give."))


def every_delegation_had_its_time(minutes: Minutes, actor: Actor) -> Decision:
    """Closed when all have answered, or when the period is over: silence until then is consent, and is said to be."""
    if minutes.confirm_by is not None and minutes.confirm_by < timezone.localdate():
        return ALLOW
    answered = minutes.latest().confirmations.values("agency")
    if not minutes.meeting.participations.exclude(agency__in=answered).exists():
        return ALLOW
    return deny(_("Delegations still have time to answer. Close the minutes when all have, or after the day set."))


# fmt: off
life = Workflow[Meeting](
    name="meeting", title=gettext_lazy("Meeting"), states=MeetingStatus, policy=policy, record=record, table=[
    Transition(name="invite", label=gettext_lazy("Send the invitations"), source=(MeetingStatus.PREPARATION,),
               target=MeetingStatus.INVITED, action=Action.SEND, guard=is_still_to_come),
    Transition(name="hold", label=gettext_lazy("The meeting was held"),
               source=(MeetingStatus.PREPARATION, MeetingStatus.INVITED), target=MeetingStatus.HELD,
               action=Action.HOLD, guard=has_begun),
    Transition(name="close", label=gettext_lazy("Close the meeting"), source=(MeetingStatus.HELD,),
               target=MeetingStatus.CLOSED, action=Action.CLOSE),
    Transition(name="reopen", label=gettext_lazy("Open the meeting again"), source=(MeetingStatus.CLOSED,),
               target=MeetingStatus.HELD, action=Action.REOPEN, needs_reason=True),
])

asking = Workflow[Invitation](
    name="invitation", title=gettext_lazy("Invitation to a meeting"), states=InvitationStatus, policy=policy,
    record=record, table=[
    Transition(name="send", label=gettext_lazy("Send"), source=(InvitationStatus.PREPARED,),
               target=InvitationStatus.SENT, action=Action.SEND, guard=invites_to_a_coming_meeting,
               effects=(notices.of_the_invitation,)),
    Transition(name="accept", label=gettext_lazy("Accept"), source=OPEN_TO_ANSWERS, target=InvitationStatus.ACCEPTED,
               action=Action.ACCEPT, guard=agency_may_still_answer),
    Transition(name="decline", label=gettext_lazy("Decline"), source=OPEN_TO_ANSWERS,
               target=InvitationStatus.DECLINED, action=Action.DECLINE, guard=agency_may_still_answer,
               needs_reason=True, effects=(notices.of_the_refusal,)),
    Transition(name="enter_acceptance", label=gettext_lazy("Enter that the agency accepts"), source=OPEN_TO_ANSWERS,
               target=InvitationStatus.ACCEPTED, action=Action.ENTER_ACCEPTANCE, guard=answer_may_still_be_entered,
               effects=(notices.of_an_answer_on_paper,)),
    Transition(name="enter_refusal", label=gettext_lazy("Enter that the agency declines"), source=OPEN_TO_ANSWERS,
               target=InvitationStatus.DECLINED, action=Action.ENTER_REFUSAL, guard=answer_may_still_be_entered,
               needs_reason=True, effects=(notices.of_an_answer_on_paper,)),
    Transition(name="withdraw", label=gettext_lazy("Withdraw the invitation"),
               source=(InvitationStatus.PREPARED, *OPEN_TO_ANSWERS), target=InvitationStatus.WITHDRAWN,
               action=Action.WITHDRAW_INVITATION, needs_reason=True, effects=(notices.of_the_withdrawal,)),
    Transition(name="invite_again", label=gettext_lazy("Put on the list again"),
               source=(InvitationStatus.WITHDRAWN,), target=InvitationStatus.PREPARED, action=Action.INVITE_AGAIN),
])

more_seats = Workflow[SeatRequest](
    name="seat_request", title=gettext_lazy("Request for seats"), states=SeatRequestStatus, policy=policy,
    record=record, table=[
    Transition(name="grant", label=gettext_lazy("Grant"), source=(SeatRequestStatus.ASKED,),
               target=SeatRequestStatus.GRANTED, action=Action.GRANT_SEATS, guard=is_not_withdrawn),
    Transition(name="refuse", label=gettext_lazy("Refuse"), source=(SeatRequestStatus.ASKED,),
               target=SeatRequestStatus.REFUSED, action=Action.REFUSE_SEATS, needs_reason=True),
])

keeping = Workflow[Minutes](
    name="minutes", title=gettext_lazy("Minutes"), states=MinutesStatus, policy=policy, record=record, table=[
    Transition(name="circulate", label=gettext_lazy("Send to the delegations"), source=(MinutesStatus.DRAFT,),
               target=MinutesStatus.CIRCULATED, action=Action.CIRCULATE_MINUTES, effects=(notices.of_the_minutes,)),
    Transition(name="take_back", label=gettext_lazy("Take back for correction"), source=(MinutesStatus.CIRCULATED,),
               target=MinutesStatus.DRAFT, action=Action.TAKE_BACK_MINUTES, needs_reason=True),
    Transition(name="close", label=gettext_lazy("Close the minutes"), source=(MinutesStatus.CIRCULATED,),
               target=MinutesStatus.CLOSED, action=Action.CLOSE_MINUTES, guard=every_delegation_had_its_time),
])

to_do = Workflow[ActionPoint](
    name="action_point", title=gettext_lazy("Action"), states=ActionStatus, policy=policy, record=record, table=[
    Transition(name="finish", label=gettext_lazy("Report done"), source=(ActionStatus.OPEN,),
               target=ActionStatus.DONE, action=Action.FINISH_ACTION, needs_reason=True),
    Transition(name="drop", label=gettext_lazy("Drop"), source=(ActionStatus.OPEN,), target=ActionStatus.DROPPED,
               action=Action.DROP_ACTION, needs_reason=True),
])
# fmt: on
