"""Rows as a file: CSV, XLSX, JSON."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import content_disposition_header
from xlsxwriter import Workbook

from tulga.kit.formulas import neutral
from tulga.kit.writing import one_line

LONGEST_XLSX_CELL, MOST_XLSX_ROWS, DIGITS_A_SHEET_KEEPS = 32_767, 1_048_575, 15
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Format(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"


@dataclass(frozen=True)
class Column:
    """A heading, and what a row has under it. The name is the key in JSON, the same in every language."""

    title: str | Promise
    value: Callable[[Any], Any]
    name: str = ""


def write_csv(columns: Sequence[Column], rows: Iterable[Any]) -> Iterator[bytes]:
    """UTF-8 with a byte order mark, so that Excel reads Cyrillic; one piece per row."""
    line = io.StringIO(newline="")
    writer = csv.writer(line)
    yield b"\xef\xbb\xbf"
    for cells in _table(columns, rows):
        writer.writerow([cell if _is_number(cell) else neutral(_as_text(cell)) for cell in cells])
        yield line.getvalue().encode()
        line.seek(0)
        line.truncate()


def write_xlsx(columns: Sequence[Column], rows: Iterable[Any], title: str) -> bytes:
    """One sheet with a frozen, bold heading. Numbers and dates stay what they are; a longer text than fits is cut."""
    return write_workbook([Sheet(title, columns, rows)], title)


@dataclass(frozen=True)
class Sheet:
    name: str
    columns: Sequence[Column]
    rows: Iterable[Any]


def write_workbook(sheets: Iterable[Sheet], title: str) -> bytes:
    """Each sheet with a frozen, bold heading."""
    file = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "in_memory": False}
    with Workbook(file, options) as book:
        book.set_properties({"title": title})
        heading, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        for each in sheets:
            _write_sheet(book, each, heading, day)
    return file.getvalue()


def _write_sheet(book: Workbook, sheet: Sheet, heading: Any, day: Any) -> None:
    written = book.add_worksheet(re.sub(r"[\[\]:*?/\\']", " ", sheet.name).strip()[:31] or None)
    written.freeze_panes(1, 0)
    written.set_column(0, max(len(sheet.columns) - 1, 0), 24)
    for at_row, cells in enumerate(_table(sheet.columns, sheet.rows)):
        if at_row > MOST_XLSX_ROWS:
            raise ValueError(f"a sheet holds {MOST_XLSX_ROWS} rows")
        for at, cell in enumerate(cells):
            if _is_number(cell):
                written.write_number(at_row, at, cell)
            elif isinstance(cell, dt.date) and not isinstance(cell, dt.datetime):
                written.write_datetime(at_row, at, cell, day)
            else:
                text = neutral(_as_text(cell))
                cut = text if len(text) <= LONGEST_XLSX_CELL else f"{text[: LONGEST_XLSX_CELL - 1]}…"
                written.write_string(at_row, at, cut, heading if at_row == 0 else None)


def write_json(columns: Sequence[Column], rows: Iterable[Any]) -> bytes:
    """A list of objects. Text in several languages stays an object language -> text."""
    objects = [{column.name or str(column.title): column.value(row) for column in columns} for row in rows]
    return json.dumps(objects, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1).encode()


def export_response(format: str, name: str, columns: Sequence[Column], rows: Iterable[Any]) -> HttpResponse:
    """The file to save, whole or not at all. Whoever calls it has asked `visible_to` for the rows."""
    if format == Format.CSV:
        body, kind = b"".join(write_csv(columns, rows)), "text/csv; charset=utf-8"
    elif format == Format.XLSX:
        body, kind = write_xlsx(columns, rows, title=one_line(name)), XLSX
    elif format == Format.JSON:
        body, kind = write_json(columns, rows), "application/json"
    else:
        raise Http404
    return file_response(body, kind, f"{name}.{format}")


def file_response(body: bytes, kind: str, name: str) -> HttpResponse:
    """A file to save under a name that every system takes."""
    stem, _dot, ending = one_line(name).rpartition(".")
    stem = re.sub(r'[\\/:*?"<>|]+', "-", stem).strip(". ")[:100] or "export"
    disposition = content_disposition_header(as_attachment=True, filename=f"{stem}.{ending}")
    return HttpResponse(
        body, content_type=kind, headers={"Content-Disposition": disposition, "Cache-Control": "no-store, private"}
    )


def _table(columns: Sequence[Column], rows: Iterable[Any]) -> Iterator[list[Any]]:
    yield [str(column.title) for column in columns]
    for row in rows:
        yield [column.value(row) for column in columns]


def _is_number(cell: Any) -> bool:
    """Whether it is a number that a sheet keeps every digit of."""
    if isinstance(cell, float):
        return math.isfinite(cell)
    is_exact = isinstance(cell, int | Decimal) and not isinstance(cell, bool) and Decimal(cell).is_finite()
    return is_exact and len(Decimal(cell).as_tuple().digits) <= DIGITS_A_SHEET_KEEPS


def _as_text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, dt.datetime):
        local = timezone.localtime(cell) if timezone.is_aware(cell) else cell
        return f"{local:%Y-%m-%d %H:%M}"
    return str(cell)
