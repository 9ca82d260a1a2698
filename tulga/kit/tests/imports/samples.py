"""A small app's side of an import: a list of wishes with numbers, kept in a dictionary."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from tulga.kit.actor import Actor
from tulga.kit.errors import RuleBroken
from tulga.kit.imports.changes import Act, Change, Difference, Doubt, Settled
from tulga.kit.imports.layouts import Choice, Layout, Question, Understanding
from tulga.kit.imports.records import Problem, Reading, Record, Severity, Where
from tulga.kit.imports.targets import Target
from tulga.kit.sentences import Sentence, quoted
from tulga.kit.tabular.content import SHEET, Cell, Content, Grid

HEADINGS = {"no": "number", "wish": "text", "by": "agency"}


def content(*rows: tuple[str, ...], headings: tuple[str, ...] = ("No", "Wish", "By")) -> Content:
    cells = tuple(tuple(Cell(text) for text in row) for row in (headings, *rows))
    return Content("xlsx", (Grid("Wishes", SHEET, 1, cells),))


class WishList(Layout):
    """A column for the number, one for the wish, one for who grants it."""

    name = "wish-list"
    title = "List of wishes"

    def understand(self, content: Content, given: Mapping[str, str]) -> Understanding | None:
        if not content.grids:
            return None
        headings = [cell.text for cell in content.grids[0].rows[0]]
        questions = [
            Question(
                name=f"column-{column}",
                label=quoted(heading),
                answer=given.get(f"column-{column}", HEADINGS.get(heading.lower(), "")),
                choices=tuple(Choice(value, quoted(value)) for value in HEADINGS.values()),
            )
            for column, heading in enumerate(headings)
        ]
        year = Question(name="year", label=quoted("Year"), answer=given.get("year", "2018"), is_required=True)
        file = Question(name="file", label=quoted("Which file"), answer=given.get("file", ""), is_remembered=False)
        known = sum(bool(each.answer) for each in questions)
        return Understanding(
            self.name,
            known / max(len(questions), 3),
            (quoted("headings"),),
            (*questions, year, file),
            " ".join(headings),
        )

    def read(self, content: Content, understanding: Understanding) -> Reading:
        grid, records = content.grids[0], []
        meaning = {int(name[7:]): value for name, value in understanding.answers.items() if name.startswith("column-")}
        for row in range(1, len(grid.rows)):
            values = {meaning[column]: cell.text for column, cell in enumerate(grid.rows[row]) if meaning.get(column)}
            where = Where.in_grid(grid, row)
            remarks = () if values.get("text") else (Problem(where, quoted("no words")),)
            records.append(Record("wish", values["number"], values, where, remarks=remarks))
        problem = Problem(Where.in_grid(grid, 0), quoted("one heading"), Severity.NOTE)
        return Reading(tuple(records), (problem,), {"year": int(understanding.answers["year"])})


class Wishes(Target):
    name = "wishes"
    title = "Wishes"
    into_label = "List"
    kinds = {"wish": "Wish"}
    fields = {"text": "Text", "agency": "By"}
    layouts = (WishList(),)
    permission = "findings.edit"
    takes_pasted_text = True

    known_agencies: ClassVar[set[str]] = {"MOJ", "NPA"}

    def __init__(self) -> None:
        self.kept: dict[str, dict[str, str]] = {}
        self.rows: list[int | None] = []

    def existing(self, actor: Actor) -> list[tuple[str, str]]:
        return [("2018", "Wishes of 2018")]

    def require_free(self, code: str) -> None:
        if code in ("2018", "all"):
            raise RuleBroken("No new list can have this code.", field="code")

    def destination(self, into: str, facts: Mapping[str, Any], actor: Actor) -> Sentence:
        return quoted(f"Written into the list {into}.")

    def match(self, reading: Reading, *, into: str, answers: Mapping[str, str], actor: Actor) -> tuple[Change, ...]:
        return tuple(self._change(record, answers) for record in reading.records)

    def _change(self, record: Record, answers: Mapping[str, str]) -> Change:
        agency = record.values.get("agency", "")
        doubts: tuple[Doubt, ...] = ()
        if agency and agency not in self.known_agencies:
            place = record.place_of("agency")
            doubts = (
                Doubt(f"agency:{agency}", place, quoted(f"Who is {agency}?"), (Choice("MOJ", quoted("Justice")),)),
            )
            agency = answers.get(f"agency:{agency}", agency)
        wanted = {"text": record.values.get("text", ""), "agency": agency}
        there = self.kept.get(record.key)
        if there is None:
            fields = tuple(Difference(each, "", words) for each, words in wanted.items() if words)
            return Change(record, Act.CREATE, fields, doubts)
        differences = tuple(
            Difference(each, there[each], wanted[each]) for each in wanted if there[each] != wanted[each]
        )
        return Change(record, Act.CHANGE if differences else Act.NOTHING, differences, doubts)

    def apply(
        self,
        changes: tuple[Change, ...],
        reading: Reading,
        *,
        into: str,
        answers: Mapping[str, str],
        actor: Actor,
    ) -> None:
        self.rows = [change.row for change in changes]
        for change in changes:
            values = change.record.values
            agency = answers.get(f"agency:{values.get('agency', '')}", values.get("agency", ""))
            self.kept[change.record.key] = {"text": values.get("text", ""), "agency": agency}

    def summary(self, reading: Reading, settled: tuple[Settled, ...]) -> dict[str, Any]:
        return {"wishes": len(reading.records)}

    def url_of(self, into: str) -> str:
        return f"/wishes/{into}/"
