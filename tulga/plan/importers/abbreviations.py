"""Abbreviations that a file explains in a line of its own, such as a note below the table, and what they stand for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

_UPPER = "A-ZА-ЯЁӨҮ"
_EXPLAINED = re.compile(rf"(?<!\w)([{_UPPER}]{{2,10}})\s*[-–—=:]\s*([^\W\d_][^,;./()\n]{{2,80}})")
_BETWEEN = re.compile(r"(\s*[,;/\n]\s*)")


def explained_in(note: str) -> dict[str, str]:
    """What a note explains: "УТ - улсын төсөв, ОУБ - олон улсын байгууллага" gives both, each as it begins a line."""
    return {short: f"{long[0].upper()}{long[1:].strip()}" for short, long in _EXPLAINED.findall(note)}


def write_out_sources(lines: Iterable[dict[str, Any]], explained: Mapping[str, str]) -> set[str]:
    """Write out each source of money of these budget lines that is an abbreviation; the abbreviations met.

    Otherwise one source would be counted as two, where the file writes it both ways.
    """
    met: set[str] = set()
    for line in lines:
        written = {}
        for language, words in line["source"].items():
            parts = _BETWEEN.split(words)
            met.update(part for part in parts if part in explained)
            written[language] = "".join(explained.get(part, part) for part in parts)
        line["source"] = written
    return met
