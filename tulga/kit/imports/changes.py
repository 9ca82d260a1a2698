"""What applying would do to what exists, row by row, and what only a person can answer."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Self

from tulga.kit.imports.layouts import Choice
from tulga.kit.imports.records import Record, Where
from tulga.kit.sentences import Sentence

LEAVE_OUT = "leave-out"  # an answer to any doubt: those records are not applied


class Act(enum.StrEnum):
    """What applying does to a record."""

    CREATE = "create"
    CHANGE = "change"
    NOTHING = "nothing"


class Difference(NamedTuple):
    """One field that would change, both values in words: lists joined, dates as people write them."""

    field: str
    old: str
    new: str

    def as_json(self) -> list[str]:
        return list(self)

    @classmethod
    def of_json(cls, stored: list[str]) -> Self:
        return cls(*stored)


@dataclass(frozen=True)
class Doubt:
    """A question that the file leaves open, with the cell it stands in. Doubts of one name are answered once.

    `default` is what is done while nobody answers, such as keeping an agency as the words it is written in; without
    one, the record waits and is not applied. That its rows be left out is always a possible answer. What was answered
    is remembered for the next file of this target, unless it holds for this file only.
    """

    name: str
    where: Where
    question: Sentence
    choices: tuple[Choice, ...] = ()
    default: str = ""
    is_remembered: bool = True


@dataclass(frozen=True)
class Change:
    """What applying one record would do. Of a record that is created, every field is a difference from nothing.

    `pk` and `version` name what was found to stand there already; `row` is set by the engine: the stored row that
    the record came in, for the record to point to. `wanted` and `stood` are the target's own: what it made of the
    record when it compared, so that applying need not make it again, and what it compared that with.
    """

    record: Record
    act: Act
    differences: tuple[Difference, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    pk: int | None = None
    version: int | None = None
    row: int | None = field(default=None, compare=False)
    wanted: Any = field(default=None, compare=False)
    stood: Any = field(default=None, compare=False)


class State(enum.StrEnum):
    """How a row of the preview is shown and counted."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    DOUBTFUL = "doubtful"
    LEFT_OUT = "left_out"


_STATE_OF_ACT = {Act.CREATE: State.CREATED, Act.CHANGE: State.CHANGED, Act.NOTHING: State.UNCHANGED}


class Settled(NamedTuple):
    """A change after the answers: how it is shown, and whether it is applied."""

    change: Change
    state: State
    is_applied: bool


def settle(changes: tuple[Change, ...], answers: Mapping[str, str]) -> tuple[Settled, ...]:
    """Each change with the answers so far. What is under a record that will not exist is not applied."""
    missing: set[str] = set()  # keys of records that will not exist
    settled = []
    for change in changes:
        state, is_applied = _alone(change, answers)
        if is_applied and change.record.parent in missing:
            state, is_applied = State.LEFT_OUT, False
        if not is_applied and change.act is Act.CREATE:
            missing.add(change.record.key)
        settled.append(Settled(change, state, is_applied and change.act is not Act.NOTHING))
    return tuple(settled)


def _alone(change: Change, answers: Mapping[str, str]) -> tuple[State, bool]:
    given = [answers.get(doubt.name, "") for doubt in change.doubts]
    if LEAVE_OUT in given:
        return State.LEFT_OUT, False
    if all(given):
        return _STATE_OF_ACT[change.act], True
    can_wait = all(answer or doubt.default for answer, doubt in zip(given, change.doubts, strict=True))
    return State.DOUBTFUL, can_wait


def counts(settled: tuple[Settled, ...]) -> dict[str, int]:
    """How many rows are in each state, every state named."""
    found = dict.fromkeys((each.value for each in State), 0)
    for each in settled:
        found[each.state.value] += 1
    return found
