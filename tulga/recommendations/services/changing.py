"""What changes in a commitment: freely before its head has signed, with the secretariat's agreement after."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tulga.audit.services import record
from tulga.kit.errors import NotAllowed, RuleBroken
from tulga.kit.i18n import in_each_language
from tulga.kit.versions import save_edit
from tulga.recommendations import notices
from tulga.recommendations.choices import UNDONE, Action, ChangeKind, ChangeStatus, CommitmentStatus
from tulga.recommendations.models import ChangeRequest, Commitment
from tulga.recommendations.policies import policy
from tulga.recommendations.services.answering import implement_if_delivered, lock
from tulga.recommendations.workflow import change as change_workflow
from tulga.recommendations.workflow import duty

if TYPE_CHECKING:
    from tulga.kit.actor import Actor


@transaction.atomic
def edit_commitment(*, commitment: Commitment, expected_version: int, actor: Actor, **content: Any) -> Commitment:
    """Correct what the head has not signed yet."""
    policy.require(actor, Action.EDIT_COMMITMENT, commitment)
    before = Commitment.objects.select_for_update(no_key=True).get(pk=commitment.pk)
    if before.status != CommitmentStatus.NAMED:
        raise NotAllowed(_("The head has signed this. Ask the secretariat for a change instead."))
    if content["due_on"] < timezone.localdate():
        raise RuleBroken(_("Choose a date that is still to come."), field="due_on")
    for name, value in content.items():
        setattr(commitment, name, value)
    save_edit(commitment, expected_version=expected_version, fields=list(content))
    record(
        actor=actor,
        verb=Action.EDIT_COMMITMENT,
        target=commitment,
        before=_in_words(before),
        after=_in_words(commitment),
    )
    return commitment


@transaction.atomic
def reassign(*, commitment: Commitment, owner: str, expected_version: int, actor: Actor) -> Commitment:
    """Another office of the same agency answers for it from now on."""
    policy.require(actor, Action.REASSIGN, commitment)
    before = Commitment.objects.select_for_update(no_key=True).get(pk=commitment.pk)
    if before.status not in UNDONE:
        raise NotAllowed(_("It is not being carried out any more."))
    if before.owner == owner:
        raise RuleBroken(_("This office answers for it already."), field="owner")
    commitment.owner = owner
    save_edit(commitment, expected_version=expected_version, fields=["owner"])
    record(actor=actor, verb=Action.REASSIGN, target=commitment, before=before.owner, after=owner)
    return commitment


@transaction.atomic
def ask_for_more_time(*, commitment: Commitment, new_due_on: dt.date, reason: str, actor: Actor) -> ChangeRequest:
    """The agency gives its reason and the day it can keep."""
    if new_due_on <= max(commitment.due_on, timezone.localdate()):
        raise RuleBroken(_("Choose a day that is still to come, later than the present deadline."), field="new_due_on")
    return _ask(commitment, ChangeKind.POSTPONE, reason, actor, new_due_on=new_due_on)


@transaction.atomic
def ask_to_withdraw(*, commitment: Commitment, reason: str, actor: Actor) -> ChangeRequest:
    """The agency gives its reason; what it promises instead it names once this is agreed."""
    return _ask(commitment, ChangeKind.WITHDRAW, reason, actor)


@transaction.atomic
def answer_change(*, change: ChangeRequest, is_agreed: bool, words: str, actor: Actor) -> ChangeRequest:
    """The secretariat agrees, and with that the deadline or the commitment changes; or it says why not."""
    recommendation = lock(change.commitment.recommendation)
    commitment = Commitment.objects.select_for_update(no_key=True).get(pk=change.commitment_id)
    locked = ChangeRequest.objects.select_for_update(no_key=True).get(pk=change.pk)
    move = "agree" if is_agreed else "refuse"
    if not (decision := change_workflow.ask(locked, move, actor)):
        raise NotAllowed(decision.reason)
    if not is_agreed and not words.strip():
        raise RuleBroken(_("Give a reason: the people concerned will read it."), field="words")
    ChangeRequest.objects.filter(pk=locked.pk).update(
        answered_by=actor.user_id, answer_words=words, answered_at=timezone.now()
    )
    change_workflow.apply(locked, move, actor, reason=words)
    if is_agreed and locked.kind == ChangeKind.WITHDRAW:
        duty.apply(commitment, "let_off", actor, reason=locked.reason)
        Commitment.objects.filter(pk=commitment.pk).update(withdrawn_at=timezone.now())
        implement_if_delivered(recommendation)
    elif is_agreed:
        Commitment.objects.filter(pk=commitment.pk).update(due_on=locked.new_due_on, version=F("version") + 1)
        record(
            actor=actor,
            verb=Action.ANSWER_CHANGE,
            target=commitment,
            before=_day(commitment.due_on),
            after=_day(locked.new_due_on),
            reason=locked.reason,
        )
    locked.refresh_from_db()
    return locked


@transaction.atomic
def take_back_change(*, change: ChangeRequest, actor: Actor) -> ChangeRequest:
    """The agency does not ask for it any more."""
    return change_workflow.apply(change, "take_back", actor)


def take_back_what_is_asked(commitment: Commitment, actor: Actor) -> None:
    """What is reported done needs no more time."""
    for change in commitment.change_requests.filter(status=ChangeStatus.ASKED):
        change_workflow.apply(change, "take_back", actor)


def _ask(
    commitment: Commitment, kind: ChangeKind, reason: str, actor: Actor, *, new_due_on: dt.date | None = None
) -> ChangeRequest:
    locked = Commitment.objects.select_for_update(no_key=True).get(pk=commitment.pk)
    asked = ChangeRequest(
        commitment=locked,
        kind=kind,
        due_before=locked.due_on,
        new_due_on=new_due_on,
        reason=reason,
        asked_by_id=actor.user_id,
    )
    policy.require(actor, Action.ASK_CHANGE, asked)
    if locked.status != CommitmentStatus.SIGNED:
        raise NotAllowed(_("Only what is signed and being carried out needs the secretariat's agreement to a change."))
    if not reason.strip():
        raise RuleBroken(_("Give a reason: the people concerned will read it."), field="reason")
    if locked.change_requests.filter(status=ChangeStatus.ASKED).exists():
        raise RuleBroken(_("Your agency has asked for a change already. Wait for the answer, or take it back."))
    try:
        with transaction.atomic():
            asked.save()
    except IntegrityError:
        raise RuleBroken(_("Choose a day that is still to come, later than the present deadline.")) from None
    record(actor=actor, verb=Action.ASK_CHANGE, target=locked, after=_asked(asked), reason=reason)
    notices.of_the_change_asked(asked, actor)
    return asked


@in_each_language
def _asked(change: ChangeRequest) -> str:
    label = str(ChangeKind(change.kind).label)
    return f"{label}: {_day(change.new_due_on)}" if change.new_due_on else label


@in_each_language
def _in_words(commitment: Commitment) -> str:
    return f"{commitment.text} · {commitment.owner} · {_day(commitment.due_on)}"


@in_each_language
def _day(day: dt.date | None) -> str:
    return date_format(day, "DATE_FORMAT") if day else ""
