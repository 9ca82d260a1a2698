"""The alphabetical order of a language as text that every database sorts alike (ADR 5)."""

from __future__ import annotations

import re
import unicodedata

KEY_LENGTH = 250

LATIN = "abcdefghijklmnopqrstuvwxyz"
MONGOLIAN = "абвгдеёжзийклмноөпрстуүфхцчшщъыьэюя"

_TOKENS = re.compile(r"[0-9]+|[^\W\d_]|[\W_]+|.").findall
_EDGES = re.compile(r"^[\W_]+|[\W_]+$").sub
BETWEEN_WORDS, NUMBER, FIRST_LETTER, ANY_OTHER = 1, 2, 10, 99


def sort_key(text: str, language: str) -> str:
    """Digits whose plain order is the alphabetical order; numbers by value, case and accents ignored.

    The alphabet of the language comes first: Cyrillic before Latin for Mongolian, Latin before Cyrillic otherwise.
    """
    alphabet = MONGOLIAN + LATIN if language == "mn" else LATIN + MONGOLIAN
    tokens = _TOKENS(_folded(text[:KEY_LENGTH], alphabet))
    return "".join(_weight(token, alphabet) for token in tokens)[:KEY_LENGTH]


def _folded(text: str, alphabet: str) -> str:
    """Lower case without accents, but й and ё are letters of their own."""
    composed = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    bare = "".join(char if char in alphabet else unicodedata.normalize("NFKD", char) for char in composed)
    return _EDGES("", "".join(char for char in bare if not unicodedata.combining(char)))


def _weight(token: str, alphabet: str) -> str:
    if token[0] in "0123456789":
        digits = token.lstrip("0") or "0"
        return f"{NUMBER:02}{min(len(digits), 99):02}{digits}"
    if token in alphabet:
        return f"{FIRST_LETTER + alphabet.index(token):02}"
    if token.isalnum():
        return f"{ANY_OTHER}{ord(token):07}"
    return f"{BETWEEN_WORDS:02}"
