from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from tulga.findings.choices import Position
from tulga.findings.importers.asking import LANGUAGE, language_question
from tulga.findings.importers.columns import Holds, questions_of
from tulga.findings.importers.reading import Found, finding_in, numbered
from tulga.findings.importers.tables import Line, tables_of
from tulga.findings.importers.telling import told_of
from tulga.findings.importers.upr import NUMBER, theme_in
from tulga.kit.imports.layouts import Layout, Understanding
from tulga.kit.imports.records import Reading
from tulga.kit.sentences import say

if TYPE_CHECKING:
    from tulga.kit.tabular.content import Content


class UprMatrix(Layout):
    """The thematic list of recommendations that a State gets after its Universal Periodic Review.

    Number, words, States and the position's source stand in one cell; a row across the table names the theme.
    """

    name = "upr-matrix"
    title = _("Matrix of recommendations of the Universal Periodic Review")

    def understand(self, content: Content, given: Mapping[str, str]) -> Understanding | None:
        tables = tables_of(content, given)
        if tables is None or not tables.main.has(Holds.TEXT, Holds.POSITION):
            return None
        texts = [line.text(Holds.TEXT) for line in tables.lines]
        themes = sum(bool(theme_in(text)) for text in texts)
        numbers = sum(bool(NUMBER.match(text)) for text in texts)
        if not themes and numbers < 0.8 * len(texts):
            return None
        return Understanding(
            self.name,
            confidence=0.95 if themes and numbers > 0.5 * (len(texts) - themes) else 0.6,
            reasons=(
                say(gettext_noop("The table has columns for recommendations and for the State's position.")),
                say(
                    gettext_noop("%(themes)s rows across the table name a theme, %(numbers)s begin with a number."),
                    themes=themes,
                    numbers=numbers,
                ),
                *tables.reasons,
            ),
            questions=(language_question(texts, given), *questions_of(tables.main)),
            shape=tables.main.shape,
        )

    def read(self, content: Content, understanding: Understanding) -> Reading:
        answers = understanding.answers
        tables = tables_of(content, answers)
        if tables is None:
            return Reading(())
        headings: list[Heading] = []
        records = tuple(numbered(self._rows(tables.lines, answers[LANGUAGE], headings)))
        facts = {"language": answers[LANGUAGE], "body": "UPR", "by_theme": _counted(headings)}
        return Reading(records, told_of(tables, answers), facts)

    def _rows(self, lines: Sequence[Line], language: str, headings: list[Heading]) -> Iterator[Found]:
        """The rows in order, each under the theme of the last row that named one."""
        theme = ""
        for line in lines:
            if named := theme_in(line.text(Holds.TEXT)):
                theme = named
                headings.append(Heading(theme))
                continue
            found = finding_in(line, language, is_matrix=True)
            if found is None:
                continue
            if theme:
                others = [each for each in found.values.get("themes", []) if each != theme]
                found.values |= {"theme": {language: theme}, "themes": [theme, *others]}
                headings[-1].positions.append(found.values.get("position", Position.NONE))
            yield found


@dataclass
class Heading:
    """A row that names a theme, and the positions of the recommendations below it."""

    theme: str
    positions: list[str] = field(default_factory=list)


def _counted(headings: Sequence[Heading]) -> dict[str, int]:
    """How many recommendations stand under each heading. The list of those supported comes first, that of the others
    after it: a theme that heads both is two headings, the later one told apart by what it holds."""
    counted: dict[str, int] = {}
    for heading in headings:
        name, positions = heading.theme, set(heading.positions)
        if name in counted and len(positions) == 1:
            name = f"{name} ({positions.pop()})"
        again = 2
        while name in counted:
            name, again = f"{heading.theme} ({again})", again + 1
        counted[name] = len(heading.positions)
    return counted
