"""Numbers as tables write them: which sign is the decimal one, how large the heading makes them, in which currency.

Nothing becomes a number it was not. What can be read in two ways is read only where the rest of its column tells which.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache

from tulga.kit.tabular.content import Value as Typed
from tulga.kit.writing import without_marks
from tulga.plan.choices import ValueKind
from tulga.plan.values import Value, storable

BLANKS = " \u00a0\u2009\u202f'’"
# What people write where there is nothing.
NOTHING = frozenset({"-", "–", "—", "−", "…", "...", "n/a", "na", "/", "байхгүй", "none"})
_NO_LETTER = r"(?<![^\W\d_])"  # before it: 5m and ₮5 are written together
SCALES = {
    Decimal(10) ** 3: r"мянган?|мян\.?|thousands?|thsd\.?|(?<!\d)'000|k",
    Decimal(10) ** 6: r"сая|millions?|mln\.?|mio\.?|m",
    Decimal(10) ** 9: r"тэрбум|billions?|bln\.?",
}
_SCALE = {scale: re.compile(rf"{_NO_LETTER}(?:{words})(?!\w)", re.IGNORECASE) for scale, words in SCALES.items()}
CURRENCIES = {
    "MNT": r"төгрөг(?:өөр|ийн)?|төг\.?|₮|mnt|tugri[kg]s?|tögrög",
    "USD": r"ам\.?\s*доллар|америк доллар|доллар|us\s?\$|usd|us dollars?|dollars?|\$",
    "EUR": r"евро|eur|euros?|€",
    "CNY": r"юань|cny|rmb|yuan",
    "RUB": r"рубль|rub|roubles?|₽",
    "CHF": r"chf|swiss francs?",
    "GBP": r"gbp|pounds? sterling|£",
}
_CURRENCY = {
    code: re.compile(rf"{_NO_LETTER}(?:{words})(?![^\W\d_])", re.IGNORECASE) for code, words in CURRENCIES.items()
}
_SIGN = r"[+\-−]?"
_PLAIN = re.compile(rf"{_SIGN}\d+(?:([.,])\d+)?")
_ONE_GROUP = re.compile(rf"{_SIGN}[1-9]\d{{0,2}}([.,])\d{{3}}")
_GROUPED = re.compile(rf"{_SIGN}[1-9]\d{{0,2}}(?P<group>[.,{BLANKS}])\d{{3}}(?:(?P=group)\d{{3}})*(?:([.,])\d+)?")
_BOUND = re.compile(
    r"(?P<sign><=|>=|[<>≤≥])?\s*(?P<number>.+?)\s*(?P<percent>%|хувь|per ?cent|percent)?", re.IGNORECASE
)
_BOUNDS = {
    **{"<": ValueKind.BELOW, "≤": ValueKind.AT_MOST, "<=": ValueKind.AT_MOST},
    **{">": ValueKind.ABOVE, "≥": ValueKind.AT_LEAST, ">=": ValueKind.AT_LEAST},
}


def is_nothing(text: str) -> bool:
    """Whether a cell is filled to say that there is nothing in it."""
    return not text.strip() or text.strip().casefold() in NOTHING


def decimal_sign(texts: Iterable[str]) -> str:
    """The decimal sign of a column, from the numbers that can be read in one way only; nothing if they differ."""
    found = {sign for text in texts if (sign := _sign_of(text.strip()))}
    return found.pop() if len(found) == 1 else ""


@lru_cache(maxsize=2_048, typed=True)  # plans say the same over and over
def read_value(text: str, typed: Typed = None, *, decimal: str = "") -> Value:
    """The value that a cell gives. A typed number is that number; `decimal` is its column's decimal sign."""
    given = " ".join(text.split())
    if isinstance(typed, bool):
        return Value(given, ValueKind.YES if typed else ValueKind.NO)
    if isinstance(typed, Decimal):
        number = storable(typed * 100 if given.endswith("%") else typed)
        if number is not None:
            return Value(given, ValueKind.PERCENT if given.endswith("%") else ValueKind.NUMBER, number)
        return Value(given, ValueKind.WORDS)
    found = _BOUND.fullmatch(given)
    number = _number(found["number"], decimal) if found else None
    if found is None or number is None or (found["sign"] and found["percent"]):
        return Value.read(given)
    if found["sign"]:
        return Value(given, _BOUNDS[found["sign"]], number)
    return Value(given, ValueKind.PERCENT if found["percent"] else ValueKind.NUMBER, number)


def read_amount(
    text: str, typed: Typed = None, *, decimal: str = "", scale: Decimal = Decimal(1), currency: str = ""
) -> tuple[Decimal | None, str]:
    """An amount of money, by the scale and currency of its heading unless the cell states its own; else no number."""
    if isinstance(typed, Decimal) and not isinstance(typed, bool):
        if text.strip("+-−–(). 0123456789"):  # the format of the number shows a currency, or something else
            currency = currency_of(text)
            return (storable(typed * scale) if currency else None), currency
        return storable(typed * scale), currency
    own = scale_of(text)
    stated, bare = currency_of(text) or currency, _without_units(text)
    number = _number(bare, decimal)
    return (storable(number * (own or scale)) if number is not None else None), stated


@lru_cache(maxsize=2_048)  # plans say the same over and over
def scale_of(text: str) -> Decimal | None:
    """A thousand, a million, a thousand million, where the words say so: `сая төгрөг`, `USD thousand`."""
    found = [scale for scale, pattern in _SCALE.items() if pattern.search(without_marks(text))]
    return found[0] if len(found) == 1 else None


@lru_cache(maxsize=2_048)  # plans say the same over and over
def currency_of(text: str) -> str:
    """The code of the currency that the words name; nothing where they name none, or several."""
    found = [code for code, pattern in _CURRENCY.items() if pattern.search(without_marks(text))]
    return found[0] if len(found) == 1 else ""


def _without_units(text: str) -> str:
    for pattern in (*_SCALE.values(), *_CURRENCY.values()):
        text = pattern.sub(" ", text)
    return text.strip(" .\t\n")


def _sign_of(text: str) -> str:
    """The decimal sign that this number must have, if it must have one."""
    if (plain := _PLAIN.fullmatch(text)) and plain[1] and not _ONE_GROUP.fullmatch(text):
        return plain[1]
    if grouped := _GROUPED.fullmatch(text):
        group, sign = grouped["group"], grouped[2]
        if sign and sign != group:
            return sign
        if text.count(group) > 1 and group in ".,":  # only thousands are parted twice
            return "." if group == "," else ","
    return ""


def _number(text: str, decimal: str) -> Decimal | None:
    text = text.strip()
    if _ONE_GROUP.fullmatch(text) and decimal not in (".", ","):
        return None  # a thousand or a decimal sign: nobody can tell
    if _PLAIN.fullmatch(text) and not (decimal and _ONE_GROUP.fullmatch(text)):
        return storable(Decimal(text.replace("−", "-").replace(",", ".")))
    found = _GROUPED.fullmatch(text)
    if found is None and not _PLAIN.fullmatch(text):
        return None
    sign = found[2] if found and found[2] else decimal
    if found and found[2] == found["group"]:
        return None
    whole = "".join(char for char in text if char.isdigit() or char == sign or char in "+-−")
    return storable(Decimal(whole.replace("−", "-").replace(",", ".")))
