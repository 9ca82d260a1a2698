"""A period as plans state it, in Mongolian and English: days where they are certain, a rhythm, else its own words."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from tulga.kit.tabular.content import Value
from tulga.kit.writing import without_marks
from tulga.plan.choices import Recurrence

EARLIEST, LATEST, MONTHS_OF_A_YEAR = 1990, 2100, 12
# Days since 1900 as a spreadsheet counts them, 1990 to 2099: a date that lost its format.
FIRST_SERIAL, LAST_SERIAL, DAY_ZERO = 32874, 73050, dt.date(1899, 12, 30)


@dataclass(frozen=True)
class Period:
    """First and last day where the words are certain, the rhythm where they name one, and what they say besides."""

    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    recurrence: str = ""
    words: str = ""

    def __bool__(self) -> bool:
        return bool(self.starts_on or self.ends_on or self.recurrence or self.words)

    @property
    def is_in_words(self) -> bool:
        """Neither days nor a rhythm of the calendar: “when needed” is no time."""
        return bool(self.words) and not (self.starts_on or self.ends_on) and self.recurrence in _NO_TIME


_NO_TIME = ("", Recurrence.AS_NEEDED)


@lru_cache(maxsize=2_048, typed=True)  # plans say the same over and over
def read_period(text: str, value: Value = None) -> Period:
    """What the words say. Whatever could be meant in two ways stays words."""
    if isinstance(value, dt.datetime):
        return Period(ends_on=value.date())
    if isinstance(value, dt.date):
        return Period(ends_on=value)
    words = " ".join(text.split())
    plain = _plain(words)
    if not plain:
        return Period()
    if _is_said_two_ways(plain, value):
        return Period(words=words)
    if span := _span(plain):
        return span
    found = _rhythms(plain)
    if len(found) != 1 or _DENIED.search(plain):
        return Period(words=words)
    ((rhythm, rest),) = found.items()
    if not rest:
        kept = words if rhythm in _NO_TIME else ""
        return Period(recurrence=rhythm, words=kept)
    span = _span(rest)
    return replace(span, recurrence=rhythm) if span else Period(recurrence=rhythm, words=words)


def _is_said_two_ways(plain: str, value: Value) -> bool:
    """2011-12 is a month or two years; a sheet that keeps 2018.10 as a number says 2018.1."""
    if isinstance(value, Decimal) and value != int(value):
        return True
    found = re.fullmatch(r"\d\d(\d\d)-(\d\d)", plain)
    return found is not None and int(found[1]) < int(found[2]) <= MONTHS_OF_A_YEAR


def day_of_serial(value: Value) -> dt.date | None:
    """The day that a bare number would be, if it is one that a spreadsheet counts days with."""
    is_serial = isinstance(value, Decimal) and FIRST_SERIAL <= value <= LAST_SERIAL and value == int(value)
    return DAY_ZERO + dt.timedelta(days=int(value)) if is_serial and isinstance(value, Decimal) else None


# --- Words ---------------------------------------------------------------------------------------------------------

MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
MONTHS |= {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}
MONTHS["sept"] = 9
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
ORDINALS = {
    **{"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "last": 4},
    **{"нэгдүгээр": 1, "хоёрдугаар": 2, "гуравдугаар": 3, "дөрөвдүгээр": 4, "эхний": 1},
}
HALVES = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "last": 2}
HALVES |= {"эхний": 1, "сүүлийн": 2, "сүүл": 2, "нэгдүгээр": 1, "хоёрдугаар": 2}
DASH = r"\s*[-–—‒−]\s*"
YEAR = r"(?P<year>(?:19|20|21)\d\d)"
OF_YEAR = rf"{YEAR}(?:\s+он(?:ы|д)?)?(?:,|\s)\s*"
YEAR_ALONE = rf"(?:in\s+|during\s+|year\s+)?{YEAR}(?:\s+он(?:д|ы)?)?"
# Cyrillic letters pose as Roman numerals: і, х.
QUARTER = r"(?P<quarter>iv|i{1,3}|[1-4])"
TH = r"(?:\s*-?\s*(?:р|дугаар|дүгээр|дугээр))?"
QUARTER_WORD = r"улирал(?:д|ын)?"
MONTH = rf"(?P<month>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\.?"
NUMBERED_MONTH = r"(?P<month>1[0-2]|0?[1-9])"
DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])"
ORDINAL_DAY = rf"{DAY}(?:st|nd|rd|th)?"

_ORDINAL, _HALF = f"(?P<ordinal>{'|'.join(ORDINALS)})", f"(?P<half_word>{'|'.join(HALVES)})"
_SPANS = [
    re.compile(pattern)
    for pattern in (
        YEAR_ALONE,
        rf"{OF_YEAR}{QUARTER}{TH}\s*{QUARTER_WORD}",
        rf"{OF_YEAR}{_ORDINAL}\s+{QUARTER_WORD}",
        rf"q{QUARTER},?\s*(?:of\s+)?{YEAR}",
        rf"{YEAR},?\s*q{QUARTER}",
        rf"(?:the\s+)?{_ORDINAL}\s+quarter,?\s*(?:of\s+)?{YEAR}",
        rf"quarter\s+{QUARTER},?\s*(?:of\s+)?{YEAR}",
        rf"{YEAR},?\s+quarter\s+{QUARTER}",
        rf"{OF_YEAR}(?P<half>ii|i|[12]){TH}\s*хагас(?:\s*жил)?(?:д|т|ын|ийн)?",
        rf"{OF_YEAR}{_HALF}\s+хагас(?:\s*жил)?(?:д|т)?",
        rf"h(?P<half>[12]),?\s*{YEAR}",
        rf"{YEAR},?\s*h(?P<half>[12])",
        rf"(?:the\s+)?{_HALF}\s+half,?\s*(?:of\s+)?{YEAR}",
        rf"{OF_YEAR}{NUMBERED_MONTH}{TH}\s*сар(?:д|ын)?",
        rf"{MONTH},?\s+(?:of\s+)?{YEAR}",
        rf"{YEAR},?\s+{MONTH}",
        rf"{YEAR}[-./]{NUMBERED_MONTH}",
    )
]
_DAYS = [
    re.compile(pattern)
    for pattern in (
        rf"{YEAR}([-./]){NUMBERED_MONTH}\2{DAY}",
        rf"{OF_YEAR}{NUMBERED_MONTH}{TH}\s*сарын\s+{DAY}(?:\s*-?\s*(?:н(?:ий|ы|д)?|ны|ний))?(?:\s+өд(?:өр|рийн))?",
        rf"{MONTH}\s+{ORDINAL_DAY},?\s+{YEAR}",
        rf"{ORDINAL_DAY}\s+(?:of\s+)?{MONTH},?\s+{YEAR}",
        rf"{DAY}[./]{NUMBERED_MONTH}[./]{YEAR}",
    )
]
_DAY_FIRST = _DAYS[-1]
_UNTIL = (
    re.compile(r"(?:by|until|till|no later than)\s+(?:the\s+)?(?:end of\s+)?(?P<when>.+)"),
    re.compile(r"(?P<when>.+?)(?:ы\s+эцэс)?\s+(?:хүртэл|дотор|багтаан|багтаж)"),
)
_FROM = (
    re.compile(r"(?:from|since|starting(?:\s+in)?)\s+(?P<when>.+)"),
    re.compile(r"(?P<when>.+?)оос(?:\s+эхл\w+)?"),
)
_RANGES = (
    re.compile(rf"(?:from\s+)?(?P<first>.+?)(?:{DASH}|\s+(?:to|until|till|through)\s+)(?P<last>.+)"),
    re.compile(rf"between\s+(?P<first>.+?)(?:{DASH}|\s+and\s+)(?P<last>.+)"),  # what is joined by “and” alone are two
    re.compile(r"(?P<first>.+?)(?:оос|наас|аас|ээс)\s+(?P<last>.+?)(?:\s+хүртэл)?"),
)
_TWO_YEARS = re.compile(rf"(?P<first>\d{{4}}){DASH}(?P<last>\d{{4}})(?:\s+он(?:д|ы|ууд|уудад)?)?")
_TWO_QUARTERS = re.compile(rf"{OF_YEAR}{QUARTER}{TH}{DASH}(?P<last>iv|i{{1,3}}|[1-4]){TH}\s*{QUARTER_WORD}")
_TWO_MONTHS = re.compile(rf"{OF_YEAR}{NUMBERED_MONTH}{TH}{DASH}(?P<last>1[0-2]|0?[1-9]){TH}\s*сар(?:д)?")

_EACH = r"(?:every|each|per|a|in a|once (?:a|per|every|each|in a)|once in every)"
_RHYTHMS = {
    Recurrence.HALF_YEARLY: (
        r"хагас\s*жил(?:\s*(?:бүр|тутам)|д\s*(?:нэг|1)\s*удаа)|жилд\s*(?:хоёр|2)\s*удаа|half[- ]?yearly"
        r"|semi-?annual(?:ly)?|bi-?annual(?:ly)?|(?:every|each)\s+(?:six|6)\s+months|every\s+half[- ]year"
        r"|(?:6|зургаан)\s+сар\s+(?:тутам|бүр)"
        r"|twice\s+(?:a|per|each|every)\s+year|two\s+times\s+a\s+year"
    ),
    Recurrence.YEARLY: (
        r"(?<!хагас )(?<!хагас)жил(?:\s*(?:бүр|тутам|болгон)|д\s*(?:нэг|1)\s*удаа)(?:ийн|д)?"
        rf"|(?:{_EACH})\s+year\b|annual(?:ly)?\b|yearly|every\s+(?:12|twelve)\s+months|12\s+сар\s+(?:тутам|бүр)"
    ),
    Recurrence.QUARTERLY: (
        rf"улирал(?:\s*(?:бүр|тутам|болгон)|д\s*(?:нэг|1)\s*удаа)|quarterly|(?:{_EACH})\s+quarter\b"
        r"|(?:every|each)\s+(?:three|3)\s+months|(?:3|гурван)\s+сар\s+(?:тутам|бүр)"
    ),
    Recurrence.MONTHLY: (rf"сар(?:\s*(?:бүр|тутам|болгон)|д\s*(?:нэг|1)\s*удаа)|monthly|(?:{_EACH})\s+month\b"),
    Recurrence.CONTINUOUS: (
        r"байнга(?:\s+үргэлж)?|тогтмол|үргэлж(?:лэх|лэн)|on-?going|continuous(?:ly)?|continual(?:ly)?|permanent(?:ly)?"
        r"|throughout(?:\s+the\s+(?:plan|period|year))?|at\s+all\s+times"
    ),
    Recurrence.AS_NEEDED: (
        r"(?:хэрэгцээ|шаардлага)\s+(?:гарсан|үүссэн)\s+(?:тухай\s+бүр(?:т)?|үед|тохиолдолд)"
        r"|(?:шаардлагатай|хэрэгцээтэй|шаардагдах)\s+(?:үед|тохиолдолд|тухай\s+бүр)|тухай\s+бүр(?:т)?"
        r"|(?:as|when|where|if)(?:\s+and\s+when)?\s+(?:needed|required|necessary)|(?:up)?on\s+(?:request|demand|need)"
    ),
}
_RHYTHM = {rhythm: re.compile(rf"(?<!\w)(?:{pattern})(?!\w)") for rhythm, pattern in _RHYTHMS.items()}
_COUNTED = r"(?:\d+|one|two|three|нэг|хоёр)\s+(?:activity|activities|time|times|meeting|meetings|удаа)\s*,?\s*"
# Every so many: a rhythm of its own, unless one of those above says just that.
_OTHER_RHYTHM = re.compile(
    r"(?<!\w)(?:(?:every|each)\s+(?:\d+|other|two|second|third|four|five|six|twelve)\s+(?:quarters?|years?|months?|weeks?|days?)"
    r"|(?:\d+|хоёр|гурван|дөрвөн|таван|зургаан)\s+(?:жил|улирал|сар|долоо\s+хоног|өдөр)\s+(?:тутам|бүр|болгон))(?!\w)"
)
_DENIED = re.compile(r"(?<!\w)(?:not|биш|except|бусад)(?!\w)")


def _plain(words: str) -> str:
    """Lower case, without marks of footnotes; Cyrillic letters that pose as Roman numerals are those numerals."""
    plain = re.sub(r"\s*\*+$", "", without_marks(words)).strip(" .,;:()").casefold()
    return re.sub(r"(?<!\w)[іi]{0,3}v?(?!\w)", lambda found: found[0].replace("і", "i"), plain)


def _rhythms(plain: str) -> dict[str, str]:
    """Each rhythm that is named, with what is said besides."""
    others = (found[0] for found in _OTHER_RHYTHM.finditer(plain))
    if any(not any(pattern.fullmatch(other) for pattern in _RHYTHM.values()) for other in others):
        return {}
    matches = {str(rhythm): match for rhythm, pattern in _RHYTHM.items() if (match := pattern.search(plain))}
    return {rhythm: _besides(match) for rhythm, match in matches.items() if not _is_within(match, matches.values())}


def _besides(match: re.Match[str]) -> str:
    """What is said before and after it, without how often."""
    before = re.sub(rf"{_COUNTED}$", "", match.string[: match.start()])
    return " ".join(f"{before} {match.string[match.end() :]}".split()).strip(" .,;:()-–")


def _is_within(match: re.Match[str], others: Iterable[re.Match[str]]) -> bool:
    """Whether a longer one holds it: the words of half a year hold those of a year."""
    start, end = match.span()
    return any(other.start() <= start and end <= other.end() and other.span() != (start, end) for other in others)


# --- Days ----------------------------------------------------------------------------------------------------------


def _span(plain: str) -> Period | None:
    """The days, where the whole text says nothing but them."""
    if found := _TWO_YEARS.fullmatch(plain):
        first, last = int(found["first"]), int(found["last"])
        return _ordered(_year(first), _year(last))
    if found := _TWO_QUARTERS.fullmatch(plain):
        year = int(found["year"])
        return _ordered(_months(year, *_quarter(found["quarter"])), _months(year, *_quarter(found["last"])))
    if found := _TWO_MONTHS.fullmatch(plain):
        year, last = int(found["year"]), int(found["last"])
        return _ordered(_months(year, int(found["month"]), int(found["month"])), _months(year, last, last))
    if (day := _day(plain)) is not None:
        return Period(ends_on=day)
    if span := _one_span(plain):
        return span
    return _range(plain) or _open_ended(plain)


def _range(plain: str) -> Period | None:
    for pattern in _RANGES:
        found = pattern.fullmatch(plain)
        if found is None:
            continue
        first, last = _point(found["first"]), _point(found["last"])
        if first and last:
            return _ordered(first, last)
    return None


def _open_ended(plain: str) -> Period | None:
    for pattern in _UNTIL:
        if (found := pattern.fullmatch(plain)) and (span := _point(found["when"])):
            return Period(ends_on=span.ends_on)
    for pattern in _FROM:
        if (found := pattern.fullmatch(plain)) and (span := _point(found["when"])):
            return Period(starts_on=span.starts_on)
    return None


def _point(plain: str) -> Period | None:
    """A day as a span of one day, or a year, a quarter, a half, a month."""
    day = _day(plain.strip())
    return Period(day, day) if day else _one_span(plain.strip())


def _day(plain: str) -> dt.date | None:
    for pattern in _DAYS:
        found = pattern.fullmatch(plain)
        if found is None:
            continue
        month, day = found["month"], int(found["day"])
        number = MONTHS.get(month) or int(month)
        if pattern is _DAY_FIRST and day <= 12 and day != number:
            return None  # the month may come first: nobody can tell
        try:
            return _known(dt.date(int(found["year"]), number, day))
        except ValueError:
            return None
    return None


def _one_span(plain: str) -> Period | None:
    for pattern in _SPANS:
        found = pattern.fullmatch(plain)
        if found is None:
            continue
        named = found.groupdict()
        year = int(named["year"])
        if quarter := named.get("quarter"):
            return _months(year, *_quarter(quarter))
        if ordinal := named.get("ordinal"):
            return _months(year, *_quarter(str(ORDINALS[ordinal])))
        if half := named.get("half"):
            return _months(year, 6 * ROMAN[half] - 5, 6 * ROMAN[half])
        if half := named.get("half_word"):
            return _months(year, 6 * HALVES[half] - 5, 6 * HALVES[half])
        if month := named.get("month"):
            return _months(year, *[MONTHS.get(month) or int(month)] * 2)
        return _year(year)
    return None


def _quarter(text: str) -> tuple[int, int]:
    quarter = ROMAN[text]
    return 3 * quarter - 2, 3 * quarter


def _year(year: int) -> Period | None:
    return _months(year, 1, 12)


def _months(year: int, first: int, last: int) -> Period | None:
    if not EARLIEST <= year <= LATEST:
        return None
    return Period(dt.date(year, first, 1), dt.date(year, last, calendar.monthrange(year, last)[1]))


def _known(day: dt.date) -> dt.date | None:
    return day if EARLIEST <= day.year <= LATEST else None


def _ordered(first: Period | None, last: Period | None) -> Period | None:
    if first is None or last is None or first.starts_on is None or last.ends_on is None:
        return None
    return Period(first.starts_on, last.ends_on) if first.starts_on <= last.ends_on else None
