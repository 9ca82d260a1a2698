"""What a table holds and no record takes: rows without words, cells under no heading, columns that are not used."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from django.utils.translation import gettext_noop

from tulga.findings.importers.asking import STATE, lines_wanted
from tulga.findings.importers.columns import Holds, Table, meaning_of
from tulga.findings.importers.reading import OF_A_FINDING, shortened
from tulga.findings.importers.tables import MOST_NAMED, Line, Tables
from tulga.kit.imports.records import Problem, Severity, Where
from tulga.kit.sentences import Sentence, say

MOST_PLACES = 5


def told_of(tables: Tables, answers: Mapping[str, str], used: Collection[Holds] = OF_A_FINDING) -> tuple[Problem, ...]:
    """All that is left out of the tables, with its places; `used` is what the layout reads."""
    lines = lines_wanted(tables, answers)
    needed = Holds.TEXT if Holds.TEXT in used else Holds.YEAR
    without = [line for line in lines if any(line.cells) and not line.text(Holds.TEXT)]
    return (
        *tables.problems,
        *_above_headings(tables),
        *(_rows_without_words(without) if needed is Holds.TEXT else ()),
        *_under_no_heading(lines),
        *_without_state(tables, answers, needed),
        *_columns_not_used(tables, used),
    )


def _above_headings(tables: Tables) -> Iterator[Problem]:
    """Rows of several cells: one alone is a title."""
    above = [Line(table, row) for table in tables.read for row in range(table.header_row)]
    found = [line for line in above if sum(map(bool, line.cells)) > 1]
    for line in found[:MOST_NAMED]:
        told = gettext_noop("This row stands above the headings. It is left out: “%(words)s”")
        yield Problem(line.where, say(told, words=_words_of(line)))
    yield from _further(found, gettext_noop("Further rows stand above the headings and are left out (%(count)s)."))


def _words_of(line: Line) -> str:
    return shortened(" | ".join(cell.text for cell in line.cells if cell.text))


def _rows_without_words(lines: Sequence[Line]) -> Iterator[Problem]:
    for line in lines[:MOST_NAMED]:
        former = " ".join(
            cell.former
            for column, cell in enumerate(line.cells)
            if cell.former and line.table.meanings.get(column) is Holds.TEXT
        )
        if former:
            told = gettext_noop("The recommendation of this row is struck out in the file. It is left out: “%(words)s”")
            yield Problem(line.where, say(told, words=shortened(former)))
        else:
            told = gettext_noop("This row has no recommendation. It is left out: “%(words)s”")
            yield Problem(line.where, say(told, words=_words_of(line)))
    yield from _further(lines, gettext_noop("Further rows have no recommendation and are left out (%(count)s)."))


def _under_no_heading(lines: Iterable[Line]) -> Iterator[Problem]:
    found = [(line, columns) for line in lines if (columns := _columns_without_heading(line))]
    for line, columns in found[:MOST_NAMED]:
        words = " | ".join(line.cells[column].text or line.cells[column].former for column in columns)
        told = gettext_noop("“%(words)s” stands under no heading that is read: it is left out.")
        yield Problem(line.where.at(columns[0]), say(told, words=shortened(words)))
    told = gettext_noop("Further rows have words under no heading, which are left out (%(count)s).")
    yield from _further([line for line, _columns in found], told)


def _columns_without_heading(line: Line) -> list[int]:
    headings, meanings = line.table.headings, line.table.meanings
    return [
        column
        for column, cell in enumerate(line.cells)
        if cell
        and (column >= len(headings) or not headings[column])
        and meanings.get(column, Holds.NOTHING) is Holds.NOTHING
    ]


def _further(lines: Sequence[Line], told: str) -> Iterator[Problem]:
    if (count := len(lines) - MOST_NAMED) > 0:
        yield Problem(lines[MOST_NAMED].where, say(told, count=count))


def _without_state(tables: Tables, answers: Mapping[str, str], needed: Holds) -> Iterator[Problem]:
    if STATE not in answers:
        return
    found = [line for line in tables.lines if line.text(needed) and not line.text(Holds.STATE)]
    if found:
        told = gettext_noop("Rows that name no State are left out (%(count)s): %(places)s")
        places = [line.where.sentence for line in found[:MOST_PLACES]]
        yield Problem(Where(), say(told, count=len(found), places=_in_a_row(places, is_all=len(found) <= MOST_PLACES)))


def _in_a_row(places: Sequence[Sentence], *, is_all: bool) -> Sentence:
    text = "; ".join(f"%(place{at})s" for at in range(len(places)))
    return Sentence(text if is_all else f"{text}; …", {f"place{at}": place for at, place in enumerate(places)})


def _columns_not_used(tables: Tables, used: Collection[Holds]) -> Iterator[Problem]:
    """A second column of one meaning is told by itself; the others together, as whoever looks at them knows them."""
    others: dict[str, None] = {}
    for table in tables.read:
        for column, heading in _filled_without_use(table, used):
            meaning = meaning_of(heading)
            first = table.column(meaning) if meaning in used else None
            if first is None:
                others[heading] = None
                continue
            told = gettext_noop("“%(heading)s” seems to hold the same as “%(first)s”: only the latter is read.")
            where = Where.in_grid(table.grid, max(table.header_row, 0), column)
            yield Problem(where, say(told, heading=shortened(heading), first=shortened(table.headings[first])))
    if others:
        told = gettext_noop("Columns that are not used: %(headings)s")
        headings = "; ".join(shortened(heading) for heading in others)
        yield Problem(Where(), say(told, headings=headings), Severity.NOTE)


def _filled_without_use(table: Table, used: Collection[Holds]) -> Iterator[tuple[int, str]]:
    filled = {column for row in table.rows for column, cell in enumerate(table.grid.rows[row]) if cell}
    for column, heading in enumerate(table.headings):
        if heading and column in filled and table.meanings[column] not in used:
            yield column, heading
