from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from tulga.findings.importers.asking import (
    lines_wanted,
    must_be_asked,
    only_state_told,
    state_meant,
    state_question,
    states_named,
)
from tulga.findings.importers.columns import Holds, questions_of
from tulga.findings.importers.reading import struck_out
from tulga.findings.importers.tables import Line, tables_of
from tulga.findings.importers.telling import told_of
from tulga.findings.importers.tiers import tier_in_words, year_of
from tulga.kit.imports.layouts import Choice, Layout, Question, Understanding
from tulga.kit.imports.records import Problem, Reading, Record, Severity, Where
from tulga.kit.sentences import say

if TYPE_CHECKING:
    from tulga.kit.tabular.content import Content

PLACEMENT = "placement"
USED = frozenset({Holds.STATE, Holds.YEAR, Holds.TIER})
NO_TIER = "none"
CODES = "tier_codes"
MEANINGS = (
    Choice("1", say(gettext_noop("Tier 1"))),
    Choice("2", say(gettext_noop("Tier 2"))),
    Choice("2WL", say(gettext_noop("Tier 2 Watch List"))),
    Choice("3", say(gettext_noop("Tier 3"))),
    Choice(NO_TIER, say(gettext_noop("No tier"))),
)


class TierTable(Layout):
    """Tiers by year, of one State or of many, in words or in codes. What a code means is asked, never assumed."""

    name = "tier-table"
    title = _("Table of tiers by year")

    def understand(self, content: Content, given: Mapping[str, str]) -> Understanding | None:
        tables = tables_of(content, given)
        if tables is None or not tables.main.has(Holds.YEAR, Holds.TIER) or tables.main.has(Holds.TEXT):
            return None
        codes = [cell for line in tables.lines if tier_in_words(cell := line.text(Holds.TIER)) is None]
        states = states_named(tables, Holds.YEAR)
        asked = [state_question(states, given)] if must_be_asked(states, given) else []
        reasons = [say(gettext_noop("The table has a column for the year and one for the tier."))]
        reasons += [*tables.reasons, *only_state_told(states, given)]
        if codes:
            reasons.append(say(gettext_noop("Tiers are given as codes, whose meaning the file does not say.")))
        meanings = [_code_question(code, codes, given) for code in dict.fromkeys(codes)]
        return Understanding(
            self.name,
            confidence=0.9,
            reasons=tuple(reasons),
            questions=(*asked, *meanings, *questions_of(tables.main)),
            shape=tables.main.shape,
        )

    def read(self, content: Content, understanding: Understanding) -> Reading:
        answers = understanding.answers
        tables = tables_of(content, answers)
        if tables is None:
            return Reading(())
        problems: list[Problem] = []
        records = tuple(self._placements(lines_wanted(tables, answers), answers, problems))
        facts: dict[str, Any] = {"body": "TIP"}
        if records:
            facts["placed"] = max(record.values["year"] for record in records)
        if code := state_meant(states_named(tables, Holds.YEAR), answers):
            facts["state"] = code
        return Reading(records, (*problems, *told_of(tables, answers, USED)), facts)

    def _placements(
        self, lines: Sequence[Line], answers: Mapping[str, str], problems: list[Problem]
    ) -> Iterator[Record]:
        years: set[int] = set()
        without: list[str] = []
        for line in lines:
            cell, where = line.text(Holds.TIER), line.where
            year = year_of(line.text(Holds.YEAR))
            said = tier_in_words(cell)
            problems += struck_out(line)
            tier = answers[_code_name(cell)].replace(NO_TIER, "") if said is None else said
            if year is None:
                sentence = say(gettext_noop("“%(words)s” is no year."), words=line.text(Holds.YEAR)[:40])
                problems.append(Problem(where, sentence))
            elif not tier:
                without.append(str(year))
            elif year in years:
                sentence = say(gettext_noop("The year %(year)s stands twice: the first is kept."), year=str(year))
                problems.append(Problem(where, sentence))
            else:
                years.add(year)
                yield Record(PLACEMENT, f"{PLACEMENT}:{year}", {"year": year, "tier": tier}, where)
        if without:
            sentence = say(
                gettext_noop("No tier is given for %(years)s: nothing is read there."), years=", ".join(without)
            )
            problems.append(Problem(Where(), sentence, Severity.NOTE))


def _code_name(code: str) -> str:
    return f"tier-code:{' '.join(code.split())[:40]}"


def _code_question(code: str, codes: list[str], given: Mapping[str, str]) -> Question:
    """Remembered with the table's headings: the same source means the same by it."""
    name = _code_name(code)
    said = given.get(name, "") or _told_at_once(given).get(code.strip(), "")
    return Question(
        name,
        say(
            gettext_noop(
                "Say what “%(code)s” means in the column of tiers (it stands there %(count)s times): in one table 3 is "
                "the Watch List."
            ),
            code=code[:40],
            count=Counter(codes)[code],
        ),
        answer=said if said in {each.value for each in MEANINGS} else "",
        choices=MEANINGS,
        is_required=True,
    )


def _told_at_once(given: Mapping[str, str]) -> dict[str, str]:
    """As a command's option gives it: 3=2WL, 4=3."""
    pairs = (each.partition("=") for each in given.get(CODES, "").split(","))
    return {code.strip(): meaning.strip() for code, _sign, meaning in pairs if meaning}
