"""What a text or a table's cell says about the tier: 1, 2, 2WL or 3, in words or in codes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

NUMBERS = {
    **{"1": "1", "2": "2", "3": "3", "i": "1", "ii": "2", "iii": "3", "one": "1", "two": "2", "three": "3"},
    **{"нэг": "1", "нэгдүгээр": "1", "хоёр": "2", "хоёрдугаар": "2", "гурав": "3", "гуравдугаар": "3"},
}
WATCH_LIST = r"(?P<watch>[ (,:/–-]*(?:watch[ -]?list|wl\b|ажиглалтын жагсаалт))"
SAID = re.compile(
    rf"\btier[ -]?(?P<en>1|2|3|iii|ii|i|one|two|three)\b{WATCH_LIST}?"
    r"|\b(?P<mn>1|2|3|iii|ii|i|нэг|хоёр|гурав|нэгдүгээр|хоёрдугаар|гуравдугаар)[ -]*(?:р|дугаар|дүгээр)?"
    rf" (?:шатлал|зэрэглэл|түвшин)(?:ын|ийн|ны|ний|д|т)?\b{WATCH_LIST.replace('watch>', 'watch_mn>')}?",
    re.IGNORECASE,
)
# NORLAND: Tier 2; Norland (Tier 2 Watch List)
HEADER_BEFORE, HEADER_AFTER = re.compile(r"(?:^|\n)[^\n.;]{2,60}[:(–—-][ \t]*$"), re.compile(r"[ \t)]*(?:\n|$)")
# remained on, was downgraded to: not "from Tier 2", which says where it was
VERDICT_BEFORE = re.compile(r"\b(?:on|to|at|onto)(?: the)?[ \n]$", re.IGNORECASE)
VERDICT_AFTER = re.compile(r"[^.\n]{0,40}(?:хэвээр|байна|байв|орсон|дэвшсэн|буурсан|үлдсэн)")


@dataclass(frozen=True, slots=True)
class TierSaid:
    """The tier, the line that says it, and the others the text names with the same right: then it is no certainty."""

    tier: str = ""
    line: int = 0
    others: tuple[str, ...] = ()


def tier_of_text(text: str) -> TierSaid:
    """A heading's tier before a sentence's verdict, and that before a mere mention. Two that differ give none."""
    by_weight: dict[int, dict[str, int]] = {}
    for weight, tier, line in _said(text):
        by_weight.setdefault(weight, {}).setdefault(tier, line)
    if not by_weight:
        return TierSaid()
    heaviest = by_weight[max(by_weight)]
    if len(heaviest) > 1:
        return TierSaid(others=tuple(sorted(heaviest)))
    ((tier, line),) = heaviest.items()
    return TierSaid(tier, line)


def _said(text: str) -> Iterator[tuple[int, str, int]]:
    for found in SAID.finditer(text):
        before, after = text[max(0, found.start() - 80) : found.start()], text[found.end() : found.end() + 60]
        number = NUMBERS[(found["en"] or found["mn"]).casefold()]
        tier = "2WL" if number == "2" and (found["watch"] or found["watch_mn"]) else number
        weight = 1
        if HEADER_BEFORE.search(before) and HEADER_AFTER.match(after):
            weight = 3
        elif VERDICT_BEFORE.search(before) or VERDICT_AFTER.match(after):
            weight = 2
        yield weight, tier, text.count("\n", 0, found.start()) + 1


def tier_in_words(cell: str) -> str | None:
    """The tier of a cell that says it in words; nothing for one that says there is none; None for a code.

    A code alone (3, or 2.5) is never read as the tier of that number: in one table 3 is the Watch List.
    """
    words = " ".join(cell.split())
    if words.casefold() in {"", "na", "n/a", "n.a.", "-", "–", "—", "none", "null", "nan", ".", ".."}:
        return ""
    if re.fullmatch(r"(?:tier )?2 ?[-(/]? ?(?:wl|watch ?list)\)?|watch[ -]?list", words, re.IGNORECASE):
        return "2WL"
    said = SAID.fullmatch(words)
    return tier_of_text(words).tier if said else None


def year_of(cell: str) -> int | None:
    """A year as a spreadsheet may write it: 2001, 2001.0, 2e3."""
    try:
        number = float(cell.strip())
    except ValueError:
        return None
    return int(number) if number.is_integer() and 1900 <= number <= 2200 else None
