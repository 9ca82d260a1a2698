"""What a person does with an import between the file and what comes of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tulga.audit.services import record
from tulga.documents.services import discard_document
from tulga.imports.choices import Action, Status, Work
from tulga.imports.models import Import
from tulga.imports.policies import policy
from tulga.imports.services.working import NOTHING_IN_IT, begin_work, forget_rows
from tulga.imports.workflow import life
from tulga.kit.actor import Actor
from tulga.kit.errors import NotAllowed, RuleBroken
from tulga.kit.imports.changes import LEAVE_OUT

WAITING, WORKING = dt.timedelta(minutes=2), dt.timedelta(minutes=10)


@transaction.atomic
def correct_import(*, batch: Import, layout: str, given: Mapping[str, str], actor: Actor) -> Import:
    """Have the file understood anew, with what a person says about it standing fast."""
    batch = _locked(batch)
    if layout not in {each.layout for each in batch.understood}:
        raise RuleBroken(_("Choose one of the layouts offered."), field="layout")
    life.apply(batch, "correct", actor)
    Import.objects.filter(pk=batch.pk).update(layout=layout, given=dict(given))
    begin_work(batch, Work.UNDERSTAND)
    return batch


@transaction.atomic
def ask_preview(*, batch: Import, actor: Actor) -> Import:
    """Have the file compared with what is there."""
    batch = _locked(batch)
    _require(batch, "preview", actor)
    if batch.understanding is None or batch.understanding.unanswered:
        raise RuleBroken(_("Answer first what could not be found out from the file."))
    begin_work(batch, Work.PREVIEW)
    return batch


@transaction.atomic
def answer_doubts(*, batch: Import, answers: Mapping[str, str], actor: Actor) -> Import:
    """Answer doubts by their names; an empty answer leaves one open. The preview is made anew with the answers."""
    batch = _locked(batch)
    _require(batch, "preview", actor)
    doubts = {each.name: each for each in batch.doubts.all()}
    for name, answer in answers.items():
        offered = {"", LEAVE_OUT, *(each["value"] for each in doubts[name].choices)} if name in doubts else set()
        if answer not in offered:
            raise RuleBroken(_("Choose one of the answers offered."))
    told = [f"{doubts[name]} {doubts[name].words_of(answer)}." for name, answer in answers.items()]
    Import.objects.filter(pk=batch.pk).update(answers={**batch.answers, **answers})
    begin_work(batch, Work.PREVIEW)
    record(actor=actor, verb=Action.ANSWER, target=batch, after="\n".join(told))
    return batch


@transaction.atomic
def ask_apply(*, batch: Import, actor: Actor) -> Import:
    """Have what the preview shows written."""
    batch = _locked(batch)
    _require(batch, "apply", actor)
    if batch.is_empty:
        raise RuleBroken(_(NOTHING_IN_IT))
    begin_work(batch, Work.APPLY)
    return batch


@transaction.atomic
def cancel_import(*, batch: Import, actor: Actor) -> Import:
    """Leave nothing of it but that it was: neither rows nor answers nor the file."""
    life.apply(batch, "cancel", actor)
    begin_work(batch, Work.UNDERSTAND)  # whatever job is still at it, writes nothing any more
    forget_rows(batch)
    document = batch.document
    empty: dict[str, object] = {"given": {}, "answers": {}, "facts": {}, "counts": {}, "summary": {}}
    Import.objects.filter(pk=batch.pk).update(
        **empty, document=None, layout="", understandings=[], problems=[], work=""
    )
    if document is not None:
        discard_document(document=document)
    batch.refresh_from_db()
    return batch


@transaction.atomic
def try_again(*, batch: Import, actor: Actor) -> Import:
    """Begin work anew whose job is not heard of any more."""
    batch = Import.objects.select_for_update(no_key=True).get(pk=batch.pk)
    policy.require(actor, Action.PREVIEW, batch)
    if not is_stuck(batch):
        raise RuleBroken(_("It is being worked on. Wait a moment: this page shows how far it is."))
    begin_work(batch, Work(batch.work))
    return batch


def is_stuck(batch: Import) -> bool:
    """Whether its job did not begin, or is not heard of for longer than any step takes."""
    patience = WORKING if batch.has_begun else WAITING
    return bool(batch.work) and (batch.work_seen_at or batch.started_at) < timezone.now() - patience


def _locked(batch: Import) -> Import:
    """The import as it stands; not while a job works on it."""
    current = Import.objects.select_for_update(no_key=True).get(pk=batch.pk)
    if current.work and current.status != Status.CANCELLED:
        raise RuleBroken(_("It is being worked on. Wait a moment: this page shows how far it is."))
    return current


def _require(batch: Import, move: str, actor: Actor) -> None:
    decision = life.ask(batch, move, actor)
    if not decision:
        raise NotAllowed(decision.reason)
