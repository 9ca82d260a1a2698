from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from tulga.findings.importers.asking import (
    LANGUAGE,
    STATE,
    is_same_state,
    language_question,
    must_be_asked,
    only_state_told,
    state_meant,
    state_question,
)
from tulga.findings.importers.columns import Holds, Table, questions_of, table_of
from tulga.findings.importers.reading import finding_in, numbered
from tulga.kit.imports.layouts import Choice, Layout, Question, Understanding
from tulga.kit.imports.records import Reading
from tulga.kit.sentences import quoted, say

if TYPE_CHECKING:
    from tulga.kit.tabular.content import Content

TEXT_COLUMN = "text-column"


class AnyTable(Layout):
    """Any table with one recommendation in each row: what its columns hold is guessed, and set right by a person."""

    name = "table"
    title = _("Table of recommendations, by its columns")

    def understand(self, content: Content, given: Mapping[str, str]) -> Understanding | None:
        if given.get(TEXT_COLUMN, "").isdecimal():
            given = {**given, f"column-{given[TEXT_COLUMN]}": Holds.TEXT.value}
        table = table_of(content, given)
        if table is None or not table.rows:
            return None
        known = set(table.meanings.values()) - {Holds.NOTHING}
        texts = [table.text(row, Holds.TEXT) for row in table.rows[:200]]
        questions = [language_question(texts, given), *questions_of(table)]
        states = _states(table)
        if must_be_asked(states, given):
            questions.insert(0, state_question(states, given))
        if not table.has(Holds.TEXT):
            questions.insert(0, _which_column(table))
        return Understanding(
            self.name,
            confidence=min(0.3 + 0.1 * len(known), 0.7) if table.has(Holds.TEXT) else 0.1,
            reasons=(
                say(
                    gettext_noop("%(known)s of %(all)s columns are known by their headings."),
                    known=len(known),
                    all=len(table.meanings),
                ),
                *only_state_told(states, given),
            ),
            questions=tuple(questions),
            shape=table.shape,
        )

    def read(self, content: Content, understanding: Understanding) -> Reading:
        answers = understanding.answers
        table = table_of(content, answers)
        if table is None:
            return Reading(())
        rows = [row for row in table.rows if STATE not in answers or _is_of(table, row, answers[STATE])]
        found = [each for row in rows if (each := finding_in(table, row, answers[LANGUAGE])) is not None]
        facts = {"language": answers[LANGUAGE]}
        if code := state_meant(_states(table), answers):
            facts["state"] = code
        return Reading(tuple(numbered(found)), facts=facts)


def _which_column(table: Table) -> Question:
    return Question(
        TEXT_COLUMN,
        say(
            gettext_noop(
                "No column is known to hold the recommendations. Which one does? Say it here, or where the columns are "
                "listed."
            )
        ),
        choices=tuple(Choice(f"{column + 1}", quoted(heading)) for column, heading in enumerate(table.headings)),
        is_required=True,
        is_remembered=False,
        answered_by=Holds.TEXT.value,
    )


def _states(table: Table) -> list[str]:
    return [state for row in table.rows if (state := table.text(row, Holds.STATE)) and table.text(row, Holds.TEXT)]


def _is_of(table: Table, row: int, state: str) -> bool:
    return is_same_state(table.text(row, Holds.STATE), state)
