"""The tree of an edition: opened at any of its groups, whole or as far as filters match."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tulga.kit.i18n import Shown
from tulga.plan.models import Entry, PlanEdition, PlanItem
from tulga.plan.summaries.glance import ActivityLine, activity_line


@dataclass(frozen=True)
class Group:
    """A group with its activities. Groups come in the plan's order, parents before their parts."""

    item: PlanItem | None
    level: int
    level_name: str
    title: Shown
    activities: tuple[ActivityLine, ...]

    @property
    def heading(self) -> int:
        """The level of its heading under the page's own two."""
        return min(self.level + 2, 6)


def plan_tree(edition: PlanEdition, items: Iterable[PlanItem], entries: Iterable[Entry], today: dt.date) -> list[Group]:
    """The whole plan in its order from two queries' rows, however deep it goes."""
    parts: dict[int | None, list[PlanItem]] = defaultdict(list)
    leaves: dict[int | None, list[ActivityLine]] = defaultdict(list)
    for item in items:
        parts[item.parent_id].append(item)
    for entry in entries:
        leaves[entry.item_id].append(activity_line(entry, today))

    def walk(parent: int | None, level: int) -> Iterator[Group]:
        for item in parts[parent]:
            lines = tuple(leaves[item.pk])
            yield Group(item, level, edition.level_name(level), item.title.shown(), lines)
            yield from walk(item.pk, level + 1)

    rootless = [Group(None, 1, "", Shown("", ""), tuple(leaves[None]))] if leaves[None] else []
    return [*rootless, *walk(None, 1)]


@dataclass(frozen=True)
class Node:
    """A group as a line of the tree, with the number of activities anywhere below it."""

    item: PlanItem
    level_name: str
    title: Shown
    count: int
    children: tuple[Node, ...]


class Tree:
    """The groups of one edition, with the activities counted below each."""

    def __init__(
        self, edition: PlanEdition, items: Iterable[PlanItem], item_of_each_entry: Iterable[int | None]
    ) -> None:
        self.edition, self.items = edition, list(items)
        self.by_pk = {item.pk: item for item in self.items}
        self._children: dict[int | None, list[PlanItem]] = defaultdict(list)
        for item in self.items:
            self._children[item.parent_id].append(item)
        self._own = Counter(item_of_each_entry)

    @property
    def total(self) -> int:
        return self._own.total()

    def nodes(self, under: PlanItem | None = None) -> tuple[Node, ...]:
        level = len(self.path_to(under)) + 1 if under else 1
        return tuple(self._node(item, level) for item in self._children[under.pk if under else None])

    def path_to(self, item: PlanItem | None) -> list[PlanItem]:
        """From the highest group down to this one."""
        path: list[PlanItem] = []
        while item is not None:
            path.insert(0, item)
            item = self.by_pk[item.parent_id] if item.parent_id else None
        return path

    def level_name(self, item: PlanItem) -> str:
        return self.edition.level_name(len(self.path_to(item)))

    def below(self, item: PlanItem | None) -> list[PlanItem]:
        """The group and every group in it; of none, all."""
        if item is None:
            return self.items
        return [item, *(each for child in self._children[item.pk] for each in self.below(child))]

    def count(self, items: Sequence[PlanItem]) -> int:
        return sum(self._own[item.pk] for item in items)

    def _node(self, item: PlanItem, level: int) -> Node:
        children = tuple(self._node(child, level + 1) for child in self._children[item.pk])
        count = self._own[item.pk] + sum(child.count for child in children)
        return Node(item, self.edition.level_name(level), item.title.shown(), count, children)
