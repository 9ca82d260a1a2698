"""One release, or two that overlap, as one system of equations.

Each cell of a release is a set of people: those with its category in each column, and with any category of that release
where it is a total. Two cells that are the same set are one unknown, whichever release they stand in. A set that is the
union of smaller ones is their sum. For a calendar year and a year from April to March this ties April to December
together: months (or quarters, or the two years' own spans) become sets of months, and sets that nobody published, such
as the nine common months, are unknowns as well.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from itertools import product
from math import inf

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from .errors import CONTRADICTION, BadInput, Contradiction
from .knowledge import Knowledge
from .periods import months_of
from .published import PublishedTable
from .tidy import MOST_CELLS, TOTAL

Scope = frozenset[Hashable]
"""What a cell covers of one column: months, or categories."""


@dataclass(frozen=True)
class JointReleases:
    """What the releases say together, and for each of them which unknown each of its `keys()` is."""

    known: Knowledge
    places: tuple[NDArray[np.int64], ...]


def joint(releases: tuple[PublishedTable, ...]) -> JointReleases:
    """Lay one or two releases together. Raises BadInput if they cannot be compared, Contradiction if they differ."""
    columns = list(dict.fromkeys(name for release in releases for name in release.columns))
    described = [_describe(column, releases) for column in columns]
    unknowns = _Unknowns([column.blocks for column in described])
    places = []
    for number, release in enumerate(releases):
        scopes = [column.scopes[number] for column in described]
        own = [release.columns.index(name) if name in release.columns else None for name in columns]
        found = []
        for key in release.all_keys():
            labels = [TOTAL if place is None else key[place] for place in own]
            cell = release.cell(key)
            scope = tuple(found_in[label] for found_in, label in zip(scopes, labels, strict=True))
            found.append(unknowns.learn(scope, cell.low, cell.high))
        unknowns.add_up([[*{*column.values()}] for column in scopes])
        places.append(np.array(found, dtype=np.int64))
    return JointReleases(unknowns.knowledge(), tuple(places))


@dataclass(frozen=True)
class _Column:
    """For each release, what each label of one column covers; and the smallest pieces that make up all of it."""

    scopes: tuple[dict[str, Scope], ...]
    blocks: tuple[Scope, ...]


def _describe(column: str, releases: tuple[PublishedTable, ...]) -> _Column:
    labels = [
        release.categories[release.columns.index(column)] if column in release.columns else None for release in releases
    ]
    named = list(dict.fromkeys(label for each in labels if each is not None for label in each))
    if all(months_of(label) for label in named) and named:
        scopes = [_scopes_in_months(column, each) for each in labels]
    else:
        # A category that one of two releases leaves out has no case there.
        scopes = [_scopes({label: frozenset({label}) for label in named})] * len(releases)
    return _Column(tuple(scopes), _blocks({scope for each in scopes for scope in each.values()}))


def _scopes(covers: dict[str, Scope]) -> dict[str, Scope]:
    return {**covers, TOTAL: frozenset().union(*covers.values())}


def _scopes_in_months(column: str, labels: tuple[str, ...] | None) -> dict[str, Scope]:
    if labels is None:
        raise BadInput(
            "One release has no column %(column)s: add it, with the time its numbers cover,"
            " such as 2025 or 2025-04/2026-03.",
            column=column,
        )
    scopes = _scopes({label: frozenset(months_of(label) or ()) for label in labels})
    if sum(len(scopes[label]) for label in labels) > len(scopes[TOTAL]):
        raise BadInput(
            "In the column %(column)s of one release two periods overlap, so that its totals count twice.",
            column=column,
        )
    return scopes


def _blocks(scopes: set[Scope]) -> tuple[Scope, ...]:
    """The coarsest pieces of which every scope is a union."""
    pieces: dict[frozenset[Scope], set[Hashable]] = {}
    for atom in frozenset().union(*scopes):
        pieces.setdefault(frozenset(scope for scope in scopes if atom in scope), set()).add(atom)
    return tuple(frozenset(piece) for piece in pieces.values())


class _Unknowns:
    """Sets of people, each with what is known of its count and with the equations that tie them together."""

    def __init__(self, blocks: list[tuple[Scope, ...]]) -> None:
        self.blocks = blocks
        self.numbers: dict[tuple[Scope, ...], int] = {}
        self.low: list[float] = []
        self.high: list[float] = []
        self.sums: dict[tuple[int, int], list[int]] = {}

    def number(self, scope: tuple[Scope, ...]) -> int:
        if scope not in self.numbers:
            self.numbers[scope] = len(self.low)
            self.low.append(0)
            self.high.append(inf)
        return self.numbers[scope]

    def learn(self, scope: tuple[Scope, ...], low: float, high: float) -> int:
        number = self.number(scope)
        self.low[number] = max(self.low[number], low)
        self.high[number] = min(self.high[number], high)
        if self.low[number] > self.high[number]:
            raise Contradiction(CONTRADICTION)
        return number

    def add_up(self, scopes: list[list[Scope]]) -> None:
        """Every set that is larger than a piece is the sum of its pieces, along each column."""
        refined = [list(dict.fromkeys([*column, *self._pieces(column, place)])) for place, column in enumerate(scopes)]
        if np.prod([len(column) for column in refined], dtype=float) > MOST_CELLS:
            raise BadInput("Laid together, the two releases have more cells than can be worked on.")
        for place, column in enumerate(refined):
            whole = {scope: self._pieces([scope], place) for scope in column}
            for rest in product(*(scopes for other, scopes in enumerate(refined) if other != place)):
                for scope, pieces in whole.items():
                    if len(pieces) > 1:
                        total = self.number((*rest[:place], scope, *rest[place:]))
                        parts = [self.number((*rest[:place], piece, *rest[place:])) for piece in pieces]
                        self.sums[total, place] = parts

    def _pieces(self, scopes: list[Scope], place: int) -> list[Scope]:
        return [block for block in self.blocks[place] if any(block <= scope for scope in scopes)]

    def knowledge(self) -> Knowledge:
        cells = [number for (total, _), parts in self.sums.items() for number in (*parts, total)]
        signs = [sign for parts in self.sums.values() for sign in (*[1.0] * len(parts), -1.0)]
        rows = [row for row, parts in enumerate(self.sums.values()) for _ in range(len(parts) + 1)]
        equations = sparse.csr_array((signs, (rows, cells)), shape=(len(self.sums), len(self.low)))
        pieces, sums = self._in_pieces()
        return Knowledge(pieces, sums, equations, np.array(self.low), np.array(self.high))

    def _in_pieces(self) -> tuple[NDArray[np.int64], sparse.csr_array]:
        """The cells that are one piece in every column, and every cell as the sum of those."""
        within = [{} for _ in self.blocks]  # type: list[dict[Scope, list[Scope]]]
        pieces: dict[tuple[Scope, ...], int] = {}
        rows, columns = [], []
        for scope, number in self.numbers.items():
            for place, part in enumerate(scope):
                if part not in within[place]:
                    within[place][part] = self._pieces([part], place)
            for piece in product(*(parts[part] for parts, part in zip(within, scope, strict=True))):
                rows.append(number)
                columns.append(pieces.setdefault(piece, len(pieces)))
        numbers = np.array([self.numbers[piece] for piece in pieces], dtype=np.int64)
        ones = np.ones(len(rows))
        return numbers, sparse.csr_array((ones, (rows, columns)), shape=(len(self.numbers), len(pieces)))
