"""Tables for the tests of importers, made without a file: rows of words, with what is merged or struck out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal

from tulga.kit.imports import engine
from tulga.kit.imports.records import Reading, Record
from tulga.kit.tabular.content import SHEET, TABLE, Cell, Content, Grid, Passage
from tulga.plan.importers.tables import PlanTables

Words = str | int | float | dt.date | Cell | None
TABLES = (PlanTables(),)


def cell(words: Words) -> Cell:
    if isinstance(words, Cell):
        return words
    if isinstance(words, dt.date):
        return Cell(words.isoformat(), words)
    if isinstance(words, int | float):
        return Cell(str(words), Decimal(str(words)))
    return Cell(words or "")


def grid(*rows: Sequence[Words], name: str = "Plan", form: str = SHEET, number: int = 1) -> Grid:
    return Grid(name, form, number, tuple(tuple(map(cell, row)) for row in rows))


def across(words: str, columns: int) -> list[Words]:
    return [Cell(words, columns=columns), *[None] * (columns - 1)]


def sheet(*rows: Sequence[Words], name: str = "Plan") -> Content:
    return Content("xlsx", (grid(*rows, name=name),))


def document(*blocks: Passage | Grid) -> Content:
    """Word tables are numbered as they come."""
    numbered, tables = [], 0
    for block in blocks:
        if isinstance(block, Grid):
            tables += 1
            block = Grid("", TABLE, tables, block.rows)
        numbered.append(block)
    return Content("docx", tuple(numbered))


def read(content: Content, given: Mapping[str, str] | None = None) -> Reading:
    (understanding,) = engine.understand(content, TABLES, given=given)
    return engine.read(content, TABLES, understanding)


def records(reading: Reading, kind: str = "activity") -> list[Record]:
    return [record for record in reading.records if record.kind == kind]


def messages(reading: Reading) -> list[str]:
    problems = [*reading.problems, *(each for record in reading.records for each in record.remarks)]
    return [f"{problem.where}: {problem.message}" for problem in problems]
