"""What a finding is about, as data: the same words have the same code, whichever document they stand in."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils.text import slugify

from tulga.findings.choices import About
from tulga.findings.importers.states import state_code, state_name, states_in
from tulga.kit.i18n import I18nText
from tulga.kit.search import fold

if TYPE_CHECKING:
    from tulga.findings.models import Finding, Label

LONGEST_CODE = 80


@dataclass(frozen=True)
class Labels:
    """The themes of a finding but its first, goals by their numbers, affected persons."""

    further_themes: tuple[str, ...] = ()
    goals: tuple[int, ...] = ()
    groups: tuple[str, ...] = ()

    @classmethod
    def of(cls, stored: Iterable[Label]) -> Labels:
        """As they are kept; the first theme is the finding's own."""
        by_kind: dict[str, list[str]] = {}
        for label in stored:
            by_kind.setdefault(label.about, []).append(label.code if label.about == About.GOAL else str(label.words))
        return cls(
            tuple(by_kind.get(About.THEME, [])[1:]),
            tuple(sorted(map(int, by_kind.get(About.GOAL, [])))),
            tuple(by_kind.get(About.GROUP, [])),
        )


def labels_for(finding: Finding, labels: Labels) -> Iterator[tuple[str, str, I18nText]]:
    """All labels of a finding, each once: what is said of it, the code, the words."""
    language = finding.language
    themes = [finding.theme, *(I18nText({language: words}) for words in labels.further_themes)]
    said = [(About.THEME, theme_code(theme), theme) for theme in themes if theme]
    said += [(About.GOAL, str(goal), I18nText(en=f"SDG {goal}")) for goal in labels.goals]
    said += [(About.GROUP, code_of(words), I18nText({language: words})) for words in labels.groups]
    said += [(About.STATE, *_state(name)) for name in states_in(finding.recommended_by)]
    seen = set()
    for about, code, words in said:
        if code and (about, code) not in seen:
            seen.add((about, code))
            yield about, code, words


def theme_code(theme: I18nText) -> str:
    """English first, so that a theme translated later keeps its code."""
    return code_of(theme.get("en") or next(iter(theme.values()), ""))


@lru_cache(maxsize=4_096)  # findings name the same themes and States over and over
def code_of(words: str) -> str:
    code = slugify(words) or slugify(fold(words))
    if len(code) <= LONGEST_CODE:
        return code
    digest = hashlib.sha256(code.encode()).hexdigest()[:8]  # two that begin alike are not one
    return f"{code[: LONGEST_CODE - 9].strip('-')}-{digest}"


def each_once(said: Iterable[str]) -> tuple[str, ...]:
    """Of words with one code the first, as they are kept."""
    found: dict[str, str] = {}
    for words in said:
        if code := code_of(words):
            found.setdefault(code, words)
    return tuple(found.values())


@lru_cache(maxsize=1_024)
def _state(name: str) -> tuple[str, I18nText]:
    code = state_code(name)
    return (code, I18nText(en=state_name(code))) if code else (code_of(name), I18nText(en=name))


def listed(names: Sequence[str]) -> str:
    """Names in one field, parted so that a comma inside one does no harm."""
    return "; ".join(names)
