"""Why a file cannot be read. `refusals.py` has the sentence for each reason."""

from __future__ import annotations

import enum


class Reason(enum.StrEnum):
    EMPTY = "empty"
    NOTHING_INSIDE = "nothing_inside"
    UNKNOWN = "unknown"
    PROGRAM = "program"
    PICTURE = "picture"
    ARCHIVE = "archive"
    OLD_WORD = "old_word"
    BINARY_WORKBOOK = "binary_workbook"
    OTHER_OFFICE = "other_office"
    WEB_PAGE = "web_page"
    MARKUP = "markup"
    SCAN = "scan"
    NOT_TEXT = "not_text"
    PASSWORD = "password"  # noqa: S105 - the reason's name
    MACROS = "macros"
    ENTITIES = "entities"
    DAMAGED = "damaged"
    BOMB = "bomb"
    TOO_DEMANDING = "too_demanding"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_WIDE = "too_wide"
    FAR_CELL = "far_cell"
    TOO_MUCH = "too_much"
    LONG_CELL = "long_cell"
    LONG_PARAGRAPH = "long_paragraph"
    OPEN_QUOTATION = "open_quotation"


class Refused(Exception):
    """The file is not read; the place points into it where that helps. Rows and columns count from 0."""

    def __init__(
        self, reason: Reason, *, form: str = "", name: str = "", number: int = 0, row: int = -1, column: int = -1
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.place: dict[str, str | int] = {"form": form, "name": name, "number": number, "row": row, "column": column}
