"""From a file, or pasted text, to its content. A file is parsed in a process of its own: `read_file.py`."""

from __future__ import annotations

import datetime as dt
import json
import tempfile
from collections.abc import Callable, Iterable
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext, gettext_noop

from tulga.kit.confined import DISK_FULL, MEGABYTE, Busy, Ended, Limits, TookTooLong, run_confined
from tulga.kit.errors import RuleBroken
from tulga.kit.sentences import NOTHING, Sentence, say
from tulga.kit.tabular import read_file as reader
from tulga.kit.tabular import refusals
from tulga.kit.tabular.content import EMPTY, Cell, Content, Grid, Passage, Value, place
from tulga.kit.tabular.passages import paragraphs
from tulga.kit.tabular.refused import Reason
from tulga.kit.writing import clean

LIMITS = Limits(processor_seconds=20, memory=300 * MEGABYTE, output=128 * MEGABYTE, patience=60)
LONGEST_REMARK = 200


class Unreadable(RuleBroken):
    """The file cannot be read; the sentence says why, where, and what to do next."""

    def __init__(self, reason: Reason, place: Sentence = NOTHING) -> None:
        self.sentence = say(refusals.SENTENCES[reason])
        if str(place):
            self.sentence = say(gettext_noop("%(sentence)s (%(place)s)"), sentence=self.sentence, place=place)
        super().__init__(str(self.sentence))
        self.reason = reason
        self.place = str(place)


def read_file(path: Path, name: str, *, limits: Limits = LIMITS) -> Content:
    """All that the file holds; `name` is what its sender called it. Raises Unreadable."""
    with tempfile.NamedTemporaryFile("w+", encoding="ascii", prefix="tulga-reading-") as written:
        try:
            ended = run_confined(reader.__name__, str(path.resolve()), name, written.name, limits=limits)
        except Busy as error:
            raise RuleBroken(gettext(refusals.BUSY)) from error
        except TookTooLong as error:
            raise Unreadable(Reason.TOO_DEMANDING) from error
        _require_read(ended)
        try:
            return _content(written)
        except (ValueError, TypeError, KeyError, IndexError, AttributeError, InvalidOperation) as error:
            # The lines come from a process that a hostile file may have taken over.
            raise Unreadable(Reason.DAMAGED) from error


def read_text(text: str) -> Content:
    """Pasted text: its paragraphs, parted by blank lines. Lines inside a paragraph stay lines."""
    return Content("txt", tuple(Passage(each, number) for number, each in enumerate(paragraphs(clean(text)), start=1)))


def _require_read(ended: Ended) -> None:
    if ended.code == DISK_FULL:
        raise Unreadable(Reason.TOO_MUCH)
    if ended.code != 0:
        raise Unreadable(Reason.TOO_DEMANDING if ended.is_killed else Reason.DAMAGED)
    try:
        answer = json.loads(ended.answer)
        if answer.get("is_read") is True:
            return
        reason, place = Reason(answer["refused"]), _place(answer["place"])
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise Unreadable(Reason.DAMAGED) from error
    raise Unreadable(reason, place)


def _place(told: dict[str, Any]) -> Sentence:
    if not told.get("form"):
        return NOTHING
    row, column = (int(told[what]) for what in ("row", "column"))
    name = str(told["name"])[:100]
    return place(str(told["form"]), name, int(told["number"]), None if row < 0 else row, None if column < 0 else column)


def _content(lines: Iterable[str] | IO[str]) -> Content:
    kind, is_whole = "", False
    blocks: list[Grid | Passage] = []
    remarks: list[Sentence] = []
    rows: list[tuple[Cell, ...]] = []
    grid: tuple[str, str, int, bool] | None = None
    cells = _Cells()

    def close_grid() -> None:
        if grid is not None:
            name, form, number, is_hidden = grid
            blocks.append(Grid(name, form, number, tuple(rows), is_hidden))
            rows.clear()

    for line in lines:
        said: dict[str, Any] = json.loads(line)
        if "row" in said:
            number, packed = said["row"]
            rows += [()] * (number - len(rows))
            rows.append(tuple(map(cells.unpacked, packed)))
        elif "passage" in said:
            close_grid()
            grid = None
            text, number, former, level = said["passage"]
            blocks.append(Passage(clean(text), int(number), clean(former), int(level)))
        elif "grid" in said:
            close_grid()
            name, form, number, is_hidden = said["grid"]
            grid = str(name), str(form), int(number), bool(is_hidden)
        elif "remark" in said:
            remarks.append(_remark(said["remark"], said["values"]))
        elif "kind" in said:
            kind = str(said["kind"])
        is_whole = "end" in said
    close_grid()
    if not is_whole:
        raise ValueError("the reader did not come to its end")
    return Content(kind, tuple(blocks), tuple(remarks))


def _remark(code: str, values: dict[str, Any]) -> Sentence:
    """Rows and columns become a place in words when the sentence is read."""
    values = {name: str(value)[:LONGEST_REMARK] if isinstance(value, str) else value for name, value in values.items()}
    if "row" in values:
        values["place"] = place("sheet", values["name"], 0, int(values.pop("row")), int(values.pop("column")))
    return Sentence(refusals.REMARKS[code], values)


class _Cells:
    """Unpacks cells. Sheets repeat themselves: equal words become one string, plain cells of equal words one cell."""

    def __init__(self) -> None:
        self._plain: dict[str, Cell] = {"": EMPTY}
        self._cleaned: dict[str, str] = {}

    def unpacked(self, packed: str | list[Any]) -> Cell:
        if isinstance(packed, str):
            cell = self._plain.get(packed)
            if cell is None:
                cell = self._plain[packed] = Cell(clean(packed))
            return cell
        text, kind, value, former, rows, columns = packed
        former = former and self._clean(former)
        return Cell(self._clean(text), _VALUES[kind](value), former, int(rows), int(columns))

    def _clean(self, text: str) -> str:
        found = self._cleaned.get(text)
        if found is None:
            found = self._cleaned[text] = clean(text)
        return found


def _no_value(_written: str) -> Value:
    return None


_VALUES: dict[str, Callable[[str], Value]] = {
    "": _no_value,
    "bool": bool,
    "number": Decimal,
    "date": dt.date.fromisoformat,
    "datetime": dt.datetime.fromisoformat,
    "time": dt.time.fromisoformat,
}
