"""How much the answer depends on choices nobody can prove right: many estimates of one population, side by side."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from itertools import combinations
from typing import Any

from .averaging import Criterion, all_fits, average
from .caveats import Caveat, caveats_of
from .fitting import NoEstimate
from .intervals import Interval, bootstrap, normal_interval, profile_interval
from .models import MOST_LISTS_OF_ALL_ORDERS
from .selection import ALL_ORDERS, MOST_LISTS_OF_SEARCH, PAIRS, Kind, Method, Selection, select
from .tables import CaptureTable

STEPWISE = Method(Kind.STEPWISE)
THRESHOLDS = (0.001, 0.005, 0.05, 0.1)
MOST_LISTS_OF_AVERAGES = 6


class Group(StrEnum):
    """What is changed in a row, all else being as in the first."""

    CHOSEN = "chosen"
    INTERVAL = "interval"
    METHOD = "method"
    THRESHOLD = "threshold"
    DROPPED = "dropped"
    MERGED = "merged"


class Way(StrEnum):
    """How a row's numbers come about."""

    STEPWISE = "stepwise"
    BIC = "bic"
    AVERAGE_BIC = "average_bic"
    AVERAGE_AIC = "average_aic"


@dataclass(frozen=True)
class Row:
    """One estimate. In cases; None where no model has an estimate (`problem` says it) or no interval was found.

    `subject` names the lists that were left out or merged; `threshold` is None where the way has none; `order` is 2 for
    pairs and 10 for all orders. An average has no model of its own: `model` is that of the largest weight.
    """

    group: Group
    subject: tuple[str, ...]
    way: Way
    order: int
    threshold: float | None
    lists: tuple[str, ...]
    cases: int
    estimate: float | None = None
    interval: Interval | None = None
    model: tuple[tuple[str, ...], ...] = ()
    problem: str = ""

    @property
    def label(self) -> str:
        """What the row is, in English."""
        orders = "pairs" if self.order == 2 else "all orders"
        ways = {
            Way.STEPWISE: f"stepwise, p < {self.threshold:g}" if self.threshold else "stepwise",
            Way.BIC: f"best by BIC, {orders}",
            Way.AVERAGE_BIC: f"averaged by BIC, {orders}",
            Way.AVERAGE_AIC: f"averaged by AIC, {orders}",
        }
        if self.group == Group.DROPPED:
            return f"without {self.subject[0]}"
        if self.group == Group.MERGED:
            return f"{self.subject[0]} and {self.subject[1]} as one"
        if self.group == Group.INTERVAL and self.interval:
            return f"one model, {self.interval.kind} interval"
        return ways[self.way]


@dataclass(frozen=True)
class Panel:
    """The sensitivity panel of one table: the answer to "how many" is all of it. `boot` resamples, from `seed`."""

    table: CaptureTable
    method: Method
    rows: tuple[Row, ...]
    level: float
    boot: int
    seed: int
    caveats: tuple[Caveat, ...]

    @property
    def chosen(self) -> Row:
        return self.rows[0]

    @property
    def range(self) -> tuple[float, float] | None:
        """The lowest and the highest estimate of all rows; None where no row has one."""
        found = [row.estimate for row in self.rows if row.estimate is not None]
        return (min(found), max(found)) if found else None

    def as_data(self) -> dict[str, Any]:
        """The panel as what JSON can hold."""
        return {
            "n": self.table.cases,
            "lists": list(self.table.lists),
            "method": self.method.kind,
            "order": "2" if self.method.order == PAIRS else "all",
            "level": self.level,
            "boot": self.boot,
            "seed": self.seed,
            "rows": [_row_as_data(row) for row in self.rows],
            "caveats": [caveat.sentence for caveat in self.caveats],
        }


Selected = tuple[Row, Selection | None]


def build_panel(
    table: CaptureTable,
    *,
    method: Method = STEPWISE,
    boot: int = 1000,
    level: float = 0.95,
    seed: int = 1,
) -> Panel:
    """Estimate by the method; then by other intervals, orders, thresholds and methods, without each list, and with each
    two lists read as one.

    Every row with a BCa interval has `boot` resamples of its own table, the model chosen anew in each. Raises BadTable
    where the method cannot be used with so many lists.
    """
    method.space(len(table.lists))

    def selected(group: Group, subject: tuple[str, ...], changed: CaptureTable, how: Method) -> Selected:
        row = _row(group, subject, changed, Way(how.kind), how)
        if changed.cases == 0:
            return replace(row, problem="No case is left."), None
        try:
            selection = select(changed, how)
        except NoEstimate as problem:
            return replace(row, problem=str(problem)), None
        interval = bootstrap(selection, boot=boot, seed=seed).interval(level)
        return _filled(row, selection, interval), selection

    def row_of(*changed: Any) -> list[Row]:
        return [selected(*changed)[0]]

    def averages() -> list[Row]:
        return list(_averages(table, level))

    chosen, selection = selected(Group.CHOSEN, (), table, method)
    rows = [chosen]
    if selection is not None:
        rows += [
            _filled(_row(Group.INTERVAL, (), table, Way(method.kind), method), selection, find(selection.fit, level))
            for find in (profile_interval, normal_interval)
        ]
    parts: list[Callable[[], list[Row]]] = [
        partial(row_of, Group.METHOD, (), table, other) for other in _other_methods(table, method)
    ]
    parts.append(averages)
    if method.kind == Kind.STEPWISE:
        thresholds = [replace(method, threshold=each) for each in THRESHOLDS if each != method.threshold]
        parts += [partial(row_of, Group.THRESHOLD, (), table, each) for each in thresholds]
    for place, name in enumerate(table.lists):
        parts.append(partial(row_of, Group.DROPPED, (name,), table.without(place), method))
    for first, second in combinations(range(len(table.lists)), 2):
        subject = (table.lists[first], table.lists[second])
        parts.append(partial(row_of, Group.MERGED, subject, table.merged(first, second), method))
    # Rows know nothing of each other, and compiled code lets other threads run; what takes longest is begun first.
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        for found in pool.map(lambda part: part(), parts):
            rows += found
    return Panel(table, method, tuple(rows), level, boot, seed, _caveats(selection, rows))


def _caveats(selected: Selection | None, rows: list[Row]) -> tuple[Caveat, ...]:
    return caveats_of(selected, rows[0].interval, [row.estimate for row in rows if row.estimate is not None])


def _row(group: Group, subject: tuple[str, ...], table: CaptureTable, way: Way, method: Method) -> Row:
    threshold = method.threshold if way == Way.STEPWISE else None
    return Row(group, subject, way, method.order, threshold, table.lists, table.cases)


def _filled(row: Row, selection: Selection, interval: Interval) -> Row:
    model = tuple(tuple(names) for names in selection.fit.generators)
    return replace(row, estimate=selection.fit.estimate, interval=interval, model=model)


def _other_methods(table: CaptureTable, method: Method) -> list[Method]:
    lists = len(table.lists)
    possible = [Method(Kind.STEPWISE)]
    if lists <= MOST_LISTS_OF_SEARCH:
        possible.append(Method(Kind.BIC))
    if 3 < lists <= MOST_LISTS_OF_ALL_ORDERS:
        possible.append(Method(Kind.BIC, ALL_ORDERS))
    return [each for each in possible if (each.kind, each.order) != (method.kind, method.order)]


def _averages(table: CaptureTable, level: float) -> Iterator[Row]:
    if len(table.lists) > MOST_LISTS_OF_AVERAGES:
        return
    fits = all_fits(table, PAIRS)
    for way, criterion in ((Way.AVERAGE_BIC, Criterion.BIC), (Way.AVERAGE_AIC, Criterion.AIC)):
        row = Row(Group.METHOD, (), way, PAIRS, None, table.lists, table.cases)
        try:
            found = average(table, PAIRS, criterion=criterion, level=level, leading=1, fits=fits)
        except NoEstimate as problem:
            yield replace(row, problem=str(problem))
            continue
        model = tuple(tuple(names) for names in found.leading[0][1])
        yield replace(row, estimate=found.estimate, interval=found.interval, model=model)


def _row_as_data(row: Row) -> dict[str, Any]:
    interval = row.interval
    return {
        "group": row.group,
        "label": row.label,
        "subject": list(row.subject),
        "way": row.way,
        "order": "2" if row.order == PAIRS else "all",
        "threshold": row.threshold,
        "lists": list(row.lists),
        "n": row.cases,
        "estimate": row.estimate,
        "model": [list(names) for names in row.model] or None,
        "interval": interval and interval.as_data(),
        "problem": row.problem or None,
    }
