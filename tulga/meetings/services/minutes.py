"""The minutes in revisions, what the delegations say of them, and the actions that came out of the meeting."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tulga.agencies.models import Agency
from tulga.audit.services import record
from tulga.documents.paper import HERE, CameBy, Paper, enter_paper
from tulga.kit.actor import Actor
from tulga.kit.errors import NotAllowed, RuleBroken
from tulga.kit.i18n import I18nText, in_every_language
from tulga.kit.versions import save_edit
from tulga.meetings import notices
from tulga.meetings.choices import Action, MinutesStatus
from tulga.meetings.models import ActionPoint, Confirmation, Meeting, Minutes, MinutesRevision
from tulga.meetings.policies import policy
from tulga.meetings.workflow import keeping, to_do


@transaction.atomic
def begin_minutes(*, meeting: Meeting, text: I18nText, actor: Actor) -> Minutes:
    policy.require(actor, Action.WRITE_MINUTES, meeting)
    Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
    if Minutes.objects.filter(meeting=meeting).exists():
        raise RuleBroken(_("Somebody has begun the minutes already. Open them and write the next revision."))
    minutes = Minutes.objects.create(meeting=meeting)
    MinutesRevision.objects.create(minutes=minutes, number=1, text=text, written_by_id=actor.user_id)
    record(actor=actor, verb=Action.WRITE_MINUTES, target=minutes, after="1")
    return minutes


@transaction.atomic
def revise_minutes(
    *, minutes: Minutes, text: I18nText, what_changed: str, expected_version: int, actor: Actor
) -> Minutes:
    """The next revision. What delegations said of an earlier one stays beside that one."""
    policy.require(actor, Action.WRITE_MINUTES, minutes)
    save_edit(minutes, expected_version=expected_version, fields=[])
    minutes.refresh_from_db(fields=["status"])
    if minutes.status != MinutesStatus.DRAFT:
        raise NotAllowed(_("The minutes are with the delegations, or closed. Take them back first, with a reason."))
    latest = minutes.latest()
    if latest.text == text:
        raise RuleBroken(_("Nothing was changed. Change the words, or leave the minutes as they are."), field="text")
    MinutesRevision.objects.create(
        minutes=minutes,
        number=latest.number + 1,
        text=text,
        what_changed=what_changed,
        written_by_id=actor.user_id,
    )
    record(actor=actor, verb=Action.WRITE_MINUTES, target=minutes, after=str(latest.number + 1), reason=what_changed)
    return minutes


@transaction.atomic
def circulate_minutes(*, minutes: Minutes, confirm_by: dt.date, actor: Actor) -> Minutes:
    """Every delegation has until that day to confirm them or to state a reservation."""
    policy.require(actor, Action.CIRCULATE_MINUTES, minutes)
    if confirm_by < timezone.localdate():
        raise RuleBroken(_("This day has passed. Give the delegations some days."), field="confirm_by")
    if not minutes.meeting.participations.exists():
        raise RuleBroken(_("Nobody is entered as having taken part. Note who came first: they are who is asked."))
    minutes.confirm_by = confirm_by
    save_edit(minutes, expected_version=minutes.version, fields=["confirm_by"])
    return keeping.apply(minutes, "circulate", actor)


@transaction.atomic
def take_back_minutes(*, minutes: Minutes, reason: str, actor: Actor) -> Minutes:
    return keeping.apply(minutes, "take_back", actor, reason=reason)


@transaction.atomic
def close_minutes(*, minutes: Minutes, actor: Actor) -> Minutes:
    return keeping.apply(minutes, "close", actor)


@transaction.atomic
def answer_minutes(
    *, minutes: Minutes, revision: int, agency: Agency, reservation: str, actor: Actor, paper: Paper = HERE
) -> Confirmation:
    """One delegation's word on the revision it has read; of two that speak for one agency the first stands."""
    is_own = paper.came_by == CameBy.HERE
    policy.require(actor, Action.CONFIRM_MINUTES if is_own else Action.ENTER_CONFIRMATION, minutes)
    if is_own and agency.pk not in actor.agencies_where(Action.ANSWER):
        raise NotAllowed(_("Only a focal point or the head of an agency that took part answers the minutes."))
    minutes = Minutes.objects.select_for_update(no_key=True).get(pk=minutes.pk)
    if minutes.status != MinutesStatus.CIRCULATED:
        raise NotAllowed(_("The minutes are not with the delegations now. Open them to see how they stand."))
    if minutes.confirm_by is not None and is_own and timezone.localdate() > minutes.confirm_by:
        raise NotAllowed(_("The day for answers has passed. Call the secretariat: it can still enter yours."))
    if not minutes.meeting.participations.filter(agency=agency).exists():
        raise RuleBroken(_("This agency is not entered as having taken part."), field="agency")
    latest = minutes.latest()
    if latest.number != revision:
        raise RuleBroken(_("The minutes were revised meanwhile. Read the new revision, then answer it."))
    confirmation = Confirmation(
        revision=latest,
        agency=agency,
        reservation=reservation.strip(),
        given_by_id=actor.user_id if is_own else None,
    )
    enter_paper(confirmation, paper=paper, actor=actor)
    try:
        with transaction.atomic():
            confirmation.save(force_insert=True)
    except IntegrityError:
        raise RuleBroken(_("This agency has answered this revision already. Its answer stands.")) from None
    verb = Action.CONFIRM_MINUTES if is_own else Action.ENTER_CONFIRMATION
    after = in_every_language("%(agency)s: %(confirmation)s", agency=agency, confirmation=confirmation)
    record(actor=actor, verb=verb, target=minutes, after=after, reason=confirmation.reservation)
    if confirmation.reservation:
        notices.of_the_reservation(minutes, actor, agency=agency)
    return confirmation


# --- Actions -------------------------------------------------------------------------------------------------------
@transaction.atomic
def add_action(
    *, meeting: Meeting, text: I18nText, agency: Agency, responsible: str, due_on: dt.date, actor: Actor
) -> ActionPoint:
    policy.require(actor, Action.ADD_ACTION, meeting)
    if due_on < meeting.held_on:
        raise RuleBroken(_("This day lies before the meeting. Choose a later one."), field="due_on")
    point = ActionPoint.objects.create(
        meeting=meeting, text=text, agency=agency, responsible=responsible, due_on=due_on
    )
    record(actor=actor, verb=Action.ADD_ACTION, target=point, after=point)
    notices.of_the_action(point, actor)
    return point


@transaction.atomic
def finish_action(*, point: ActionPoint, words: str, actor: Actor) -> ActionPoint:
    to_do.apply(point, "finish", actor, reason=words)
    point.words = words
    ActionPoint.objects.filter(pk=point.pk).update(words=words)
    return point


@transaction.atomic
def drop_action(*, point: ActionPoint, reason: str, actor: Actor) -> ActionPoint:
    to_do.apply(point, "drop", actor, reason=reason)
    point.words = reason
    ActionPoint.objects.filter(pk=point.pk).update(words=reason)
    return point
