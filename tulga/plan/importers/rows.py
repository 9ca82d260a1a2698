"""The rows of one table: which are levels, activities, further indicators of the activity above, or remarks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext_noop as _

from tulga.kit.imports.records import Problem, Severity, Where
from tulga.kit.sentences import say
from tulga.kit.tabular.content import Cell, Grid
from tulga.plan.importers import headings
from tulga.plan.importers.headers import Column, Header
from tulga.plan.importers.numbers import decimal_sign, is_nothing

LEVEL, ACTIVITY, FURTHER, REMARK, REPEATED, STRUCK_OUT, STRAY = (
    *("level", "activity", "further", "remark", "repeated", "struck_out", "stray"),
)
SAMPLES, LONGEST_SAMPLE = 3, 200
WIDE = 0.5  # of the table: what is merged that far is a row across
_REMARK = re.compile(r"\s*(?:тайлбар|жич|эх сурвалж|санамж|note|source|remark|nb)\w*\s*[:：.]|\s*\*", re.IGNORECASE)
_LEVEL = re.compile(
    r"\s*(?:[^\W\d_]+(?:[ -][^\W\d_]+)?\s*[№#-]?\s*(?:\d+(?:\.\d+)*|[IVX]+)(?:\s*[.:)–—-]|\s|$)|(?:\d+|[IVX]+)[.)]\s)"
)
_ABOVE = re.compile(
    r"\(?\s*(?:(?:see|as|same as)\s+above|idem|ditto|дээр(?:х|хийн|хтэй|дурдсан)?\s*(?:адил|ижил)?|мөн\s+адил"
    r"|-\s*[\"“”″]\s*-|[\"“”″])\s*\)?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Row:
    index: int
    kind: str
    words: str = ""  # of a level or a remark
    number: str = ""  # of a level, where a cell of its own gives it


class Rows:
    """One table under its header."""

    def __init__(self, grid: Grid, header: Header) -> None:
        self.grid = grid
        self.header = header
        self.titles = header.of(headings.TITLE)
        self.resolved: list[Problem] = []  # what was read from above
        self._headed = {column.index for column in header.columns}
        self._beside: dict[int, list[int]] = {}  # rows that have words in a column without heading

    def __iter__(self) -> Iterator[Row]:
        """The rows in order; empty ones are passed over."""
        for index in range(self.header.last + 1, len(self.grid.rows)):
            if any(self.grid.rows[index]):
                yield self._row(index)

    def where(self, row: int, column: Column | None = None) -> Where:
        return Where.in_grid(self.grid, row, column.index if column else None)

    def shown(self, row: int, column: Column) -> Cell:
        return self.grid.shown(row, column.index)

    def own(self, row: int, column: Column) -> Cell:
        return self.grid.cell(row, column.index)

    def text(self, row: int, column: Column) -> str:
        """The words of a cell; where they refer to the cell above, that one's, and it is said so."""
        cell = self.shown(row, column)
        if cell.value is not None or not _ABOVE.fullmatch(cell.text):
            return cell.text
        for above in range(row - 1, self.header.last, -1):
            found = self.shown(above, column).text
            if found and not _ABOVE.fullmatch(found):
                self.resolved.append(
                    Problem(
                        self.where(row, column),
                        say(
                            _("“%(words)s” was read as “%(found)s”, from row %(row)s."),
                            words=cell.text,
                            found=found,
                            row=above + 1,
                        ),
                        Severity.NOTE,
                    )
                )
                return found
        return cell.text

    def look_beside(self, row: int) -> None:
        """Note what an activity has where no heading says what it is, such as behind a comma too many."""
        for column, cell in enumerate(self.grid.rows[row]):
            if cell.text and column not in self._headed and not is_nothing(cell.text):
                self._beside.setdefault(column, []).append(row)

    def tell_of_columns_without_heading(self) -> Iterator[Problem]:
        for column, found in sorted(self._beside.items()):
            words = " · ".join(self.grid.cell(row, column).text for row in found[:SAMPLES])
            message = _("This column has no heading. What stands in it was left out (rows: %(count)s): %(words)s")
            where = Where.in_grid(self.grid, found[0], column)
            yield Problem(where, say(message, count=len(found), words=words[:LONGEST_SAMPLE]))

    def number_of(self, row: int) -> str:
        return next((text for column in self.header.of(headings.NUMBER) if (text := self.shown(row, column).text)), "")

    @cached_property
    def decimals(self) -> dict[str, str]:
        """The decimal sign of the figures, and that of the money, from all their columns together."""
        return {
            what: decimal_sign(self._texts(fields))
            for what, fields in {
                "figures": (headings.BASELINE, headings.TARGET),
                "money": (headings.BUDGET,),
            }.items()
        }

    def _texts(self, fields: tuple[str, ...]) -> Iterator[str]:
        for field in fields:
            for column in self.header.of(field):
                for row in range(self.header.last + 1, len(self.grid.rows)):
                    cell = self.own(row, column)
                    if cell.text and cell.value is None:
                        yield cell.text

    # --- What a row is ---------------------------------------------------------------------------------------------

    def _row(self, index: int) -> Row:
        filled = [(column, cell) for column, cell in enumerate(self.grid.rows[index]) if cell]
        if self._is_repeated(filled):
            return Row(index, REPEATED)
        if across := self._across(index, filled):
            return across
        title = any(self.own(index, column).text for column in self.titles)
        if title:
            return Row(index, ACTIVITY)
        if any(self.own(index, column).former for column in self.titles):
            return Row(index, STRUCK_OUT)
        is_covered = any(self.grid.origin(index, column.index)[0] != index for column in self.titles)
        has_number = any(self.own(index, column).text for column in self.header.of(headings.NUMBER))
        if has_number and not is_covered:
            return Row(index, STRAY)
        return Row(index, FURTHER)

    def _is_repeated(self, filled: list[tuple[int, Cell]]) -> bool:
        """The header again, as at the top of a printed page."""
        of_header = [self.grid.rows[row] for row in range(self.header.first, self.header.last + 1)]
        return len(filled) > 1 and any(
            all(column < len(cells) and cells[column].text == cell.text for column, cell in filled)
            for cells in of_header
        )

    def _across(self, index: int, filled: list[tuple[int, Cell]]) -> Row | None:
        """A row that says one thing over the whole table: a level, or below the last activity a remark."""
        numbers = {column.index for column in self.header.of(headings.NUMBER)}
        words = [(column, cell) for column, cell in filled if column not in numbers or len(filled) == 1]
        if len(words) != 1:
            return None
        column, cell = words[0]
        number = next((cell.text for at, cell in filled if at in numbers and len(filled) > 1), "")
        is_wide = cell.columns >= WIDE * len(self.header.columns) and cell.columns > 1
        if not cell.text or not (is_wide or self._stands_alone(index, column, cell.text, number)):
            return None
        if index > self._last_activity or _REMARK.match(cell.text):
            return Row(index, REMARK, cell.text)
        return Row(index, LEVEL, cell.text, number.rstrip(".) "))

    def _stands_alone(self, index: int, column: int, text: str, number: str) -> bool:
        """Whether words that are not merged over the table are a level or a remark all the same."""
        if len(self.header.columns) < 3:
            return False
        if number:
            following = next(
                (found for row in range(index + 1, len(self.grid.rows)) if (found := self.number_of(row))), ""
            )
            return following.startswith(f"{number.rstrip('.) ')}.")
        is_at_the_left = column <= min((each.index for each in self.header.columns), default=0)
        is_title_itself = column in {each.index for each in self.titles}
        if is_at_the_left and not is_title_itself:
            return True
        return bool(_REMARK.match(text) or (is_title_itself and _LEVEL.match(text)))

    @cached_property
    def _last_activity(self) -> int:
        """The last row that says of something more than its words."""
        read = {column.index for column in self.header.columns}
        for index in range(len(self.grid.rows) - 1, self.header.last, -1):
            filled = {column for column, cell in enumerate(self.grid.rows[index]) if cell} & read
            if len(filled) > 1:
                return index
        return self.header.last
