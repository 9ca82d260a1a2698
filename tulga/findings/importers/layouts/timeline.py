from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from tulga.findings.importers.asking import LANGUAGE, language_question
from tulga.findings.importers.columns import Holds, questions_of
from tulga.findings.importers.reading import Found, numbered, struck_out
from tulga.findings.importers.tables import Line, tables_of
from tulga.findings.importers.telling import told_of
from tulga.findings.importers.tiers import year_of
from tulga.kit.imports.layouts import Layout, Understanding
from tulga.kit.imports.records import Reading
from tulga.kit.sentences import say

if TYPE_CHECKING:
    from tulga.kit.tabular.content import Content

USED = frozenset({Holds.TEXT, Holds.YEAR, Holds.PROGRESS, Holds.ASKED})
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
        tables = tables_of(content, given)
        if tables is None or not tables.main.has(Holds.TEXT, Holds.YEAR) or tables.main.has(Holds.TIER):
            return None
        table = tables.main
        texts = [text for line in tables.lines if (text := line.text(Holds.TEXT))]
        years = {year for line in tables.lines if (year := year_of(line.text(Holds.YEAR)))}
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
                *tables.reasons,
            ),
            questions=(language_question(texts, given), *questions_of(table)),
            shape=table.shape,
        )

    def read(self, content: Content, understanding: Understanding) -> Reading:
        answers = understanding.answers
        tables = tables_of(content, answers)
        if tables is None:
            return Reading(())
        records = tuple(numbered(_followed(tables.lines, answers[LANGUAGE])))
        return Reading(records, told_of(tables, answers, USED), {"language": answers[LANGUAGE]})


def _followed(lines: Sequence[Line], language: str) -> Iterator[Found]:
    """One finding for each text, in the order of their first rows, with what became of it year by year."""
    found: dict[str, Found] = {}
    for line in lines:
        text = " ".join(line.text(Holds.TEXT).split())
        if not text:
            continue
        if text not in found:
            values = {"text": text, "kind": "recommendation", "language": language, "outcomes": []}
            found[text] = Found(line.where, values)
        found[text].remarks += struck_out(line)
        outcome = _outcome(line, found[text])
        if outcome:
            found[text].values["outcomes"].append(outcome)
    yield from found.values()


def _outcome(line: Line, found: Found) -> dict[str, Any] | None:
    """What the row says of its year; nothing where it says nothing."""
    year = year_of(line.text(Holds.YEAR))
    if year is None:
        found.remark(say(gettext_noop("“%(words)s” is no year."), words=line.text(Holds.YEAR)[:40]), line.where)
        return None
    if any(each["year"] == year for each in found.values["outcomes"]):
        sentence = say(gettext_noop("The year %(year)s stands twice: the first is kept."), year=str(year))
        found.remark(sentence, line.where)
        return None
    words = _said(line.text(Holds.PROGRESS))
    is_asked = bool(re.fullmatch(r"1(\.0)?|yes|true|x|тийм", _said(line.text(Holds.ASKED)).casefold()))
    if not words and not is_asked:
        return None
    degree = DEGREES.get(words.casefold(), "")
    if words and not degree:
        found.remark(
            say(gettext_noop("“%(words)s” is no known degree of progress: the words are kept."), words=words[:80]),
            line.where,
        )
    return {"year": year, "degree": degree, "words": words, "is_asked": is_asked}


def _said(cell: str) -> str:
    return "" if cell.casefold() in {"na", "n/a", "-"} else " ".join(cell.split())
