"""The workbook that Tulga itself exports, changed by hand or not: sheets with fixed names and headings."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_noop as _

from tulga.kit.exports import restored
from tulga.kit.imports.layouts import Layout, Understanding
from tulga.kit.imports.records import Problem, Reading, Record, Where
from tulga.kit.sentences import say
from tulga.kit.tabular.content import Cell, Content, Grid
from tulga.plan.choices import ValueKind
from tulga.plan.importers.drafts import ACTIVITY, GROUP, PLAN, value_json
from tulga.plan.values import Value

PLAN_SHEET, GROUPS, ACTIVITIES = "plan", "groups", "activities"
MILESTONES, BUDGET, INDICATORS, FORMER = "milestones", "budget", "indicators", "former"
LAYOUT = "tulga-plan-1"
_PARTS = (MILESTONES, BUDGET, INDICATORS, FORMER)
_TARGET = re.compile(r"target(?:_(\d{4}))?")
_KIND = re.compile(r"\s*(baseline|target|\d{4})\s*=\s*(\w+)(?::(-?\d+(?:\.\d+)?)?)?\s*")


@dataclass(frozen=True)
class Line:
    """One row of a sheet, read by the names of its columns."""

    grid: Grid
    index: int
    columns: Mapping[str, int]

    def has(self, name: str) -> bool:
        return name in self.columns

    def cell(self, name: str) -> Cell:
        return self.grid.cell(self.index, self.columns[name]) if name in self.columns else Cell()

    def text(self, name: str) -> str:
        return restored(self.cell(name).text)

    def texts(self, name: str) -> dict[str, str]:
        """Language -> text, from the columns `title_mn`, `title_en`."""
        prefix = f"{name}_"
        found = {column[len(prefix) :]: self.text(column) for column in self.columns if column.startswith(prefix)}
        return {language: text for language, text in found.items() if len(language) <= 8}

    def listed(self, name: str) -> list[str]:
        return [each.strip() for each in self.text(name).split(",") if each.strip()]

    def day(self, name: str) -> str | None:
        cell = self.cell(name)
        if isinstance(cell.value, dt.datetime):
            return cell.value.date().isoformat()
        if isinstance(cell.value, dt.date):
            return cell.value.isoformat()
        try:
            return dt.date.fromisoformat(cell.text).isoformat() if cell.text else None
        except ValueError as error:
            raise Unclear(
                self.where(name), say(_("“%(words)s” is no date such as 2018-01-31."), words=cell.text)
            ) from error

    def year(self, name: str) -> int | None:
        text = self.text(name)
        if not text:
            return None
        if re.fullmatch(r"(?:19|20|21)\d\d", text):
            return int(text)
        raise Unclear(self.where(name), say(_("“%(words)s” is no year such as 2018."), words=text))

    def amount(self, name: str) -> str | None:
        text = self.text(name)
        if not text:
            return None
        try:
            amount = Decimal(text)
        except InvalidOperation as error:
            message = _("“%(words)s” is no amount in digits, with a point before decimals.")
            raise Unclear(self.where(name), say(message, words=text)) from error
        return str(amount)

    def where(self, name: str = "") -> Where:
        return Where.in_grid(self.grid, self.index, self.columns.get(name) if name else None)


class Unclear(Exception):
    """A cell of the fixed layout holds something else than it must."""

    def __init__(self, where: Where, message: Any) -> None:
        super().__init__(message.text)
        self.problem = Problem(where, message)


class TulgaWorkbook(Layout):
    """What Tulga exports, as XLSX or as the CSV of its activities alone."""

    name = LAYOUT
    title = gettext_lazy("Plan exported by Tulga")

    def understand(self, content: Content, given: Mapping[str, str]) -> Understanding | None:
        sheets = _sheets(content)
        if ACTIVITIES not in sheets:
            return None
        named = say(_("The sheets and headings are those that Tulga writes when it exports a plan."))
        return Understanding(self.name, 1.0, (named,), shape=LAYOUT)

    def read(self, content: Content, understanding: Understanding) -> Reading:
        sheets = _sheets(content)
        problems: list[Problem] = []
        facts = _facts(sheets.get(PLAN_SHEET, []), problems)
        parts = {name: _below(sheets[name], name, problems) for name in _PARTS if name in sheets}
        records = [_plan_record(facts, sheets[PLAN_SHEET])] if PLAN_SHEET in sheets else []
        records += _in_order(_groups(sheets.get(GROUPS, []), problems))
        activities = list(_activities(sheets[ACTIVITIES], parts, problems))
        numbers = {record.values["number"] for record in activities}
        for name, rows in parts.items():
            problems += [_stray(sheets[name], number) for number in rows if number not in numbers]
        return Reading((*records, *activities), tuple(problems), facts)


def _sheets(content: Content) -> dict[str, list[Line]]:
    """Lines by the sheet's name. A CSV file has one sheet without a name: the activities."""
    found = {}
    for grid in content.grids:
        names = [cell.text for cell in grid.rows[0]] if grid.rows else []
        columns = {name: at for at, name in enumerate(names) if name}
        name = grid.name or ACTIVITIES
        if name == ACTIVITIES and not {"number", "group", "lead", "recurrence"} <= set(columns):
            continue
        if name == PLAN_SHEET and names[:2] != ["field", "value"]:
            continue
        if name in (PLAN_SHEET, GROUPS, ACTIVITIES, *_PARTS):
            found[name] = [Line(grid, row, columns) for row in range(1, len(grid.rows)) if any(grid.rows[row])]
    return found


def _facts(lines: list[Line], problems: list[Problem]) -> dict[str, Any]:
    fields = {line.text("field"): line for line in lines}

    def texts(name: str) -> dict[str, str]:
        prefix = f"{name}_"
        return {
            field[len(prefix) :]: line.text("value")
            for field, line in fields.items()
            if field.startswith(prefix) and line.text("value") and "_" not in field[len(prefix) :]
        }

    facts: dict[str, Any] = {"title": texts("title"), "legal_basis": texts("legal_basis")}
    levels = [texts(f"level_{level}") for level in range(1, 10)]
    while levels and not levels[-1]:
        levels.pop()
    facts["level_names"] = levels
    facts["languages"] = fields["languages"].listed("value") if "languages" in fields else []
    facts["source"] = fields["source"].text("value") if "source" in fields else ""
    for name in ("valid_from", "valid_to"):
        if name in fields:
            try:
                facts[name] = fields[name].day("value")
            except Unclear as unclear:
                problems.append(unclear.problem)
    return facts


def _plan_record(facts: Mapping[str, Any], lines: list[Line]) -> Record:
    values = {name: value for name, value in facts.items() if value is not None}
    where = Where.in_grid(lines[0].grid) if lines else Where()
    return Record(PLAN, "plan", values, where)


def _groups(lines: list[Line], problems: list[Problem]) -> Iterator[Record]:
    seen: set[str] = set()
    for line in lines:
        number = line.text("number")
        if not _is_sound(line, number, seen, problems):
            continue
        parent = line.text("parent")
        yield Record(
            GROUP,
            f"group:{number}",
            {"number": number, "title": line.texts("title")},
            line.where(),
            f"group:{parent}" if parent else "",
        )


def _in_order(groups: Iterator[Record]) -> list[Record]:
    """Parents before what is under them, whatever order the rows are in."""
    waiting = list(groups)
    known = {record.key for record in waiting}
    placed: dict[str, Record] = {}
    while waiting:
        ready = [each for each in waiting if each.parent not in known or each.parent in placed]
        if not ready:  # a circle: the service refuses it with a sentence
            break
        placed |= {each.key: each for each in ready}
        waiting = [each for each in waiting if each.key not in placed]
    return [*placed.values(), *waiting]


def _activities(
    lines: list[Line], parts: Mapping[str, Mapping[str, list[dict[str, Any]]]], problems: list[Problem]
) -> Iterator[Record]:
    seen: set[str] = set()
    for line in lines:
        number = line.text("number")
        if not _is_sound(line, number, seen, problems):
            continue
        values: dict[str, Any] = {"number": number, "title": line.texts("title")}
        if any(column.startswith("notes_") for column in line.columns):
            values["notes"] = line.texts("notes")
        for name in ("pillar",):
            if line.has(name):
                values[name] = line.text(name)
        if line.has("is_illustrative"):
            values["is_illustrative"] = line.text("is_illustrative").casefold() in ("yes", "true", "тийм")
        values["agencies"] = {
            "lead": line.text("lead"),
            "lead_words": line.text("lead_words"),
            **{name: line.listed(name) for name in ("co_implementers", "funders", "places") if line.has(name)},
            **{name: line.text(name) for name in ("co_implementers_words", "funders_words") if line.has(name)},
        }
        remarks: list[Problem] = []
        try:
            words = line.text("period_words")
            values["period"] = {
                "starts_on": line.day("starts_on"),
                "ends_on": line.day("ends_on"),
                "recurrence": line.text("recurrence"),
                "words": words,
                "is_in_words": bool(words)
                and not (line.text("starts_on") or line.text("ends_on"))
                and line.text("recurrence") in ("", "as_needed"),
            }
        except Unclear as unclear:
            remarks.append(unclear.problem)
        values |= {name: rows.get(number, []) for name, rows in parts.items()}
        parent = line.text("group")
        yield Record(
            ACTIVITY,
            f"activity:{number}",
            values,
            line.where(),
            f"group:{parent}" if parent else "",
            {"lead": line.where("lead"), "co_implementers": line.where("co_implementers")},
            tuple(remarks),
        )


def _is_sound(line: Line, number: str, seen: set[str], problems: list[Problem]) -> bool:
    if not number or not any(line.texts("title").values()):
        message = _("This row has no number, or no title in any language. It was left out.")
        problems.append(Problem(line.where(), say(message)))
        return False
    if number in seen:
        message = _(
            "The number %(number)s stands in an earlier row too. This row was left out: give it its own number."
        )
        problems.append(Problem(line.where("number"), say(message, number=number)))
        return False
    seen.add(number)
    return True


# --- What hangs below an activity ----------------------------------------------------------------------------------


def _below(lines: list[Line], sheet: str, problems: list[Problem]) -> dict[str, list[Any]]:
    read = {MILESTONES: _milestone, BUDGET: _budget_line, INDICATORS: _indicator, FORMER: _former}[sheet]
    found: dict[str, list[Any]] = {}
    for line in lines:
        try:
            found.setdefault(line.text("activity"), []).append(read(line))
        except Unclear as unclear:
            problems.append(unclear.problem)
    return found


def _stray(lines: list[Line], number: str) -> Problem:
    line = next(each for each in lines if each.text("activity") == number)
    return Problem(line.where("activity"), say(_("There is no activity %(number)s in this file."), number=number))


def _milestone(line: Line) -> dict[str, Any]:
    return {
        "title": line.texts("title"),
        "due_on": line.day("due_on"),
        "due_words": line.text("due_words"),
        "place": line.where().as_json(),
    }


def _budget_line(line: Line) -> dict[str, Any]:
    return {
        "year": line.year("year"),
        "source": line.texts("source"),
        "funder": line.text("funder"),
        "given": line.text("given"),
        "amount": line.amount("amount"),
        "currency": line.text("currency"),
        "place": line.where().as_json(),
    }


def _indicator(line: Line) -> dict[str, Any]:
    kinds = _kinds(line)
    indicator: dict[str, Any] = {
        "title": line.texts("title"),
        "unit": line.texts("unit"),
        "means": line.texts("means_of_verification"),
        "disaggregation": line.listed("disaggregation"),
        "parted_by": line.text("disaggregation_words"),
        "baseline_on": line.day("baseline_on"),
        "baseline_year": line.year("baseline_year"),
        "targets": {},
        "place": line.where().as_json(),
    }
    if given := line.text("baseline"):
        indicator["baseline"] = value_json(kinds.get("baseline") or Value.read(given))
    for column in line.columns:
        found = _TARGET.fullmatch(column)
        if found and (given := line.text(column)):
            indicator["targets"][found[1] or ""] = value_json(kinds.get(found[1] or "target") or Value.read(given))
    return indicator


def _kinds(line: Line) -> dict[str, Value]:
    """Values that are not what their words alone would say."""
    found = {}
    for part in filter(str.strip, line.text("kinds").split(";")):
        match = _KIND.fullmatch(part)
        if match is None or match[2] not in ValueKind.values:
            raise Unclear(line.where("kinds"), say(_("“%(words)s” cannot be read here."), words=part))
        name = match[1]
        given = line.text("baseline" if name == "baseline" else "target" if name == "target" else f"target_{name}")
        try:
            found[name] = Value(given, ValueKind(match[2]), Decimal(match[3]) if match[3] else None)
        except ValueError as error:
            raise Unclear(line.where("kinds"), say(_("“%(words)s” cannot be read here."), words=part)) from error
    return found


def _former(line: Line) -> list[str]:
    return [line.text("field"), line.text("given")]
