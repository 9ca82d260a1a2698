"""The cells of the table that every State gets after its Universal Periodic Review."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tulga.findings.importers.states import state_code

NUMBER = re.compile(r"\s*(?:para(?:graph)?\.? )?((?:[A-Z]\.?)?\d{1,4}(?:\.\d{1,4}){0,3})[.):]?\s+(?=\D)", re.IGNORECASE)
SOURCE = re.compile(r"\s*\bsources?\s+of\s+positions?\s*:\s*(.*)\Z", re.IGNORECASE | re.DOTALL)
BRACKETS = re.compile(r"\s*\(((?:[^()]|\([^()]*\))*)\)")  # one pair may hold another: Iran (Islamic Republic of)
THEME = re.compile(r"\s*(?:theme|right or area|сэдэв)\s*:\s*(?:\d+(?:\.\d+)*\.?\s+)?(.+)", re.IGNORECASE | re.DOTALL)
GOALS = re.compile(r"\s*(?:sdgs?|sustainable development goals?|тхз)\s*:?\s*", re.IGNORECASE)
GROUPS = re.compile(r"\s*(?:affected persons?|affected groups?|хамаарах хүмүүс)\s*:?\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Said:
    """A cell's recommendation: its number, its words without the States, the States, where the position is stated."""

    number: str
    text: str
    states: tuple[str, ...]
    source: str


def said_in(cell: str) -> Said:
    found = NUMBER.match(cell)
    number, rest = (found[1], cell[found.end() :]) if found else ("", cell)
    source = SOURCE.search(rest)
    words, states = parted(rest[: source.start()] if source else rest)
    return Said(number, words, states, " ".join(source[1].split()) if source else "")


def parted(text: str) -> tuple[str, tuple[str, ...]]:
    """The words, and the States in brackets behind each part of them. Other brackets belong to the words."""
    states: list[str] = []
    kept, end = [], 0
    for found in BRACKETS.finditer(text):
        names = _states_in(found[1]) if _ends_a_part(text, found.end()) else []
        if names:
            states += [name for name in names if name not in states]
            kept.append(text[end : found.start()])
            end = found.end()
    words = " ".join("".join([*kept, text[end:]]).split())
    return re.sub(r"\s+([;.,])", r"\1", words).strip().rstrip(";").rstrip(), tuple(states)


def _ends_a_part(text: str, at: int) -> bool:
    return bool(re.match(r"\s*(?:[;.(]|\Z)", text[at:]))


def _states_in(inside: str) -> list[str]:
    """The names between two brackets, where each is one of a State."""
    name = " ".join(inside.split())
    if state_code(name):
        return [name]
    names = [each for each in re.split(r"\s*[,;/]\s*(?:and )?|\s+and\s+", name) if each]
    return names if names and all(map(state_code, names)) else []


@dataclass(frozen=True)
class Labels:
    """What a recommendation is about: themes, Sustainable Development Goals by number, affected persons."""

    themes: tuple[str, ...]
    goals: tuple[int, ...]
    groups: tuple[str, ...]


def labels_in(cell: str) -> Labels:
    """A list under headings, each line with a dash: themes first, then SDGs, then affected persons."""
    lists: tuple[list[str], list[str], list[str]] = [], [], []
    current = 0
    for line in cell.splitlines():
        for place, heading in ((1, GOALS), (2, GROUPS)):
            if found := heading.match(line):
                current, line = place, line[found.end() :]
        words = re.sub(r"^\s*[-–•*]\s*", "", line).strip()
        if words:
            lists[current].append(words)
    themes, goals, groups = lists
    return Labels(tuple(dict.fromkeys(themes)), goals_in("\n".join(goals)), tuple(dict.fromkeys(groups)))


def goals_in(cell: str) -> tuple[int, ...]:
    """The numbers of the goals, without those of targets: 16 - PEACE; SDG 8.7; 5, 16."""
    numbers = (int(each) for each in re.findall(r"(?<![\d.])(\d{1,2})(?!\d)", re.sub(r"(\d)\.[\da-z]+", r"\1", cell)))
    return tuple(sorted({number for number in numbers if 1 <= number <= 17}))


def theme_in(cell: str) -> str:
    """The theme that a row across the whole table names; nothing where it is no such row."""
    found = THEME.match(cell)
    return " ".join(found[1].split()) if found else ""


def position_in(cell: str) -> str | None:
    """supported or noted; nothing for an empty cell; None for words that say neither clearly."""
    words = " ".join(re.findall(r"[^\W\d_]+", cell.casefold()))
    if words in {"", "na", "n a", "none", "pending", "no position", "no response"}:
        return ""
    if re.fullmatch(r"(accepted|supported|support|accept|enjoys? (the )?support.*|дэмжсэн|хүлээн авсан)", words):
        return "supported"
    if re.fullmatch(
        r"(noted|not (supported|accepted)|rejected|taken note.*|тэмдэглэсэн|тэмдэглэж авсан|дэмжээгүй)", words
    ):
        return "noted"
    return None
