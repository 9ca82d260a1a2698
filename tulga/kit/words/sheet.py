"""The words sheet: one workbook that an official corrects. Written here, read back here, judged row by row."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import xlsxwriter
from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from tulga.kit.errors import RuleBroken
from tulga.kit.i18n import languages, own_name
from tulga.kit.writing import clean, one_line

if TYPE_CHECKING:
    from pathlib import Path

LAYOUT = "tulga words 1"
INTERFACE, NAMES = "Interface", "Names"
KEY_COLUMNS, INFO_COLUMNS = 3, 2
LONGEST_NAME = 60


@dataclass(frozen=True)
class Row:
    """One text in every language: what it is, what it says, and what is known about it."""

    key: tuple[str, str, str]
    texts: Mapping[str, str]
    about: str = ""
    checked: str = ""
    is_confirmed: bool = False
    fingerprint: str = ""
    where: str = ""

    @property
    def is_touched(self) -> bool:
        return self.is_confirmed or fingerprint_of(self.texts) != self.fingerprint


@dataclass
class Outcome:
    """What reading a sheet back did. Refusals say where and why."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: list[str] = field(default_factory=list)

    def refuse(self, row: Row, why: str) -> None:
        self.refused.append(f"{row.where}: {why}")

    def count(self, *, was_empty: bool) -> None:
        if was_empty:
            self.created += 1
        else:
            self.changed += 1


@dataclass(frozen=True)
class Checker:
    """Who read the words, and when."""

    name: str
    day: dt.date

    @classmethod
    def named(cls, name: str, day: dt.date) -> Checker:
        return cls(one_line(name).replace(";", ",")[:LONGEST_NAME], day)

    def statement(self) -> str:
        return f"{self.name}, {self.day:%Y-%m-%d}"

    def adds_to(self, checked: str, part: str = "") -> str:
        """The check of one part put into the statements about a record; unchanged where this person checked it."""
        prefix = f"{part}: " if part else ""
        statements = [each for each in checked.split("; ") if each]
        if any(each.startswith(f"{prefix}{self.name}, ") for each in statements):
            return checked
        others = [each for each in statements if part and not each.startswith(prefix)]
        return "; ".join([*others, f"{prefix}{self.statement()}"])


def fingerprint_of(texts: Mapping[str, str]) -> str:
    """Tells whether a text is still the one that was exported."""
    said = "\0".join(f"{language}\1{clean(texts.get(language, ''))}" for language in languages())
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def is_stale(row: Row, stored: Mapping[str, str]) -> bool:
    """Whether somebody changed the stored text after the sheet was made, to something else than the sheet says."""
    return row.fingerprint != fingerprint_of(stored) != fingerprint_of(row.texts)


def write_sheet(path: Path, interface: Sequence[Row], names: Sequence[Row]) -> None:
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        _write(book, INTERFACE, [_("Text in the program"), _("Context"), _("Form")], _("Where used"), interface)
        _write(book, NAMES, [_("Record"), _("Code"), _("Field")], _("Source"), names)


def read_sheet(path: Path) -> dict[str, list[Row]]:
    """The rows of both sheets, or a refusal that says what is wrong with the file."""
    if not path.is_file():
        raise RuleBroken(_("There is no file %(path)s.") % {"path": path})
    try:
        book = CalamineWorkbook.from_path(str(path))
        return {name: _read(book, name) for name in (INTERFACE, NAMES)}
    except (CalamineError, OSError):
        raise RuleBroken(_("This file is not a words sheet. Make one with export_words and correct that.")) from None


def _write(book: Any, name: str, keys: list[str], about: str, rows: Sequence[Row]) -> None:
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    fixed = book.add_format({"text_wrap": True, "valign": "top", "font_color": "#5b6470"})
    open_to_pen = book.add_format({"text_wrap": True, "valign": "top", "bg_color": "#fdf6e3"})
    sheet = book.add_worksheet(name)
    spoken = [own_name(language) for language in languages()]
    headings = [*keys, *spoken, about, _("Checked until now"), _("Checked now? Write yes")]
    formats = [*[fixed] * KEY_COLUMNS, *[open_to_pen] * len(spoken), *[fixed] * INFO_COLUMNS, open_to_pen]
    for column, heading in enumerate([*headings, _layout()]):
        sheet.write_string(0, column, heading, head)
    for line, row in enumerate(rows, start=1):
        texts = [row.texts.get(language, "") for language in languages()]
        cells = [*row.key, *texts, row.about, row.checked, ""]
        for column, (cell, look) in enumerate(zip(cells, formats, strict=True)):
            sheet.write_string(line, column, cell, look)
        sheet.write_string(line, len(cells), fingerprint_of(row.texts))
    sheet.set_column(0, KEY_COLUMNS - 1, 18)
    sheet.set_column(KEY_COLUMNS, KEY_COLUMNS + len(spoken) - 1, 45)
    sheet.set_column(KEY_COLUMNS + len(spoken), len(headings) - 1, 24)
    sheet.set_column(len(headings), len(headings), None, None, {"hidden": True})
    sheet.freeze_panes(1, KEY_COLUMNS)


def _read(book: CalamineWorkbook, name: str) -> list[Row]:
    lines = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    width = KEY_COLUMNS + len(languages()) + INFO_COLUMNS + 2
    if not lines or len(lines[0]) < width or lines[0][width - 1] != _layout():
        raise RuleBroken(
            _("The sheet “%(name)s” has lost its columns. Make a new one with export_words and correct that.")
            % {"name": name}
        )
    return [_row(line, f"{name} {number}") for number, line in enumerate(lines[1:], start=2) if any(line)]


def _row(line: Sequence[Any], where: str) -> Row:
    cells = [_cell(value) for value in line]
    after_texts = KEY_COLUMNS + len(languages())
    return Row(
        key=(cells[0], cells[1], cells[2]),
        texts={
            language: text
            for language, text in zip(languages(), cells[KEY_COLUMNS:after_texts], strict=True)
            if text.strip()
        },
        about=cells[after_texts],
        checked=cells[after_texts + 1],
        is_confirmed=bool(cells[after_texts + 2].strip()),
        fingerprint=cells[after_texts + 3],
        where=where,
    )


def _cell(value: Any) -> str:
    """A cell as text: spreadsheets turn what looks like a number into one."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _layout() -> str:
    return " ".join([LAYOUT, *languages()])
