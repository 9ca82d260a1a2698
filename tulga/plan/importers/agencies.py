"""Several agencies in one cell, taken apart: by commas and the like, and by the words for “together”."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from tulga.kit.writing import without_marks
from tulga.plan.importers.numbers import is_nothing

Known = Callable[[str], bool]

_PARTS = re.compile(r"\s*(\n|;|,|/|、)\s*")
_JOINED = re.compile(r"\s+(?:and|болон|ба)\s+|\s*&\s*|\s+зэрэг\b")
_MARK = re.compile(r"^\s*(?:\d{1,2}[.)]\s+|[-–—•*·▪]\s*)|\s*\*+\s*$")
_AND = re.compile(r"(?:and|болон|ба)\s+")
_LEAD = re.compile(
    r"^\s*(?:хариуцах(?:\s+байгууллага)?|үндсэн(?:\s+байгууллага)?|lead(?:\s+agency)?|responsible(?:\s+party)?)\s*:\s*",
    re.IGNORECASE,
)
_TOGETHER = re.compile(
    r"[\s,;(]*(?:хамтран(?:\s+(?:хэрэгжүүлэ\w+|ажилла\w+|оролцо\w+))?(?:\s+байгууллага(?:ууд)?)?"
    r"|хамтрагч(?:ид)?|хамтарч)\s*:"
    r"|[\s,;(]*(?:co-?implement\w*|partners?|supported by|support)\s*:"
    r"|[\s,;(]+(?:jointly|together|in co-?operation|in collaboration|in partnership)\s+with\s*:?\s+",
    re.IGNORECASE,
)


def _nobody(_name: str) -> bool:
    return False


@dataclass(frozen=True)
class Named:
    """Names as printed, in their order: who leads, and who takes part."""

    lead: tuple[str, ...] = ()
    together: tuple[str, ...] = ()


def parted_cell(text: str, known: Known = _nobody) -> Named:
    """Who is named in a cell, before and after words such as `хамтран:`."""
    found = _TOGETHER.search(text)
    if found is None:
        return Named(parted(_LEAD.sub("", text), known))
    first = parted(_LEAD.sub("", text[: found.start()]), known)
    rest = text[found.end() :]
    if rest.count("(") < rest.count(")"):
        rest = rest.replace(")", "", 1) if rest.rstrip().endswith(")") else rest
    return Named(first, tuple(name for name in parted(rest, known) if name not in first))


def parted(text: str, known: Known = _nobody) -> tuple[str, ...]:
    """The names, each once. One that is known is never cut, though it holds a comma."""
    pieces = _pieces(text)
    names: list[str] = []
    start = 0
    while start < len(pieces):
        end = next((end for end in range(len(pieces), start + 1, -1) if known(_whole(pieces[start:end]))), start + 1)
        name = _whole(pieces[start:end])
        names += _joined(_AND.sub("", name, 1) if start and not known(name) and _AND.match(name) else name, known)
        start = end
    return tuple(dict.fromkeys(without_marks(name) for name in names if not is_nothing(name)))


def _pieces(text: str) -> list[tuple[str, str]]:
    """Each piece with the sign that stands before it. What is in brackets is not cut."""
    pieces, before, at = [], "", 0
    for sign in _PARTS.finditer(text):
        if _depth(text[: sign.start()]) > 0:
            continue
        pieces.append((before, text[at : sign.start()]))
        before, at = sign[0], sign.end()
    return [*pieces, (before, text[at:])]


def _depth(text: str) -> int:
    return text.count("(") - text.count(")")


def _whole(pieces: list[tuple[str, str]]) -> str:
    """The pieces put together as they were written; a line break inside a name is a blank."""
    text = pieces[0][1] + "".join(sign + piece for sign, piece in pieces[1:])
    return " ".join(_MARK.sub("", text).split())


def _joined(name: str, known: Known) -> list[str]:
    """Two names joined by a word for `and`, where each of them is known: many a name has one inside."""
    if not known(name):
        for sign in _JOINED.finditer(name):
            first, last = name[: sign.start()], name[sign.end() :]
            if known(first) and (known(last) or len(_joined(last, known)) > 1):
                return [first, *_joined(last, known)]
    return [name] if name else []
