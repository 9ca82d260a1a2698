"""Questions that several layouts ask."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext_noop

from tulga.findings.importers.columns import Holds
from tulga.findings.importers.reading import language_of
from tulga.findings.importers.states import state_code
from tulga.findings.importers.tables import Line, Tables
from tulga.kit.i18n import languages, own_name
from tulga.kit.imports.layouts import Choice, Question
from tulga.kit.sentences import Sentence, quoted, say

LANGUAGE, STATE = "language", "state"


def language_question(texts: Iterable[str], given: Mapping[str, str]) -> Question:
    """Which language the texts are in: found out from their letters."""
    offered = languages()
    wanted = given.get(LANGUAGE, "")
    return Question(
        LANGUAGE,
        say(gettext_noop("Language of the texts")),
        answer=wanted if wanted in offered else language_of(texts, offered),
        choices=tuple(Choice(code, quoted(own_name(code))) for code in offered),
    )


def state_question(names: Sequence[str], given: Mapping[str, str]) -> Question:
    """Which State's rows are wanted, of a table with many. Nothing is assumed: without an answer nothing is read."""
    counted = Counter(names)
    wanted = given.get(STATE, "").strip()
    found = next((name for name in counted if is_same_state(name, wanted)), "") if wanted else ""
    return Question(
        STATE,
        say(
            gettext_noop("This file holds %(count)s States. Say which one is wanted."),
            count=len(counted),
        )
        if found or not wanted
        else say(
            gettext_noop("This file holds no State with the name “%(name)s”. Say another: %(names)s."),
            name=wanted[:60],
            names=", ".join(sorted(counted)),
        ),
        answer=found,
        choices=tuple(Choice(name, quoted(f"{name} ({counted[name]})")) for name in sorted(counted)),
        is_required=True,
        is_remembered=False,  # the next file of this source may be brought in for another State
    )


def must_be_asked(names: Sequence[str], given: Mapping[str, str]) -> bool:
    """Whether the rows are about several States, or about another than the one that is wanted."""
    wanted = given.get(STATE, "").strip()
    return len(set(names)) > 1 or bool(names and wanted and not is_same_state(names[0], wanted))


def only_state_told(names: Sequence[str], given: Mapping[str, str]) -> tuple[Sentence, ...]:
    """That a file of one State is about that one; nothing where it is asked."""
    if not names or must_be_asked(names, given):
        return ()
    return (say(gettext_noop("All of it is about one State: %(name)s."), name=names[0]),)


def state_meant(names: Sequence[str], answers: Mapping[str, str]) -> str:
    """The code of the State that was asked for, else of the only one."""
    return state_code(answers.get(STATE) or (names[0] if names else ""))


def is_same_state(name: str, other: str) -> bool:
    code = state_code(name)
    return name.casefold() == other.casefold() or bool(code and code == state_code(other))


def states_named(tables: Tables, needed: Holds = Holds.TEXT) -> list[str]:
    """The State of each row that says something."""
    return [state for line in tables.lines if (state := line.text(Holds.STATE)) and line.text(needed)]


def lines_wanted(tables: Tables, answers: Mapping[str, str]) -> Sequence[Line]:
    """All rows, or those of the State that was asked for."""
    if STATE not in answers:
        return tables.lines
    return [line for line in tables.lines if is_same_state(line.text(Holds.STATE), answers[STATE])]
