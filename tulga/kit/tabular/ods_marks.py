"""The marks of an OpenDocument spreadsheet: calamine reads values only."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import IO

from lxml import etree

from tulga.kit.tabular.archives import elements, opened
from tulga.kit.tabular.marks import Marks
from tulga.kit.tabular.refused import Reason, Refused
from tulga.kit.tabular.written import MOST_COLUMNS, MOST_ROWS

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
CELLS = (f"{TABLE}table-cell", f"{TABLE}covered-table-cell")


def marks_of(archive: zipfile.ZipFile) -> dict[str, Marks]:
    """Sheet name -> its marks."""
    struck = {
        style.get(f"{STYLE}name", "")
        for style in elements(archive, "content.xml", f"{STYLE}style")
        if any(each.get(f"{STYLE}text-line-through-style", "none") != "none" for each in style)
    }
    found: dict[str, Marks] = {}
    marks, name, row_number = Marks(), "", 0
    # A table is told from its rows by what comes first in it: its element ends only after them.
    for element in elements(archive, "content.xml", f"{TABLE}table-row"):
        table = _table_of(element)
        if table.get(f"{TABLE}name", "") != name or not found:
            name, row_number = table.get(f"{TABLE}name", ""), 0
            marks = found.setdefault(name, Marks())
        _row(marks, element, row_number, struck, name)
        row_number += _repeated(element, "rows")
    return found


def without_blanks(path: Path) -> IO[bytes]:
    """The file without the blanks that a formatter of XML put between its elements; those inside texts stay."""
    packed = io.BytesIO()
    with opened(path) as archive, zipfile.ZipFile(packed, "w") as copy:
        for member in archive.infolist():
            data = archive.read(member)
            copy.writestr(member.filename, _unspaced(data) if member.filename == "content.xml" else data)
    packed.seek(0)
    return packed


def _unspaced(data: bytes) -> bytes:
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise Refused(Reason.DAMAGED) from error
    for element in root.iter(etree.Element):
        if element.tag.startswith(TEXT):
            continue
        if element.text and not element.text.strip():
            element.text = None
        for child in element:
            if child.tail and not child.tail.strip():
                child.tail = None
    return etree.tostring(root, encoding="utf-8")


def _table_of(row: etree._Element) -> etree._Element:
    above = row.getparent()
    while above is not None and above.tag != f"{TABLE}table":
        above = above.getparent()
    if above is None:
        raise Refused(Reason.DAMAGED)
    return above


def _row(marks: Marks, row: etree._Element, number: int, struck: set[str], name: str) -> None:
    column = 0
    for cell in row:
        if cell.tag not in CELLS:
            continue
        repeated = _repeated(cell, "columns")
        rows, columns = (int(cell.get(f"{TABLE}number-{what}-spanned", "1")) for what in ("rows", "columns"))
        if rows > 1 or columns > 1:
            marks.merged[number, column] = (rows, columns)
        if cell.tag == CELLS[0] and len(cell):
            last = number + _repeated(row, "rows") - 1, column + repeated - 1
            if last[0] >= MOST_ROWS or last[1] >= MOST_COLUMNS:
                raise Refused(Reason.FAR_CELL, form="sheet", name=name, row=last[0], column=last[1])
            marks.reach(*last)
            _text(marks, cell, number, column, struck)
        column += repeated


def _text(marks: Marks, cell: etree._Element, row: int, column: int, struck: set[str]) -> None:
    kind = cell.get(f"{OFFICE}value-type", "")
    if cell.get(f"{TABLE}style-name", "") in struck:
        marks.struck[row, column] = ("", "")
    elif kind in ("string", ""):
        spans = [each for each in cell.iter(f"{TEXT}span") if each.get(f"{TEXT}style-name", "") in struck]
        if spans:
            stood = "".join("".join(each.itertext()) for each in spans)
            for each in spans:
                each.text = ""
                for inner in list(each):
                    each.remove(inner)
            stands = "\n".join("".join(each.itertext()) for each in cell.iter(f"{TEXT}p"))
            marks.struck[row, column] = (stands, stood)
    if kind == "percentage":
        marks.per_cents.add((row, column))


def _repeated(element: etree._Element, what: str) -> int:
    return max(1, int(element.get(f"{TABLE}number-{what}-repeated", "1")))
