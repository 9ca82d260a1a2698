"""Texts in two languages within one cell, told apart by their scripts: `Шалгалт / Inspections`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

SHORT = 40
# The deployment's languages are written in different scripts, so a text's script says its language.
CYRILLIC, LATIN = "mn", "en"
_LETTERS = {CYRILLIC: re.compile("[\u0400-\u052f]"), LATIN: re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")}
_BRACKETED = re.compile(r"\([^()]*\)")  # such as a name in its own letters behind its abbreviation
_SEPARATOR = re.compile(r"\s*(?:\n|\s/\s|\s\|\s|\s[–—]\s|/)\s*")


def scripts_of(text: str) -> set[str]:
    """The languages whose scripts the letters belong to."""
    return {code for code, letter in _LETTERS.items() if letter.search(text)}


def language_of(text: str) -> str:
    """The language of a text by most of its letters; the first language's where it has none."""
    return max(_LETTERS, key=lambda code: len(_LETTERS[code].findall(text)))


def in_languages(text: str, language: str = "") -> dict[str, str]:
    """Language -> text: one, or both where a sign parts a text in one script from its translation in the other."""
    if not text.strip():
        return {}
    if language:
        return {language: text}
    return dict(_by_scripts(text) if len(text) <= SHORT else _parted_by_scripts(text))


@lru_cache(maxsize=2_048)  # units and sources of money come over and over
def _by_scripts(text: str) -> dict[str, str]:
    return _parted_by_scripts(text)


def _parted_by_scripts(text: str) -> dict[str, str]:
    scripts = scripts_of(text)
    if len(scripts) < 2:
        return {next(iter(scripts), CYRILLIC): text}
    for sign in _SEPARATOR.finditer(text):
        first, second = text[: sign.start()].strip(), text[sign.end() :].strip()
        one, other = scripts_of(first), scripts_of(second)
        if len(one) == len(other) == 1 and one != other:
            return {one.pop(): first, other.pop(): second}
    return {language_of(_BRACKETED.sub("", text) or text): text}


def joined(texts: Mapping[str, str], more: Mapping[str, str]) -> dict[str, str]:
    """Both, each language's one below the other."""
    return {code: "\n".join(filter(None, [texts.get(code), more.get(code)])) for code in {**texts, **more}}
