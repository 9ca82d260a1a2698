"""Entering tables, working them out, publishing an estimate, discarding what is not needed any more."""

from __future__ import annotations

from typing import Any, TypedDict, TypeVar, Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tulga.audit.services import record
from tulga.evidence.choices import Action, Status
from tulga.evidence.models import Estimate, ProtectedCounts
from tulga.evidence.policies import policy
from tulga.evidence.workflow import life
from tulga.kit.actor import Actor
from tulga.kit.errors import RuleBroken
from tulga.kit.i18n import I18nText
from tulga.kit.search import search_key
from tulga.kit.sentences import Sentence

WORKER = Actor.system("work_out")
Study = Estimate | ProtectedCounts
S = TypeVar("S", Estimate, ProtectedCounts)


class EstimateContent(TypedDict, total=False):
    title: I18nText
    source: str
    table: str
    method: str
    resamples: int
    is_illustrative: bool


class CountsContent(TypedDict, total=False):
    title: I18nText
    source: str
    table: str
    threshold: int
    protects_zero: bool
    told_before_title: str
    told_before: str
    told_before_hides_zero: bool
    is_illustrative: bool


@transaction.atomic
def enter_captures(*, actor: Actor, **content: Unpack[EstimateContent]) -> Estimate:
    """Keep a capture table with its source. A job works the panel out."""
    return _entered(Estimate(**content), actor)


@transaction.atomic
def enter_counts(*, actor: Actor, **content: Unpack[CountsContent]) -> ProtectedCounts:
    """Keep a table of counts with its source. A job works out what must be hidden."""
    return _entered(ProtectedCounts(**content), actor)


@transaction.atomic
def keep_result(*, study: Study, result: dict[str, Any], drawings: dict[str, str] | None = None) -> None:
    """Store what was worked out, once: a job that comes twice finds it done."""
    if _is_done(study):
        return
    study.result = result
    fields = ["result"]
    if isinstance(study, Estimate):
        study.drawings = drawings or {}
        fields.append("drawings")
    study.save(update_fields=fields)
    life.apply(study, "finish", WORKER)


@transaction.atomic
def keep_failure(*, study: Study, sentence: Sentence) -> None:
    """Say why it could not be worked out."""
    if _is_done(study):
        return
    study.failure = sentence.as_json()
    study.save(update_fields=["failure"])
    life.apply(study, "fail", WORKER, reason=str(sentence))


@transaction.atomic
def publish_estimate(*, estimate: Estimate, actor: Actor) -> Estimate:
    """Let everybody read the panel with its method, its source and its caveats; never the table of overlaps."""
    life.apply(estimate, "publish", actor)
    estimate.published_by_id, estimate.published_at = actor.user_id, timezone.now()
    estimate.save(update_fields=["published_by", "published_at"])
    return estimate


@transaction.atomic
def withdraw_estimate(*, estimate: Estimate, reason: str, actor: Actor) -> Estimate:
    life.apply(estimate, "withdraw", actor, reason=reason)
    estimate.published_by, estimate.published_at = None, None
    estimate.save(update_fields=["published_by", "published_at"])
    return estimate


@transaction.atomic
def discard(*, study: Study, actor: Actor) -> None:
    """Remove a study with its table. That there was one stays in the history."""
    policy.require(actor, Action.DISCARD, study)
    locked = type(study)._default_manager.select_for_update(no_key=True).get(pk=study.pk)
    if locked.status == Status.PUBLISHED:
        raise RuleBroken(_("It is public. Withdraw it from the public first."))
    record(actor=actor, verb=Action.DISCARD, target=study, before=str(study))
    study.delete()


def _entered(study: S, actor: Actor) -> S:
    policy.require(actor, Action.WORK)
    study.made_by_id = actor.user_id
    study.search_key = search_key(study.title, study.source)
    study.save()
    record(actor=actor, verb=Action.WORK, target=study, after=str(study))
    return study


def _is_done(study: Study) -> bool:
    """Locks the row: of two jobs for one study the second finds the first one's result."""
    found = (
        type(study)._default_manager.select_for_update(no_key=True).filter(pk=study.pk).values_list("status", flat=True)
    )
    return next(iter(found), "") != Status.WORKING
