"""The numbers of findings, as documents print them: 7, 121.3, 34(a). They stand in addresses."""

from __future__ import annotations

import re

from tulga.kit.collation import sort_key

SHAPE = r"[0-9A-Z][0-9A-Za-z.()\-]{0,19}"


class NumberConverter:
    """In an address; it begins with a digit or a capital letter, so that no page's own word is one."""

    regex = SHAPE

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


def is_number(text: str) -> bool:
    return re.fullmatch(SHAPE, text) is not None


def number_in(cell: str) -> str:
    """A number as a document prints it, without blanks and closing signs; a sheet's whole numbers without their .0."""
    number = re.sub(r"\s+", "", cell).rstrip(".:")
    if re.fullmatch(r"\d+\.0", number):
        return number[:-2]
    return number if "(" in number else number.rstrip(")")


def order_key(number: str) -> str:
    """Sorts 121.10 after 121.9, the same on every database."""
    return sort_key(number, "en")
