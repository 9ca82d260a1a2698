"""The marks of an XLSX workbook, from its XML: calamine reads values only."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from tulga.kit.plain_xml import surely_lacks
from tulga.kit.tabular import letters
from tulga.kit.tabular.archives import elements
from tulga.kit.tabular.formats import Format, format_of
from tulga.kit.tabular.marks import Marks
from tulga.kit.tabular.refused import Reason, Refused
from tulga.kit.tabular.written import MOST_COLUMNS, MOST_ROWS

if TYPE_CHECKING:
    from lxml import etree

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
IDS = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}id",
)
TEXTS = "xl/sharedStrings.xml"
BUILT_IN = {9: "0%", 10: "0.00%"}  # described in no file
_RANGE = re.compile(r"([A-Z]{1,3})(\d{1,7})(?::([A-Z]{1,3})(\d{1,7}))?")
_OFF = ("0", "false", "off")


def marks_of(archive: zipfile.ZipFile) -> dict[str, Marks]:
    """Sheet name -> its marks."""
    styles, texts = _Styles(archive), _texts(archive)
    return {name: _sheet(archive, part, name, styles, texts) for name, part in _sheets(archive)}


def _texts(archive: zipfile.ZipFile) -> list[tuple[str, str] | None]:
    """Of each shared text that has such words what stands and what is struck out; nothing at all where none has."""
    try:
        with archive.open(TEXTS) as stream:
            if surely_lacks(stream, "strike", "vertAlign", "Symbol", "Wingdings", "<!DOCTYPE"):
                return []
    except KeyError:
        return []
    return [_parted(item) for item in _items(archive, TEXTS, "si")]


class _Styles:
    """Which styles of cells strike out all that is in them, and which show more than the number."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        codes = BUILT_IN | {
            int(each.get("numFmtId", "0")): each.get("formatCode", "")
            for each in _items(archive, "xl/styles.xml", "numFmt")
        }
        fonts = [_is_struck(font) for part in _items(archive, "xl/styles.xml", "fonts") for font in part]
        self.struck: set[int] = set()
        self.formats: dict[int, Format] = {}
        for part in _items(archive, "xl/styles.xml", "cellXfs"):
            for number, style in enumerate(part):
                font, shown = int(style.get("fontId", "0")), format_of(codes.get(int(style.get("numFmtId", "0")), ""))
                if font < len(fonts) and fonts[font]:
                    self.struck.add(number)
                if not shown.shows_the_bare_number:
                    self.formats[number] = shown


def _sheets(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    targets = {each.get("Id"): each.get("Target", "") for each in _items_of(archive, "xl/_rels/workbook.xml.rels")}
    for sheet in _items(archive, "xl/workbook.xml", "sheet"):
        target = targets.get(next((sheet.get(each) for each in IDS if sheet.get(each)), None), "")
        yield sheet.get("name", ""), posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")


def _sheet(
    archive: zipfile.ZipFile, part: str, name: str, styles: _Styles, texts: list[tuple[str, str] | None]
) -> Marks:
    marks = Marks()
    row_number = -1
    for element in _items(archive, part, "row", "mergeCell", "col"):
        if element.tag.endswith("mergeCell"):
            _merge(marks, element.get("ref", ""))
            continue
        is_hidden = element.get("hidden", "0").lower() not in _OFF
        if element.tag.endswith("}col"):
            if is_hidden:
                first, last = int(element.get("min", "1")), int(element.get("max", "1"))
                marks.hidden_columns.update(range(first - 1, min(last, MOST_COLUMNS)))
            continue
        row_number = int(element.get("r", row_number + 2)) - 1
        if is_hidden:
            marks.hidden_rows.add(row_number)
        column = -1
        for cell in element:
            place = cell.get("r")
            column = _column(place.rstrip("0123456789")) if place else column + 1
            if len(cell):
                _cell(marks, cell, row_number, column, styles, texts)
        if marks.last_row >= MOST_ROWS and marks.filled > MOST_ROWS:
            raise Refused(Reason.TOO_MANY_ROWS, form="sheet", name=name, row=MOST_ROWS)
    _require_compact(marks, name)
    return marks


def _cell(
    marks: Marks,
    cell: etree._Element,
    row: int,
    column: int,
    styles: _Styles,
    texts: list[tuple[str, str] | None],
) -> None:
    value = written = formula = None
    for child in cell:
        tag = child.tag
        if tag.endswith("}v"):
            value = child
        elif tag.endswith("}is"):
            written = child
        elif tag.endswith("}f"):
            formula = child
    kind = cell.get("t")
    if formula is not None and (value is None or not value.text) and kind != "str":  # whose value may be no words
        marks.tell("uncomputed", row, column)
    if value is None and written is None:
        return
    marks.reach(row, column)
    if kind == "e" and value is not None:
        marks.tell("error", row, column, value.text or "")
    if written is None and not (texts or styles.struck or styles.formats):
        return  # nothing that a value could show
    style = int(cell.get("s", "0"))
    if written is not None:
        runs: tuple[str, str] | None = _parted(written)
    elif kind == "s" and value is not None and (value.text or "").isdigit():
        at = int(value.text or 0)
        runs = texts[at] if at < len(texts) else None
    else:
        runs = None
    if style in styles.struck:
        marks.struck.add((row, column))
    elif runs is not None:
        marks.parted[row, column] = runs
    if style in styles.formats and kind in (None, "n"):
        marks.formats[row, column] = styles.formats[style]


def _parted(item: etree._Element) -> tuple[str, str] | None:
    """What stands and what is struck out, where some of the text is, or looks like something else than its letters."""
    stands, stood, is_other = "", "", False
    for run in item:
        if not run.tag.endswith("}r"):
            continue
        text = "".join(each.text or "" for each in run.iter() if each.tag.endswith("}t"))
        properties = next((each for each in run if each.tag.endswith("}rPr")), ())
        shown = letters.signs(_said(properties, "rFont"), text, is_plain=True)
        shown = letters.moved(shown, _said(properties, "vertAlign"))
        is_other |= shown != text
        if _is_struck(properties):
            stood += shown
        else:
            stands += shown
    return (stands, stood) if stood or is_other else None


def _is_struck(properties: Iterable[etree._Element]) -> bool:
    return any(each.tag.endswith("}strike") and each.get("val", "1").lower() not in _OFF for each in properties)


def _said(properties: Iterable[etree._Element], name: str) -> str:
    return next((each.get("val", "") for each in properties if each.tag.endswith(f"}}{name}")), "")


def _merge(marks: Marks, reference: str) -> None:
    found = _RANGE.fullmatch(reference)
    if not found or not found[3]:
        return
    column, row, last_column, last_row = _column(found[1]), int(found[2]), _column(found[3]), int(found[4])
    if last_row >= row and last_column >= column:
        marks.merged[row - 1, column] = (last_row - row + 1, last_column - column + 1)


def _require_compact(marks: Marks, name: str) -> None:
    """One cell far away makes a sheet of millions of empty ones."""
    if marks.last_row >= MOST_ROWS or marks.last_column >= MOST_COLUMNS:
        raise Refused(Reason.FAR_CELL, form="sheet", name=name, row=marks.last_row, column=marks.last_column)


@lru_cache(maxsize=20_000)
def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _items(archive: zipfile.ZipFile, part: str, *names: str) -> Iterator[etree._Element]:
    return elements(archive, part, *(f"{space}{name}" for space in (MAIN, STRICT) for name in names))


def _items_of(archive: zipfile.ZipFile, part: str) -> Iterator[etree._Element]:
    return elements(archive, part, RELATION)
