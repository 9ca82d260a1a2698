"""A value as its source gives it, and what it is: a number, a bound, yes or no, or words. Never more than it was."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from tulga.plan.choices import NUMERIC, ValueKind

# What every database keeps of a decimal number (SQLite keeps fifteen digits).
MOST_DIGITS, MOST_PLACES = 15, 6

SIGNS = {
    **dict.fromkeys(["<"], ValueKind.BELOW),
    **dict.fromkeys(["≤", "<="], ValueKind.AT_MOST),
    **dict.fromkeys([">"], ValueKind.ABOVE),
    **dict.fromkeys(["≥", ">="], ValueKind.AT_LEAST),
}
YES, NO = {"yes", "тийм"}, {"no", "үгүй"}
BLANKS = " \u00a0\u2009\u202f"
NUMBER = rf"[+\-\u2212]?\d{{1,3}}(?:[{BLANKS}]\d{{3}})+(?:[.,]\d+)?|[+\-\u2212]?\d+(?:[.,]\d+)?"
VALUE = re.compile(rf"(?P<sign><=|>=|[<>≤≥])?[{BLANKS}]*(?P<number>{NUMBER})[{BLANKS}]*(?P<percent>%)?", re.ASCII)


@dataclass(frozen=True, slots=True)  # plans have tens of thousands
class Value:
    """`number` is there exactly where `kind` is one of the numeric kinds; `given` always is."""

    given: str
    kind: ValueKind
    number: Decimal | None = None

    def __post_init__(self) -> None:
        if (self.kind in NUMERIC) != (self.number is not None):
            raise ValueError(f"{self.kind} with the number {self.number}")

    @classmethod
    def read(cls, given: str) -> Self:
        """What somebody typed. Whatever can be read in two ways (1,234) stays words."""
        text = given.strip()
        if text.casefold() in YES:
            return cls(given, ValueKind.YES)
        if text.casefold() in NO:
            return cls(given, ValueKind.NO)
        found = VALUE.fullmatch(text)
        number = _number(found["number"]) if found else None
        if found is None or number is None or (found["sign"] and found["percent"]):
            return cls(given, ValueKind.WORDS)
        if found["sign"]:
            return cls(given, SIGNS[found["sign"]], number)
        return cls(given, ValueKind.PERCENT if found["percent"] else ValueKind.NUMBER, number)

    @property
    def is_exact(self) -> bool:
        """Whether it may be added up or drawn: a bound is neither."""
        return self.kind in (ValueKind.NUMBER, ValueKind.PERCENT)


def _number(text: str) -> Decimal | None:
    plain = re.sub(rf"[{BLANKS}]", "", text).replace("\u2212", "-")
    has_blanks = plain != text.replace("\u2212", "-")
    if re.fullmatch(r"[+-]?[1-9]\d{0,2}[.,]\d{3}", plain) and not has_blanks:
        return None  # a thousand or a decimal sign: nobody can tell
    return storable(Decimal(plain.replace(",", ".")))


def storable(number: Decimal) -> Decimal | None:
    """The number, if every database keeps all of it."""
    _sign, digits, exponent = number.normalize().as_tuple()
    if not isinstance(exponent, int) or -exponent > MOST_PLACES:
        return None
    return number if len(digits) + max(exponent, 0) <= MOST_DIGITS else None
