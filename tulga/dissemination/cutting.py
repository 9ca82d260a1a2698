"""Why no edition can hold a passage that its audience may not read.

Whatever an audience reads of a recommendation comes out of `words_for`, and nothing goes into it but

1. the passages whose set of audiences holds that audience, joined (`cut`);
2. a translation only where it was cut too, since one that was not repeats what is missing (`repeats_what_is_cut`);
3. the working title only where nothing was cut, elsewhere the title written for that audience (`title_for`).

What comes out is stored and hashed when a second person approves (`services/approving.py`). Readers get the stored
rows: there is no way from a reader to a passage (ADR 13).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from django.utils.translation import gettext as _

from tulga.kit.audience import Audience
from tulga.kit.errors import RuleBroken
from tulga.kit.i18n import I18nText, own_name
from tulga.recommendations.services.sharing import Words

EVERY_AUDIENCE = frozenset(Audience)
# After the end of a sentence and its closing marks, before a capital or an opening mark; and at a line's end.
SENTENCE_END = re.compile(r"(?<=[.!?…])[\"»”’)\]]*\s+(?=[\"«“‘(\[•–—-]*\s*[A-ZА-ЯЁӨҮ])|\n+")


@dataclass(frozen=True)
class Piece:
    """A passage: some of the frozen words, and who may read them. Joined, a text's pieces are the text."""

    text: str
    audiences: frozenset[Audience] = EVERY_AUDIENCE


@dataclass(frozen=True)
class Cuttable:
    """One recommendation as its release cuts it. The decided language is the first of what is cut."""

    reference: str
    working_title: I18nText
    language: str
    pieces: Mapping[str, Sequence[Piece]]
    titles: Mapping[Audience, I18nText] = field(default_factory=dict)
    left_out: frozenset[Audience] = frozenset()


# --- What an audience reads -----------------------------------------------------------------------------------------
def words_for(item: Cuttable, audience: Audience) -> Words:
    """The only source of an edition's words."""
    decided = cut(item.pieces[item.language], audience)
    if not decided:
        raise RuleBroken(
            _("Nothing is left of %(number)s for %(audience)s: leave the recommendation out for them.")
            % {"number": item.reference, "audience": audience.label}
        )
    others = {
        language: cut(pieces, audience)
        for language, pieces in item.pieces.items()
        if language != item.language and not repeats_what_is_cut(item, language, audience)
    }
    return Words(title_for(item, audience), I18nText({**others, item.language: decided}), item.language)


def cut(pieces: Iterable[Piece], audience: Audience) -> str:
    """The passages for this audience, as one running text that does not show where others stood."""
    pieces = list(pieces)
    if not is_cut(pieces, audience):
        return "".join(piece.text for piece in pieces)
    kept = ""
    for piece in pieces:
        kept += piece.text if audience in piece.audiences else _line_ends_of(piece)
    return re.sub(r"\n{3,}", "\n\n", kept).strip()


def is_cut(pieces: Iterable[Piece], audience: Audience) -> bool:
    return any(audience not in piece.audiences for piece in pieces)


def repeats_what_is_cut(item: Cuttable, language: str, audience: Audience) -> bool:
    """Whether a translation is whole for an audience that lacks a passage of the decided text."""
    return is_cut(item.pieces[item.language], audience) and not is_cut(item.pieces[language], audience)


def title_for(item: Cuttable, audience: Audience) -> I18nText:
    if title := item.titles.get(audience):
        return title
    if any(is_cut(pieces, audience) for pieces in item.pieces.values()):
        raise RuleBroken(
            _("%(number)s: write its title for this audience: %(audience)s. Parts of its text are cut for them.")
            % {"number": item.reference, "audience": audience.label}
        )
    return item.working_title


def left_out_languages(item: Cuttable, audience: Audience) -> list[str]:
    """The translations that this audience does not get, by their own names."""
    others = [each for each in item.pieces if each != item.language]
    return [own_name(each) for each in others if repeats_what_is_cut(item, each, audience)]


def _line_ends_of(piece: Piece) -> str:
    """So that cutting a paragraph's last sentence does not join it to the next."""
    return piece.text[len(piece.text.rstrip("\n")) :]


# --- Where passages begin and end -----------------------------------------------------------------------------------
def sentences(text: str) -> list[str]:
    """The text in sentences, each with the blanks after it: joined, they are the text."""
    ends = [0, *(found.end() for found in SENTENCE_END.finditer(text)), len(text)]
    return [text[start:end] for start, end in pairwise(ends) if start < end]


def whole(text: str) -> list[Piece]:
    return [Piece(each) for each in sentences(text)]


def cut_anew(pieces: Sequence[Piece], texts: Sequence[str]) -> list[Piece]:
    """The same words parted elsewhere. A new piece is for those alone who might read all that it is made of."""
    if "".join(texts) != "".join(piece.text for piece in pieces):
        raise RuleBroken(_("Only the marks between passages can be moved: the words are frozen."))
    limits, at = [], 0
    for piece in pieces:
        limits.append((at, at + len(piece.text), piece.audiences))
        at += len(piece.text)
    parted, start = [], 0
    for text in texts:
        end = start + len(text)
        readers = EVERY_AUDIENCE.intersection(*(each for low, high, each in limits if low < end and start < high))
        parted.append(Piece(text, readers))
        start = end
    return parted


def carried_over(pieces: Sequence[Piece], text: str) -> list[Piece]:
    """The passages of a corrected text. What is new keeps the narrowest limits of what it may replace."""
    known: dict[str, frozenset[Audience]] = {}
    for piece in pieces:
        known[piece.text.strip()] = known.get(piece.text.strip(), EVERY_AUDIENCE) & piece.audiences
    parts = sentences(text)
    gone = [piece.audiences for piece in pieces if piece.text.strip() not in {each.strip() for each in parts}]
    narrowest = EVERY_AUDIENCE.intersection(*gone)
    return [Piece(each, known.get(each.strip(), narrowest)) for each in parts]
