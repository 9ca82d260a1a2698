"""Word documents: the body in its order, headings and paragraphs and tables, with what is struck out apart."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from lxml import etree

from tulga.kit.tabular import letters
from tulga.kit.tabular.archives import elements, opened
from tulga.kit.tabular.written import Raw, Written

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BODY = "word/document.xml"
HEADING = re.compile(r"(?:heading|гарчиг|заголовок)\s*([1-9])", re.IGNORECASE)
_OFF = ("0", "false", "off", "none")
_HEXADECIMAL = re.compile("[0-9A-Fa-f]{1,5}")
_SIGNS = {"br": "\n", "cr": "\n", "tab": " ", "noBreakHyphen": "-"}
_AFTER = {"p": "\n", "tr": "\n", "tc": " ", "num": "/"}
_MOVED = {"sup": "superscript", "sub": "subscript"}
# A row or a cell may be deleted under tracked changes without a mark on its words.
_DELETIONS = {"tr": f"{W}trPr/{W}del", "tc": f"{W}tcPr/{W}cellDel"}
# Text boxes come twice, once for old programs; what was moved away stands elsewhere; notes have a part of their own.
_SKIPPED = {"Fallback", "moveFrom", "instrText", "delInstrText", "rPr", "pPr", "tblPr", "trPr", "tcPr"}


class Words(NamedTuple):
    stands: str
    stood: str


class Look(NamedTuple):
    """What a run of words looks like, where that changes what it says."""

    is_out: bool = False
    is_hidden: bool = False
    moved: str = ""  # above or below the line
    font: str = ""


PLAIN = Look()


@dataclass
class Styles:
    """What the styles do, by their names; and whether hidden words were met while reading."""

    levels: dict[str, int] = field(default_factory=dict)
    looks: dict[str, Look] = field(default_factory=dict)
    has_hidden_words: bool = False


def read(path: Path, kind: str, out: Written) -> None:
    """Write down the body. Deleted words and rows under tracked changes count as struck out, like those that are."""
    with opened(path) as archive:
        styles = _styles(archive)
        tables = 0
        for element in elements(archive, BODY, f"{W}p", f"{W}tbl"):
            if element.tag == f"{W}tbl":
                tables += 1
                out.grid("", "table")
                for number, cells in enumerate(_rows(element, styles)):
                    if any(cell != Raw() for cell in cells):
                        out.row(number, cells)
            else:
                words = _words(element, styles)
                if words.stands or words.stood:
                    out.passage(words.stands, former=words.stood, level=_level(element, styles.levels))
        if styles.has_hidden_words:
            out.remark("hidden_words")


def _styles(archive: zipfile.ZipFile) -> Styles:
    """Heading level by style, inherited ones included; and the styles that change what words say."""
    styles = Styles()
    own: dict[str, int] = {}
    based_on: dict[str, str] = {}
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
        if (look := _look(style.find(f"{W}rPr"), styles)) != PLAIN:
            styles.looks[key] = look
    styles.levels = {key: level for key in {*own, *based_on} if (level := _inherited(key, own, based_on))}
    return styles


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


def _rows(table: etree._Element, styles: Styles) -> list[list[Raw]]:
    """The rows with merged cells across and down; a table inside a cell is that cell's text."""
    rows: list[list[Raw]] = []
    open_above: dict[int, tuple[int, int]] = {}  # column -> where the cell merged down from above begins
    for row in _inside(table, f"{W}tr"):
        cells = [Raw()] * _gap(row, "gridBefore")
        look = _look_inside(row, "tr", styles, PLAIN)
        for cell in _inside(row, f"{W}tc"):
            column, properties = len(cells), cell.find(f"{W}tcPr")
            columns = min(_number(properties, "gridSpan", 1), 100)
            merge = properties.find(f"{W}vMerge") if properties is not None else None
            words = _words(cell, styles, _look_inside(cell, "tc", styles, look))
            if merge is not None and merge.get(f"{W}val", "continue") == "continue" and column in open_above:
                top, at = open_above[column]
                above = rows[top][at]
                rows[top][at] = above._replace(rows=len(rows) - top + 1)
                cells += [Raw(words.stands, None, words.stood)]
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


def _words(element: etree._Element, styles: Styles, look: Look = PLAIN) -> Words:
    stands: list[str] = []
    stood: list[str] = []
    _collect(element, styles, stands, stood, look)
    return Words("".join(stands).strip(), "".join(stood).strip())


def _collect(element: etree._Element, styles: Styles, stands: list[str], stood: list[str], look: Look) -> None:
    for child in element:
        if not isinstance(child.tag, str):
            continue
        tag = child.tag.rpartition("}")[2]
        if tag in _SKIPPED:
            continue
        text = _text(child, tag, look)
        if text is None:
            _collect(child, styles, stands, stood, _look_inside(child, tag, styles, look))
            if tag in _AFTER:
                stands.append(_AFTER[tag])
        elif look.is_hidden:
            styles.has_hidden_words |= bool(text.strip())
        else:
            (stood if look.is_out or tag == "delText" else stands).append(text)


def _text(element: etree._Element, tag: str, look: Look) -> str | None:
    """What the element itself says; None of one that holds others."""
    if tag in ("t", "delText"):
        return letters.moved(letters.signs(look.font, element.text or ""), look.moved)
    if tag == "sym":
        code = element.get(f"{W}char", "")
        return letters.sign(element.get(f"{W}font", ""), int(code, 16) if _HEXADECIMAL.fullmatch(code) else 0)
    return _SIGNS.get(tag)


def _look_inside(element: etree._Element, tag: str, styles: Styles, look: Look) -> Look:
    """How words inside the element look, when those around it look so."""
    if tag == "r":
        own = _look(element.find(f"{W}rPr"), styles)
        if own == PLAIN:
            return look
        return Look(look.is_out or own.is_out, look.is_hidden or own.is_hidden, own.moved or look.moved, own.font)
    if tag == "del" or (tag in _DELETIONS and element.find(_DELETIONS[tag]) is not None):
        return look._replace(is_out=True)
    if tag == "tr" and (hidden := element.find(f"{W}trPr/{W}hidden")) is not None:
        return look._replace(is_hidden=_is_on(hidden))
    if tag in _MOVED:  # of a formula
        return look._replace(moved=_MOVED[tag])
    return look


def _look(properties: etree._Element | None, styles: Styles) -> Look:
    if properties is None:
        return PLAIN
    named = {each.tag.rpartition("}")[2]: each for each in properties if isinstance(each.tag, str)}
    look = styles.looks.get(_value(named["rStyle"]), PLAIN) if "rStyle" in named else PLAIN
    if struck := [named[name] for name in ("strike", "dstrike") if name in named]:
        look = look._replace(is_out=any(map(_is_on, struck)))
    if "vanish" in named:
        look = look._replace(is_hidden=_is_on(named["vanish"]))
    if "vertAlign" in named:
        look = look._replace(moved=_value(named["vertAlign"]))
    if "rFonts" in named:
        look = look._replace(font=named["rFonts"].get(f"{W}ascii", ""))
    return look


def _is_on(switch: etree._Element) -> bool:
    return switch.get(f"{W}val", "1").lower() not in _OFF


def _value(element: etree._Element) -> str:
    return element.get(f"{W}val", "")
