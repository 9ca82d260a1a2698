"""Charts as SVG made on the server. A page shows the same numbers in a table beside each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

Number = int | float | Decimal
Text = str | Promise

# Drawn as wide as the narrowest screen, so that words stay readable there; the style sheet lets it grow.
WIDTH, ROW, BAR, LEGEND_ROW = 320, 48, 16, 22
LONGEST_LABEL, DIGIT = 30, 9
YEAR_WIDTH, YEARS_NAMED = 34, 8  # a year's digits, and how many of them stand beside each other
STEP, YEAR = 46, 40  # the height of a level, and the room that a written year needs


@dataclass(frozen=True)
class Bar:
    """One value, and the whole that it is a part of where there is one."""

    label: Text
    value: Number
    of: Number | None = None


@dataclass(frozen=True)
class Span:
    """From a day to a day. Without the first it begins with the picture, without the last it ends with it."""

    label: Text
    first: dt.date | None
    last: dt.date | None
    key: str = "blue"


@dataclass(frozen=True)
class Series:
    """One part of every stacked bar. The key names its colour: the CSS class tu-chart-<key>."""

    key: str
    label: Text


def bars(items: Iterable[Bar], *, title: Text, description: Text = "") -> SafeString:
    """Horizontal bars, one under another, each with its number written."""
    items = list(items)
    longest = max((item.value if item.of is None else item.of for item in items), default=0)
    drawn = SafeString("")
    for at, item in enumerate(items):
        whole = longest if item.of is None else item.of
        drawn += _label(at, item.label, _number(item.value) if item.of is None else _part(item.value, item.of))
        drawn += _rectangle("rest", at, 0, _scaled(whole, longest))
        drawn += _rectangle("bar", at, 0, _scaled(item.value, longest))
    return _picture(drawn, len(items) * ROW, title, description)


def stacked_bars(
    rows: Iterable[tuple[Text, Mapping[str, Number]]],
    series: Sequence[Series],
    *,
    title: Text,
    description: Text = "",
) -> SafeString:
    """One bar per row, all of full width, parted by series; every part wide enough has its number written in it."""
    rows = list(rows)
    drawn = SafeString("")
    for at, (label, values) in enumerate(rows):
        total, start = sum(values.get(part.key, 0) for part in series), 0.0
        drawn += _label(at, label, _number(total))
        for part in series:
            value = values.get(part.key, 0)
            number, width = _number(value), _scaled(value, total)
            drawn += _rectangle(part.key, at, start, width)
            if width > DIGIT * (len(number) + 1):
                drawn += _words("inside", start + width / 2, at * ROW + 36, number, anchor="middle")
            start += width
    top = len(rows) * ROW
    for at, part in enumerate(series):
        drawn += _rectangle(part.key, 0, 0, 14, top=top + at * LEGEND_ROW + 4, height=14)
        drawn += _words("label", 22, top + at * LEGEND_ROW + 16, part.label)
    return _picture(drawn, top + len(series) * LEGEND_ROW, title, description)


def spans(
    items: Iterable[Span], *, first: dt.date, last: dt.date, today: dt.date, title: Text, description: Text = ""
) -> SafeString:
    """What lasts from when to when between two days: one bar under another, with the years and today marked."""
    items = list(items)
    height = len(items) * ROW
    drawn = SafeString("")
    for year in range(first.year + 1, last.year + 1):
        drawn += _line("rule", _day(dt.date(year, 1, 1), first, last), 0, height)
    for at, item in enumerate(items):
        start, end = _day(item.first or first, first, last), _day(item.last or last, first, last)
        drawn += _label(at, item.label, "")
        drawn += _rectangle("rest", at, 0, WIDTH)
        drawn += _rectangle(item.key, at, start, max(end - start, 2))
        if first <= today <= last:  # beside the words, never through them
            drawn += _line("today", _day(today, first, last), at * ROW + 21, at * ROW + 43)
    for year in range(first.year, last.year + 1):
        shown_from = max(dt.date(year, 1, 1), first)
        place = _day(shown_from, first, last)
        if WIDTH - place > YEAR_WIDTH and (last.year - first.year < YEARS_NAMED or (year - first.year) % 2 == 0):
            drawn += _words("number", place + 2, height + 14, str(year))
    return _picture(drawn, height + LEGEND_ROW, title, description)


def _day(day: dt.date, first: dt.date, last: dt.date) -> float:
    return _scaled((day - first).days, (last - first).days)


def _line(kind: str, x: float, top: int, bottom: int) -> SafeString:
    place = f"{x:.1f}", f"{x:.1f}", top, bottom
    return format_html('<line class="tu-chart-{}" x1="{}" x2="{}" y1="{}" y2="{}"/>', kind, *place)


def steps(points: Mapping[int, str], levels: Sequence[Series], *, title: Text, description: Text = "") -> SafeString:
    """One column a year, from the first to the last, each filled on its level: the first level stands on top."""
    if not points:
        return SafeString("")
    first, years = min(points), max(points) - min(points) + 1
    width = WIDTH / years
    drawn = SafeString("")
    for at, level in enumerate(levels):
        drawn += _words("label", 0, at * STEP + 15, level.label)
        drawn += _rectangle("rest", 0, 0, WIDTH, top=at * STEP + 22, height=BAR)
        for year, key in points.items():
            if key == level.key:
                drawn += _rectangle(key, 0, (year - first) * width, width, top=at * STEP + 22, height=BAR)
    bottom = len(levels) * STEP + 14
    for year in range(first, first + years, max(1, round(YEAR / width + 0.49))):
        middle = min(max((year - first + 0.5) * width, YEAR / 2), WIDTH - YEAR / 2)
        drawn += _words("number", middle, bottom, str(year), anchor="middle")
    return _picture(drawn, bottom + 8, title, description)


def _picture(drawn: SafeString, height: int, title: Text, description: Text) -> SafeString:
    told = format_html("<desc>{}</desc>", description) if description else ""
    return format_html(
        '<svg class="tu-chart" role="img" viewBox="0 0 {} {}" xmlns="http://www.w3.org/2000/svg">'
        "<title>{}</title>{}{}</svg>",
        *(WIDTH, height, title, told, drawn),
    )


def _label(at: int, label: Text, number: str) -> SafeString:
    text = str(label)
    short = text if len(text) <= LONGEST_LABEL else f"{text[: LONGEST_LABEL - 1].rstrip()}…"
    return _words("label", 0, at * ROW + 17, short) + _words("number", WIDTH, at * ROW + 17, number, anchor="end")


def _rectangle(key: str, at: int, start: float, width: float, top: int | None = None, height: int = BAR) -> SafeString:
    y = at * ROW + 24 if top is None else top
    place = f"{start:.1f}", y, f"{width:.1f}", height
    return format_html('<rect class="tu-chart-{}" x="{}" y="{}" width="{}" height="{}"/>', key, *place)


def _words(kind: str, x: float, y: int, text: Text, anchor: str = "start") -> SafeString:
    place = f"{x:.1f}", y, anchor
    return format_html('<text class="tu-chart-{}" x="{}" y="{}" text-anchor="{}">{}</text>', kind, *place, text)


def _scaled(value: Number, whole: Number) -> float:
    return min(max(float(value) / float(whole), 0), 1) * WIDTH if whole else 0


def _part(value: Number, of: Number) -> str:
    return _("%(value)s of %(of)s") % {"value": _number(value), "of": _number(of)}


def _number(value: Number) -> str:
    return number_format(value, force_grouping=True)
