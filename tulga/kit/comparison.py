"""Two texts side by side, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["same", "deleted", "inserted"]
# Enough to find the place again in either text.
WORDS_AROUND = 5


@dataclass(frozen=True)
class Piece:
    kind: Kind
    text: str


@dataclass(frozen=True)
class Change:
    """One place where two texts differ, with a few words around it."""

    before: str
    after: str
    old: str = ""
    new: str = ""


@dataclass
class _Run:
    """Some words of both texts: the same in both, or one in place of the other."""

    is_same: bool
    old: list[str]
    new: list[str]

    @property
    def length(self) -> int:
        return max(len(self.old), len(self.new))


def compare_words(old: str, new: str) -> list[Piece]:
    """The new text in runs of words, with what was deleted where it stood. Only the number of blanks is ignored.

    A few words that happen to stand in both texts between two changes that are longer belong to one change: a reader
    follows phrases, not words.
    """
    pieces = []
    for run in _phrases(_runs(_words(old), _words(new))):
        if run.is_same:
            pieces.append(Piece("same", "".join(run.new)))
        else:
            pieces.append(Piece("deleted", "".join(run.old)))
            pieces.append(Piece("inserted", "".join(run.new)))
    return [piece for piece in pieces if piece.text]


def old_side(pieces: Iterable[Piece]) -> list[Piece]:
    """What the old text said, its deleted runs marked."""
    return [piece for piece in pieces if piece.kind != "inserted"]


def new_side(pieces: Iterable[Piece]) -> list[Piece]:
    """What the new text says, its inserted runs marked."""
    return [piece for piece in pieces if piece.kind != "deleted"]


def changes(pieces: Sequence[Piece]) -> list[Change]:
    """The differences one by one, each with the words around it."""
    found: list[Change] = []
    before = ""
    for index, piece in enumerate(pieces):
        earlier = pieces[index - 1] if index else None
        if piece.kind == "same":
            before = " ".join(piece.text.split()[-WORDS_AROUND:])
        elif piece.kind == "inserted" and earlier and earlier.kind == "deleted":
            found[-1] = replace(found[-1], new=piece.text.strip())
        else:
            following = next((each.text for each in pieces[index:] if each.kind == "same"), "")
            after = " ".join(following.split()[:WORDS_AROUND])
            words = {"old" if piece.kind == "deleted" else "new": piece.text.strip()}
            found.append(Change(before, after, **words))
    return found


def _runs(before: list[str], after: list[str]) -> Iterable[_Run]:
    # autojunk: without it, a long text of one repeated word takes minutes.
    found = SequenceMatcher(None, [word.strip(" ") for word in before], [word.strip(" ") for word in after])
    for move, from_old, to_old, from_new, to_new in found.get_opcodes():
        yield _Run(move == "equal", before[from_old:to_old], after[from_new:to_new])


def _phrases(runs: Iterable[_Run]) -> list[_Run]:
    """Changes joined over what is the same between them, where that is no longer than either of them."""
    joined: list[_Run] = []
    for run in runs:
        joined.append(run)
        while len(joined) > 2 and not joined[-1].is_same and joined[-2].length <= min(joined[-3].length, run.length):
            first, between, last = joined[-3:]
            run = _Run(False, first.old + between.old + last.old, first.new + between.new + last.new)
            joined[-3:] = [run]
    return joined


def _words(text: str) -> list[str]:
    """Words with the blanks after them; each line's end is a word of its own."""
    return re.findall(r"\n|[^\s]+[^\S\n]*|[^\S\n]+", text)
