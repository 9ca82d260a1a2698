"""Does the trail still say what was written? Walks the chain once and compares its head with the copy outside."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Any

from django.db import connection

from tulga.audit.chain import GENESIS, HASHED_FIELDS, Head, hash_of, head_path, read_head_copy, utc_text
from tulga.audit.models import AuditEvent
from tulga.audit.services import stored_hash
from tulga.audit.triggers import unprotected

BATCH = 5_000


class Fault(enum.StrEnum):
    GAP = "gap"
    ORDER = "order"
    HASH = "hash"
    TAIL_CUT = "tail_cut"
    REWRITTEN = "rewritten"
    HEAD_COPY_LOST = "head_copy_lost"
    TRIGGERS_MISSING = "triggers_missing"


@dataclass(frozen=True)
class Problem:
    """One thing wrong, with the number of the event where it shows, if it is one event."""

    fault: Fault
    sequence: int | None
    message: str


@dataclass(frozen=True)
class Verification:
    """How many events stand unbroken from the first one, the last of them, its copy, and all that is wrong."""

    events: int
    head: Head | None
    head_copy: Head | None
    problems: tuple[Problem, ...]

    @property
    def is_intact(self) -> bool:
        return not self.problems


def verify() -> Verification:
    """Check the whole trail. The copy is read first: events written meanwhile only make the chain longer."""
    copy, copy_is_readable = _head_copy()
    events, head, broken = _walk()
    problems = [broken, _fault_of_copy(copy, copy_is_readable, has_events=head is not None), *_missing_triggers()]
    return Verification(events, head, copy, tuple(each for each in problems if each is not None))


def _walk() -> tuple[int, Head | None, Problem | None]:
    names = (*HASHED_FIELDS, "hash")
    rows = AuditEvent.objects.order_by("sequence").values_list(*names).iterator(chunk_size=BATCH)
    count, previous, head = 0, GENESIS, None
    try:
        for row in rows:
            event = dict(zip(names, row, strict=True))
            broken = _fault_of_event(event, count + 1, previous)
            if broken is not None:
                return count, head, broken
            count, previous = count + 1, event["hash"]
            head = Head(count, previous, utc_text(event["at"]))
    except (AttributeError, TypeError, ValueError):  # SQLite keeps any value in any column
        return count, head, Problem(Fault.HASH, count + 1, f"Event {count + 1} holds a value that cannot be read.")
    return count, head, None


def _fault_of_event(event: dict[str, Any], expected: int, previous: str) -> Problem | None:
    sequence = event["sequence"]
    if sequence != expected:
        return Problem(Fault.GAP, expected, f"Event {expected} is missing: {sequence} stands in its place.")
    if event["previous_hash"] != previous:
        return Problem(Fault.ORDER, sequence, f"Event {sequence} does not follow the event before it.")
    if event["hash"] != hash_of(event):
        return Problem(Fault.HASH, sequence, f"Event {sequence} was changed: its hash is of other words.")
    return None


def _head_copy() -> tuple[Head | None, bool]:
    try:
        return read_head_copy(), True
    except ValueError:
        return None, False


def _fault_of_copy(copy: Head | None, is_readable: bool, *, has_events: bool) -> Problem | None:
    """Compare the event that the copy names, wherever the walk ended."""
    if not is_readable:
        return Problem(Fault.HEAD_COPY_LOST, None, f"The copy of the head in {head_path()} cannot be read.")
    if copy is None:
        if not has_events:
            return None
        return Problem(Fault.HEAD_COPY_LOST, None, f"There are events, but no copy of the head in {head_path()}.")

    stored = stored_hash(copy.sequence)
    if stored is None:
        return Problem(Fault.TAIL_CUT, copy.sequence, f"Event {copy.sequence} was written and is gone.")
    if stored != copy.hash:
        return Problem(Fault.REWRITTEN, copy.sequence, f"Event {copy.sequence} is not the one that was written.")
    return None


def _missing_triggers() -> list[Problem]:
    return [
        Problem(Fault.TRIGGERS_MISSING, None, f"The table {table} does not refuse changes: run `manage.py migrate`.")
        for table in unprotected(connection)
    ]
