"""Spreadsheets: values by calamine, what surrounds them from the file's XML where it has one."""

from __future__ import annotations

import datetime as dt
import zipfile
from bisect import bisect_left
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from tulga.kit.tabular import ods_marks, xlsx_marks
from tulga.kit.tabular.archives import opened
from tulga.kit.tabular.formats import plain
from tulga.kit.tabular.marks import Marks
from tulga.kit.tabular.refused import Reason, Refused
from tulga.kit.tabular.written import Raw, Written

NOTHING = Raw()
MOST_TOLD = 20  # cells, of one kind and sheet
DIGITS = 15  # a spreadsheet keeps no more, and shows none of the noise behind them
_MARKS: dict[str, Callable[[zipfile.ZipFile], dict[str, Marks]]] = {
    "xlsx": xlsx_marks.marks_of,
    "ods": ods_marks.marks_of,
}


def read(path: Path, kind: str, out: Written) -> None:
    """Write down every sheet. A formula counts as the value it had when the file was saved; nothing is computed."""
    try:
        marks = _marks(path, kind)
        if kind not in _MARKS:
            out.remark("old_workbook")
        with _book(path, kind) as book:
            for about in book.sheets_metadata:
                if about.typ != SheetTypeEnum.WorkSheet:
                    continue
                sheet = book.get_sheet_by_name(about.name)
                _write_sheet(sheet, marks.get(about.name), about.visible != SheetVisibleEnum.Visible, out)
    except PasswordError as error:
        raise Refused(Reason.PASSWORD) from error
    except (CalamineError, ValueError, ArithmeticError) as error:
        raise Refused(Reason.DAMAGED) from error


def _marks(path: Path, kind: str) -> dict[str, Marks]:
    if kind not in _MARKS:
        return {}
    with opened(path) as archive:
        return _MARKS[kind](archive)


def _book(path: Path, kind: str) -> CalamineWorkbook:
    """Of an OpenDocument file with blanks between its elements, which calamine takes for damaged, one without them."""
    try:
        return CalamineWorkbook.from_path(str(path))
    except CalamineError:
        if kind != "ods":
            raise
        return CalamineWorkbook.from_filelike(ods_marks.without_blanks(path))


def _write_sheet(sheet: CalamineSheet, marks: Marks | None, is_hidden: bool, out: Written) -> None:
    out.grid(sheet.name, "sheet", is_hidden=is_hidden)
    if is_hidden:
        out.remark("hidden_sheet", name=sheet.name)
    marks = marks or _own_marks(sheet)
    hidden_rows, empty_so_far = 0, sorted(marks.hidden_columns)
    for row, values in enumerate(sheet.iter_rows()):  # from A1 on
        cells = [_cell(value, row, column, marks) for column, value in enumerate(values)]
        while cells and cells[-1] == NOTHING:
            cells.pop()
        if cells:
            out.row(row, cells)
            hidden_rows += row in marks.hidden_rows
            within = bisect_left(empty_so_far, len(cells))
            empty_so_far[:within] = [at for at in empty_so_far[:within] if cells[at] == NOTHING]
    _tell(sheet.name, marks, out)
    if hidden_rows:
        out.remark("hidden_rows", name=sheet.name, count=hidden_rows)
    if hidden_columns := len(marks.hidden_columns) - len(empty_so_far):
        out.remark("hidden_columns", name=sheet.name, count=hidden_columns)


def _tell(name: str, marks: Marks, out: Written) -> None:
    """What must be told of single cells: of the first ones where each is, of the others how many they are."""
    for remark, cells in marks.told.items():
        for row, column, words in cells[:MOST_TOLD]:
            out.remark(remark, name=name, row=row, column=column, words=words)
        if len(cells) > MOST_TOLD:
            out.remark("further_cells", name=name, count=len(cells) - MOST_TOLD)


def _own_marks(sheet: CalamineSheet) -> Marks:
    """What calamine itself knows, of the old binary workbooks."""
    marks = Marks()
    if sheet.end is not None:
        marks.last_row, marks.last_column = sheet.end
    for (row, column), (last_row, last_column) in sheet.merged_cell_ranges or []:
        marks.merged[row, column] = (last_row - row + 1, last_column - column + 1)
    return marks


def _cell(value: object, row: int, column: int, marks: Marks) -> Raw:
    place = (row, column)
    rows, columns = marks.span(row, column) if place in marks.merged else (1, 1)
    text, typed = _in_words(value)
    if isinstance(typed, Decimal) and place in marks.formats:
        number = typed
        text, typed, remark = marks.formats[place].shown(number)
        if remark:
            marks.tell(remark, row, column, plain(number))
    if place in marks.struck:
        return Raw("", None, text, rows, columns)
    if place in marks.parted and text:
        stands, stood = marks.parted[place]
        return Raw(stands, None, stood, rows, columns)
    return Raw(text, typed, "", rows, columns)


def _in_words(value: object) -> tuple[str, Decimal | bool | dt.date | dt.datetime | dt.time | None]:
    """A value as a reader sees it, and as what it is typed."""
    if isinstance(value, str):
        return value, None
    if isinstance(value, bool):
        return ("TRUE" if value else "FALSE"), value
    if isinstance(value, float) and value.is_integer() and 0 < value < 10**DIGITS:
        return str(int(value)), Decimal(int(value))  # most numbers are whole
    if isinstance(value, int | float):
        number = _number(value)
        return plain(number), number
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        value = value.date()
    if isinstance(value, dt.datetime):
        return value.isoformat(" ", "minutes"), value
    if isinstance(value, dt.date):
        return value.isoformat(), value
    if isinstance(value, dt.time):
        return value.isoformat("minutes"), value
    return str(value), None


def _number(value: float) -> Decimal:
    return Decimal(f"{value:.{DIGITS}g}")
