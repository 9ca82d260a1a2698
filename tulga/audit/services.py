from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import connection, transaction
from django.utils import timezone

from tulga.audit.chain import GENESIS, Head, copy_head, hash_of, read_head_copy, utc_text
from tulga.audit.models import AuditEvent
from tulga.kit.bulk import insert_contents
from tulga.kit.classification import DataClass
from tulga.kit.i18n import words_to_keep
from tulga.kit.middleware import current_request_number

if TYPE_CHECKING:
    from django.db.models import Model

    from tulga.kit.actor import Actor

logger = logging.getLogger("tulga.audit")

PIECE = 1_000  # events that are inserted at once: thousands of them would fill the memory
HEAD_LOCK = int.from_bytes(b"audit")  # the number PostgreSQL knows the lock by


def record(
    *,
    actor: Actor,
    verb: str,
    target: Model,
    before: object = "",
    after: object = "",
    reason: object = "",
    classification: DataClass = DataClass.C1,
) -> AuditEvent:
    """Add one act to the chain, in the transaction of the act: both are kept or neither is.

    From here to the end of the transaction every other act waits, so call it late. Never pass a case's content. What
    stood before and after, and why, is kept as it reads in each language, unless it is given as words.
    """
    act = Act(verb=verb, target=target, before=before, after=after, reason=reason)
    return AuditEvent(**_recorded(actor, [act], classification))


class RecordKey(NamedTuple):
    """A record as the target of an act, without what it says: thousands of acts would keep that in memory."""

    model: type[Model]
    pk: int

    @property
    def _meta(self) -> Any:
        return self.model._meta


@dataclass(frozen=True, kw_only=True)
class Act:
    """One of many acts of the same moment, such as the rows of an import."""

    verb: str
    target: Model | RecordKey
    before: object = ""
    after: object = ""
    reason: object = ""


def record_each(*, actor: Actor, acts: Iterable[Act], classification: DataClass = DataClass.C1) -> None:
    """Add many acts to the chain, an event for each, at the cost of a few statements. As `record`: call it late."""
    if acts := list(acts):
        _recorded(actor, acts, classification)


def _recorded(actor: Actor, acts: Sequence[Act], classification: DataClass) -> dict[str, Any]:
    """Record acts; the last one's event."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("An act is recorded inside its own transaction.")
    if any(act.target.pk is None for act in acts):
        raise ValueError("An act is recorded on a saved record; a deletion, before the row goes.")

    _wait_for_the_head()
    capacities = {act.verb: _capacity(actor, act.verb) for act in acts}
    head, now = current_head(), timezone.now()
    sequence, previous = (head.sequence, head.hash) if head else (0, GENESIS)
    event: dict[str, Any] = {}
    events: list[dict[str, Any]] = []
    for act in acts:
        sequence += 1
        event = {
            "sequence": sequence,
            "at": now,
            "actor_user_id": actor.user_id,
            **capacities[act.verb],
            "verb": str(act.verb),
            "target_type": act.target._meta.label_lower,
            "target_id": str(act.target.pk),
            "before": words_to_keep(act.before),
            "after": words_to_keep(act.after),
            "reason": words_to_keep(act.reason),
            "classification": str(classification),
            "request_number": current_request_number(),
            "previous_hash": previous,
        }
        event["hash"] = previous = hash_of(event)
        events.append(event)
        if len(events) == PIECE:
            insert_contents(AuditEvent, events)
            events = []
    insert_contents(AuditEvent, events)

    # Not a partial: Django logs a robust function's name when it fails, and a partial has none.
    def copy_head_of_chain() -> None:
        _copy_head_after(Head(event["sequence"], event["hash"], utc_text(event["at"])))

    # robust: the act stands by now; a full disk must not tell the person that it failed.
    transaction.on_commit(copy_head_of_chain, robust=True)
    return event


def current_head() -> Head | None:
    last = AuditEvent.objects.order_by("-sequence").values_list("sequence", "hash", "at").first()
    return Head(last[0], last[1], utc_text(last[2])) if last else None


def stored_hash(sequence: int) -> str | None:
    return AuditEvent.objects.filter(sequence=sequence).values_list("hash", flat=True).first()


def _wait_for_the_head() -> None:
    # SQLite needs no lock of ours: its transactions are IMMEDIATE, one writer at a time.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [HEAD_LOCK])


def _copy_head_after(event: Head) -> None:
    """Copy the head as it stands; of many events in one transaction only the first has work to do.

    A copy that the chain no longer passes through is kept, however long the chain grows: it is the evidence.
    """
    copied = read_head_copy()
    if copied is not None:
        if copied.sequence >= event.sequence:
            return
        if stored_hash(copied.sequence) != copied.hash:
            logger.error("Audit event %s is not the one that was written: run verify_audit.", copied.sequence)
            return
    copy_head(current_head() or event)


def _capacity(actor: Actor, verb: str) -> dict[str, Any]:
    """The office the act was done in, the roles as role@agency, and the agency where there is only one."""
    label = words_to_keep(actor.office_for(verb))
    if actor.is_system:
        return {"actor_label": label, "roles": "system", "agency_id": None}
    grants = [grant for grant in actor.grants if verb in grant.permissions] or list(actor.grants)
    agencies = {grant.agency_id for grant in grants}
    return {
        "actor_label": label,
        "roles": " ".join(sorted({f"{grant.role}@{grant.agency_id}" for grant in grants})),
        "agency_id": agencies.pop() if len(agencies) == 1 else None,
    }
