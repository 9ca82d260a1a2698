"""The groups of a plan as its file names them: which stands below which, and under what number."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property

from tulga.kit.imports.records import Problem, Where
from tulga.plan.importers.texts import in_languages

_ROMAN = r"(?:X{0,3}(?:IX|IV|V?I{1,3}|V|X))"
_NUMBER = rf"(?P<number>\d+(?:\.\d+)*|{_ROMAN})"
_WORD = r"[^\W\d_]+(?:[ -][^\W\d_]+)?"
_NUMBERED = re.compile(
    rf"(?:(?P<label>{_WORD})(?![^\W\d_])\s*[№#-]?\s*{_NUMBER}(?:\s*[.:)–—-]+\s*|\s+|$)"
    rf"|{_NUMBER.replace('number', 'bare')}\s*[.:)]\s*)(?P<title>.*)",
    re.DOTALL,
)
_UNITS = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
_IN_DIGITS = {f"{'X' * tens}{unit}": str(10 * tens + at) for tens in range(4) for at, unit in enumerate(_UNITS)}
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
LONGEST_NUMBER = 40
MOST_PREFIXES = 60  # of one group: they double with each level of Roman numbers


@dataclass
class Group:
    """A goal, an objective: any level above the activities."""

    number: str
    title: dict[str, str]
    where: Where
    depth: int
    parent: Group | None = None
    given: str = ""  # its number in the file, which others may have too
    remarks: list[Problem] = field(default_factory=list)
    activities: int = 0

    @property
    def key(self) -> str:
        return f"group:{self.number}"

    def begins(self, number: str) -> bool:
        """Whether the number of an activity can follow from this group's: 1.2.3 from 1.2, or from the second of 1."""
        return any(number.startswith(f"{prefix}.") for prefix in self.prefixes)

    @cached_property
    def prefixes(self) -> tuple[str, ...]:
        """What numbers below it begin with: nothing where neither it nor what it stands in has a number."""
        above = self.parent.prefixes if self.parent else ()
        if not self.given:
            return above
        own = tuple(dict.fromkeys([self.given, _IN_DIGITS.get(self.given, self.given)]))
        if any(self.given.startswith(f"{prefix}.") for prefix in above):
            return own
        return (*own, *(f"{prefix}.{number}" for prefix in above for number in own), *above)[:MOST_PREFIXES]


@dataclass(frozen=True)
class LevelWords:
    """What a row above activities says: the level's name (Objective), its number, its words."""

    label: dict[str, str]
    number: str
    title: dict[str, str]


def level_words(text: str) -> LevelWords:
    """`Зорилт 1. Урьдчилан сэргийлэх / Objective 1. Prevention` taken apart, in both languages."""
    label: dict[str, str] = {}
    title: dict[str, str] = {}
    number = ""
    for language, words in in_languages(" ".join(text.split())).items():
        found = _NUMBERED.fullmatch(words)
        if found is None:
            title[language] = words
            continue
        number = number or found["number"] or found["bare"]
        title[language] = found["title"] or words
        if found["label"]:
            label[language] = found["label"]
    return LevelWords(label, number, title)


class Tree:
    """Grows as the rows above activities are met; the last one entered is where the next activity belongs."""

    def __init__(self) -> None:
        self.groups: list[Group] = []
        self.level_names: list[dict[str, str]] = []
        self._path: list[Group] = []
        self._kinds: list[str] = []  # of the levels below those of headings, outermost first
        self._numbers: set[str] = set()
        self._was_level = False
        self._base = 0

    @property
    def here(self) -> Group | None:
        return self._path[-1] if self._path else None

    def enter_heading(self, depth: int, text: str, where: Where) -> None:
        """A heading above a table, or a sheet's name: its depth is known. The same one again is where we are."""
        words = level_words(text)
        if len(self._path) > depth and self._path[depth].title == words.title and self._path[depth].where == where:
            del self._path[depth + 1 :]
            return
        self._enter(depth, words, where)
        self._base = depth + 1
        self._was_level = False

    def enter_row(self, text: str, where: Where, number: str = "") -> None:
        """A row across the table. How deep it is, is told by its kind, and by whether it follows another such row."""
        words = level_words(text)
        if number:
            words = LevelWords(words.label, number, words.title)
        kind = next(iter(words.label.values()), "").casefold() or f"#{words.number.count('.')}"
        self._enter(self._base + self._depth_of(kind), words, where)
        self._was_level = True

    def enter_cell(self, depth: int, text: str, where: Where) -> None:
        """A column that names the group of each row."""
        words = level_words(text)
        if len(self._path) > self._base + depth and self._path[self._base + depth].title == words.title:
            return
        self._enter(self._base + depth, words, where)

    def number_of(self, given: str) -> str:
        """Of the group that the file calls by this number; the number itself where there is none."""
        return next((group.number for group in self.groups if given in group.prefixes), given)

    def add_activity(self) -> None:
        self._was_level = False
        if self.here:
            self.here.activities += 1

    def _depth_of(self, kind: str) -> int:
        if kind not in self._kinds:
            if self._was_level and self._path:
                self._kinds.insert(self._path[-1].depth - self._base + 1, kind)
            elif not self._kinds:
                self._kinds.append(kind)
            else:
                return len(self._kinds) - 1
        return self._kinds.index(kind)

    def _enter(self, depth: int, words: LevelWords, where: Where) -> None:
        depth = min(depth, len(self._path))
        del self._path[depth:]
        parent = self._path[-1] if self._path else None
        number = self._number(words.number, parent)
        group = Group(number, words.title, where, depth, parent, words.number)
        self._numbers.add(number)
        self.groups.append(group)
        self._path.append(group)
        while len(self.level_names) <= depth:
            self.level_names.append({})
        self.level_names[depth] = {**words.label, **self.level_names[depth]}

    def _number(self, given: str, parent: Group | None) -> str:
        """The number as given where it is free, else below its parent's; a group without one gets the next."""
        prefix = f"{parent.number}." if parent else ""
        for number in filter(None, [given, given and prefix + given]):
            if number not in self._numbers and len(number) <= LONGEST_NUMBER:
                return number
        names = LETTERS if parent is None else [f"{prefix}{count}" for count in range(1, 1000)]
        free = next((name for name in names if name not in self._numbers), "")
        return free or f"{prefix}{len(self.groups) + 1}"
