"""No lost update: an edit says which version it began from, and is refused when somebody saved in between."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from django.db.models import F

from tulga.kit.errors import StaleEdit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db import models

M = TypeVar("M", bound="models.Model")


def save_edit(instance: M, *, expected_version: int, fields: Iterable[str]) -> M:
    """Store the named fields and count the version up, in one statement that only the first of two edits wins."""
    model = type(instance)
    values = {name: getattr(instance, name) for name in fields}
    if "status" in values:
        raise ValueError("a status is written by its workflow only")
    saved = model._default_manager.filter(pk=instance.pk, version=expected_version).update(
        **values, version=F("version") + 1
    )
    if not saved:
        raise StaleEdit(model._default_manager.get(pk=instance.pk))
    instance.version = expected_version + 1  # type: ignore[attr-defined]  # every versioned model has the field
    return instance
