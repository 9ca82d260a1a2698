from __future__ import annotations

from collections.abc import Mapping
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
from tulga.findings.importers.columns import Holds
from tulga.findings.importers.reading import finding_in, numbered
from tulga.findings.importers.tables import tables_of
from tulga.findings.importers.telling import told_of
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
        tables = tables_of(content, {})
        if tables is None or not tables.main.has(*COLUMNS):
            return None
        states = states_named(tables)
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
                *tables.reasons,
                *only_state_told(states, given),
            ),
            questions=(
                *([state_question(states, given)] if must_be_asked(states, given) else []),
                language_question((line.text(Holds.TEXT) for line in tables.lines[:200]), given),
            ),
            shape=tables.main.shape,
        )

    def read(self, content: Content, understanding: Understanding) -> Reading:
        answers = understanding.answers
        tables = tables_of(content, {})
        if tables is None:
            return Reading(())
        lines = lines_wanted(tables, answers)
        found = [each for line in lines if (each := finding_in(line, answers[LANGUAGE])) is not None]
        counted = say(
            gettext_noop("The file gives no numbers: the recommendations are counted in its order."),
        )
        return Reading(
            tuple(numbered(found)),
            (Problem(Where(), counted, Severity.NOTE), *told_of(tables, answers)),
            {"language": answers[LANGUAGE], "body": "UPR", "state": state_meant(states_named(tables), answers)},
        )
