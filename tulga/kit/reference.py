"""Reference data: the project's own tables, loaded once and brought up to date with each new version."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from django.db import models

M = TypeVar("M", bound="models.Model")


def read_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def parts(cell: str) -> list[str]:
    """A cell that holds several values, one semicolon between two."""
    return [part.strip() for part in cell.split(";") if part.strip()]


@dataclass
class Loaded:
    """How many rows a load made, changed, found as they are, and left alone because somebody edited them here."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    kept: int = 0

    @property
    def is_news(self) -> bool:
        return bool(self.created or self.changed)

    def take(self, known: M | None, fresh: M, fields: Sequence[str]) -> tuple[M, bool]:
        """Store the row unless it is there already or somebody edited it. The flag says whether it was stored."""
        if known is None:
            fresh.save()
            self.created += 1
            return fresh, True
        if known.version > 1:  # type: ignore[attr-defined]  # every loaded record is a versioned one
            self.kept += 1
            return known, False
        if all(getattr(known, name) == getattr(fresh, name) for name in fields):
            self.unchanged += 1
            return known, False
        fresh.pk = known.pk
        fresh.save()
        self.changed += 1
        return fresh, True
