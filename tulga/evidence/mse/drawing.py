"""The panel as a picture: one line per estimate, under one logarithmic scale."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from .panel import Group, Panel, Row

# As narrow as a telephone's screen, so that words stay readable there; a page lets the picture grow.
WIDTH, MARGIN, LINE, MARKS, HEAD, AXIS = 300, 6, 15, 24, 34, 30
ACCENT = "#c2571a"  # at least 3 to 1 on white and on the darkest grey
BETWEEN = 10


@dataclass(frozen=True)
class Words:
    """The picture's words, so that a page can give them in its own language.

    `title` and `description` are for those who hear the picture; `{observed}`, `{low}` and `{high}` in the description
    are filled in.
    """

    title: str = "Sensitivity panel: how the estimate changes with the method and with the lists"
    description: str = (
        "Each row is one estimate with its interval. {observed} cases were observed; the estimates run from {low} to "
        "{high}. The same numbers stand in the panel's table."
    )
    no_estimate: str = "no estimate"
    axis: str = "cases, logarithmic; short lines: observed, broken: as chosen"
    groups: tuple[tuple[Group, str], ...] = (
        (Group.CHOSEN, "Chosen"),
        (Group.INTERVAL, "Other intervals"),
        (Group.METHOD, "Other methods"),
        (Group.THRESHOLD, "Other thresholds"),
        (Group.DROPPED, "A list left out"),
        (Group.MERGED, "Two lists as one"),
    )


ENGLISH = Words()


def draw_panel(
    panel: Panel,
    *,
    words: Words = ENGLISH,
    label: Callable[[Row], str] = lambda row: row.label,
    number: Callable[[float], str] = lambda value: f"{value:,.0f}",
    identity: str = "panel",
    alone: bool = True,
) -> str:
    """The panel as SVG text, with a title and a description, without styles, scripts or anything from elsewhere.

    A file that stands `alone` has its own white ground; within a page the drawing takes the page's colour of text
    (`currentColor`), so that it can be read in light and in dark. `identity` begins the ids, for pages with two.
    """
    scale = _Scale(panel)
    parts: list[str] = []
    top = MARGIN
    for group, heading in words.groups:
        rows = [row for row in panel.rows if row.group == group]
        if rows:
            parts.append(_text(MARGIN, top + 22, heading, size=14, weight="bold"))
            top += HEAD
        for row in rows:
            drawn, top = _row(row, top, scale, words, label(row), number)
            parts.append(drawn)
    caption = _lines_of(words.axis, size=11)
    parts.insert(0, _axis(scale, top, caption, number))
    height = top + AXIS + LINE * len(caption)
    low, high = panel.range or (math.nan, math.nan)
    description = words.description.format(
        observed=number(panel.table.cases), low=_shown(low, words, number), high=_shown(high, words, number)
    )
    ground = f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>' if alone else ""
    colour = ' color="#16222e"' if alone else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img"{colour} '
        f'aria-labelledby="{escape(identity)}-title {escape(identity)}-desc" font-family="sans-serif" font-size="12">'
        f'<title id="{escape(identity)}-title">{_clean(words.title)}</title>'
        f'<desc id="{escape(identity)}-desc">{_clean(description)}</desc>'
        f"{ground}{''.join(parts)}</svg>"
    )


class _Scale:
    """From cases to the picture's width, by logarithms, from those observed to the highest limit."""

    def __init__(self, panel: Panel) -> None:
        values = [float(row.cases) for row in panel.rows if row.cases]
        for row in panel.rows:
            values += [row.estimate] if row.estimate is not None else []
            values += [row.interval.low, row.interval.high] if row.interval else []
        finite = [value for value in values if math.isfinite(value) and value > 0]
        self.low, self.high = min(finite), max(max(finite), min(finite) * 1.5)
        self.chosen = None if panel.chosen.estimate is None else self(panel.chosen.estimate)

    def __call__(self, value: float) -> float:
        share = math.log(min(max(value, self.low), self.high) / self.low) / math.log(self.high / self.low)
        return round(MARGIN + share * (WIDTH - 2 * MARGIN), 1)

    def ticks(self) -> list[float]:
        """Three to five round numbers within the scale."""
        decades = range(math.floor(math.log10(self.low)), math.ceil(math.log10(self.high)) + 1)
        for steps in ((1,), (1, 3), (1, 2, 5), (1, 1.5, 2, 3, 5, 7)):
            found = [step * 10.0**decade for decade in decades for step in steps]
            inside = [value for value in found if self.low <= value <= self.high]
            if len(inside) >= 3:
                return inside[:: max(1, len(inside) // 4)]
        return [self.low, self.high]


def _row(
    row: Row, top: int, scale: _Scale, words: Words, label: str, number: Callable[[float], str]
) -> tuple[str, int]:
    """The row as SVG, and where the next one begins. A label is as many lines as it needs; the numbers end the last."""
    lines = _lines_of(label)
    if row.estimate is None:
        told = words.no_estimate
    else:
        told = number(row.estimate)
        if row.interval:
            told += f" ({number(row.interval.low)}–{_shown(row.interval.high, words, number)})"
    if _width_of(lines[-1]) + BETWEEN + _width_of(told) > WIDTH - 2 * MARGIN:
        lines.append("")
    last = top + LINE * len(lines)
    marks = [_mark(scale(row.cases), last, "currentColor", ""), _mark(scale.chosen, last, ACCENT, "2 2")]
    if row.estimate is not None:
        middle = last + 11
        if row.interval:
            marks.append(
                f'<line x1="{scale(row.interval.low)}" x2="{scale(row.interval.high)}" y1="{middle}" y2="{middle}" '
                f'stroke="{ACCENT}" stroke-width="4" stroke-linecap="round"/>'
            )
        marks.append(
            f'<circle cx="{scale(row.estimate)}" cy="{middle}" r="5" fill="{ACCENT}" stroke="currentColor" '
            'stroke-width="1.5"/>'
        )
    texts = [_text(MARGIN, top + LINE * place, line) for place, line in enumerate(lines, start=1) if line]
    texts.append(_text(WIDTH - MARGIN, last, told, anchor="end"))
    drawn = f"<g><title>{_clean(f'{label}: {told}')}</title>{''.join(texts)}{''.join(marks)}</g>"
    return drawn, last + MARKS


def _lines_of(words: str, size: int = 12) -> list[str]:
    """The words in lines that fit the picture, broken between words; a word longer than a line is broken itself."""
    room = WIDTH - 2 * MARGIN
    lines = [""]
    for word in words.split():
        if lines[-1] and _width_of(f"{lines[-1]} {word}", size) > room:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".lstrip()
        while _width_of(lines[-1], size) > room:
            fits = next(n for n in range(len(lines[-1]) - 1, 0, -1) if _width_of(lines[-1][:n], size) <= room)
            lines[-1:] = [lines[-1][:fits], lines[-1][fits:]]
    return lines


def _width_of(words: str, size: int = 12) -> float:
    """About how wide the words are, rather too wide than too narrow: which letters a reader has is not known here."""
    return size * sum(_width_of_letter(each) for each in words)


def _width_of_letter(letter: str) -> float:
    if unicodedata.east_asian_width(letter) in {"F", "W"}:
        return 1.05
    if unicodedata.category(letter) in {"Mn", "Me", "Cf"}:
        return 0.0
    if letter.isspace() or letter in ".,:;|'()il":
        return 0.33
    return 0.73 if letter.isupper() else 0.55 if letter.isascii() else 0.6


def _mark(at: float | None, top: int, colour: str, dashes: str) -> str:
    if at is None:
        return ""
    return (
        f'<line x1="{at}" x2="{at}" y1="{top + 4}" y2="{top + 18}" stroke="{colour}" stroke-opacity="0.7" '
        f'stroke-dasharray="{dashes or "none"}"/>'
    )


def _axis(scale: _Scale, bottom: int, caption: list[str], number: Callable[[float], str]) -> str:
    parts = [
        f'<line x1="{MARGIN}" x2="{WIDTH - MARGIN}" y1="{bottom}" y2="{bottom}" stroke="currentColor"/>',
    ]
    for value in scale.ticks():
        at = scale(value)
        anchor = "start" if at < 40 else "end" if at > WIDTH - 40 else "middle"
        parts.append(f'<line x1="{at}" x2="{at}" y1="{bottom}" y2="{bottom + 4}" stroke="currentColor"/>')
        parts.append(_text(at, bottom + 17, number(value), anchor=anchor, size=11))
    parts += [_text(MARGIN, bottom + 19 + LINE * place, line, size=11) for place, line in enumerate(caption, start=1)]
    return "".join(parts)


def _text(x: float, y: float, words: str, *, anchor: str = "start", size: int = 12, weight: str = "normal") -> str:
    return (
        f'<text x="{x}" y="{y}" text-anchor="{anchor}" font-size="{size}" font-weight="{weight}" fill="currentColor">'
        f"{_clean(words)}</text>"
    )


def _shown(value: float, words: Words, number: Callable[[float], str]) -> str:
    return number(value) if math.isfinite(value) else "∞" if value == math.inf else words.no_estimate


def _clean(words: str) -> str:
    """The words without what XML forbids, and escaped."""
    return escape("".join(each for each in words if unicodedata.category(each) not in {"Cc", "Cs", "Cn"}))
