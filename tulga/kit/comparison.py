"""Two texts side by side, word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["same", "deleted", "inserted"]


@dataclass(frozen=True)
class Piece:
    kind: Kind
    text: str


def compare_words(old: str, new: str) -> list[Piece]:
    """The new text in runs of words, with what was deleted where it stood. Only the number of blanks is ignored."""
    before, after = _words(old), _words(new)
    # autojunk: without it, a long text of one repeated word takes minutes.
    found = SequenceMatcher(None, [word.strip(" ") for word in before], [word.strip(" ") for word in after])
    pieces = []
    for move, from_old, to_old, from_new, to_new in found.get_opcodes():
        if move == "equal":
            pieces.append(Piece("same", "".join(after[from_new:to_new])))
            continue
        pieces.append(Piece("deleted", "".join(before[from_old:to_old])))
        pieces.append(Piece("inserted", "".join(after[from_new:to_new])))
    return [piece for piece in pieces if piece.text]


def _words(text: str) -> list[str]:
    """Words with the blanks after them; each line's end is a word of its own."""
    return re.findall(r"\n|[^\s]+[^\S\n]*|[^\S\n]+", text)
