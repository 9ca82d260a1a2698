"""From the rows of a plan's tables to its activities: each kind of cell read for what it is, every doubt said."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_noop as _

from tulga.kit.imports.look_alikes import look_alikes
from tulga.kit.imports.records import Problem, Severity, Where
from tulga.kit.sentences import say
from tulga.kit.tabular.content import Cell
from tulga.kit.writing import mixed_script_words, without_marks
from tulga.plan.choices import FormerField, ValueKind
from tulga.plan.importers import headings, rows
from tulga.plan.importers.abbreviations import explained_in
from tulga.plan.importers.drafts import Draft, value_json
from tulga.plan.importers.headers import Column
from tulga.plan.importers.numbers import currency_of, is_nothing, read_amount, read_value, scale_of
from tulga.plan.importers.periods import Period, day_of_serial, read_period
from tulga.plan.importers.rows import Row, Rows
from tulga.plan.importers.texts import in_languages, joined, language_of
from tulga.plan.importers.trees import LONGEST_NUMBER, Tree
from tulga.plan.values import Value

LONGEST = {"period": 200, "value": 300, "amount": 100}
_LEADING_NUMBER = re.compile(
    r"(?P<number>\d+(?:\.\d+)+\.?|\d+[.)])\s+(?!(?:дугаар|дүгээр|р|хувь|оны?)\b)(?P<title>\S.*)", re.DOTALL
)
# Whether there is money, and not how much.
_NO_AMOUNT = frozenset({"yes", "no", "x", "✓", "+", "тийм", "үгүй", "тиймээ", "бий"})
_TWO_WAYS = re.compile(r"[+\-−]?[1-9]\d{0,2}[.,]\d{3}")
_FORMER_FIELDS = {
    headings.TITLE: FormerField.TITLE,
    **dict.fromkeys([headings.PERIOD, headings.STARTS, headings.ENDS], FormerField.PERIOD),
    **dict.fromkeys([headings.LEAD, headings.TOGETHER, headings.FUNDERS], FormerField.AGENCIES),
    **dict.fromkeys([headings.INDICATOR, headings.UNIT, headings.MEANS], FormerField.INDICATOR),
    **dict.fromkeys([headings.BASELINE, headings.TARGET], FormerField.TARGET),
    **dict.fromkeys([headings.BUDGET, headings.MONEY_FROM], FormerField.BUDGET),
}
_NAMES = (headings.LEAD, headings.TOGETHER, headings.FUNDERS, headings.PLACES)


class Activities:
    """Collects the activities of all tables of a file below one tree of groups."""

    def __init__(self, tree: Tree, currency: str = "") -> None:
        self.tree = tree
        self.currency = currency
        self.drafts: list[Draft] = []
        self.problems: list[Problem] = []
        self.explained: dict[str, str] = {}  # abbreviations, by the notes between and below the rows
        self.is_currency_missing = False
        self.resolved = 0  # cells that referred to the one above
        self._numbers: dict[str, Draft] = {}

    def read(self, table: Rows) -> None:
        """Add what one table holds."""
        current: Draft | None = None
        handlers: dict[str, Callable[[Rows, Row], None]] = {
            rows.LEVEL: self._level,
            rows.REMARK: self._remark,
            rows.STRUCK_OUT: self._struck_out,
            rows.STRAY: self._stray,
        }
        for row in table:
            if row.kind in (rows.ACTIVITY, rows.FURTHER):
                table.look_beside(row.index)
            if row.kind == rows.ACTIVITY:
                current = self._activity(table, row.index)
                self.drafts.append(current)
            elif row.kind == rows.FURTHER and current is not None:
                self._further(table, row.index, current)
            elif row.kind == rows.FURTHER:
                self._stray(table, row)
            elif row.kind in handlers:
                handlers[row.kind](table, row)
                current = current if row.kind == rows.REMARK else None
        self.problems += table.tell_of_columns_without_heading()

    # --- Rows that are no activities -------------------------------------------------------------------------------

    def _level(self, table: Rows, row: Row) -> None:
        self.tree.enter_row(row.words, table.where(row.index), row.number)

    def _remark(self, table: Rows, row: Row) -> None:
        self.explained |= explained_in(row.words)
        self._say(table, row, _("This row was taken for a remark, not for an activity: %(words)s"), words=row.words)

    def _struck_out(self, table: Rows, row: Row) -> None:
        words = " ".join(table.own(row.index, column).former for column in table.titles)
        self._say(table, row, _("This activity is struck out in the file and was left out: %(words)s"), words=words)

    def _stray(self, table: Rows, row: Row) -> None:
        words = "; ".join(cell.text for cell in table.grid.rows[row.index] if cell.text)
        message = _("This row belongs to no activity and was left out: %(words)s")
        self._say(table, row, message, Severity.WARNING, words=words[:200])

    def _say(self, table: Rows, row: Row, message: str, severity: Severity = Severity.NOTE, **values: str) -> None:
        self.problems.append(Problem(table.where(row.index), say(message, **values), severity))

    # --- An activity -----------------------------------------------------------------------------------------------

    def _activity(self, table: Rows, row: int) -> Draft:
        for depth, column in enumerate(table.header.of(headings.GROUP)):
            if words := table.shown(row, column).text:
                at = table.grid.origin(row, column.index)
                self.tree.enter_cell(depth, words, Where.in_grid(table.grid, *at))
        draft = Draft(table.where(row), row, {})
        for column in table.titles:
            draft.title = joined(draft.title, in_languages(table.own(row, column).text, column.meaning.language))
            draft.cells.setdefault("title", table.where(row, column))
        self._number(table, row, draft)
        self.tree.add_activity()
        draft.group = self.tree.here
        self._period(table, row, draft)
        self._rest(table, row, draft)
        draft.remarks += self._resolved(table)
        self._look_alikes(table, row, draft)
        return draft

    def _further(self, table: Rows, row: int, draft: Draft) -> None:
        """A row below: another indicator, more money, more names of the same activity."""
        for column in table.header.of(headings.NUMBER):
            if number := table.own(row, column).text:
                message = _(
                    "Number %(number)s has no words of its own here. Its row was read as part of the activity above."
                )
                draft.remark(table.where(row, column), say(message, number=number))
        for column in table.header.of(headings.PERIOD):
            text = table.own(row, column).text
            if text and not (draft.period or Period()):
                draft.period = read_period(text)
            elif text and text != table.shown(draft.row, column).text:
                self._note(draft, column, text)
        self._rest(table, row, draft, is_further=True)
        draft.remarks += self._resolved(table)

    def _rest(self, table: Rows, row: int, draft: Draft, *, is_further: bool = False) -> None:
        """Everything but number, words and period, which an activity has once."""
        cell_of = table.own if is_further else table.shown
        self._former(table, row, draft)
        for column in table.header.of(*_NAMES, headings.MILESTONE, "", headings.NOTES):
            cell = cell_of(row, column)
            if not cell.text or is_nothing(cell.text):
                continue
            if column.field in _NAMES:
                draft.add_name(column.field, table.text(row, column), table.where(row, column))
            elif column.field == headings.MILESTONE:
                self._milestones(table, row, column, draft)
            elif not is_further or table.own(row, column):
                self._note(draft, column, table.text(row, column))
        self._indicator(table, row, draft, is_further=is_further)
        self._budget(table, row, draft, is_further=is_further)

    def _former(self, table: Rows, row: int, draft: Draft) -> None:
        """The words struck out anywhere in the row."""
        if any(cell.former for cell in table.grid.rows[row]):
            for column in table.header.columns:
                if former := table.own(row, column).former:
                    field = _FORMER_FIELDS.get(column.field, FormerField.OTHER)
                    draft.former.append((str(field), former[: LONGEST["value"] * 2]))

    def _note(self, draft: Draft, column: Column, text: str) -> None:
        """Words that no field takes are kept under their heading."""
        notes = in_languages(text)
        if headings.field_of(column.heading) != headings.NOTES:
            notes = {code: f"{column.heading}: {words}" for code, words in notes.items()}
        draft.add_notes(notes)

    def _milestones(self, table: Rows, row: int, column: Column, draft: Draft) -> None:
        for line in filter(None, map(str.strip, table.text(row, column).split("\n"))):
            draft.milestones.append({"title": in_languages(line), "place": table.where(row, column).as_json()})

    def _resolved(self, table: Rows) -> list[Problem]:
        resolved, table.resolved = table.resolved, []
        self.resolved += len(resolved)
        return resolved

    # --- Its number ------------------------------------------------------------------------------------------------

    def _number(self, table: Rows, row: int, draft: Draft) -> None:
        columns = table.header.of(headings.NUMBER)
        column = columns[0] if columns else None
        cell = table.own(row, column) if column else Cell()
        number = without_marks(cell.text).strip(" .)")
        for other in columns[1:]:
            if text := table.own(row, other).text:
                self._note(draft, other, text)
        if column and hasattr(cell.value, "year"):
            draft.remark(
                table.where(row, column),
                say(
                    _("The spreadsheet turned this number into a date: %(words)s. A new number was given."),
                    words=number,
                ),
            )
            number = ""
        if not column:
            number = self._number_in_title(draft)
        if number and isinstance(cell.value, Decimal):
            number = self._with_lost_zero(number, table.where(row, column), draft)
        if len(number) > LONGEST_NUMBER:
            draft.add_notes(in_languages(number))
            number = ""
        earlier = self._numbers.get(number)
        if number and earlier is not None:
            draft.duplicate_of = earlier.where
        elif number:
            self._numbers[number] = draft
        draft.number = number
        if column:
            draft.cells["number"] = table.where(row, column)

    def _number_in_title(self, draft: Draft) -> str:
        number = ""
        for language, words in draft.title.items():
            if found := _LEADING_NUMBER.fullmatch(words):
                number = number or found["number"].strip(" .)")
                draft.title[language] = found["title"]
        return number

    def _with_lost_zero(self, number: str, where: Where, draft: Draft) -> str:
        """A sheet that keeps 1.10 as a number shows 1.1: after 1.9 it is the tenth."""
        group, _dot, last = number.rpartition(".")
        before = self.drafts[-1].number if self.drafts else ""
        if group and before == f"{group}.{int(last or 0) * 10 - 1}":
            draft.remark(
                where,
                say(
                    _("The number %(given)s was read as %(number)s, since it follows %(before)s."),
                    given=number,
                    number=f"{number}0",
                    before=before,
                ),
                Severity.NOTE,
            )
            return f"{number}0"
        return number

    def find_misplaced(self) -> None:
        """Mark whose number names another group than it stands under, unless no number of this file names its group."""
        numbered = [
            (draft, draft.group)
            for draft in self.drafts
            if "." in draft.number and draft.group is not None and draft.group.prefixes
        ]
        misplaced = [draft for draft, group in numbered if not group.begins(draft.number)]
        if len(misplaced) < len(numbered):
            for draft in misplaced:
                draft.other_group = self.tree.number_of(draft.number.rpartition(".")[0])

    def give_numbers(self) -> list[Draft]:
        """Number what the file leaves without a number, or gives one twice: the next free below its group.

        Returns those that the file gives none.
        """
        without = []
        for draft in self.drafts:
            if draft.number and draft.duplicate_of is None:
                continue
            prefix = f"{draft.group.number}." if draft.group else ""
            count = 1
            while f"{prefix}{count}" in self._numbers:
                count += 1
            draft.number_in_file, draft.number = draft.number, f"{prefix}{count}"
            self._numbers[draft.number] = draft
            if draft.duplicate_of is None:
                without.append(draft)
        return without

    # --- Its period ------------------------------------------------------------------------------------------------

    def _period(self, table: Rows, row: int, draft: Draft) -> None:
        columns = table.header.of(headings.PERIOD)
        starts, ends = table.header.of(headings.STARTS), table.header.of(headings.ENDS)
        for column in columns:
            cell = table.shown(row, column)
            period = read_period("" if is_nothing(cell.text) else table.text(row, column), cell.value)
            if day := day_of_serial(cell.value):
                message = _("“%(words)s” may be a date that lost its format: %(day)s. It was kept as words.")
                draft.remark(table.where(row, column), say(message, words=cell.text, day=day.isoformat()))
            draft.period = period if not draft.period else draft.period
            draft.cells.setdefault("period", table.where(row, column))
        if starts or ends:
            first, last = self._edge(table, row, starts), self._edge(table, row, ends)
            words = "; ".join(filter(None, [first.words, last.words]))
            edges = Period(first.starts_on or first.ends_on, last.ends_on, words=words)
            if edges and draft.period and draft.period != edges:
                self._note(draft, columns[0], table.text(row, columns[0]))
            draft.period = edges or draft.period
            draft.cells.setdefault("period", table.where(row, (starts or ends)[0]))
        if draft.period and len(draft.period.words) > LONGEST["period"]:
            draft.add_notes(in_languages(draft.period.words))
            cut = f"{draft.period.words[: LONGEST['period'] - 1]}…"
            draft.period = Period(draft.period.starts_on, draft.period.ends_on, draft.period.recurrence, cut)
        self._require_order(draft)

    def _edge(self, table: Rows, row: int, columns: list[Column]) -> Period:
        return next((read_period(table.text(row, each), table.shown(row, each).value) for each in columns), Period())

    def _require_order(self, draft: Draft) -> None:
        period = draft.period
        if period and period.starts_on and period.ends_on and period.ends_on < period.starts_on:
            words = f"{period.starts_on} – {period.ends_on}"
            message = _("The end is before the start: %(words)s. It was kept as words.")
            draft.remark(draft.cells["period"], say(message, words=words))
            draft.period = Period(words=words)

    # --- Its indicators and its money --------------------------------------------------------------------------------

    def _indicator(self, table: Rows, row: int, draft: Draft, *, is_further: bool) -> None:
        header = table.header
        title: dict[str, str] = {}
        for column in header.of(headings.INDICATOR):
            if (text := table.own(row, column).text) and not is_nothing(text):
                title = joined(title, in_languages(table.text(row, column), column.meaning.language))
        values = [
            (column, table.own(row, column) if is_further else table.shown(row, column))
            for field in (headings.BASELINE, headings.TARGET)
            for column in header.of(field)
        ]
        values = [(column, cell) for column, cell in values if cell.text and not is_nothing(cell.text)]
        if not title and (not values or (not header.of(headings.INDICATOR) and is_further)):
            return
        indicator: dict[str, Any] = {"title": title or draft.title, "targets": {}}
        if not title and header.of(headings.INDICATOR):
            draft.remark(
                table.where(row), say(_("Figures stand here without an indicator. The activity's words name it."))
            )
        indicator["unit"] = self._words(table, row, headings.UNIT)
        indicator["means"] = self._words(table, row, headings.MEANS)
        indicator["parted_by"] = " ".join(self._words(table, row, headings.PARTED_BY).values())[: LONGEST["value"]]
        for column, cell in values:
            value = read_value(table.text(row, column), cell.value, decimal=table.decimals["figures"])
            self._warn_of_two_ways(table, row, column, cell, value.number, draft)
            if len(value.given) > LONGEST["value"]:
                draft.add_notes(in_languages(value.given))
                value = Value(f"{value.given[: LONGEST['value'] - 1]}…", ValueKind.WORDS)
            year, is_baseline = str(column.meaning.year or ""), column.field == headings.BASELINE
            if "baseline" in indicator if is_baseline else year in indicator["targets"]:
                message = _("Another column says this already. “%(words)s” was kept among the notes.")
                draft.remark(table.where(row, column), say(message, words=value.given))
                self._note(draft, column, value.given)
            elif is_baseline:
                indicator |= {"baseline": value_json(value), "baseline_year": column.meaning.year}
            else:
                indicator["targets"][year] = value_json(value)
        indicator["place"] = table.where(row).as_json()
        draft.indicators.append(indicator)

    def _words(self, table: Rows, row: int, field: str) -> dict[str, str]:
        texts: dict[str, str] = {}
        for column in table.header.of(field):
            text = table.text(row, column)
            if not is_nothing(text):
                texts = joined(texts, in_languages(text, column.meaning.language))
        return texts

    def _warn_of_two_ways(
        self, table: Rows, row: int, column: Column, cell: Cell, number: Decimal | None, draft: Draft
    ) -> bool:
        is_warned = number is None and cell.value is None and bool(_TWO_WAYS.fullmatch(cell.text))
        if is_warned:
            message = _("“%(words)s” can be read as thousands or as decimals. It was kept as words.")
            draft.remark(table.where(row, column), say(message, words=cell.text))
        return is_warned

    def _budget(self, table: Rows, row: int, draft: Draft, *, is_further: bool) -> None:
        header = table.header
        money_from = self._words(table, row, headings.MONEY_FROM)
        lines = []
        for column in header.of(headings.BUDGET):
            cell = table.own(row, column) if is_further else table.shown(row, column)
            if not cell.text or is_nothing(cell.text):
                continue
            text = table.text(row, column)
            amount, currency = read_amount(
                text,
                cell.value,
                decimal=table.decimals["money"],
                scale=scale_of(column.heading) or Decimal(1),
                currency=currency_of(column.heading) or self.currency,
            )
            is_told = self._warn_of_two_ways(table, row, column, cell, amount, draft)
            is_unclear = (amount is None or amount < 0) and text.strip().casefold() not in _NO_AMOUNT
            if is_unclear and not is_told:
                message = _("“%(words)s” could not be read as an amount. It was kept as words, and no sum counts it.")
                draft.remark(table.where(row, column), say(message, words=text[: LONGEST["amount"]]))
            if amount is not None and (amount < 0 or not currency):
                self.is_currency_missing |= not currency
                amount = None
            is_source = column.below and not column.meaning.year
            source = joined(in_languages(column.below), money_from) if is_source else money_from
            lines.append(
                {
                    "year": column.meaning.year,
                    "source": source,
                    "given": text[: LONGEST["amount"]],
                    "amount": None if amount is None else str(amount),
                    "currency": currency if amount is not None else "",
                    "place": table.where(row, column).as_json(),
                }
            )
        if not lines and money_from and not is_further:
            lines = [{"year": None, "source": money_from, "given": "", "amount": None, "currency": ""}]
        draft.budget += lines

    # --- Letters of another script -----------------------------------------------------------------------------------

    def _look_alikes(self, table: Rows, row: int, draft: Draft) -> None:
        for column in table.header.of(headings.TITLE, *_NAMES):
            text = table.own(row, column).text
            if mixed_script_words(text):
                draft.remarks += look_alikes(text, table.where(row, column))


def languages_of(drafts: Iterable[Draft]) -> list[str]:
    """The languages that activities are written in, the most used first."""
    found: dict[str, int] = {}
    for draft in drafts:
        for language in draft.title or {language_of(""): ""}:
            found[language] = found.get(language, 0) + 1
    return sorted(found, key=lambda each: -found[each])
