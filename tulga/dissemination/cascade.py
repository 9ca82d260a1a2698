"""Which office stands above which when a release is delivered: a tree, whatever the register of agencies says."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

Parents = Mapping[int, int | None]


def office_above(office: int, parents: Parents, receivers: Collection[int]) -> int | None:
    """The nearest office above that receives the release too; none where the register leads in a circle."""
    if is_in_a_circle(office, parents):
        return None
    return next((each for each in _above(office, parents) if each in receivers), None)


def is_in_a_circle(office: int, parents: Parents) -> bool:
    """Whether the register says that the office belongs, over some others, to itself."""
    return office in _above(office, parents)


def trail_of(office: int, parents: Parents, receivers: Collection[int]) -> list[int]:
    """From the top of the tree down to this office."""
    trail = [office]
    while (above := office_above(trail[0], parents, receivers)) is not None and above not in trail:
        trail.insert(0, above)
    return trail


def _above(office: int, parents: Parents) -> Iterator[int]:
    """Upwards, each office once."""
    seen: set[int] = set()
    above = parents.get(office)
    while above is not None and above not in seen:
        yield above
        seen.add(above)
        above = parents.get(above)
