from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from tulga.findings.importers.asking import (
    LANGUAGE,
    language_question,
    lines_wanted,
    must_be_asked,
    only_state_told,
    state_meant,
    state_question,
    states_named,
)
from tulga.findings.importers.columns import Holds, Table, questions_of
from tulga.findings.importers.reading import finding_in, numbered
from tulga.findings.importers.tables import tables_of
from tulga.findings.importers.telling import told_of
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
        tables = tables_of(content, given)
        if tables is None or not tables.lines:
            return None
        table = tables.main
        texts = [line.text(Holds.TEXT) for line in tables.lines[:200]]
        questions = [language_question(texts, given), *questions_of(table)]
        states = states_named(tables)
        if must_be_asked(states, given):
            questions.insert(0, replace(state_question(states, given), only_with=Holds.STATE.value))
        if not table.has(Holds.TEXT):
            questions.insert(0, _which_column(table))
        return Understanding(
            self.name,
            confidence=min(0.3 + 0.1 * len(table.known), 0.7) if table.has(Holds.TEXT) else 0.1,
            reasons=(
                say(
                    gettext_noop("%(known)s of %(all)s columns are known by their headings."),
                    known=len(table.known),
                    all=len(table.meanings),
                ),
                *tables.reasons,
                *only_state_told(states, given),
            ),
            questions=tuple(questions),
            shape=table.shape,
        )

    def read(self, content: Content, understanding: Understanding) -> Reading:
        answers = understanding.answers
        tables = tables_of(content, answers)
        if tables is None:
            return Reading(())
        lines = lines_wanted(tables, answers)
        found = [each for line in lines if (each := finding_in(line, answers[LANGUAGE])) is not None]
        facts = {"language": answers[LANGUAGE]}
        if code := state_meant(states_named(tables), answers):
            facts["state"] = code
        return Reading(tuple(numbered(found)), told_of(tables, answers), facts)


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
