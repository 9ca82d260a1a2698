"""What happens at a meeting: its agenda, what earlier meetings left open, and who came."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tulga.agencies.models import Agency
from tulga.audit.services import record
from tulga.kit.actor import Actor
from tulga.kit.errors import NotAllowed, RuleBroken
from tulga.kit.i18n import I18nText
from tulga.kit.versions import save_edit
from tulga.meetings.choices import Action, MeetingStatus
from tulga.meetings.models import (
    AgendaItem,
    Attendance,
    CarriedItem,
    Delegate,
    Meeting,
    Participation,
    WorkingSession,
)
from tulga.meetings.policies import policy
from tulga.meetings.services.answering import Named
from tulga.meetings.workflow import its_day_has_come
from tulga.recommendations.choices import Status
from tulga.recommendations.models import Commitment, Recommendation
from tulga.recommendations.querysets import written_in_circles


class AgendaContent(TypedDict, total=False):
    day: dt.date
    begins_at: dt.time | None
    ends_at: dt.time | None
    title: I18nText
    speaker: str
    session: WorkingSession | None


@transaction.atomic
def add_agenda_item(*, meeting: Meeting, actor: Actor, **content: Unpack[AgendaContent]) -> AgendaItem:
    policy.require(actor, Action.CHANGE_AGENDA, meeting)
    item = AgendaItem(meeting=meeting, **content)
    _require_sound(item)
    item.save()
    record(actor=actor, verb=Action.CHANGE_AGENDA, target=meeting, after=item)
    return item


@transaction.atomic
def edit_agenda_item(
    *, item: AgendaItem, expected_version: int, actor: Actor, **content: Unpack[AgendaContent]
) -> AgendaItem:
    policy.require(actor, Action.CHANGE_AGENDA, item.meeting)
    before = AgendaItem.objects.get(pk=item.pk)
    for name, value in content.items():
        setattr(item, name, value)
    _require_sound(item)
    save_edit(item, expected_version=expected_version, fields=list(content))
    record(actor=actor, verb=Action.CHANGE_AGENDA, target=item.meeting, before=before, after=item)
    return item


@transaction.atomic
def remove_agenda_item(*, item: AgendaItem, actor: Actor) -> Meeting:
    policy.require(actor, Action.CHANGE_AGENDA, item.meeting)
    meeting, words = _still_open(item.meeting), str(item)
    AgendaItem.objects.filter(pk=item.pk).delete()
    record(actor=actor, verb=Action.CHANGE_AGENDA, target=meeting, before=words)
    return meeting


def _require_sound(item: AgendaItem) -> None:
    meeting = _still_open(item.meeting)
    if not meeting.held_on <= item.day <= meeting.last_day:
        first, last = date_format(meeting.held_on, "DATE_FORMAT"), date_format(meeting.last_day, "DATE_FORMAT")
        said = first if first == last else f"{first} – {last}"
        raise RuleBroken(_("The meeting is on %(days)s. Choose one of its days.") % {"days": said}, field="day")
    if item.ends_at and not item.begins_at:
        raise RuleBroken(_("Say when it begins, too."), field="begins_at")
    if item.ends_at and item.begins_at and item.ends_at <= item.begins_at:
        raise RuleBroken(_("It ends before it begins. Correct one of the hours."), field="ends_at")
    if item.session and item.session.meeting_id != meeting.pk:
        raise RuleBroken(_("This working session belongs to another meeting."), field="session")


def _still_open(meeting: Meeting) -> Meeting:
    """As it is now and stays until this act is done: since the page was shown, somebody may have closed it."""
    locked = Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
    if locked.status == MeetingStatus.CLOSED:
        raise NotAllowed(_("This meeting is closed. Open it again first, with a reason."))
    return locked


# --- What earlier meetings left open -------------------------------------------------------------------------------
@transaction.atomic
def carry_over(*, meeting: Meeting, actor: Actor) -> int:
    """Put deferred recommendations and open duties on the agenda, and take off what was settled. How many are new.

    Safe to repeat. Once the meeting was held its list stays as it was that day.
    """
    policy.require(actor, Action.CARRY_OVER, meeting)
    meeting = Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
    if meeting.status in (MeetingStatus.HELD, MeetingStatus.CLOSED):
        raise NotAllowed(_("The meeting was held: its agenda stays as it was."))
    sessions = WorkingSession.objects.filter(meeting__held_on__lt=meeting.held_on)
    is_earlier = written_in_circles(sessions.values("circle"))
    deferred = set(Recommendation.objects.filter(is_earlier, status=Status.DEFERRED).values_list("pk", flat=True))
    earlier = Recommendation.objects.filter(is_earlier, in_force_on__isnull=False).values("pk")
    duties = set(Commitment.objects.open().filter(recommendation__in=earlier).values_list("pk", flat=True))
    there = meeting.carried.all()
    settled = there.exclude(recommendation__in=deferred).exclude(commitment__in=duties)
    taken_off, _rows = settled.delete()
    deferred -= set(there.values_list("recommendation", flat=True))
    duties -= set(there.values_list("commitment", flat=True))
    today = timezone.localdate()
    CarriedItem.objects.bulk_create(
        [CarriedItem(meeting=meeting, recommendation_id=each, carried_on=today) for each in sorted(deferred)]
        + [CarriedItem(meeting=meeting, commitment_id=each, carried_on=today) for each in sorted(duties)]
    )
    added = len(deferred) + len(duties)
    if added or taken_off:
        taken = str(-taken_off) if taken_off else ""
        record(actor=actor, verb=Action.CARRY_OVER, target=meeting, before=taken, after=f"+{added}")
    return added


def carry_over_to_coming(*, today: dt.date, actor: Actor) -> int:
    """Last year's open things are on the agenda of every meeting to come, without anybody thinking of it."""
    coming = Meeting.objects.filter(
        held_on__gte=today, status__in=[MeetingStatus.PREPARATION, MeetingStatus.INVITED]
    ).order_by("pk")
    return sum(carry_over(meeting=each, actor=actor) for each in coming)


# --- Who came ------------------------------------------------------------------------------------------------------
@transaction.atomic
def note_delegates(*, meeting: Meeting, delegates: Iterable[Delegate], actor: Actor) -> int:
    """Named people came. Two at the door may tick the same name: it is noted once. How many are new."""
    policy.require(actor, Action.NOTE_ATTENDANCE, meeting)
    meeting = _on_its_day(meeting)
    came = [
        Attendance(
            meeting=meeting,
            agency_id=each.answer.invitation.agency_id,
            delegate=each,
            full_name=each.full_name,
            office=each.office,
            name_key=each.name_key,
            noted_by_id=actor.user_id,
        )
        for each in delegates
    ]
    return _note(meeting, came, actor)


@transaction.atomic
def note_guest(*, meeting: Meeting, agency: Agency, full_name: str, office: str, actor: Actor) -> int:
    """Somebody came whom no delegation named."""
    policy.require(actor, Action.NOTE_ATTENDANCE, meeting)
    meeting = _on_its_day(meeting)
    guest = Attendance(
        meeting=meeting,
        agency=agency,
        full_name=full_name,
        office=office,
        name_key=Named.key_of(full_name),
        noted_by_id=actor.user_id,
    )
    if meeting.attendances.filter(agency=agency, name_key=guest.name_key).exists():
        raise RuleBroken(_("Somebody of this name is noted for this agency already."), field="full_name")
    return _note(meeting, [guest], actor)


@transaction.atomic
def take_back_attendance(*, attendance: Attendance, actor: Actor) -> Meeting:
    """It was noted by mistake. The agency's participation goes with its last person, unless the source names it."""
    agency = attendance.agency
    policy.require(actor, Action.TAKE_BACK_ATTENDANCE, attendance.meeting)
    meeting = _on_its_day(attendance.meeting)
    Attendance.objects.filter(pk=attendance.pk).delete()
    if not meeting.attendances.filter(agency=agency).exists():
        meeting.participations.filter(agency=agency, named_as="", capacity="participant").delete()
    record(actor=actor, verb=Action.TAKE_BACK_ATTENDANCE, target=meeting, before=agency)
    return meeting


def _note(meeting: Meeting, came: list[Attendance], actor: Actor) -> int:
    known = set(meeting.attendances.values_list("agency", "name_key"))
    new = [each for each in came if (each.agency_id, each.name_key) not in known]
    Attendance.objects.bulk_create(new)
    bodies = {each.agency_id for each in new} - set(meeting.participations.values_list("agency", flat=True))
    Participation.objects.bulk_create([Participation(meeting=meeting, agency_id=each) for each in sorted(bodies)])
    if new:
        # The bodies by their codes: whoever reads the history reads no names.
        codes = Agency.objects.filter(pk__in={each.agency_id for each in new}).values_list("code", flat=True)
        record(actor=actor, verb=Action.NOTE_ATTENDANCE, target=meeting, after=", ".join(sorted(codes)))
    return len(new)


def _on_its_day(meeting: Meeting) -> Meeting:
    """Still open, and held: two at the door go one after the other."""
    locked = _still_open(meeting)
    if not (decision := its_day_has_come(locked)):
        raise NotAllowed(decision.reason)
    return locked
