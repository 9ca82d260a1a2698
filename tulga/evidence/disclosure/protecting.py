"""From counts to a table that can be published: what is hidden, why, and what a reader would know of it."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import numpy as np

from .attack import Intervals, intervals_in_time
from .deadline import Clock, Deadline
from .equations import totals_in_key
from .errors import BadInput, Sentence
from .exact import FewestCells, Pattern
from .overlap import known_already
from .problem import Flags, Problem
from .protected import Hiding, ProtectedCell, ProtectedTable, Reason
from .published import Given, PublishedCell, PublishedTable
from .releases import joint
from .tables import CountTable, lines_with_everybody

LEAST_THRESHOLD = 5
SHARE_FOR_SEARCH = 0.75
"""Of the time that is given; the rest is for the audit."""
LEAST_FOR_AUDIT = 5.0
"""Seconds in which intervals are made exact, however little time is left."""
MORE_ROOM = 3
"""How often primaries get one person more room, where whole numbers leave less than fractions do."""


@dataclass(frozen=True)
class Rule:
    """Fewer than `threshold` people are not told. With `protect_zero` neither is that there are none, or all.

    Hidden cells are known to be at least 1 as long as zeros are shown; `hidden_minimum` and `total_stays` say otherwise
    for comparisons with published results, never for a table that is going to be published.
    """

    threshold: int = 10
    protect_zero: bool = False
    hidden_minimum: int | None = None
    total_stays: bool = True

    @property
    def floor(self) -> int:
        if self.hidden_minimum is not None:
            return self.hidden_minimum
        return 0 if self.protect_zero else 1


def protect(
    table: CountTable,
    *,
    threshold: int = 10,
    protect_zero: bool = False,
    seconds: float = 60.0,
    clock: Clock = time.monotonic,
    told: PublishedTable | None = None,
) -> ProtectedTable:
    """Hide the fewest cells, and among those patterns lose the least, so that no small cell can be worked out.

    For every primary cell (1 to threshold - 1 persons; zeros and lines wholly in one cell too with `protect_zero`) a
    reader's exact interval reaches `threshold` and holds at least `threshold` whole numbers. Every answer has passed
    the audit of what it publishes. After `seconds` by the `clock` the best pattern found is given with its gap; a first
    pattern and the audit are finished in any case. No cell is hidden for others' sake whose count readers have from a
    table `told` before, unless nothing else protects; `learned_together` says what both together give away.

    Raises BadInput for a threshold under 5. Source: M. Fischetti, J. J. Salazar, Management Science 47 (2001).
    """
    if threshold < LEAST_THRESHOLD:
        raise BadInput("The threshold is a whole number from %(least)s.", least=LEAST_THRESHOLD)
    known = known_already(table, told) if told else None
    return protect_by(Rule(threshold, protect_zero), table, seconds, clock, known)


def protect_by(
    rule: Rule,
    table: CountTable,
    seconds: float = 60.0,
    clock: Clock = time.monotonic,
    known: Flags | None = None,
) -> ProtectedTable:
    """The same under a rule with every switch."""
    begun = time.perf_counter()
    if _total_is_too_small(rule, table):
        return _only_fewer_than(rule, table, time.perf_counter() - begun)
    problem, reasons = what_to_hide(rule, table)
    end = Deadline(seconds, clock)
    deadline = end.share(SHARE_FOR_SEARCH)
    warnings = _warnings(table)
    search = FewestCells(problem if known is None else replace(problem, free=problem.free & ~known), deadline)
    is_found = search.begin()
    if not is_found and known is not None:
        search = FewestCells(problem, deadline)
        is_found = search.begin()
    if not is_found:
        search = FewestCells(_give_up_the_total(problem), deadline)
        search.begin()
        reasons[-1] = Reason.TOTAL_GIVEN_UP
        warnings.append(Sentence("The grand total had to be hidden: nothing else protects the small cells."))
    pattern, intervals = _search_and_audit(rule, table, search, end)
    warnings += _warnings_of(intervals)
    reasons = [
        reason or (Reason.FOR_OTHERS if hidden else None)
        for reason, hidden in zip(reasons, pattern.hidden, strict=True)
    ]
    cells = tuple(
        _cell(table, number, bool(problem.primary[number]), reason, intervals) for number, reason in enumerate(reasons)
    )
    return ProtectedTable(
        columns=table.columns,
        categories=table.categories,
        threshold=rule.threshold,
        zeros_hidden=rule.floor == 0,
        cells=cells,
        bound=min(pattern.bound, pattern.count),
        seconds=time.perf_counter() - begun,
        warnings=tuple(warnings),
    )


def what_to_hide(rule: Rule, table: CountTable) -> tuple[Problem, list[Reason | None]]:
    """Which cells must be hidden and why, and which may be."""
    value = table.some_table()
    exact = table.low == table.high
    least = 0 if rule.protect_zero else 1
    small = exact & (value >= least) & (value < rule.threshold) & ~table.impossible
    vague = ~exact & (table.low < rule.threshold)
    everybody = lines_with_everybody(table, value) & exact if rule.protect_zero else np.zeros(len(value), dtype=bool)
    primary = small | vague | everybody
    forced = primary | ~exact
    free = ~forced & (value > 0)
    if rule.total_stays:
        free[-1] = False
    reasons: list[Reason | None] = [None] * len(value)
    for reason, cells in (
        (Reason.EVERYBODY, everybody),
        (Reason.GIVEN_AS_FEWER, vague),
        (Reason.UNKNOWN_TOTAL, ~exact & (totals_in_key(table.shape) > 0)),
        (Reason.SMALL, small & (value > 0)),
        (Reason.ZERO, small & (value == 0)),
    ):
        for cell in np.flatnonzero(cells):
            reasons[cell] = reason
    floor = np.full(len(value), rule.floor, dtype=np.int64)
    return Problem(table.shape, value, np.minimum(floor, value), primary, forced, free, rule.threshold), reasons


def _warnings(table: CountTable) -> list[Sentence]:
    if table.is_exact:
        return []
    return [
        Sentence(
            "Some counts were given as fewer than a number. They are protected only if that number is not public"
            " already: whoever has read <5 knows that it is fewer than 5."
        )
    ]


def _total_is_too_small(rule: Rule, table: CountTable) -> bool:
    return bool(table.high[-1] < rule.threshold and table.high[-1] >= (0 if rule.protect_zero else 1))


def _only_fewer_than(rule: Rule, table: CountTable, seconds: float) -> ProtectedTable:
    """Nothing but "fewer than k" for the whole table: the zeros in it would tell of the others."""
    most = rule.threshold - 1
    cells = [ProtectedCell(key, Hiding.PRIMARY, Reason.TOTAL_TOO_SMALL, None, 0, most) for key in table.keys]
    cells[-1] = replace(cells[-1], low=rule.floor)
    return ProtectedTable(
        columns=table.columns,
        categories=table.categories,
        threshold=rule.threshold,
        zeros_hidden=rule.floor == 0,
        cells=tuple(cells),
        bound=len(cells),
        seconds=seconds,
        warnings=(
            Sentence(
                "All together are fewer than %(threshold)s: nothing else of this table can be told.",
                {"threshold": rule.threshold},
            ),
        ),
        only_fewer_than=True,
    )


def _give_up_the_total(problem: Problem) -> Problem:
    forced, free = problem.forced.copy(), problem.free.copy()
    forced[-1], free[-1] = True, False
    return replace(problem, forced=forced, free=free)


def _warnings_of(intervals: Intervals) -> list[Sentence]:
    left = int((~intervals.is_exact).sum())
    if not left:
        return []
    return [
        Sentence(
            "Time ended before all intervals were exact, in cells: %(number)s. A reader is left with what is told of "
            "them, or with more.",
            {"number": left},
        )
    ]


def _search_and_audit(rule: Rule, table: CountTable, search: FewestCells, end: Deadline) -> tuple[Pattern, Intervals]:
    """The best pattern that passes the audit of what it would publish."""
    problem = search.problem
    for extra in range(MORE_ROOM):
        if extra:
            search = FewestCells(replace(problem, extra=extra), search.deadline)
            search.begin()
        pattern = search.run()
        intervals = what_a_reader_knows(rule, table, pattern.hidden, problem.primary, end)
        if passes(rule, problem, intervals):
            # More room than the rule asks for proves nothing about the fewest cells.
            return pattern if not extra else Pattern(pattern.hidden, int(problem.forced.sum())), intervals
    everything = Pattern(problem.forced | problem.free, int(problem.forced.sum()))
    intervals = what_a_reader_knows(rule, table, everything.hidden, problem.primary, end)
    if not passes(rule, problem, intervals):
        raise BadInput("These counts cannot be protected, even with every cell hidden that may be.")
    return everything, intervals


def what_a_reader_knows(rule: Rule, table: CountTable, hidden: Flags, primary: Flags, deadline: Deadline) -> Intervals:
    """The interval of each cell from the published table alone: exact, unless time ends it once the rule is judged."""
    cells = {
        key: PublishedCell(Given.HIDDEN, rule.floor, np.inf)
        if hidden[number]
        else PublishedCell(Given.SHOWN, float(table.low[number]), float(table.low[number]))
        for number, key in enumerate(table.keys)
    }
    together = joint((PublishedTable(table.columns, table.categories, cells),))
    places = together.places[0]
    found = intervals_in_time(
        together.known,
        np.unique(places[hidden]),
        np.unique(places[primary]),
        rule.threshold,
        deadline.at_least(LEAST_FOR_AUDIT),
    )
    return found.of(places)


def passes(rule: Rule, problem: Problem, intervals: Intervals) -> bool:
    """For every primary cell: may be `threshold` or more, and at least `threshold` whole numbers are left."""
    low, high = intervals.low[problem.primary], intervals.high[problem.primary]
    return bool(((high >= rule.threshold) & (high - low >= rule.threshold - 1)).all())


def _cell(
    table: CountTable, number: int, is_primary: bool, reason: Reason | None, intervals: Intervals
) -> ProtectedCell:
    low, high = intervals.low[number], intervals.high[number]
    if reason is None:
        value = int(table.low[number])
        return ProtectedCell(table.keys[number], Hiding.SHOWN, None, value, value, value)
    hiding = Hiding.PRIMARY if is_primary else Hiding.COMPLEMENTARY
    top = None if np.isinf(high) else int(high)
    return ProtectedCell(table.keys[number], hiding, reason, None, int(low), top, bool(intervals.is_exact[number]))
