"""The three ways to say no. Each carries a sentence a person may read; anything else is a bug."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.db.models import Model
    from django.utils.functional import _StrPromise


class NotAllowed(Exception):
    """The actor may not do this, or not now. The row itself is visible: else it would be a 404."""

    def __init__(self, reason: str | _StrPromise) -> None:
        super().__init__(str(reason))
        self.reason = reason


class RuleBroken(Exception):
    """A rule of the domain would be broken. Becomes an error beside the form."""

    def __init__(self, message: str | _StrPromise, *, field: str | None = None) -> None:
        super().__init__(str(message))
        self.message = message
        self.field = field


class StaleEdit(Exception):
    """Somebody else saved the record since this edit began. Carries the record as it is now."""

    def __init__(self, current: Model) -> None:
        super().__init__("stale edit")
        self.current = current
