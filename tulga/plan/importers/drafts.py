"""An activity while its rows are read, and what it becomes: a record that holds only what JSON holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from tulga.kit.imports.records import Problem, Record, Severity, Where
from tulga.kit.sentences import Sentence
from tulga.plan.importers.periods import Period
from tulga.plan.importers.texts import joined
from tulga.plan.importers.trees import Group
from tulga.plan.values import Value

PLAN, GROUP, ACTIVITY = "plan", "group", "activity"


@dataclass
class Draft:
    """Empty fields are what the file does not speak of."""

    where: Where
    row: int
    title: dict[str, str]
    number: str = ""
    number_in_file: str = ""  # where the number is another
    group: Group | None = None
    notes: dict[str, str] = field(default_factory=dict)
    pillar: str = ""
    period: Period | None = None
    names: dict[str, str] = field(default_factory=dict)  # lead, together, funders, places: the cells' words
    milestones: list[dict[str, Any]] = field(default_factory=list)
    budget: list[dict[str, Any]] = field(default_factory=list)
    indicators: list[dict[str, Any]] = field(default_factory=list)
    former: list[tuple[str, str]] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)
    cells: dict[str, Where] = field(default_factory=dict)
    duplicate_of: Where | None = None
    other_group: str = ""  # the one that its number names, where it stands under another

    def remark(self, where: Where, message: Sentence, severity: Severity = Severity.WARNING) -> None:
        self.remarks.append(Problem(where, message, severity))

    def add_notes(self, notes: Mapping[str, str]) -> None:
        self.notes = joined(self.notes, notes)

    def add_name(self, what: str, text: str, where: Where) -> None:
        """The words of a cell that names agencies or places; of a further row they are added."""
        if text and text not in self.names.get(what, "").split("\n"):
            self.names[what] = "\n".join(filter(None, [self.names.get(what), text]))
            self.cells.setdefault(what, where)

    def as_record(self, key: str, fields: set[str]) -> Record:
        """With the fields that the file has a column for, empty ones too: an emptied cell is a change."""
        values: dict[str, Any] = {"number": self.number, "title": self.title}
        if self.pillar:
            values["pillar"] = self.pillar
        if "notes" in fields or self.notes:
            values["notes"] = self.notes
        if self.period is not None:
            values["period"] = period_values(self.period)
        values["names"] = {
            what: self.names.get(what, "") for what in ("lead", "together", "funders", "places") if what in fields
        }
        for name in ("milestones", "budget", "indicators"):
            if name in fields:
                values[name] = getattr(self, name)
        values["former"] = [list(each) for each in self.former]
        if self.duplicate_of is not None:
            values["number_in_file"] = self.number_in_file
            values["duplicate_of"] = self.duplicate_of.as_json()
        if self.other_group:
            values["other_group"] = self.other_group
        parent = self.group.key if self.group else ""
        return Record(ACTIVITY, key, values, self.where, parent, dict(self.cells), tuple(self.remarks))


def group_record(group: Group) -> Record:
    values = {"number": group.number, "title": group.title}
    parent = group.parent.key if group.parent else ""
    return Record(GROUP, group.key, values, group.where, parent, remarks=tuple(group.remarks))


def period_values(period: Period) -> dict[str, Any]:
    return {
        "starts_on": period.starts_on.isoformat() if period.starts_on else None,
        "ends_on": period.ends_on.isoformat() if period.ends_on else None,
        "recurrence": str(period.recurrence),
        "words": period.words,
        "is_in_words": period.is_in_words,
    }


@lru_cache(maxsize=2_048)  # plans say the same over and over; nobody changes what JSON holds
def value_json(value: Value) -> dict[str, Any]:
    return {
        "given": value.given,
        "kind": str(value.kind),
        "number": None if value.number is None else str(value.number),
    }
