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
    XLS = "xls", _("an old Excel workbook (.xls)")
    ODS = "ods", _("an OpenDocument spreadsheet (.ods)")
    TXT = "txt", _("a plain text")
    HTML = "html", _("a web page")

    @property
    def extensions(self) -> tuple[str, ...]:
        """As they end a name, the usual one first."""
        return _EXTENSIONS.get(self, (self.value,))

    @property
    def content_type(self) -> str:
        return _CONTENT_TYPES[self]

    @property
    def usual_limit(self) -> int:
        """Bytes allowed where a field does not say otherwise."""
        return (20 if self in SCANS else 10) * MEGABYTE


PICTURES = frozenset({Kind.PNG, Kind.JPEG})
SCANS = PICTURES | {Kind.PDF}
# What may be sent to be read as data only. These are never kept for anything else: whoever opens them, opens a copy.
DATA_ONLY = frozenset({Kind.XLS, Kind.ODS, Kind.TXT, Kind.HTML})
DATA_FILES = DATA_ONLY | {Kind.XLSX, Kind.CSV, Kind.DOCX, Kind.PDF}
KEPT = frozenset(Kind) - DATA_ONLY

_EXTENSIONS = {
    Kind.JPEG: ("jpg", "jpeg", "jpe", "jfif"),
    Kind.HTML: ("html", "htm"),
    Kind.CSV: ("csv", "tsv", "tab"),
}
_CONTENT_TYPES = {
    Kind.PDF: "application/pdf",
    Kind.PNG: "image/png",
    Kind.JPEG: "image/jpeg",
    Kind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Kind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Kind.CSV: "text/csv; charset=utf-8",
    Kind.XLS: "application/vnd.ms-excel",
    Kind.ODS: "application/vnd.oasis.opendocument.spreadsheet",
    # Not what a browser would show or run: they are only ever saved.
    Kind.TXT: "application/octet-stream",
    Kind.HTML: "application/octet-stream",
}
