"""The kinds of files Tulga keeps, and what each is called by people, computers and file names."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

MEGABYTE = 1024 * 1024


class Action(enum.StrEnum):
    REPLACE_LETTER_TEMPLATE = "documents.replace_letter_template"
    WITHDRAW_LETTER_TEMPLATE = "documents.withdraw_letter_template"


VERB_SENTENCES: dict[str, str | _StrPromise] = {
    Action.REPLACE_LETTER_TEMPLATE: _("put a template for letters in use"),
    Action.WITHDRAW_LETTER_TEMPLATE: _("withdrew a template for letters"),
}


class Kind(models.TextChoices):
    PDF = "pdf", _("a PDF document")
    PNG = "png", _("a PNG picture")
    JPEG = "jpeg", _("a JPEG picture")
    DOCX = "docx", _("a Word document (.docx)")
    XLSX = "xlsx", _("an Excel workbook (.xlsx)")
    CSV = "csv", _("a CSV table")

    @property
    def extensions(self) -> tuple[str, ...]:
        """As they end a name, the usual one first."""
        return ("jpg", "jpeg", "jpe", "jfif") if self is Kind.JPEG else (self.value,)

    @property
    def content_type(self) -> str:
        return _CONTENT_TYPES[self]

    @property
    def usual_limit(self) -> int:
        """Bytes allowed where a field does not say otherwise."""
        return (20 if self in SCANS else 10) * MEGABYTE


PICTURES = frozenset({Kind.PNG, Kind.JPEG})
SCANS = PICTURES | {Kind.PDF}

_CONTENT_TYPES = {
    Kind.PDF: "application/pdf",
    Kind.PNG: "image/png",
    Kind.JPEG: "image/jpeg",
    Kind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Kind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Kind.CSV: "text/csv; charset=utf-8",
}
