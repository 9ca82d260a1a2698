"""The recommendations of a running text. Its words are never changed: it is only cut, and the cuts can be moved."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from tulga.findings.importers.tiers import TierSaid, tier_of_text

# --- Where the recommendations stand --------------------------------------------------------------------------------
HEADING = re.compile(
    r"""^[ \t#*_]*                                     # a heading of Markdown is one too
    (?: (?:PRIORITI[SZ]ED\ )? RECOMMENDATIONS (?:\ (?:FOR|TO)\ [^\n:.;]{2,60})?
      | (?:Prioriti[sz]ed\ )? [Rr]ecommendations (?:\ (?:for|to)\ [^\n:.;]{2,60})? (?=[ \t]*:|[ \t#*_]*$)
      | (?:ТЭРГҮҮЛЭХ\ )? ЗӨВЛӨМЖ(?:ҮҮД)?
      | (?:Тэргүүлэх\ )? [Зз]өвлөмж(?:үүд)? (?=[ \t]*:|[ \t#*_]*$)
    )[ \t#*_]*:?[ \t]*""",
    re.MULTILINE | re.VERBOSE,
)
# What follows them: a line of capitals alone, or one of the report's own headings.
REPORTS_OWN = r"""(?: PROSECUTION | PROTECTION | PREVENTION | TRAFFICKING\ PROFILE
    | Prosecution | Protection | Prevention | Trafficking\ [Pp]rofile )"""
CAPITALS = r"(?!PRIORITI|RECOMMEND|ТЭРГҮҮЛЭХ|ЗӨВЛӨМЖ) [A-ZА-ЯЁӨҮ] [A-ZА-ЯЁӨҮ &’'-]{3,60}"
OWN_MONGOLIAN = r"(?: УРЬДЧИЛАН\ СЭРГИЙЛ | ХАМГААЛ | ЯЛЛА | МӨРДӨН | ШҮҮН | ХУДАЛДАА ) [А-ЯЁӨҮ ]*"
NEXT_HEADING = re.compile(rf"^[ \t#*_]* (?: {CAPITALS} | {REPORTS_OWN} ) [ \t#*_:]*$", re.MULTILINE | re.VERBOSE)
# Where no heading says what stands there, a line of capitals may be a recommendation as well.
NEXT_OF_REPORT = re.compile(rf"^[ \t#*_]* {REPORTS_OWN} [ \t#*_:]*$", re.MULTILINE | re.VERBOSE)
OWN_HEADING = re.compile(rf"[ \t#*_]* (?: {REPORTS_OWN} | {OWN_MONGOLIAN} ) [ \t#*_:]*", re.VERBOSE)

# --- Where an item may begin ----------------------------------------------------------------------------------------
DOT = re.compile(r"\s*[•‣◦▪●■□➢►⁃∙]\s*")
STAR = re.compile(r"(?:^|(?<=\s))[*·]\s+|\s+[*·]\s+")
DASH = re.compile(r"\s*^[ \t]*[-–—]\s+", re.MULTILINE)
NUMBER = re.compile(r"(?:\s+|(?<=[.;:])|^)\(?(\d{1,3})[.)]\s+(?=[^\W\d_])", re.MULTILINE)
SEMICOLON = re.compile(r";\s*(?:(?:and|мөн|ба|болон)\s+)?")
SENTENCE_END = re.compile(r"""(?<=[.!?])["”’»)]*(\s*)(?=["“«(]?[A-ZА-ЯЁӨҮ])""")
PARAGRAPH_END = re.compile(r"\n\s*\n\s*")
LINE_END = re.compile(r"\s*\n\s*")
# A full stop behind these ends no sentence. Single letters (U.S., e.g.) are seen by their shape.
ABBREVIATIONS = frozenset(
    {
        *("mr", "mrs", "ms", "dr", "prof", "st", "no", "nos", "art", "arts", "para", "paras", "sec", "vol", "ed", "cf"),
        *("vs", "etc", "al", "inc", "ltd", "co", "gov", "gen", "col", "approx", "dept", "fig", "jan", "feb", "mar"),
        *("apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "гэх"),
    }
)


class Layout(enum.StrEnum):
    """How a text parts its recommendations."""

    BULLETS = "bullets"
    NUMBERS = "numbers"
    GLUED = "glued"
    PARAGRAPHS = "paragraphs"
    SEMICOLONS = "semicolons"
    SENTENCES = "sentences"


class Mark(NamedTuple):
    """What stands between two items: a bullet, a semicolon with its "and", a blank, or nothing at all."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Item:
    """One recommendation: its number in the text, its words, and the line it begins on."""

    number: int
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Unread:
    """A part of the text that was not read: the line it begins on, with its words, and the first ones below.

    Doubtful is one that may hold recommendations as well.
    """

    line: int
    words: str
    below: str
    is_doubtful: bool


@dataclass(frozen=True)
class Narrative:
    """A text's recommendations, how they were told apart, the tier that it speaks of, and what stands around them."""

    items: tuple[Item, ...]
    layout: Layout | None
    has_heading: bool
    tier: TierSaid
    before: Unread | None = None
    after: Unread | None = None


def read_narrative(text: str) -> Narrative:
    """Find the recommendations in a text and cut them."""
    text = re.sub(r"\r\n?|[\u2028\u2029\v\f\x85]", "\n", text)
    start, end, has_heading = _where_they_stand(text)
    layout, marks = _parted(text[start:end])
    items = _items(text[start:end], marks, line=text.count("\n", 0, start) + 1)
    return Narrative(
        tuple(items),
        layout,
        has_heading,
        tier_of_text(text),
        before=_before(text[:start], layout),
        after=_after(text, end, layout, has_heading=has_heading),
    )


def _where_they_stand(text: str) -> tuple[int, int, bool]:
    """From their heading to the next one; in a text without it, from the beginning."""
    heading = HEADING.search(text)
    start = heading.end() if heading else 0
    after_blank = start + len(text[start:]) - len(text[start:].lstrip())
    following = NEXT_HEADING.search(text, after_blank) if heading else NEXT_OF_REPORT.search(text, after_blank + 1)
    return start, following.start() if following else len(text), heading is not None


def _before(text: str, layout: Layout | None) -> Unread | None:
    """What stands above the heading of the recommendations; the last line of it is that heading."""
    above = text.rpartition("\n")[0]
    if not above.strip():
        return None
    words = above.strip().split("\n")[0]
    line = text.count("\n", 0, text.index(words)) + 1
    return Unread(line, words, words, is_doubtful=_goes_on(above, layout))


def _after(text: str, end: int, layout: Layout | None, *, has_heading: bool) -> Unread | None:
    """What stands from the next part's heading on. A line of capitals that heads no part that reports are known to have
    may be a recommendation itself; and where no heading says that recommendations begin, no other ends them."""
    heading, _sign, rest = text[end:].lstrip("\n").partition("\n")
    if not heading.strip():
        return None
    is_own = OWN_HEADING.fullmatch(heading) is not None
    if is_own and not rest.strip():
        return None
    line = text.count("\n", 0, text.index(heading, end)) + 1
    below = next((each for each in rest.split("\n") if any(map(str.isalnum, each))), heading)
    is_doubtful = not has_heading or not is_own or _goes_on(_next_part(rest), layout)
    return Unread(line, heading.strip(), below, is_doubtful=is_doubtful)


def _next_part(rest: str) -> str:
    following = NEXT_HEADING.search(rest)
    return rest[: following.start()] if following else rest


def _goes_on(text: str, layout: Layout | None) -> bool:
    """Whether items are parted there by the same signs."""
    if not text.strip():
        return False
    if layout is Layout.BULLETS:
        return bool(_bullets(text))
    return layout is Layout.NUMBERS and re.search(r"^[ \t]*\(?\d{1,3}[.)][ \t]", text, re.MULTILINE) is not None


# --- Cutting --------------------------------------------------------------------------------------------------------
def _parted(passage: str) -> tuple[Layout | None, set[Mark]]:
    """The first way of parting that the passage shows, and the marks between its items."""
    if not passage.strip():
        return None, set()
    if marks := _bullets(passage):
        return Layout.BULLETS, marks
    if marks := _numbers(passage):
        return Layout.NUMBERS, marks
    sentences = set(_sentences(passage))
    semicolons = set(_semicolons(passage))
    glued = {mark for mark in sentences if mark.start == mark.end}
    if len(glued) > 1 or (glued and not semicolons):
        return Layout.GLUED, glued
    paragraphs = _paragraphs(passage)
    if len(semicolons) > 1 and len(paragraphs) <= len(semicolons):
        return Layout.SEMICOLONS, semicolons
    if paragraphs:
        return Layout.PARAGRAPHS, paragraphs
    return Layout.SENTENCES, sentences


def _marks(pattern: re.Pattern[str], passage: str) -> set[Mark]:
    return {Mark(*found.span()) for found in pattern.finditer(passage)}


def _bullets(passage: str) -> set[Mark]:
    """Dots stand for nothing else. A star or a dash is a bullet where the passage begins with one, or has several."""
    if dots := _marks(DOT, passage):
        return dots
    stars = _marks(STAR, passage)
    if stars and (len(stars) > 1 or passage.lstrip()[0] in "*·"):
        return stars
    return _marks(DASH, passage) if passage.lstrip()[0] in "-–—" else set()


def _numbers(passage: str) -> set[Mark]:
    """Numbers are marks where they count from one, and the first of them opens the passage."""
    found: list[Mark] = []
    for each in NUMBER.finditer(passage):
        if int(each[1]) == len(found) + 1:
            found.append(Mark(*each.span()))
    is_list = len(found) > 1 and not passage[: found[0].start].strip()
    return set(found) if is_list else set()


def _sentences(passage: str) -> Iterator[Mark]:
    """The blanks between sentences: empty where a bullet between the two was lost."""
    for found in SENTENCE_END.finditer(passage):
        before = re.search(r"[^\s(\"“«]*\Z", passage[max(0, found.start() - 40) : found.start() - 1])
        word = before[0] if before else ""
        is_initials = re.fullmatch(r"(?:[^\W\d_]\.)*[^\W\d_]", word)
        if not is_initials and word.casefold() not in ABBREVIATIONS:
            yield Mark(*found.span(1))


def _paragraphs(passage: str) -> set[Mark]:
    """Blank lines between items; or single line ends, where every line ends as a sentence does."""
    text = passage.strip()
    inside = range(passage.index(text), passage.index(text) + len(text))
    paragraphs = {mark for mark in _marks(PARAGRAPH_END, passage) if mark.start in inside}
    lines = {mark for mark in _marks(LINE_END, passage) if mark.start in inside}
    if not paragraphs and all(re.search(r"[.;!?][\"”’»)]*(?: and)?$", line.rstrip()) for line in text.split("\n")):
        return lines
    return paragraphs


def _semicolons(passage: str) -> Iterator[Mark]:
    """Those outside parentheses, where these come in pairs."""
    is_paired, depth = passage.count("(") == passage.count(")"), 0
    for found in re.finditer(rf"[()]|{SEMICOLON.pattern}", passage):
        depth += {"(": 1, ")": -1}.get(found[0], 0)
        if found[0].startswith(";") and not (is_paired and depth > 0):
            yield Mark(*found.span())


def _items(passage: str, marks: set[Mark], line: int) -> Iterator[Item]:
    start, number = 0, 1
    for mark in [*sorted(marks), Mark(len(passage), len(passage))]:
        words = passage[start : mark.start]
        if words.strip():
            blank = words[: len(words) - len(words.lstrip())]
            yield Item(number, _on_one_line(words), line + blank.count("\n"))
            number += 1
        line += passage.count("\n", start, mark.end)
        start = mark.end


def _on_one_line(words: str) -> str:
    """The item alone: a word cut by a line's end is joined, and what only leads to the next item is left out."""
    words = re.sub(r"\s+", " ", re.sub(r"(?<=\w)-\n(?=\w)", "-", words)).strip()
    return re.sub(r"\s*;(?: and)?$", "", words) or words
