from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from tulga.findings.importers.asking import LANGUAGE, language_question
from tulga.findings.importers.columns import Holds, Table, questions_of, table_of
from tulga.findings.importers.reading import Found, numbered
from tulga.findings.importers.tiers import year_of
from tulga.kit.imports.layouts import Layout, Understanding
from tulga.kit.imports.records import Reading, Where
from tulga.kit.sentences import say

if TYPE_CHECKING:
    from tulga.kit.tabular.content import Content

DEGREES = {
    **dict.fromkeys(("none", "no", "no progress", "0", "үгүй"), "none"),
    **dict.fromkeys(("some", "some progress", "partial", "partly", "зарим"), "some"),
    **dict.fromkeys(("a lot", "much", "significant", "substantial", "их"), "much"),
    **dict.fromkeys(("complete", "completed", "full", "fully", "done", "implemented", "бүрэн"), "complete"),
}


class Timeline(Layout):
    """Recommendations followed over years: a row for each of them in each year, with the progress that was made."""

    name = "timeline"
    title = _("Recommendations followed over years")

    def understand(self, content: Content, given: Mapping[str, str]) -> Understanding | None:
        table = table_of(content, given)
        if table is None or not table.has(Holds.TEXT, Holds.YEAR) or table.has(Holds.TIER):
            return None
        texts = [text for row in table.rows if (text := table.text(row, Holds.TEXT))]
        years = {year for row in table.rows if (year := year_of(table.text(row, Holds.YEAR)))}
        is_followed = table.has(Holds.PROGRESS) or table.has(Holds.ASKED)
        if not is_followed or len(set(texts)) * 2 > len(texts):
            return None
        return Understanding(
            self.name,
            confidence=0.9,
            reasons=(
                say(
                    gettext_noop("%(count)s recommendations stand there once for each of %(years)s years."),
                    count=len(set(texts)),
                    years=len(years),
                ),
            ),
            questions=(language_question(texts, given), *questions_of(table)),
            shape=table.shape,
        )

    def read(self, content: Content, understanding: Understanding) -> Reading:
        language = understanding.answers[LANGUAGE]
        table = table_of(content, understanding.answers)
        if table is None:
            return Reading(())
        return Reading(tuple(numbered(_followed(table, language))), facts={"language": language})


def _followed(table: Table, language: str) -> Iterator[Found]:
    """One finding for each text, in the order of their first rows, with what became of it year by year."""
    found: dict[str, Found] = {}
    for row in table.rows:
        text = " ".join(table.text(row, Holds.TEXT).split())
        if not text:
            continue
        if text not in found:
            values = {"text": text, "kind": "recommendation", "language": language, "outcomes": []}
            found[text] = Found(Where.in_grid(table.grid, row), values)
        outcome = _outcome(table, row, found[text])
        if outcome:
            found[text].values["outcomes"].append(outcome)
    yield from found.values()


def _outcome(table: Table, row: int, found: Found) -> dict[str, Any] | None:
    """What the row says of its year; nothing where it says nothing."""
    where = Where.in_grid(table.grid, row)
    year = year_of(table.text(row, Holds.YEAR))
    if year is None:
        found.remark(say(gettext_noop("“%(words)s” is no year."), words=table.text(row, Holds.YEAR)[:40]), where)
        return None
    if any(each["year"] == year for each in found.values["outcomes"]):
        found.remark(say(gettext_noop("The year %(year)s stands twice: the first is kept."), year=str(year)), where)
        return None
    words = _said(table.text(row, Holds.PROGRESS))
    is_asked = bool(re.fullmatch(r"1(\.0)?|yes|true|x|тийм", _said(table.text(row, Holds.ASKED)).casefold()))
    if not words and not is_asked:
        return None
    degree = DEGREES.get(words.casefold(), "")
    if words and not degree:
        found.remark(
            say(gettext_noop("“%(words)s” is no known degree of progress: the words are kept."), words=words[:80]),
            where,
        )
    return {"year": year, "degree": degree, "words": words[:200], "is_asked": is_asked}


def _said(cell: str) -> str:
    return "" if cell.casefold() in {"na", "n/a", "-"} else " ".join(cell.split())
