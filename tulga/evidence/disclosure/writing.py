"""A table written for others: safe to open in a spreadsheet, and the same to read back."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\x00")


def to_csv(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """The rows as CSV; a word that a spreadsheet would take for a formula gets a quotation mark before it."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(harmless(name) for name in header)
    writer.writerows([harmless(word) for word in row] for row in rows)
    return text.getvalue()


def harmless(word: str) -> str:
    return "'" + word if word.startswith(FORMULA) else word


def plain(word: str) -> str:
    """The word as it was before it was made harmless."""
    return word[1:] if word.startswith("'") and word[1:].startswith(FORMULA) else word
