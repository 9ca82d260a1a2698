"""What a file really is, judged by its content: one module per family of kinds, each with `inspect`.

They run inside `inspect_file` only, and know neither Django nor people's words.
"""

from __future__ import annotations

import enum


class Reason(enum.StrEnum):
    """Why a file is refused. `refusals.py` has the sentence for each."""

    UNKNOWN = "unknown"
    PROGRAM = "program"
    MARKUP = "markup"
    ARCHIVE = "archive"
    OLD_OFFICE = "old_office"
    OTHER_PICTURE = "other_picture"
    OTHER_OFFICE = "other_office"
    DAMAGED = "damaged"
    TOO_DEMANDING = "too_demanding"
    TOO_MANY_PIXELS = "too_many_pixels"
    ENCRYPTED = "encrypted"
    PDF_SCRIPT = "pdf_script"
    PDF_ACTION = "pdf_action"
    PDF_ATTACHMENT = "pdf_attachment"
    PDF_FORM = "pdf_form"
    BOMB = "bomb"
    MACROS = "macros"
    OFFICE_OBJECT = "office_object"
    OFFICE_REMOTE = "office_remote"
    CSV_NUL = "csv_nul"
    CSV_NOT_UTF8 = "csv_not_utf8"
    CSV_TOO_LARGE = "csv_too_large"
    CSV_FORMULA = "csv_formula"
    LETTER_COMPUTES = "letter_computes"
    LETTER_BROKEN = "letter_broken"


class Refused(Exception):
    """The file is not accepted; `place` points into it where that helps."""

    def __init__(self, reason: Reason, place: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.place = place
