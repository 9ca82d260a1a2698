"""Who is told of what, in words. An e-mail says only that something waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from tulga.accounts.choices import Role
from tulga.accounts.recipients import answerers_of, holders_of
from tulga.kit.workflow import tells
from tulga.meetings.choices import InvitationStatus
from tulga.meetings.models import Invitation, WorkingSession
from tulga.notices.services import tell
from tulga.recommendations.models import CircleMember

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.utils.functional import _StrPromise

    from tulga.agencies.models import Agency
    from tulga.kit.actor import Actor
    from tulga.meetings.models import ActionPoint, Meeting, Minutes, SeatRequest


@tells(_("its members"))
def of_the_session(session: WorkingSession, actor: Actor) -> None:
    """A working session is opened."""
    tell(
        about=session,
        people=CircleMember.objects.filter(circle=session.circle_id).values_list("user", flat=True),
        kind="meetings.session_opened",
        words=_("You sit in a working session: “%(title)s”"),
        title=session.title,
        actor=actor,
    )


# --- To the invited agency: its focal points, alternates and head ------------------------------------------------
@tells(_("the agency's focal points and head"))
def of_the_invitation(invitation: Invitation, actor: Actor) -> None:
    """An agency is invited to a meeting."""
    words = _("Your agency is invited: “%(meeting)s”. Answer the invitation.")
    _tell_the_agency(invitation, actor, "invited", words, turn=invitation.sent_on)


@tells(_("the agency's focal points and head"))
def of_the_reminder(invitation: Invitation, actor: Actor, *, days: int) -> int:
    """The answer is still missing so many days before it is due. Safe to repeat: nobody is told twice of one day."""
    words = _("The invitation to “%(meeting)s” waits for your agency's answer.")
    turn = f"{invitation.sent_on} {invitation.answer_by} {days}"
    return _tell_the_agency(invitation, actor, "remind_invited", words, turn=turn)


@tells(_("the agency's focal points and head"))
def of_an_answer_on_paper(invitation: Invitation, actor: Actor) -> None:
    """The agency reads what was entered in its name, and can say that it never wrote so."""
    words = _("An answer of your agency to “%(meeting)s” was entered. Look whether it is right.")
    _tell_the_agency(invitation, actor, "answer_entered", words, turn=invitation.version)


@tells(_("the agency's focal points and head"))
def of_the_changed_answer(invitation: Invitation, actor: Actor) -> None:
    """One of the agency's people answered anew: the others hear of it."""
    words = _("Your agency's answer to “%(meeting)s” was changed.")
    _tell_the_agency(invitation, actor, "answer_changed", words, turn=invitation.version)


@tells(_("the agency's focal points and head"))
def of_the_withdrawal(invitation: Invitation, actor: Actor) -> None:
    """What was never sent is withdrawn in silence: nobody of the agency sees it."""
    words = _("The invitation to “%(meeting)s” was withdrawn.")
    _tell_the_agency(invitation, actor, "invitation_withdrawn", words, turn=invitation.version)


@tells(_("the agency's focal points and head"))
def of_the_seats(request: SeatRequest, actor: Actor) -> None:
    """The secretariat granted or refused more seats."""
    words = _("The secretariat answered your request for seats at “%(meeting)s”.")
    _tell_the_agency(request.invitation, actor, "seats_decided", words, turn=request.pk)


@tells(_("the focal points and heads of those invited, unless they declined"))
def of_the_change(meeting: Meeting, actor: Actor, invitations: Iterable[Invitation]) -> None:
    """Day, hour or place moved after agencies were invited: those who were asked and did not decline."""
    tell(
        about=meeting,
        people=answerers_of(each.agency_id for each in invitations if each.status != InvitationStatus.DECLINED),
        kind="meetings.moved",
        words=_("Day, hour or place of “%(meeting)s” changed."),
        meeting=meeting.title,
        turn=meeting.version,
        actor=actor,
    )


# --- To the secretariat ------------------------------------------------------------------------------------------
@tells(_("the secretariat"))
def of_the_request(request: SeatRequest, actor: Actor) -> None:
    """An agency asks for more seats."""
    words = _("%(agency)s asks for more seats at “%(meeting)s”.")
    _tell(request.invitation, actor, "seats_asked", words, people=holders_of(Role.SECRETARIAT), turn=request.pk)


@tells(_("the secretariat"))
def of_the_refusal(invitation: Invitation, actor: Actor) -> None:
    """An agency declines the invitation."""
    words = _("%(agency)s declines the invitation to “%(meeting)s”.")
    _tell(invitation, actor, "declined", words, people=holders_of(Role.SECRETARIAT), turn=invitation.version)


def _tell_the_agency(invitation: Invitation, actor: Actor, kind: str, words: _StrPromise, *, turn: object) -> int:
    return _tell(invitation, actor, kind, words, people=answerers_of([invitation.agency_id]), turn=turn)


def _tell(
    invitation: Invitation, actor: Actor, kind: str, words: _StrPromise, *, people: list[int], turn: object
) -> int:
    return tell(
        about=invitation,
        people=people,
        kind=f"meetings.{kind}",
        words=words,
        agency=invitation.agency.name,
        meeting=invitation.meeting.title,
        turn=turn,
        actor=actor,
    )


# --- Of what came of the meeting -----------------------------------------------------------------------------------
@tells(_("who answers for the agencies that took part"))
def of_the_minutes(minutes: Minutes, actor: Actor) -> None:
    """The minutes are with the delegations."""
    tell(
        about=minutes,
        people=answerers_of(minutes.meeting.participations.values_list("agency", flat=True)),
        kind="meetings.minutes",
        words=_("The minutes of “%(meeting)s” wait for your agency's answer."),
        meeting=minutes.meeting.title,
        turn=f"{minutes.latest().number} {minutes.version}",
        actor=actor,
    )


@tells(_("the secretariat"))
def of_the_reservation(minutes: Minutes, actor: Actor, *, agency: Agency) -> None:
    """A delegation has a reservation about the minutes."""
    tell(
        about=minutes,
        people=holders_of(Role.SECRETARIAT),
        kind="meetings.reservation",
        words=_("%(agency)s has a reservation about the minutes of “%(meeting)s”."),
        agency=agency.name,
        meeting=minutes.meeting.title,
        turn=f"{minutes.latest().number} {agency.pk}",
        actor=actor,
    )


@tells(_("the agency's focal points and head"))
def of_the_action(point: ActionPoint, actor: Actor) -> None:
    """A meeting gives an agency something to do."""
    tell(
        about=point,
        people=answerers_of([point.agency_id]),
        kind="meetings.action",
        words=_("“%(meeting)s” gave your agency something to do."),
        meeting=point.meeting.title,
        actor=actor,
    )
