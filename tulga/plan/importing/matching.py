"""Which stored group or activity a record is: the same number and words, else the same words, else the same number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping

Names = tuple[str, Mapping[str, str]]  # number and title
Key = Callable[[Names], Iterable[Hashable]]


def matched(wanted: Mapping[int, Names], there: Mapping[int, Names]) -> dict[int, int]:
    """Place of a record -> what it is of the stored ones, by the keys of both mappings. Each is taken once."""
    found: dict[int, int] = {}
    if not there:
        return found
    for key in (_number_and_title, _title, _number):
        taken = set(found.values())
        free = {pk: names for pk, names in there.items() if pk not in taken}
        waiting = {at: names for at, names in wanted.items() if at not in found}
        found |= _by(key, waiting, free)
    return found


def _by(key: Key, wanted: Mapping[int, Names], there: Mapping[int, Names]) -> dict[int, int]:
    """Pairs whose key nobody else has, on either side."""
    stored, asking = _only(key, there), _only(key, wanted)
    found: dict[int, int] = {}
    taken: set[int] = set()
    for value, at in asking.items():
        pk = stored.get(value)
        if pk is not None and at not in found and pk not in taken:
            found[at] = pk
            taken.add(pk)
    return found


def _only(key: Key, rows: Mapping[int, Names]) -> dict[Hashable, int]:
    having: defaultdict[Hashable, list[int]] = defaultdict(list)
    for at, names in rows.items():
        for value in key(names):
            having[value].append(at)
    return {value: places[0] for value, places in having.items() if len(places) == 1}


def _number(names: Names) -> Iterable[Hashable]:
    yield names[0]


def _title(names: Names) -> Iterable[Hashable]:
    for language, text in names[1].items():
        yield language, " ".join(text.casefold().split())


def _number_and_title(names: Names) -> Iterable[Hashable]:
    for each in _title(names):
        yield names[0], each
