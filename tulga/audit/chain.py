"""What an event's hash is made of, and the copy of the chain's head outside the database. ADR 8."""

from __future__ import annotations

import datetime as dt
import fcntl
import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from django.conf import settings

GENESIS = "0" * 64
HASHED_FIELDS = (
    "sequence",
    "at",
    "actor_user_id",
    "actor_label",
    "roles",
    "agency_id",
    "verb",
    "target_type",
    "target_id",
    "before",
    "after",
    "reason",
    "classification",
    "request_number",
    "previous_hash",
)

_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def utc_text(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).isoformat(timespec="microseconds")


def canonical_bytes(event: Mapping[str, Any]) -> bytes:
    """The event as JSON: the fields above, keys sorted, no spaces, UTC to the microsecond, UTF-8."""
    fields = {name: event[name] for name in HASHED_FIELDS}
    fields["at"] = utc_text(fields["at"])
    return _encode(fields).encode()


def hash_of(event: Mapping[str, Any]) -> str:
    return hashlib.sha256(canonical_bytes(event)).hexdigest()


@dataclass(frozen=True)
class Head:
    """The last event of the chain: its number, its hash, its time in UTC."""

    sequence: int
    hash: str
    at: str

    @classmethod
    def parse(cls, text: str) -> Self:
        stated = json.loads(text)
        return cls(sequence=int(stated["sequence"]), hash=str(stated["hash"]), at=str(stated["at"]))

    def __str__(self) -> str:
        return json.dumps({"sequence": self.sequence, "hash": self.hash, "at": self.at})


def head_path() -> Path:
    return Path(settings.DATA_DIR) / "audit_head"


def read_head_copy() -> Head | None:
    """The head as it was last copied, or None where there is no copy. Raises ValueError when it is unreadable."""
    try:
        return Head.parse(head_path().read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (KeyError, TypeError) as error:
        raise ValueError("the copy of the head is not in its form") from error


def copy_head(head: Head) -> None:
    """Put the head into the file whole or not at all, and never one that is older than what it holds."""
    path = head_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_name(f"{path.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        copied = read_head_copy()
        if copied is not None and copied.sequence >= head.sequence:
            return
        new = path.with_name(f"{path.name}.new")
        with new.open("w", encoding="utf-8") as file:
            file.write(f"{head}\n")
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
