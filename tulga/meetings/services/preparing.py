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
from tulga.meetings.choices import OPEN_TO_ANSWERS, Action, Capacity, InvitationStatus, MeetingStatus
from tulga.meetings.models import Invitation, Meeting, Participation, WorkingSession
from tulga.meetings.policies import policy
from tulga.meetings.services.inviting import successor_on, usual_language
from tulga.meetings.workflow import life
from tulga.places.models import Place
from tulga.recommendations.models import CircleMember, DraftingCircle
from tulga.recommendations.services.drafting import open_circle

# What a meeting takes over from the one before, and what of it the invited must hear of when it changes.
KEPT_WORDS = (
    *("title", "place", "venue", "purpose", "project", "languages", "begins_at", "ends_at", "seats_total"),
    *("reminder_days", "signatory", "contact", "is_public"),
)
WHEN_AND_WHERE = {"held_on", "ends_on", "begins_at", "ends_at", "place", "venue"}
USUAL_SEATS = 2
FARTHEST_REMINDER = 60


class MeetingContent(TypedDict, total=False):
    code: str
    title: I18nText
    held_on: dt.date
    ends_on: dt.date | None
    place: Place | None
    venue: I18nText
    purpose: I18nText
    project: I18nText
    begins_at: dt.time | None
    ends_at: dt.time | None
    languages: list[str]
    seats_total: int | None
    answer_by: dt.date | None
    answers_close_on: dt.date | None
    reminder_days: list[int]
    signatory: I18nText
    contact: I18nText
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
    record(actor=actor, verb=Action.CREATE, target=meeting, after=meeting)
    return meeting


@transaction.atomic
def copy_meeting(
    *,
    before: Meeting,
    with_sessions: bool,
    actor: Actor,
    **content: Unpack[MeetingContent],
) -> tuple[Meeting, list[Agency]]:
    """The next meeting, begun from this one: its words, those invited or there, and its sessions with their people.

    Invitations are put on the list, not sent. The agencies that exist no more and have no successor come back too.
    """
    policy.require(actor, Action.COPY, before)
    kept: dict[str, Any] = {name: getattr(before, name) for name in KEPT_WORDS}
    meeting = Meeting(previous=before, is_illustrative=before.is_illustrative, **kept)
    _set(meeting, content)
    _require_sound(meeting)
    set_keys(meeting)
    meeting.save()
    lost = _invite_whoever_was_invited(before, meeting)
    if with_sessions:
        _open_the_same_sessions(before, meeting, actor)
    record(actor=actor, verb=Action.COPY, target=meeting, before=before.code, after=meeting.code)
    return meeting, lost


def _invite_whoever_was_invited(source: Meeting, meeting: Meeting) -> list[Agency]:
    """Each agency under the name it has on the day of the meeting, with the seats it had."""
    seats = {each.agency: each.seats for each in source.invitations.select_related("agency")}
    languages_of = {each.agency_id: each.language for each in source.invitations.all()}
    for participation in source.participations.select_related("agency"):
        seats.setdefault(participation.agency, USUAL_SEATS)
    answer_by = meeting.answer_by or meeting.held_on - dt.timedelta(days=1)
    invited: dict[int, Invitation] = {}
    lost = []
    for agency, number in seats.items():
        living = successor_on(agency, meeting.held_on)
        if living is None:
            lost.append(agency)
        elif living.pk not in invited:  # two may have become one
            language = languages_of.get(agency.pk) or usual_language(living)
            invited[living.pk] = Invitation(
                meeting=meeting,
                agency=living,
                seats=number,
                answer_by=answer_by,
                language=language,
                is_illustrative=meeting.is_illustrative,
            )
    Invitation.objects.bulk_create(invited.values())
    return lost


def _open_the_same_sessions(source: Meeting, meeting: Meeting, actor: Actor) -> None:
    """With those of their people who can still sign in."""
    for session in source.sessions.select_related("circle"):
        sitting = session.circle.members.filter(valid_to=None, user__is_active=True).select_related("user")
        open_session(
            meeting=meeting,
            number=session.number,
            title=session.title,
            language=session.language,
            members=[each.user for each in sitting],
            scribe=next((each.user for each in sitting if each.is_scribe), None),
            is_illustrative=meeting.is_illustrative,
            actor=actor,
        )


@transaction.atomic
def hold_meeting(*, meeting: Meeting, actor: Actor) -> Meeting:
    """The meeting was held. Where nobody noted who came, whoever accepted is entered as having taken part."""
    life.apply(meeting, "hold", actor)
    if meeting.attendances.exists():
        return meeting
    there = set(meeting.participations.values_list("agency_id", flat=True))
    accepted = meeting.invitations.filter(status=InvitationStatus.ACCEPTED).exclude(agency__in=there)
    Participation.objects.bulk_create(
        [
            Participation(meeting=meeting, agency_id=agency_id, is_illustrative=meeting.is_illustrative)
            for agency_id in accepted.values_list("agency_id", flat=True)
        ]
    )
    return meeting


@transaction.atomic
def close_meeting(*, meeting: Meeting, actor: Actor) -> Meeting:
    return life.apply(meeting, "close", actor)


@transaction.atomic
def reopen_meeting(*, meeting: Meeting, reason: str, actor: Actor) -> Meeting:
    return life.apply(meeting, "reopen", actor, reason=reason)


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
    if meeting.status == MeetingStatus.INVITED and WHEN_AND_WHERE & set(changed):
        sent = meeting.invitations.filter(status__in=OPEN_TO_ANSWERS)
        notices.of_the_change(meeting, actor, sent)
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
    record(actor=actor, verb=Action.ADD_PARTICIPATION, target=meeting, after=participation)
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
def edit_session(
    *, session: WorkingSession, title: I18nText, language: str, expected_version: int, actor: Actor
) -> WorkingSession:
    """Call the session otherwise, or let it speak the other language. Its circle goes by the same name."""
    policy.require(actor, Action.EDIT_SESSION, session)
    if language not in languages():
        raise RuleBroken(_("Choose one of the languages offered."), field="language")
    before = WorkingSession.objects.get(pk=session.pk)
    session.title, session.language = title, language
    save_edit(session, expected_version=expected_version, fields=["title", "language"])
    DraftingCircle.objects.filter(pk=session.circle_id).update(title=title)
    changed = changed_fields(before, session, ["title", "language"])
    record(
        actor=actor,
        verb=Action.EDIT_SESSION,
        target=session,
        before=in_words(before, changed),
        after=in_words(session, changed),
    )
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
    _require_sound_hours(meeting)
    _require_sound_answering(meeting)


def _require_sound_hours(meeting: Meeting) -> None:
    if meeting.ends_at and not meeting.begins_at:
        raise RuleBroken(_("Say when it begins, too."), field="begins_at")
    is_one_day = meeting.last_day == meeting.held_on
    if is_one_day and meeting.begins_at and meeting.ends_at and meeting.ends_at <= meeting.begins_at:
        raise RuleBroken(_("The meeting cannot end before it begins."), field="ends_at")


def _require_sound_answering(meeting: Meeting) -> None:
    if meeting.answer_by and meeting.answer_by > meeting.held_on:
        raise RuleBroken(_("Answers are needed before the meeting: choose an earlier day."), field="answer_by")
    if meeting.answers_close_on:
        if meeting.answers_close_on > meeting.held_on:
            raise RuleBroken(_("Answers cannot be changed after the meeting begins."), field="answers_close_on")
        if meeting.answer_by and meeting.answers_close_on < meeting.answer_by:
            raise RuleBroken(
                _("Answers must be possible until the day they are due: choose that day or a later one."),
                field="answers_close_on",
            )
    if any(not 0 <= day <= FARTHEST_REMINDER for day in meeting.reminder_days):
        raise RuleBroken(
            _("Remind between 0 and %(days)s days before the answer is due.") % {"days": FARTHEST_REMINDER},
            field="reminder_days",
        )


def _names(session: WorkingSession) -> str:
    """Who sits in it, by name: the audit trail is read long after the rows changed."""
    members = session.circle.members.filter(valid_to=None).select_related("user").order_by("user__full_name")
    return ", ".join(str(each.user) for each in members)


def _set(thing: Meeting, content: Mapping[str, Any]) -> None:
    for name, value in content.items():
        setattr(thing, name, value)
