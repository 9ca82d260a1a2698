from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from tulga.findings.importers.asking import (
    STATE,
    is_same_state,
    must_be_asked,
    only_state_told,
    state_meant,
    state_question,
)
from tulga.findings.importers.columns import Holds, Table, questions_of, table_of
from tulga.findings.importers.tiers import tier_in_words, year_of
from tulga.kit.imports.layouts import Choice, Layout, Question, Understanding
from tulga.kit.imports.records import Problem, Reading, Record, Severity, Where
from tulga.kit.sentences import say

if TYPE_CHECKING:
    from tulga.kit.tabular.content import Content

PLACEMENT = "placement"
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
        table = table_of(content, given)
        if table is None or not table.has(Holds.YEAR, Holds.TIER) or table.has(Holds.TEXT):
            return None
        codes = [cell for row in table.rows if tier_in_words(cell := table.text(row, Holds.TIER)) is None]
        states = _states(table)
        asked = [state_question(states, given)] if must_be_asked(states, given) else []
        reasons = [say(gettext_noop("The table has a column for the year and one for the tier."))]
        reasons += only_state_told(states, given)
        if codes:
            reasons.append(say(gettext_noop("Tiers are given as codes, whose meaning the file does not say.")))
        meanings = [_code_question(code, codes, given) for code in dict.fromkeys(codes)]
        return Understanding(
            self.name,
            confidence=0.9,
            reasons=tuple(reasons),
            questions=(*asked, *meanings, *questions_of(table)),
            shape=table.shape,
        )

    def read(self, content: Content, understanding: Understanding) -> Reading:
        answers = understanding.answers
        table = table_of(content, answers)
        if table is None:
            return Reading(())
        problems: list[Problem] = []
        records = tuple(self._placements(table, answers, problems))
        facts: dict[str, Any] = {"body": "TIP"}
        if records:
            facts["placed"] = max(record.values["year"] for record in records)
        if code := state_meant(_states(table), answers):
            facts["state"] = code
        return Reading(records, tuple(problems), facts)

    def _placements(self, table: Table, answers: Mapping[str, str], problems: list[Problem]) -> Iterator[Record]:
        years: set[int] = set()
        without: list[str] = []
        for row in table.rows:
            state, cell = table.text(row, Holds.STATE), table.text(row, Holds.TIER)
            if STATE in answers and not is_same_state(state, answers[STATE]):
                continue
            where = Where.in_grid(table.grid, row)
            year = year_of(table.text(row, Holds.YEAR))
            said = tier_in_words(cell)
            tier = answers[_code_name(cell)].replace(NO_TIER, "") if said is None else said
            if year is None:
                sentence = say(gettext_noop("“%(words)s” is no year."), words=table.text(row, Holds.YEAR)[:40])
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


def _states(table: Table) -> list[str]:
    return [state for row in table.rows if (state := table.text(row, Holds.STATE))]


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
