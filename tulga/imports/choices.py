from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Action(enum.StrEnum):
    START = "imports.start"
    UNDERSTAND = "imports.understand"
    CORRECT = "imports.correct"
    PREVIEW = "imports.preview"
    ANSWER = "imports.answer"
    APPLY = "imports.apply"
    CANCEL = "imports.cancel"
    FAIL = "imports.fail"


VERB_SENTENCES: dict[str, str | _StrPromise] = {
    Action.START: _("sent a file to be imported"),
    Action.UNDERSTAND: _("had the file understood"),
    Action.CORRECT: _("corrected how the file was understood"),
    Action.PREVIEW: _("had the import previewed"),
    Action.ANSWER: _("answered doubts of the import"),
    Action.APPLY: _("applied the import"),
    Action.CANCEL: _("cancelled the import"),
    Action.FAIL: _("sent a file that could not be read"),
}


class Status(models.TextChoices):
    UPLOADED = "uploaded", pgettext_lazy("of an import", "Received")
    UNDERSTOOD = "understood", pgettext_lazy("of an import", "Understood")
    PREVIEWED = "previewed", pgettext_lazy("of an import", "Previewed")
    APPLIED = "applied", pgettext_lazy("of an import", "Applied")
    CANCELLED = "cancelled", pgettext_lazy("of an import", "Cancelled")
    FAILED = "failed", pgettext_lazy("of an import", "Could not be read")

    @property
    def colour(self) -> str:
        return {"applied": "green", "previewed": "blue", "understood": "blue", "failed": "red"}.get(self.value, "grey")


class Work(models.TextChoices):
    """What a job is doing for the import, or is to do."""

    UNDERSTAND = "understand", _("Reading the file")
    PREVIEW = "preview", _("Comparing it with what is there")
    APPLY = "apply", _("Applying it")


class RowState(models.TextChoices):
    """How a row of the preview is shown; after applying, what became of it. The engine's `State` in words."""

    CREATED = "created", pgettext_lazy("of a row", "New")
    CHANGED = "changed", pgettext_lazy("of a row", "Changed")
    UNCHANGED = "unchanged", pgettext_lazy("of a row", "Unchanged")
    DOUBTFUL = "doubtful", pgettext_lazy("of a row", "Doubtful")
    LEFT_OUT = "left_out", pgettext_lazy("of a row", "Left out")

    @property
    def colour(self) -> str:
        return {"created": "green", "changed": "blue", "doubtful": "amber"}.get(self.value, "grey")
