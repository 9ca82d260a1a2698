"""How a sheet's format of numbers shows a number, where that says more, or something else, than its digits.

Places that a format rounds away are kept: who sees 3 may be told of 2.7, but who sees <5 not of the number 5.
"""

from __future__ import annotations

import operator
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import NamedTuple

UNCLEAR, NOT_SHOWN = "unclear_format", "not_shown"  # the remarks
_TOKEN = re.compile(
    r"""
      "(?P<quoted>[^"]*)"? | \\(?P<escaped>.) | [_*].   # a blank as wide as a letter; a letter that fills
    | \[\$(?P<money>[^\]-]*)[^\]]*\]
    | \[(?P<sign>[<>]=?|=|<>)\s*(?P<bound>-?\d+(?:\.\d+)?)\]
    | (?P<time>\[[hms]+\]|[ymdhs]+|AM/PM)
    | \[[^\]]*\]                                        # a colour, or whose digits
    | (?P<digits>General|[.,]*[0\#?][0\#?.,]*) | E[+-]
    | (?P<per_cent>%) | (?P<end>;) | (?P<words>@) | (?P<bare>.)
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_THOUSANDS = re.compile(r",+(?=\.)|,+$")  # commas with no digit behind them
_MONEY = re.compile(r"[A-Z]{3}|US ?\$|(?i:төг(?:рөг)?\.?|руб\.?|р\.)")
_BELOW_ZERO = str.maketrans("", "", "-−–—()")
_HOLDS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    **{"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq, "<>": operator.ne},
}


class Shown(NamedTuple):
    """A number as it is seen; itself where that says nothing else; what must be told about it."""

    text: str
    number: Decimal | None
    remark: str = ""


def plain(number: Decimal) -> str:
    """Its digits, without a power of ten."""
    return f"{number.normalize():f}"


@dataclass
class Section:
    """What one part of a format puts before and after the digits."""

    before: str = ""
    after: str = ""
    said: tuple[str, str] = ("", "")  # of these, what is neither money nor a per cent sign
    digits: str = ""
    is_per_cent: bool = False
    is_parted: bool = False  # words stand between the digits
    is_for_words: bool = False
    condition: tuple[str, Decimal] | None = None

    def add(self, words: str, *, is_money: bool = False) -> None:
        before, after = self.said
        if self.digits:
            self.after += words
            after += "" if is_money else words
        else:
            self.before += words
            before += "" if is_money else words
        self.said = before, after

    def add_digits(self, digits: str) -> None:
        if self.digits:
            self.is_parted |= bool(self.after.strip(" /\u00a0"))  # a fraction, or thousands parted by blanks
            self.after, self.said = "", (self.said[0], "")
        self.digits += digits

    def shown(self, number: Decimal, *, has_own_sign: bool) -> Shown:
        if not self.digits:
            return self._shown_without_digits(number)
        if self.is_parted:
            return Shown(plain(number), number, UNCLEAR)
        scaled = number.scaleb(self.thousands) if self.thousands else number
        says_more = self.says_more_above_zero if number > 0 else self.says_more_below_zero
        if self.is_bare and not says_more:
            return Shown(self._padded(plain(scaled)), scaled)
        digits = self._padded(plain(abs(scaled.scaleb(2) if self.is_per_cent else scaled)))
        is_signed = has_own_sign and (says_more or self.has_a_sign)
        sign = "-" if number < 0 and not is_signed else ""
        return Shown(f"{sign}{self.start}{digits}{self.end}", None if says_more else scaled)

    def _shown_without_digits(self, number: Decimal) -> Shown:
        words = self.before.strip()
        if number == 0 and words and not words.translate(_BELOW_ZERO):
            return Shown("0", number)  # a dash, as accountants write it
        return Shown(words, None, "" if words or number == 0 else NOT_SHOWN)

    def _padded(self, digits: str) -> str:
        """With the zeros in front that the format demands, as of a code: 0007."""
        if self.places < 2:
            return digits
        whole, point, parts = digits.removeprefix("-").partition(".")
        return f"{'-' if digits.startswith('-') else ''}{whole.zfill(self.places)}{point}{parts}"

    # What is asked for each of thousands of numbers is found out once.

    @cached_property
    def start(self) -> str:
        return self.before.lstrip()

    @cached_property
    def end(self) -> str:
        return self.after.rstrip()

    @cached_property
    def thousands(self) -> int:
        """The power of ten by which commas without a digit behind them move the number."""
        return -3 * sum(map(len, _THOUSANDS.findall(self.digits)))

    @cached_property
    def places(self) -> int:
        """How many digits are shown at least, where the format says nothing else of them."""
        return 0 if self.digits.strip("0") else len(self.digits)

    @cached_property
    def is_bare(self) -> bool:
        return not f"{self.before}{self.after}".strip("+-−–—()., \u00a0")

    @cached_property
    def has_a_sign(self) -> bool:
        words = f"{self.before}{self.after}"
        return words.translate(_BELOW_ZERO) != words

    @cached_property
    def says_more_above_zero(self) -> bool:
        return _is_said(*self.said)

    @cached_property
    def says_more_below_zero(self) -> bool:
        return _is_said(*(each.translate(_BELOW_ZERO) for each in self.said))


def _is_said(before: str, after: str) -> bool:
    """Whether there is more than a list's number has, which is written 1. or 1)."""
    return bool(before.strip(" +") or after.strip(" .)"))


@dataclass(frozen=True)
class Format:
    """Its sections, in the order in which they are asked: for numbers above zero, below it, and the rest."""

    sections: tuple[Section, ...]

    def shown(self, number: Decimal) -> Shown:
        if not number.is_finite():
            return Shown(plain(number), number)
        for at, section in enumerate(self.sections):
            if self._takes(at, number):
                return section.shown(number, has_own_sign=at == 1 and not self.has_conditions)
        return Shown(plain(number), number, UNCLEAR)

    def _takes(self, at: int, number: Decimal) -> bool:
        if condition := self.sections[at].condition:
            return _HOLDS[condition[0]](number, condition[1])
        if at == len(self.sections) - 1:
            return True
        if at == 1:
            return number < 0
        return number > 0 or (number == 0 and len(self.sections) == 2)

    @cached_property
    def has_conditions(self) -> bool:
        return any(each.condition for each in self.sections)

    @cached_property
    def shows_the_bare_number(self) -> bool:
        tried = (Decimal(1), Decimal(-1), Decimal(0))
        return not self.has_conditions and all(self.shown(each) == Shown(plain(each), each) for each in tried)


@lru_cache(maxsize=1_000)
def format_of(code: str) -> Format:
    """The format that this code describes; that of the bare number where it shows a day or a time."""
    return Format(tuple(_sections(code)) or (Section(digits="General"),))


@lru_cache(maxsize=1_000)
def format_of_money(before: str, after: str) -> Format:
    """That of a number between these words, which only name its currency."""
    return Format((Section(before.translate(_BELOW_ZERO), after.translate(_BELOW_ZERO), digits="0"),))


def _sections(code: str) -> Iterator[Section]:
    """Up to three for numbers; none at all where the code shows a day or a time."""
    if not code:
        return
    found = [Section()]
    for token in _TOKEN.finditer(code):
        if token["time"]:
            return
        if token["end"]:
            found.append(Section())
        else:
            _add(found[-1], token)
    if found[-1].is_for_words:
        found.pop()
    yield from found[:3]


def _add(section: Section, token: re.Match[str]) -> None:
    if token["sign"]:
        section.condition = token["sign"], Decimal(token["bound"])
    elif token["digits"] or token["words"]:
        section.add_digits(token["digits"] or "General")
        section.is_for_words |= bool(token["words"])
    elif token["per_cent"]:
        section.is_per_cent = True
        section.add("%", is_money=True)
    elif token["money"]:
        section.add(token["money"], is_money=True)
    elif words := token["quoted"] or token["escaped"] or token["bare"]:
        section.add(words, is_money=is_money(words))


def is_money(words: str) -> bool:
    """Whether they only name a currency: ₮, MNT, төгрөг."""
    words = words.strip()
    return bool(_MONEY.fullmatch(words)) or (bool(words) and all(unicodedata.category(each) == "Sc" for each in words))
