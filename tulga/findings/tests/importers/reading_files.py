"""Reading as pages and commands read: a file's content, understood by the surest layout."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from tulga.findings.importers.layouts import LAYOUTS
from tulga.kit.imports import engine
from tulga.kit.imports.layouts import Understanding
from tulga.kit.imports.records import Reading
from tulga.kit.tabular.content import SHEET, Cell, Content, Grid, Passage
from tulga.kit.tabular.reading import read_file

content_of = cache(lambda path: read_file(path, path.name))


def understood(content: Content, **given: str) -> Understanding:
    return engine.surest(engine.understand(content, LAYOUTS, given=given))


def reading_of(content: Content | Path, **given: str) -> Reading:
    content = content_of(content) if isinstance(content, Path) else content
    return engine.read(content, LAYOUTS, understood(content, **given))


def cells_of(*rows: tuple[str | Cell, ...]) -> tuple[tuple[Cell, ...], ...]:
    return tuple(tuple(Cell(each) if isinstance(each, str) else each for each in row) for row in rows)


def sheet(*rows: tuple[str | Cell, ...]) -> Content:
    return Content("csv", (Grid("", SHEET, 1, cells_of(*rows)),))


def text(words: str) -> Content:
    return Content("txt", tuple(Passage(part, number) for number, part in enumerate(words.split("\n\n"), start=1)))
