"""Hierarchical log-linear models, as bit masks.

An effect is a set of lists, as a bit mask (0b101: the first and the third). Every model holds the intercept and each
list by itself; it is told apart by its further effects, and holds with an effect all that lie below it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import combinations

import numpy as np
import numpy.typing as npt

Keys = npt.NDArray[np.int64]

MOST_LISTS_OF_ALL_ORDERS = 5
"""Six lists have 7.8 million hierarchical models; then only pairs are searched."""

MOST_LISTS_OF_ALL_PAIRS = 7
"""Up to two million pairwise models are gone through one by one; of more lists, only the search is feasible."""


@dataclass(frozen=True)
class ModelSpace:
    """The models of so many lists with effects of at most `order` lists; the saturated model is not one of them.

    A model's key has bit j where it holds the effect `candidates[j]`; pairs come first, in the order of the lists.
    """

    lists: int
    order: int
    candidates: Keys = field(init=False, compare=False, repr=False)
    above: Keys = field(init=False, compare=False, repr=False)
    below: Keys = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        effects = [
            sum(1 << place for place in chosen)
            for size in range(2, min(self.order, self.lists - 1) + 1)
            for chosen in combinations(range(self.lists), size)
        ]
        above = [sum(1 << j for j, other in enumerate(effects) if other & each == each) for each in effects]
        below = [sum(1 << j for j, other in enumerate(effects) if other & each == other) for each in effects]
        for name, values in (("candidates", effects), ("above", above), ("below", below)):
            object.__setattr__(self, name, np.array(values, np.int64))

    @cached_property
    def keys(self) -> Keys:
        """The keys of all models, ascending: of all orders, 8, 113 and 6,893 for 3, 4 and 5 lists."""
        if self.lists > (MOST_LISTS_OF_ALL_ORDERS if self.order > 2 else MOST_LISTS_OF_ALL_PAIRS):
            raise ValueError(f"{self.lists} lists have too many models of order {self.order} to go through.")
        if self.order == 2:
            return np.arange(1 << self.candidates.size, dtype=np.int64)
        keys = [0]
        for place, below in enumerate(self.below.tolist()):
            keys += [key | 1 << place for key in keys if (below & ~(1 << place)) & ~key == 0]
        return np.sort(np.array(keys, np.int64))

    def key_of(self, effects: Iterable[int]) -> int:
        """The key of the smallest model with these effects. Raises ValueError for an effect outside the space."""
        key = 0
        places = {effect: place for place, effect in enumerate(self.candidates.tolist())}
        for effect in effects:
            if effect & (effect - 1):
                if effect not in places:
                    raise ValueError(f"No model of order {self.order} holds the effect {effect:b}.")
                key |= int(self.below[places[effect]])
        return key

    def effects_of(self, key: int) -> tuple[int, ...]:
        """All effects of the model but the intercept, the lists by themselves first."""
        chosen = (effect for place, effect in enumerate(self.candidates.tolist()) if key >> place & 1)
        return (*(1 << place for place in range(self.lists)), *chosen)

    def generators_of(self, key: int) -> tuple[int, ...]:
        """The effects that lie below no other: what a statistician writes in brackets, as [12,3]."""
        effects = self.effects_of(key)
        return tuple(each for each in effects if not any(each & other == each != other for other in effects))


@lru_cache(maxsize=64)
def space_of(lists: int, order: int) -> ModelSpace:
    """The space of that size, built once."""
    return ModelSpace(lists, order)


def lists_in(effect: int) -> Iterator[int]:
    """The places of the effect's lists, ascending."""
    return (place for place in range(effect.bit_length()) if effect >> place & 1)


def names_of(effects: Iterable[int], lists: Sequence[str]) -> list[list[str]]:
    """The effects as lists of names."""
    return [[lists[place] for place in lists_in(effect)] for effect in effects]


def notation_of(generators: Iterable[Sequence[str]]) -> str:
    """A model's generators in one line: PF:NCA · LA:NG · GO."""
    return " · ".join(":".join(names) for names in generators)
