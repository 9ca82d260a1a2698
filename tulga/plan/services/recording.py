"""What every write of the plan does: ask whether the edition is still written, and tell the audit what changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Model, QuerySet

from tulga.audit.services import record
from tulga.kit.actor import Actor
from tulga.kit.changes import in_words
from tulga.kit.classification import DataClass
from tulga.kit.errors import RuleBroken
from tulga.kit.policy import Decision
from tulga.plan.choices import Action
from tulga.plan.models import PlanEdition
from tulga.plan.policies import still_a_draft, still_written


def held(editions: QuerySet[PlanEdition]) -> list[PlanEdition]:
    """As they are now and stay until this act is done, the first entered first.

    Since a page was shown another edition may have come into force, and what was is never written again (ADR 19). All
    that writes in an edition holds it, and before it records anything: then nobody who waits is waited for.
    """
    return list(editions.select_for_update(no_key=True).order_by("pk"))


def require_writable(edition: PlanEdition) -> None:
    _require(still_written(_held(edition)))


def require_draft(edition: PlanEdition) -> None:
    _require(still_a_draft(_held(edition)))


def _held(edition: PlanEdition) -> PlanEdition:
    (now,) = held(PlanEdition.objects.filter(pk=edition.pk))
    return now


def _require(decision: Decision) -> None:
    if not decision:
        raise RuleBroken(str(decision.reason))


def assign(thing: Model, content: Mapping[str, Any]) -> None:
    for name, value in content.items():
        setattr(thing, name, value)


def record_change(actor: Actor, verb: Action, target: Model, *, before: object = "", after: object = "") -> None:
    record(actor=actor, verb=verb, target=target, before=before, after=after, classification=DataClass.C0)


def record_edit(before: Model, after: Model, changed: Sequence[str], actor: Actor, *, target: Model) -> None:
    """What an edit changed, in the history of `target`; an edit that changed nothing leaves none.

    What an edition says of an activity is recorded on its entry, never on the activity: more people read that one's
    history than may know of a draft.
    """
    if changed:
        record_change(actor, Action.EDIT, target, before=in_words(before, changed), after=in_words(after, changed))
