"""Tables as plain text: CSV, TSV, with whatever separator and encoding."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from itertools import islice
from pathlib import Path

from tulga.kit.decoding import NotText, decoded
from tulga.kit.tabular.refused import Reason, Refused
from tulga.kit.tabular.written import LONGEST_CELL, Raw, Written

SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tabulator", "|": "bar"}
LOOKED_AT = 200
_SAID = re.compile(r"sep=(.)\r?\n?|sep=(.)\r", re.IGNORECASE)


def read(path: Path, kind: str, out: Written) -> None:
    """Write down the rows; say which separator and encoding were assumed."""
    try:
        found = decoded(path.read_bytes())
    except NotText as error:
        raise Refused(Reason.NOT_TEXT) from error
    text = found.text
    if found.is_assumed:
        out.remark("encoding", encoding=found.encoding)
    if "\r" in text and "\n" not in text:
        out.remark("macintosh_line_ends")
    said = _SAID.match(text)
    separator = said[1] or said[2] if said else separator_of(text)
    if not said and separator != ",":
        out.remark(f"separator_{SEPARATORS[separator]}")

    csv.field_size_limit(LONGEST_CELL)
    out.grid("", "sheet")
    row = -1
    try:
        for row, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator)):
            if any(cells) and not (said and row == 0):
                out.row(row, [Raw(cell) for cell in cells])
    except csv.Error as error:
        raise out.refused(Reason.LONG_CELL, row + 1) from error


def separator_of(text: str) -> str:
    """The one that parts most rows into the same number of cells."""
    return max(SEPARATORS, key=lambda separator: _evenness(text, separator))


def _evenness(text: str, separator: str) -> tuple[float, int]:
    if separator not in text:
        return 0.0, 0
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        widths = Counter(len(cells) for cells in islice(reader, LOOKED_AT) if any(cells))
    except csv.Error:
        return 0.0, 0
    parted = Counter({width: count for width, count in widths.items() if width > 1})
    if not parted:
        return 0.0, 0
    width, count = parted.most_common(1)[0]
    return round(count / widths.total(), 1), width
