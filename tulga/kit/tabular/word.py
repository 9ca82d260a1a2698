"""Word documents: the body in its order, headings and paragraphs and tables, with what is struck out apart."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from lxml import etree

from tulga.kit.tabular.archives import elements, opened
from tulga.kit.tabular.written import Raw, Written

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BODY = "word/document.xml"
HEADING = re.compile(r"(?:heading|гарчиг|заголовок)\s*([1-9])", re.IGNORECASE)
_OFF = ("0", "false", "off", "none")
# Text boxes come twice, once for old programs; what was moved away stands elsewhere; notes have a part of their own.
_SKIPPED = {"Fallback", "moveFrom", "instrText", "delInstrText", "rPr", "pPr", "tblPr", "trPr", "tcPr"}


class Words(NamedTuple):
    stands: str
    stood: str


def read(path: Path, kind: str, out: Written) -> None:
    """Write down the body. Deleted words under tracked changes count as struck out, like those that are."""
    with opened(path) as archive:
        levels, struck = _styles(archive)
        tables = 0
        for element in elements(archive, BODY, f"{W}p", f"{W}tbl"):
            if element.tag == f"{W}tbl":
                tables += 1
                out.grid("", "table")
                for number, cells in enumerate(_rows(element, struck)):
                    if any(cell != Raw() for cell in cells):
                        out.row(number, cells)
            else:
                words = _words(element, struck)
                if words.stands or words.stood:
                    out.passage(words.stands, former=words.stood, level=_level(element, levels))


def _styles(archive: zipfile.ZipFile) -> tuple[dict[str, int], set[str]]:
    """Heading level by style, inherited ones included; and the styles of words that strike out."""
    own: dict[str, int] = {}
    based_on: dict[str, str] = {}
    struck: set[str] = set()
    for style in elements(archive, "word/styles.xml", f"{W}style"):
        key = style.get(f"{W}styleId", "")
        name, base, outline = (style.find(f".//{W}{tag}") for tag in ("name", "basedOn", "outlineLvl"))
        named = HEADING.fullmatch((name.get(f"{W}val", "") if name is not None else "").strip())
        if named:
            own[key] = int(named[1])
        elif outline is not None and outline.get(f"{W}val", "").isdigit() and int(outline.get(f"{W}val", "9")) < 9:
            own[key] = int(outline.get(f"{W}val", "0")) + 1
        if base is not None:
            based_on[key] = base.get(f"{W}val", "")
        if _is_struck(style.find(f"{W}rPr")):
            struck.add(key)
    return {key: level for key in {*own, *based_on} if (level := _inherited(key, own, based_on))}, struck


def _inherited(key: str, own: dict[str, int], based_on: dict[str, str]) -> int:
    seen: set[str] = set()
    while key not in own and key in based_on and key not in seen:
        seen.add(key)
        key = based_on[key]
    return own.get(key, 0)


def _level(paragraph: etree._Element, levels: dict[str, int]) -> int:
    properties = paragraph.find(f"{W}pPr")
    if properties is None:
        return 0
    outline, style = properties.find(f"{W}outlineLvl"), properties.find(f"{W}pStyle")
    if outline is not None and outline.get(f"{W}val", "9") in "012345678":
        return int(outline.get(f"{W}val", "0")) + 1
    return levels.get(style.get(f"{W}val", ""), 0) if style is not None else 0


def _rows(table: etree._Element, struck: set[str]) -> list[list[Raw]]:
    """The rows with merged cells across and down; a table inside a cell is that cell's text."""
    rows: list[list[Raw]] = []
    open_above: dict[int, tuple[int, int]] = {}  # column -> where the cell merged down from above begins
    for row in _inside(table, f"{W}tr"):
        cells = [Raw()] * _gap(row, "gridBefore")
        for cell in _inside(row, f"{W}tc"):
            column, properties = len(cells), cell.find(f"{W}tcPr")
            columns = min(_number(properties, "gridSpan", 1), 100)
            merge = properties.find(f"{W}vMerge") if properties is not None else None
            words = _words(cell, struck)
            if merge is not None and merge.get(f"{W}val", "continue") == "continue" and column in open_above:
                top, at = open_above[column]
                above = rows[top][at]
                rows[top][at] = above._replace(rows=len(rows) - top + 1)
                cells += [Raw(words.stands, None, words.stood)] if words.stands else [Raw()]
                cells += [Raw()] * (columns - 1)
                continue
            cells += [Raw(words.stands, None, words.stood, 1, columns), *[Raw()] * (columns - 1)]
            open_above.pop(column, None)
            if merge is not None:
                open_above[column] = (len(rows), column)
        rows.append(cells)
    return rows


def _gap(row: etree._Element, name: str) -> int:
    return min(_number(row.find(f"{W}trPr"), name, 0), 100)


def _number(properties: etree._Element | None, name: str, otherwise: int) -> int:
    found = properties.find(f"{W}{name}") if properties is not None else None
    value = found.get(f"{W}val", "") if found is not None else ""
    return int(value) if value.isdigit() else otherwise


def _inside(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Children of this tag, through content controls and the like, but not those of a table inside."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag not in (f"{W}tc", f"{W}tbl"):
            yield from _inside(child, tag)


def _words(element: etree._Element, struck: set[str]) -> Words:
    stands: list[str] = []
    stood: list[str] = []
    _collect(element, struck, stands, stood, is_out=False)
    return Words("".join(stands).strip(), "".join(stood).strip())


def _collect(element: etree._Element, struck: set[str], stands: list[str], stood: list[str], *, is_out: bool) -> None:
    for child in element:
        if not isinstance(child.tag, str):
            continue
        tag = child.tag.rpartition("}")[2]
        if tag in _SKIPPED:
            continue
        if tag in ("t", "delText"):
            (stood if is_out or tag == "delText" else stands).append(child.text or "")
        elif tag in ("br", "cr"):
            (stood if is_out else stands).append("\n")
        elif tag == "tab":
            (stood if is_out else stands).append(" ")
        elif tag == "noBreakHyphen":
            (stood if is_out else stands).append("-")
        else:
            inside = is_out or tag == "del" or (tag == "r" and _is_struck(child.find(f"{W}rPr"), struck))
            _collect(child, struck, stands, stood, is_out=inside)
            if tag in ("p", "tr"):
                stands.append("\n")
            elif tag == "tc":
                stands.append(" ")


def _is_struck(properties: etree._Element | None, styles: set[str] = frozenset()) -> bool:  # type: ignore[assignment]
    if properties is None:
        return False
    for name in ("strike", "dstrike"):
        found = properties.find(f"{W}{name}")
        if found is not None:
            return found.get(f"{W}val", "1").lower() not in _OFF
    style = properties.find(f"{W}rStyle")
    return style is not None and style.get(f"{W}val", "") in styles
