"""What an edit changed, in words: for the history of a record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db.models import Manager
from django.utils.translation import gettext

from tulga.kit.i18n import in_each_language, side_by_side

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db import models


def changed_fields(before: models.Model, after: models.Model, fields: Iterable[str]) -> list[str]:
    return [name for name in fields if getattr(before, name) != getattr(after, name)]


@in_each_language
def in_words(record: models.Model, fields: Iterable[str]) -> str:
    """The named fields with their labels and values, one on a line."""
    return "\n".join(f"{record._meta.get_field(name).verbose_name}: {_value(record, name)}" for name in fields)  # type: ignore[union-attr]  # own columns have one


def _value(record: models.Model, name: str) -> str:
    value: Any = getattr(record, name)
    if isinstance(value, Manager):
        value = list(value.all())
    if isinstance(value, Mapping):
        return side_by_side(value) or "—"
    if isinstance(value, frozenset | list):
        return ", ".join(sorted(str(getattr(each, "label", each)) for each in value)) or "—"
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    label = getattr(record, f"get_{name}_display", None)
    return str(label() if label else value) if value not in (None, "") else "—"
