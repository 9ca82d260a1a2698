"""Abbreviations that a file explains in a line of its own, such as a note below the table, and what they stand for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from tulga.kit.writing import without_marks
from tulga.plan.importers.texts import in_languages

_UPPER = "A-ZА-ЯЁӨҮ"
# A hyphen without blanks joins a case ending to an abbreviation, УТ-өөс, or a word, EU-funded.
_MEANS = r"(?:\s+[-–—]\s+|\s*[–—=:]\s*)"
_EXPLAINED = re.compile(rf"(?<![\w-])([{_UPPER}]{{2,10}}){_MEANS}([^\W\d_][^,;./()\n]{{2,80}})")
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
        written: dict[str, str] = {}
        for language, words in line["source"].items():
            parts = [without_marks(part) if at % 2 == 0 else part for at, part in enumerate(_BETWEEN.split(words))]
            found = {part for part in parts if part in explained}
            met |= found
            if found and len(parts) == 1:
                written |= in_languages(explained[parts[0]])  # it may be explained in another language, or in both
            else:
                written[language] = "".join(explained.get(part, part) for part in parts)
        line["source"] = written
    return met
