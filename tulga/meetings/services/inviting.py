"""Who is asked to a meeting, with how many seats, and reminded until the answer is there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TypedDict, Unpack

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tulga.agencies.choices import AgencyKind
from tulga.agencies.models import Agency
from tulga.audit.services import record
from tulga.kit.actor import Actor
from tulga.kit.changes import changed_fields, in_words
from tulga.kit.errors import RuleBroken
from tulga.kit.i18n import languages
from tulga.kit.versions import save_edit
from tulga.meetings import notices
from tulga.meetings.choices import Action, InvitationStatus, MeetingStatus
from tulga.meetings.models import Invitation, Meeting, SeatRequest
from tulga.meetings.policies import policy
from tulga.meetings.workflow import asking, exists_then, life, more_seats

MOST_SEATS = 60
READ_ENGLISH = (AgencyKind.INTERGOVERNMENTAL, AgencyKind.DONOR)


class InvitationContent(TypedDict, total=False):
    seats: int
    answer_by: dt.date
    language: str


@transaction.atomic
def invite_agencies(
    *,
    meeting: Meeting,
    agencies: Iterable[Agency],
    seats: int,
    answer_by: dt.date,
    actor: Actor,
    language: str = "",
    is_illustrative: bool = False,
) -> list[Invitation]:
    """Put agencies on the list of a meeting: all or none. Nothing is sent yet."""
    policy.require(actor, Action.INVITE, meeting)
    _require_open(meeting)
    found = [
        Invitation(
            meeting=meeting,
            agency=agency,
            seats=seats,
            answer_by=answer_by,
            language=language or usual_language(agency),
            is_illustrative=is_illustrative,
        )
        for agency in agencies
    ]
    # Locked, so that of two who add the same agency the second reads the sentence below.
    locked = Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
    invited = {each.agency_id: each for each in locked.invitations.all()}
    for each in found:
        _require_sound(each)
        decision = exists_then(each)
        if not decision:
            raise RuleBroken(decision.reason, field="agencies")
        if each.agency_id in invited:
            raise RuleBroken(
                _("%(agency)s is on the list already: %(status)s. Take the tick away, or open its invitation.")
                % {"agency": each.agency, "status": invited[each.agency_id].state.label},
                field="agencies",
            )
    Invitation.objects.bulk_create(found)
    for each in found:
        record(actor=actor, verb=Action.INVITE, target=each, after=str(each.seats))
    return found


@transaction.atomic
def change_invitation(
    *, invitation: Invitation, expected_version: int, actor: Actor, **content: Unpack[InvitationContent]
) -> Invitation:
    """Other seats, another day or the other language. Never fewer seats than people named."""
    policy.require(actor, Action.CHANGE_INVITATION, invitation)
    _require_open(invitation.meeting)
    _lock(invitation)
    before = Invitation.objects.get(pk=invitation.pk)
    for name, value in content.items():
        setattr(invitation, name, value)
    _require_sound(invitation)
    _require_seats_for_the_named(invitation)
    save_edit(invitation, expected_version=expected_version, fields=list(content))
    changed = changed_fields(before, invitation, content)
    record(
        actor=actor,
        verb=Action.CHANGE_INVITATION,
        target=invitation,
        before=in_words(before, changed),
        after=in_words(invitation, changed),
    )
    return invitation


@transaction.atomic
def send_invitations(*, meeting: Meeting, actor: Actor) -> list[Invitation]:
    """Send every invitation that is on the list and was not sent: the agencies' people are told."""
    policy.require(actor, Action.SEND, meeting)
    locked = Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
    _require_open(locked)
    waiting = locked.invitations.filter(status=InvitationStatus.PREPARED)
    prepared = list(waiting.select_related("agency__successor", "meeting").order_by("pk"))
    if not prepared:
        raise RuleBroken(_("Every invitation on the list has been sent. Put more agencies on it first."))
    today = timezone.localdate()
    for each in prepared:
        if each.answer_by < today:
            raise RuleBroken(
                _("%(agency)s is to answer by %(day)s, which has passed. Change its invitation first.")
                % {"agency": each.agency, "day": date_format(each.answer_by, "DATE_FORMAT")}
            )
        Invitation.objects.filter(pk=each.pk).update(sent_on=today)
        each.sent_on = today
        asking.apply(each, "send", actor)
    if locked.status == MeetingStatus.PREPARATION:
        life.apply(meeting, "invite", actor)
    return prepared


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, reason: str, actor: Actor) -> Invitation:
    _lock(invitation)
    return asking.apply(invitation, "withdraw", actor, reason=reason)


@transaction.atomic
def invite_again(*, invitation: Invitation, actor: Actor) -> Invitation:
    """A withdrawn invitation goes back on the list: it is sent with the next ones."""
    _require_open(invitation.meeting)
    return asking.apply(invitation, "invite_again", actor)


@transaction.atomic
def grant_seats(*, request: SeatRequest, granted: int, words: str, actor: Actor) -> SeatRequest:
    """As many seats in all as the secretariat says: as wanted, or fewer."""
    policy.require(actor, Action.GRANT_SEATS, request)
    invitation = _lock(request.invitation)
    if granted <= invitation.seats:
        raise RuleBroken(
            _("They have %(seats)s already. Grant more than that, or refuse.") % {"seats": invitation.seats},
            field="granted",
        )
    before = invitation.seats
    invitation.seats = granted
    _require_sound(invitation)
    save_edit(invitation, expected_version=invitation.version, fields=["seats"])
    SeatRequest.objects.open().filter(pk=request.pk).update(granted=granted, words=words)
    more_seats.apply(request, "grant", actor)
    record(
        actor=actor, verb=Action.GRANT_SEATS, target=invitation, before=str(before), after=str(granted), reason=words
    )
    notices.of_the_seats(request, actor)
    return request


@transaction.atomic
def refuse_seats(*, request: SeatRequest, words: str, actor: Actor) -> SeatRequest:
    policy.require(actor, Action.REFUSE_SEATS, request)
    _lock(request.invitation)
    SeatRequest.objects.open().filter(pk=request.pk).update(words=words)
    more_seats.apply(request, "refuse", actor, reason=words)
    notices.of_the_seats(request, actor)
    return request


def remind_invited(*, today: dt.date, actor: Actor) -> int:
    """Tell those who have not answered that a day of reminding has come. Safe to repeat; how many were told."""
    silent = Invitation.objects.visible_to(actor).filter(
        status=InvitationStatus.SENT, meeting__status=MeetingStatus.INVITED, meeting__held_on__gte=today
    )
    return sum(
        notices.of_the_reminder(each, actor, days=days)
        for each in silent.select_related("agency", "meeting").order_by("pk")
        if each.agency.is_valid_on(today) and (days := _day_of_reminding(each, today)) is not None
    )


def _day_of_reminding(invitation: Invitation, today: dt.date) -> int | None:
    """The latest day of reminding that has come since the invitation was sent: a clock that stood still skips some."""
    left = (invitation.answer_by - today).days
    sent_on = invitation.sent_on or today
    come = [
        days
        for days in invitation.meeting.reminder_days
        if left <= days and invitation.answer_by - dt.timedelta(days=days) > sent_on
    ]
    return min(come, default=None)


def usual_language(agency: Agency) -> str:
    """What the agency reads, until somebody says otherwise."""
    reads_english = agency.kind in READ_ENGLISH and "en" in languages()
    return "en" if reads_english else settings.DECIDING_LANGUAGE


def successor_on(agency: Agency, day: dt.date) -> Agency | None:
    """The agency itself, or the one that has its duties on the day."""
    seen: set[int] = set()
    while not agency.is_valid_on(day):
        seen.add(agency.pk)
        if agency.successor is None or agency.successor.pk in seen:
            return None
        agency = agency.successor
    return agency


def _lock(invitation: Invitation) -> Invitation:
    """The meeting first, then the invitation: everybody in this order, so that nobody waits in a circle."""
    Meeting.objects.select_for_update(no_key=True).get(pk=invitation.meeting_id)
    return Invitation.objects.select_for_update(no_key=True).get(pk=invitation.pk)


def _require_open(meeting: Meeting) -> None:
    if meeting.status in (MeetingStatus.HELD, MeetingStatus.CLOSED):
        raise RuleBroken(_("The meeting has been held. Invite to the next one instead."))


def _require_sound(invitation: Invitation) -> None:
    if not 1 <= invitation.seats <= MOST_SEATS:
        raise RuleBroken(_("Give between 1 and %(most)s seats.") % {"most": MOST_SEATS}, field="seats")
    if invitation.answer_by > invitation.meeting.held_on:
        raise RuleBroken(_("Answers are needed before the meeting: choose an earlier day."), field="answer_by")
    if invitation.language not in languages():
        raise RuleBroken(_("Choose one of the languages offered."), field="language")


def _require_seats_for_the_named(invitation: Invitation) -> None:
    answer = invitation.last_answer
    named = answer.delegates.seated().count() if answer and invitation.status == InvitationStatus.ACCEPTED else 0
    if named > invitation.seats:
        raise RuleBroken(
            _("They have named %(named)s people. Agree with them first; they change their answer, then you the seats.")
            % {"named": named},
            field="seats",
        )
