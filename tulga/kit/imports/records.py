"""What a layout reads out of a file: records with their places, and what it has to say about them."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from sys import intern
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from tulga.kit.sentences import Sentence
from tulga.kit.tabular.content import PARAGRAPH, place, where

if TYPE_CHECKING:
    from tulga.kit.tabular.content import Grid, Passage


class Where(NamedTuple):
    """A place in the source, which becomes words only when somebody reads it. Rows and columns count from 0."""

    form: str = ""  # of the grid: a sheet, a table; or a paragraph; nothing where it is the file as a whole
    name: str = ""
    number: int = 0
    row: int | None = None
    column: int | None = None

    @classmethod
    def in_grid(cls, grid: Grid, row: int | None = None, column: int | None = None) -> Self:
        return cls(grid.form, grid.name, grid.number, row, column)

    @classmethod
    def in_passage(cls, passage: Passage) -> Self:
        return cls(PARAGRAPH, number=passage.number)

    def __str__(self) -> str:
        return where(*self)

    @property
    def sentence(self) -> Sentence:
        """The place within a sentence that is stored: it too becomes words only when somebody reads it."""
        return place(*self)

    def at(self, column: int) -> Self:
        """Another cell of the same row."""
        return self._replace(column=column)

    def as_json(self) -> list[Any]:
        return list(self)

    @classmethod
    def of_json(cls, stored: list[Any]) -> Self:
        form, name, *rest = stored
        return cls(intern(form), intern(name), *rest)  # there are ten to a row, and a sheet has thousands of rows


class Severity(enum.StrEnum):
    NOTE = "note"  # what was done with the file's words: "(See Above)" resolved, an encoding assumed
    WARNING = "warning"  # what somebody should look at


@dataclass(frozen=True)
class Problem:
    """Something about the file that a person should know. What needs an answer is a Doubt."""

    where: Where
    message: Sentence
    severity: Severity = Severity.WARNING

    @property
    def is_about_the_whole(self) -> bool:
        """Whether somebody should look at it before anything is applied: no row shows it."""
        return self.severity is Severity.WARNING and self.where.row is None

    def as_json(self) -> dict[str, Any]:
        return {"where": self.where.as_json(), "message": self.message.as_json(), "severity": self.severity.value}

    @classmethod
    def of_json(cls, stored: Mapping[str, Any]) -> Self:
        return cls(Where.of_json(stored["where"]), Sentence.of_json(stored["message"]), Severity(stored["severity"]))


@dataclass(frozen=True)
class Record:
    """One thing that the file states, such as an activity or a finding.

    `key` names it within the file and its target, the same in the next edition of the file: importing twice finds it
    by that. `parent` is the key of the record it stands under. `values` hold only what JSON holds; what the file does
    not say is absent, so that it is left alone.
    """

    kind: str
    key: str
    values: Mapping[str, Any]
    where: Where
    parent: str = ""
    cells: Mapping[str, Where] = field(default_factory=dict)  # where single values stand, by their name
    remarks: tuple[Problem, ...] = ()

    def place_of(self, name: str) -> Where:
        """The cell of one value, or the record's own place."""
        return self.cells.get(name, self.where)

    def as_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "key": self.key,
            "parent": self.parent,
            "values": dict(self.values),
            "where": self.where.as_json(),
            "cells": {name: where.as_json() for name, where in self.cells.items()},
            "remarks": [each.as_json() for each in self.remarks],
        }

    @classmethod
    def of_json(cls, stored: Mapping[str, Any]) -> Self:
        return cls(
            kind=stored["kind"],
            key=stored["key"],
            parent=stored["parent"],
            values=stored["values"],
            where=Where.of_json(stored["where"]),
            cells={name: Where.of_json(where) for name, where in stored["cells"].items()},
            remarks=tuple(map(Problem.of_json, stored["remarks"])),
        )


@dataclass(frozen=True)
class Reading:
    """All that one file says: its records in order, what holds for the whole file, and remarks about no single record.

    `facts` are values of the whole, such as `{"tier": "2", "year": 2017}`; they hold only what JSON holds.
    """

    records: tuple[Record, ...]
    problems: tuple[Problem, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
