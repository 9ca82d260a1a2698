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
from tulga.findings.importers.columns import Holds, Table, table_of
from tulga.findings.importers.reading import finding_in, numbered
from tulga.kit.imports.layouts import Layout, Understanding
from tulga.kit.imports.records import Problem, Reading, Severity, Where
from tulga.kit.sentences import say

if TYPE_CHECKING:
    from tulga.kit.tabular.content import Content

COLUMNS = (Holds.STATE, Holds.TEXT, Holds.STATES, Holds.POSITION, Holds.THEME, Holds.SESSION)


class UprInfo(Layout):
    """UPR Info's export of its database: recommendations to many States, one in each row, without numbers."""

    name = "upr-info"
    title = _("Export of the UPR Info database")

    def understand(self, content: Content, given: Mapping[str, str]) -> Understanding | None:
        table = table_of(content, given)
        if table is None or not table.has(*COLUMNS):
            return None
        states = _states(table)
        return Understanding(
            self.name,
            confidence=0.95,
            reasons=(
                say(
                    gettext_noop(
                        "The columns are those of UPR Info: the State under review, the recommendation, who made it, "
                        "the response, the issues and the session."
                    )
                ),
                say(gettext_noop("“Accepted” is read as supported, which is what the State says since.")),
                *only_state_told(states, given),
            ),
            questions=(
                *([state_question(states, given)] if must_be_asked(states, given) else []),
                language_question((table.text(row, Holds.TEXT) for row in table.rows[:200]), given),
            ),
            shape=table.shape,
        )

    def read(self, content: Content, understanding: Understanding) -> Reading:
        answers = understanding.answers
        table = table_of(content, {})
        if table is None:
            return Reading(())
        rows = [row for row in table.rows if STATE not in answers or _is_of(table, row, answers[STATE])]
        found = [each for row in rows if (each := finding_in(table, row, answers[LANGUAGE])) is not None]
        counted = say(
            gettext_noop("The file gives no numbers: the recommendations are counted in its order."),
        )
        return Reading(
            tuple(numbered(found)),
            (Problem(Where(), counted, Severity.NOTE),),
            {"language": answers[LANGUAGE], "body": "UPR", "state": state_meant(_states(table), answers)},
        )


def _states(table: Table) -> list[str]:
    return [state for row in table.rows if (state := table.text(row, Holds.STATE)) and table.text(row, Holds.TEXT)]


def _is_of(table: Table, row: int, state: str) -> bool:
    return is_same_state(table.text(row, Holds.STATE), state)
