from __future__ import annotations

import csv
import io
import re
from pathlib import Path

from tulga.documents.inspection import Reason, Refused

MAX_ROWS = 200_000
MAX_COLUMNS = 1_000
MAX_CELL = 32_767

_CONTROL = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f]")
_FORMULA = re.compile(r"\s*(=|@\w+\(|[+\-].*\|.*!)", re.DOTALL)


def inspect(path: Path, kind: str, output: Path | None) -> bool:
    """Raise Refused unless it is a table in UTF-8 in which no cell would be run."""
    csv.field_size_limit(MAX_CELL)
    raw = path.read_bytes()
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused(Reason.CSV_NOT_UTF8)
    if b"\0" in raw:
        raise Refused(Reason.CSV_NUL)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(Reason.CSV_NOT_UTF8) from error
    if _CONTROL.search(text) or not text.strip():
        raise Refused(Reason.DAMAGED)

    first_line = text.lstrip().partition("\n")[0]
    delimiter = max(",;\t", key=first_line.count)
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), start=1):
            if number > MAX_ROWS or len(row) > MAX_COLUMNS:
                raise Refused(Reason.CSV_TOO_LARGE)
            for column, cell in enumerate(row, start=1):
                if _FORMULA.match(cell):
                    raise Refused(Reason.CSV_FORMULA, f"{_letters(column)}{number}")
    except csv.Error as error:
        raise Refused(Reason.CSV_TOO_LARGE) from error
    return False


def _letters(column: int) -> str:
    """1 is A, 27 is AA, as a spreadsheet names its columns."""
    letters = ""
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(65 + letter) + letters
    return letters
