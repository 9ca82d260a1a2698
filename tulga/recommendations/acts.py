"""Acts on what a session's board shows, numbered so that a page can ask what happened since it last looked.

The number is the act's own in the audit chain: acts wait for one another there until each is committed, so whoever
has seen a number has seen every smaller one. A counter per session would be one more row to wait for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tulga.audit.services import record

if TYPE_CHECKING:
    from django.db.models import Model

    from tulga.audit.models import AuditEvent


def record_act(*, target: Model, **event: Any) -> AuditEvent:
    """Record an act on a circle, a challenge or a recommendation, and note its number on it.

    The caller has locked or just made the row: from here on everybody else waits.
    """
    recorded = record(target=target, **event)
    note_act(recorded, target)
    return recorded


def note_act(recorded: AuditEvent, *targets: Model) -> None:
    """Let the act show on further cards that it changed."""
    for target in targets:
        type(target)._default_manager.filter(pk=target.pk).update(last_act=recorded.sequence)
        target.last_act = recorded.sequence  # type: ignore[attr-defined]  # all three have one
