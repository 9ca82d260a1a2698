from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tulga.accounts.models import User
from tulga.agencies.models import Agency
from tulga.audit.services import record
from tulga.kit.actor import Actor
from tulga.kit.changes import changed_fields, in_words
from tulga.kit.errors import RuleBroken
from tulga.kit.i18n import I18nText, languages
from tulga.kit.search import search_key
from tulga.kit.versions import save_edit
from tulga.meetings import notices
from tulga.meetings.choices import Action, Capacity
from tulga.meetings.models import Meeting, Participation, WorkingSession
from tulga.meetings.policies import policy
from tulga.places.models import Place
from tulga.recommendations.models import CircleMember
from tulga.recommendations.services.drafting import open_circle


class MeetingContent(TypedDict, total=False):
    code: str
    title: I18nText
    held_on: dt.date
    ends_on: dt.date | None
    place: Place | None
    venue: I18nText
    purpose: I18nText
    project: I18nText
    source: str
    is_public: bool
    is_illustrative: bool


@transaction.atomic
def create_meeting(*, actor: Actor, **content: Unpack[MeetingContent]) -> Meeting:
    policy.require(actor, Action.CREATE)
    meeting = Meeting(**content)
    _require_sound(meeting)
    set_keys(meeting)
    meeting.save()
    record(actor=actor, verb=Action.CREATE, target=meeting, after=str(meeting))
    return meeting


@transaction.atomic
def edit_meeting(
    *, meeting: Meeting, expected_version: int, actor: Actor, **content: Unpack[MeetingContent]
) -> Meeting:
    policy.require(actor, Action.EDIT, meeting)
    before = Meeting.objects.get(pk=meeting.pk)
    _set(meeting, content)
    _require_sound(meeting)
    set_keys(meeting)
    save_edit(meeting, expected_version=expected_version, fields=[*content, "search_key"])
    changed = changed_fields(before, meeting, content)
    record(
        actor=actor,
        verb=Action.EDIT,
        target=meeting,
        before=in_words(before, changed),
        after=in_words(meeting, changed),
    )
    return meeting


@transaction.atomic
def add_participation(
    *,
    meeting: Meeting,
    agency: Agency,
    actor: Actor,
    capacity: str = Capacity.PARTICIPANT,
    named_as: str = "",
    is_illustrative: bool = False,
) -> Participation:
    """Enter one body that took part, under the name its source gives it."""
    policy.require(actor, Action.ADD_PARTICIPATION, meeting)
    if meeting.participations.filter(agency=agency).exists():
        raise RuleBroken(_("%(agency)s is already among those who took part.") % {"agency": agency}, field="agencies")
    participation = Participation.objects.create(
        meeting=meeting, agency=agency, capacity=capacity, named_as=named_as, is_illustrative=is_illustrative
    )
    record(actor=actor, verb=Action.ADD_PARTICIPATION, target=meeting, after=str(participation))
    return participation


@transaction.atomic
def add_participations(
    *,
    meeting: Meeting,
    agencies: Iterable[Agency],
    actor: Actor,
    capacity: str = Capacity.PARTICIPANT,
    named_as: str = "",
    is_illustrative: bool = False,
) -> list[Participation]:
    """Enter several bodies that took part in the same capacity: all or none."""
    agencies = list(agencies)
    if named_as and len(agencies) > 1:
        raise RuleBroken(_("The name of the source belongs to one body: choose one."), field="named_as")
    return [
        add_participation(
            meeting=meeting,
            agency=each,
            actor=actor,
            capacity=capacity,
            named_as=named_as,
            is_illustrative=is_illustrative,
        )
        for each in agencies
    ]


@transaction.atomic
def open_session(
    *,
    meeting: Meeting,
    number: int,
    title: I18nText,
    language: str,
    members: Iterable[User],
    actor: Actor,
    scribe: User | None = None,
    is_illustrative: bool = False,
) -> WorkingSession:
    """A new working session: from today its people draft together in a circle of their own."""
    policy.require(actor, Action.OPEN_SESSION, meeting)
    if meeting.sessions.filter(number=number).exists():
        raise RuleBroken(_("This meeting already has a session with this number."), field="number")
    if language not in languages():
        raise RuleBroken(_("Choose one of the languages offered."), field="language")
    circle = open_circle(
        title=title,
        members=[each.pk for each in members],
        scribe=scribe.pk if scribe else None,
        valid_from=timezone.localdate(),
        round_code=meeting.code,
    )
    session = WorkingSession.objects.create(
        meeting=meeting, number=number, title=title, circle=circle, language=language, is_illustrative=is_illustrative
    )
    record(actor=actor, verb=Action.OPEN_SESSION, target=session, after=_names(session))
    notices.of_the_session(session, actor)
    return session


@transaction.atomic
def set_members(
    *,
    session: WorkingSession,
    members: Iterable[User],
    expected_version: int,
    actor: Actor,
    scribe: User | None = None,
) -> WorkingSession:
    """Say who sits in the session from today. Whoever leaves stops reading its drafts; that they sat there stays."""
    policy.require(actor, Action.CHANGE_MEMBERS, session)
    before, today = _names(session), timezone.localdate()
    save_edit(session, expected_version=expected_version, fields=[])
    wanted = {each.pk for each in members} | ({scribe.pk} if scribe else set())
    rows = session.circle.members
    present = rows.filter(valid_to=None)
    present.exclude(user_id__in=wanted).update(valid_to=today - dt.timedelta(days=1), is_scribe=False)
    for user_id in wanted - set(present.values_list("user_id", flat=True)):
        CircleMember.objects.update_or_create(
            circle=session.circle, user_id=user_id, defaults={"valid_from": today, "valid_to": None}
        )
    rows.filter(valid_to=None).update(is_scribe=False)
    if scribe:
        rows.filter(user=scribe).update(is_scribe=True)
    record(actor=actor, verb=Action.CHANGE_MEMBERS, target=session, before=before, after=_names(session))
    return session


def set_keys(meeting: Meeting) -> None:
    place = meeting.place.name if meeting.place else {}
    meeting.search_key = search_key(meeting.code, meeting.title, meeting.purpose, meeting.venue, names=[place])


def _require_sound(meeting: Meeting) -> None:
    if meeting.code == "new":
        raise RuleBroken(_("Choose another code: this one is part of an address."), field="code")
    if Meeting.objects.filter(code=meeting.code).exclude(pk=meeting.pk).exists():
        raise RuleBroken(_("Another meeting has this code."), field="code")
    if meeting.ends_on and meeting.ends_on < meeting.held_on:
        raise RuleBroken(_("The last day cannot be before the first."), field="ends_on")


def _names(session: WorkingSession) -> str:
    """Who sits in it, by name: the audit trail is read long after the rows changed."""
    members = session.circle.members.filter(valid_to=None).select_related("user").order_by("user__full_name")
    return ", ".join(str(each.user) for each in members)


def _set(thing: Meeting, content: Mapping[str, Any]) -> None:
    for name, value in content.items():
        setattr(thing, name, value)
