"""The marks of an OpenDocument spreadsheet: calamine reads values only."""

from __future__ import annotations

import io
import re
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import IO, NamedTuple

from lxml import etree

from tulga.kit.tabular import letters
from tulga.kit.tabular.archives import elements, opened
from tulga.kit.tabular.formats import format_of, format_of_money, is_money
from tulga.kit.tabular.marks import Marks
from tulga.kit.tabular.refused import Reason, Refused
from tulga.kit.tabular.written import MOST_COLUMNS, MOST_ROWS

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
MOST_BLANKS = 100
_SIGNS = {f"{TEXT}tab": " ", f"{TEXT}line-break": "\n"}
_WAYS = {"super": "superscript", "sub": "subscript"}
NUMBERS = ("float", "percentage", "currency")
PER_CENT, NOTHING = format_of("0%"), format_of(";;;")
_DIGITS = re.compile(r"[\d\s.,'’()+\-−–—/]+|(?<=\d)E(?=[+-]?\d)")
_POWER = re.compile(r"\dE[+-]?\d")
CALC_EXTENSION = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
CELLS = (f"{TABLE}table-cell", f"{TABLE}covered-table-cell")


class Styles(NamedTuple):
    """Names of the styles that strike out, and of those that move words above or below the line."""

    struck: set[str]
    moved: dict[str, str]


def marks_of(archive: zipfile.ZipFile) -> dict[str, Marks]:
    """Sheet name -> its marks."""
    styles = _styles(archive)
    found: dict[str, Marks] = {}
    marks, name, row_number, column = Marks(), "", 0, 0
    # A table is told from its rows by what comes first in it: its element ends only after them.
    for element in elements(archive, "content.xml", f"{TABLE}table-row", f"{TABLE}table-column"):
        table = _table_of(element)
        if table.get(f"{TABLE}name", "") != name or not found:
            name, row_number, column = table.get(f"{TABLE}name", ""), 0, 0
            marks = found.setdefault(name, Marks())
        if element.tag == f"{TABLE}table-column":
            column = _hide(element, marks.hidden_columns, column, "columns", MOST_COLUMNS)
            continue
        following = _hide(element, marks.hidden_rows, row_number, "rows", MOST_ROWS)
        _row(marks, element, row_number, styles, name)
        row_number = following
    return found


def _hide(element: etree._Element, hidden: set[int], number: int, what: str, most: int) -> int:
    """The number of the row or column that follows."""
    following = number + _repeated(element, what)
    if element.get(f"{TABLE}visibility", "visible") != "visible":
        hidden.update(range(number, min(following, most)))
    return following


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


def _row(marks: Marks, row: etree._Element, number: int, styles: Styles, name: str) -> None:
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
            _text(marks, cell, number, column, styles)
        column += repeated


def _text(marks: Marks, cell: etree._Element, row: int, column: int, styles: Styles) -> None:
    kind = cell.get(f"{OFFICE}value-type", "")
    if cell.get(f"{TABLE}style-name", "") in styles.struck:
        marks.struck.add((row, column))
    elif kind in ("string", "") and (parted := _parted(cell, styles)):
        marks.parted[row, column] = parted
    if kind in NUMBERS and (found := cell.findall(f"{TEXT}p")):
        _number(marks, kind, "\n".join(map(_words, found)).strip(), cell.get(f"{OFFICE}value", ""), (row, column))
    if cell.get(f"{CALC_EXTENSION}value-type") == "error":
        marks.tell("error", row, column, "".join(map(_words, cell.findall(f"{TEXT}p"))))


def _number(marks: Marks, kind: str, words: str, value: str, place: tuple[int, int]) -> None:
    """A number whose words in the sheet say more than its digits counts as these words."""
    said = _DIGITS.sub("", words).strip()
    if kind == "percentage" and said in ("", "%"):
        marks.formats[place] = PER_CENT
    elif not words:
        marks.formats[place] = NOTHING
    elif _is_scaled(words, value) or (said and not is_money(said)):
        marks.parted[place] = (words, "")
    elif said:
        first, last = (re.search(each, words) for each in (r"\d", r"\D*$"))
        if first and last:
            marks.formats[place] = format_of_money(words[: first.start()], last[0])


def _is_scaled(words: str, value: str) -> bool:
    """Whether fewer digits are shown than the number has before its decimal sign."""
    whole = int(abs(Decimal(value or 0)))
    return not _POWER.search(words) and sum(map(str.isdigit, words)) < len(str(whole or ""))


def _parted(cell: etree._Element, styles: Styles) -> tuple[str, str] | None:
    """What stands and what is struck out, where some of the text is, or is raised above the line or below it."""
    spans = [each for each in cell.iter(f"{TEXT}span") if _style_of(each) in styles.struck | styles.moved.keys()]
    if not spans:
        return None
    stood = ""
    for span in spans:
        _move(span, styles.moved.get(_style_of(span), ""))
    for span in spans:
        if _style_of(span) in styles.struck and span.getparent() is not None:
            stood += _words(span)
            _empty(span)
    return "\n".join(map(_words, cell.findall(f"{TEXT}p"))), stood


def _style_of(span: etree._Element) -> str:
    return span.get(f"{TEXT}style-name", "")


def _move(span: etree._Element, way: str) -> None:
    for each in span.iter():
        each.text = letters.moved(each.text or "", way)
        if each is not span:
            each.tail = letters.moved(each.tail or "", way)


def _empty(span: etree._Element) -> None:
    span.text = ""
    for inner in list(span):
        span.remove(inner)


def _words(element: etree._Element) -> str:
    """The words with the blanks and line ends that stand for themselves; a comment on the cell is none of them."""
    found = element.text or ""
    for inner in element:
        tag = inner.tag if isinstance(inner.tag, str) else ""
        if tag == f"{TEXT}s":
            found += " " * min(int(inner.get(f"{TEXT}c", "1")), MOST_BLANKS)
        elif tag in _SIGNS:
            found += _SIGNS[tag]
        elif tag != f"{OFFICE}annotation":
            found += _words(inner)
        found += inner.tail or ""
    return found


def _styles(archive: zipfile.ZipFile) -> Styles:
    styles = Styles(set(), {})
    for style in elements(archive, "content.xml", f"{STYLE}style"):
        name = style.get(f"{STYLE}name", "")
        for each in style:
            if each.get(f"{STYLE}text-line-through-style", "none") != "none":
                styles.struck.add(name)
            if way := _way(each.get(f"{STYLE}text-position", "")):
                styles.moved[name] = way
    return styles


def _way(position: str) -> str:
    """Of `super 58%`, `-33% 58%`: above the line or below it; nothing of `0% 100%`."""
    height = position.partition(" ")[0].rstrip("%")
    if height in _WAYS:
        return _WAYS[height]
    if not height.strip("-0."):
        return ""
    return "subscript" if height.startswith("-") else "superscript"


def _repeated(element: etree._Element, what: str) -> int:
    return max(1, int(element.get(f"{TABLE}number-{what}-repeated", "1")))
