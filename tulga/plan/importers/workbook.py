"""The workbook that Tulga itself exports, changed by hand or not: sheets with fixed names and headings."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_noop as _

from tulga.kit.formulas import restored
from tulga.kit.imports.layouts import Layout, Understanding
from tulga.kit.imports.records import Problem, Reading, Record, Where
from tulga.kit.sentences import say
from tulga.kit.tabular.content import Cell, Content, Grid
from tulga.plan.choices import FormerField, Pillar, Recurrence, ValueKind
from tulga.plan.importers.drafts import ACTIVITY, GROUP, PLAN, period_values, value_json
from tulga.plan.importers.periods import Period
from tulga.plan.importers.trees import LONGEST_NUMBER
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
        if not re.fullmatch(r"\d{1,15}(?:\.\d{1,2})?", text):
            message = _("“%(words)s” is no amount in digits, with a point before decimals.")
            raise Unclear(self.where(name), say(message, words=text))
        return text

    def short(self, name: str, most: int) -> str:
        text = self.text(name)
        if len(text) > most:
            message = _("This is longer than the %(most)s characters that fit.")
            raise Unclear(self.where(name), say(message, most=most))
        return text

    def one_of(self, name: str, known: Collection[str]) -> str:
        text = self.text(name)
        if text and text not in known:
            message = _("“%(words)s” is none of the words that stand here: %(known)s.")
            raise Unclear(self.where(name), say(message, words=text, known=", ".join(known)))
        return text

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
        records += _in_order(_groups(sheets.get(GROUPS, []), problems), problems)
        numbers = {line.text("number") for line in sheets[ACTIVITIES]}
        for name, rows in parts.items():
            strays = [number for number in rows.found if number not in numbers]
            problems += [_stray(sheets[name], number) for number in strays]
            if strays:  # they may belong to one that now seems to have none: it keeps what it has
                rows.unclear |= numbers - set(rows.found)
        activities = _activities(sheets[ACTIVITIES], parts, problems)
        records += activities
        return Reading(tuple(records), tuple(problems), facts)


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


def _in_order(groups: Iterator[Record], problems: list[Problem]) -> list[Record]:
    """Parents before what is under them, whatever order the rows are in; those of a circle at the top."""
    waiting = list(groups)
    known = {record.key for record in waiting}
    placed: dict[str, Record] = {}
    while waiting:
        ready = [each for each in waiting if each.parent not in known or each.parent in placed]
        if not ready:
            message = _("This group stands below itself. It was put at the top of the plan.")
            problems.append(Problem(waiting[0].where, say(message)))
            ready = [replace(waiting[0], parent="")]
        placed |= {each.key: each for each in ready}
        waiting = [each for each in waiting if each.key not in placed]
    return list(placed.values())


def _activities(lines: list[Line], parts: Mapping[str, Parts], problems: list[Problem]) -> Iterator[Record]:
    seen: set[str] = set()
    for line in lines:
        number = line.text("number")
        if not _is_sound(line, number, seen, problems):
            continue
        values: dict[str, Any] = {"number": number, "title": line.texts("title")}
        if any(column.startswith("notes_") for column in line.columns):
            values["notes"] = line.texts("notes")
        if line.has("is_illustrative"):
            values["is_illustrative"] = line.text("is_illustrative").casefold() in ("yes", "true", "тийм")
        remarks: list[Problem] = []
        for name, read_it in (("pillar", _pillar), ("agencies", _agencies), ("period", _period)):
            try:
                values[name] = read_it(line)
            except Unclear as unclear:  # what the plan says of it stays as it is
                remarks.append(unclear.problem)
        values |= {name: part.of(number) for name, part in parts.items() if number not in part.unclear}
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


def _pillar(line: Line) -> str:
    return line.one_of("pillar", Pillar.values)


def _agencies(line: Line) -> dict[str, Any]:
    return {
        "lead": line.text("lead"),
        "lead_words": line.short("lead_words", 300),
        **{name: line.listed(name) for name in ("co_implementers", "funders", "places") if line.has(name)},
        **{name: line.short(name, 600) for name in ("co_implementers_words", "funders_words") if line.has(name)},
    }


def _period(line: Line) -> dict[str, Any]:
    starts_on, ends_on = line.day("starts_on"), line.day("ends_on")
    if starts_on and ends_on and ends_on < starts_on:
        message = _("The end is before the start: %(words)s.")
        raise Unclear(line.where("ends_on"), say(message, words=f"{starts_on} – {ends_on}"))
    period = Period(
        dt.date.fromisoformat(starts_on) if starts_on else None,
        dt.date.fromisoformat(ends_on) if ends_on else None,
        line.one_of("recurrence", Recurrence.values),
        line.short("period_words", 200),
    )
    return period_values(period)


def _is_sound(line: Line, number: str, seen: set[str], problems: list[Problem]) -> bool:
    if not number or len(number) > LONGEST_NUMBER or not any(line.texts("title").values()):
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


@dataclass
class Parts:
    """One sheet's rows by the number of their activity. Of one with an unclear row nothing is changed."""

    found: dict[str, list[Any]] = field(default_factory=dict)
    unclear: set[str] = field(default_factory=set)

    def of(self, number: str) -> list[Any]:
        return self.found.get(number, [])


def _below(lines: list[Line], sheet: str, problems: list[Problem]) -> Parts:
    read = {MILESTONES: _milestone, BUDGET: _budget_line, INDICATORS: _indicator, FORMER: _former}[sheet]
    parts = Parts()
    for line in lines:
        number = line.text("activity")
        try:
            parts.found.setdefault(number, []).append(read(line))
        except Unclear as unclear:
            parts.unclear.add(number)
            problems.append(unclear.problem)
    return parts


def _stray(lines: list[Line], number: str) -> Problem:
    line = next(each for each in lines if each.text("activity") == number)
    return Problem(line.where("activity"), say(_("There is no activity %(number)s in this file."), number=number))


def _milestone(line: Line) -> dict[str, Any]:
    return {
        "title": line.texts("title"),
        "due_on": line.day("due_on"),
        "due_words": line.short("due_words", 200),
        "place": line.where().as_json(),
    }


def _budget_line(line: Line) -> dict[str, Any]:
    return {
        "year": line.year("year"),
        "source": line.texts("source"),
        "funder": line.text("funder"),
        "given": line.short("given", 100),
        "amount": line.amount("amount"),
        "currency": _currency(line),
        "place": line.where().as_json(),
    }


def _currency(line: Line) -> str:
    currency = line.short("currency", 3)
    if line.text("amount") and not currency:
        raise Unclear(line.where("currency"), say(_("Say in which currency the amount is.")))
    return currency


def _indicator(line: Line) -> dict[str, Any]:
    kinds = _kinds(line)
    indicator: dict[str, Any] = {
        "title": line.texts("title"),
        "unit": line.texts("unit"),
        "means": line.texts("means_of_verification"),
        "disaggregation": line.listed("disaggregation"),
        "parted_by": line.short("disaggregation_words", 300),
        "baseline_on": line.day("baseline_on"),
        "baseline_year": line.year("baseline_year"),
        "targets": {},
        "place": line.where().as_json(),
    }
    if given := line.short("baseline", 300):
        indicator["baseline"] = value_json(kinds.get("baseline") or Value.read(given))
    for column in line.columns:
        found = _TARGET.fullmatch(column)
        if found and (given := line.short(column, 300)):
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
    return [line.one_of("field", FormerField.values), line.short("given", 600)]
