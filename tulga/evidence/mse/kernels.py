"""The loops that are compiled where Numba is installed, and run as plain Python where it is not.

A history, and an effect, is a bit mask over the lists; an array over all masks of t lists has 2**t entries, and entry 0
(on no list) is the one nobody saw. Summing such an array over subsets or over supersets takes t passes (the zeta
transform): log means are subset sums of the parameters; fitted margins, the gradient and the Hessian are superset sums
of the means. A model is a key: bit j says that candidate effect j is in it.

Everything is in this one file because Numba's cache does not notice a change in a function that another file calls.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

try:
    from numba import njit
except (ImportError, OSError):  # not there, or memory may not be written and run: the same functions, slower
    njit = None  # type: ignore[assignment]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

ADMISSIBLE, INADMISSIBLE, UNDECIDED, ABOVE, LOST = 0, 1, 2, 3, 4
"""How a fit ended: an estimate; proven to have none; for the linear programme to judge; deviance above the ceiling;
without an end."""

STEP = 1e-6
"""Newton's method converges quadratically: after a step of this size the parameters are exact to about 1e-12."""

LIMIT = 100
TIE, SLACK = 1e-9, 1e-5
"""Deviances closer than a tie are the same; a bound gives away this slack for its rounding."""

FAR = 25.0
"""A direction without an estimate leads parameters this far away, where no other model should start."""

PIVOT = 1e-7
"""In cases. A direction without an estimate has next to no information, so a fit whose pivots are larger has none."""


class Table(NamedTuple):
    """Counts, the number of cases with each effect, and the sum of n log n - n (that of the saturated model)."""

    counts: Floats
    margins: Floats
    saturated: float


class Room(NamedTuple):
    """Where one model is fitted: its effects that keep a parameter, the cells that stay (1, or 0), the fitted margins
    and the Cholesky factor of the Hessian."""

    effects: Ints
    alive: Floats
    fitted: Floats
    factor: Floats


class Space(NamedTuple):
    """The effects a model is chosen from, and for each, as keys, those that hold it and those it holds."""

    candidates: Ints
    above: Ints
    below: Ints


class Judged(NamedTuple):
    """What the linear programme found about models (ADMISSIBLE or INADMISSIBLE)."""

    keys: Ints
    verdicts: Ints


class Start(NamedTuple):
    """A model and its parameters, by mask, from which other fits set out."""

    key: int
    alpha: Floats


def compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    if njit is None:
        return function
    try:
        return njit(cache=True, nogil=True, error_model="numpy")(function)
    except RuntimeError:  # no folder that may be written: compile anew in each process
        return njit(nogil=True, error_model="numpy")(function)


@compiled
def sum_over_subsets(values: Floats) -> None:
    bit = 1
    while bit < values.size:
        for start in range(0, values.size, 2 * bit):
            for place in range(start, start + bit):
                values[place + bit] += values[place]
        bit *= 2


@compiled
def sum_over_supersets(values: Floats) -> None:
    bit = 1
    while bit < values.size:
        for start in range(0, values.size, 2 * bit):
            for place in range(start, start + bit):
                values[place] += values[place + bit]
        bit *= 2


@compiled
def copy_to(target: Floats, source: Floats) -> None:
    """What `target[:] = source` does, without its check of shapes, whose sentence takes long to compile."""
    for place in range(target.size):
        target[place] = source[place]


@compiled
def farthest(values: Floats) -> float:
    """The largest absolute value."""
    most = 0.0
    for value in values:
        most = max(most, abs(value))
    return most


@compiled
def bits_in(key: int) -> int:
    count = 0
    while key:
        key &= key - 1
        count += 1
    return count


@compiled
def entropy(counts: Floats) -> float:
    """Sum of n log n - n: minus the log-likelihood of the saturated model, but for the factorials."""
    total = 0.0
    for cell in range(1, counts.size):
        if counts[cell] > 0:
            total += counts[cell] * math.log(counts[cell]) - counts[cell]
    return total


@compiled
def table_of(counts: Floats) -> Table:
    margins = counts.copy()
    sum_over_supersets(margins)
    return Table(counts, margins, entropy(counts))


@compiled
def room_for(table: Table, candidates: Ints) -> Room:
    size = table.counts.size
    most = bits_in(size - 1) + 1 + candidates.size
    return Room(np.zeros(most, np.int64), np.zeros(size), np.zeros(size), np.zeros((most, most)))


@compiled
def guess(table: Table, alpha: Floats) -> None:
    """Parameters from which Newton's method can set out: as if the lists were independent."""
    alpha[:] = 0.0
    alpha[0] = math.log(table.margins[0])
    for place in range(bits_in(alpha.size - 1)):
        if table.margins[1 << place] > 0:
            alpha[1 << place] = math.log(table.margins[1 << place] / table.margins[0])


@compiled
def keep_effects(table: Table, candidates: Ints, key: int, room: Room) -> int:
    """Fill the effects that keep a parameter and mark the cells that stay; return how many keep one.

    An effect whose margin is zero has its parameter at minus infinity: it and every cell containing it are dropped.
    """
    lists = bits_in(table.counts.size - 1)
    effects, alive = room.effects, room.alive
    count = 0
    alive[:] = 0.0
    for place in range(1 + lists + candidates.size):
        if place == 0:
            effect = 0
        elif place <= lists:
            effect = 1 << (place - 1)
        elif key >> (place - 1 - lists) & 1:
            effect = candidates[place - 1 - lists]
        else:
            continue
        if table.margins[effect] > 0:
            effects[count] = effect
            count += 1
        else:
            alive[effect] = 1.0
    sum_over_subsets(alive)
    for cell in range(alive.size):
        alive[cell] = 1.0 if alive[cell] == 0.0 else 0.0
    alive[0] = 0.0
    return count


@compiled
def factorise(room: Room, count: int) -> float:
    """Cholesky factor of the Hessian, whose entries are fitted margins of unions; return the smallest pivot.

    A column without information of its own is left out (its pivot is set to zero).
    """
    effects, fitted, factor = room.effects, room.fitted, room.factor
    smallest = math.inf
    for row in range(count):
        for column in range(row + 1):
            total = fitted[effects[row] | effects[column]]
            for inner in range(column):
                total -= factor[row, inner] * factor[column, inner]
            if row > column:
                factor[row, column] = total / factor[column, column] if factor[column, column] > 0 else 0.0
            else:
                smallest = min(smallest, total)
                enough = total > 1e-13 * fitted[effects[row]] and total > 1e-280
                factor[row, row] = math.sqrt(total) if enough else 0.0
    return smallest


@compiled
def solve(factor: Floats, count: int, step: Floats) -> None:
    for row in range(count):
        total = step[row]
        for inner in range(row):
            total -= factor[row, inner] * step[inner]
        step[row] = total / factor[row, row] if factor[row, row] > 0 else 0.0
    for row in range(count - 1, -1, -1):
        total = step[row]
        for inner in range(row + 1, count):
            total -= factor[inner, row] * step[inner]
        step[row] = total / factor[row, row] if factor[row, row] > 0 else 0.0


@compiled
def variance(factor: Floats, count: int, position: int) -> float:
    """One diagonal entry of the inverse Hessian, from its factor; infinite where there is no information."""
    if factor[position, position] <= 0:
        return math.inf
    solved = np.zeros(count)
    total = 0.0
    for row in range(position, count):
        value = 1.0 if row == position else 0.0
        for inner in range(position, row):
            value -= factor[row, inner] * solved[inner]
        solved[row] = value / factor[row, row] if factor[row, row] > 0 else 0.0
        total += solved[row] ** 2
    return total


@compiled
def no_maximum_along(table: Table, room: Room, count: int, step: Floats, work: Floats) -> bool:
    """Whether a small multiple of the step is a whole-number direction along which the likelihood never stops rising.

    Then the log mean of no cell with cases changes, no other rises, and one falls: a proof that no estimate exists.
    """
    for scale in range(1, 7):
        whole = True
        work[:] = 0.0
        for position in range(count):
            value = step[position] * scale
            work[room.effects[position]] = math.floor(value + 0.5)
            whole = whole and abs(value - work[room.effects[position]]) < 1e-3
        if not whole:
            continue
        sum_over_subsets(work)
        falls = False
        proof = True
        for cell in range(1, work.size):
            if room.alive[cell] > 0:
                proof = proof and work[cell] <= 0 and (table.counts[cell] == 0 or work[cell] == 0)
                falls = falls or work[cell] < 0
        if proof and falls:
            return True
    return False


PRIME = 2_147_483_647


@compiled
def is_identifiable(effects: Ints, count: int, alive: Floats) -> bool:
    """Whether the remaining design has full column rank, by elimination modulo a large prime."""
    rows = 0
    for cell in range(1, alive.size):
        rows += alive[cell] > 0
    design = np.zeros((rows, count), np.int64)
    row = 0
    for cell in range(1, alive.size):
        if alive[cell] > 0:
            for column in range(count):
                design[row, column] = 1 if cell & effects[column] == effects[column] else 0
            row += 1
    for column in range(count):
        pivot = column
        while pivot < rows and design[pivot, column] == 0:
            pivot += 1
        if pivot >= rows:
            return False
        for place in range(column, count):
            design[pivot, place], design[column, place] = design[column, place], design[pivot, place]
        inverse = 1
        base = design[column, column]
        power = PRIME - 2
        while power:
            if power & 1:
                inverse = inverse * base % PRIME
            base = base * base % PRIME
            power >>= 1
        for row in range(column + 1, rows):
            if design[row, column]:
                times = design[row, column] * inverse % PRIME
                for place in range(column, count):
                    design[row, place] = (design[row, place] - times * design[column, place]) % PRIME
    return True


@compiled
def maximise(table: Table, room: Room, count: int, alpha: Floats, exact: bool, ceiling: float) -> tuple[int, float]:
    """Newton's method from `alpha` (by mask, overwritten); return how it ended and the deviance.

    Where the means are mu and a step changes the log means by d, mu (1 + d) has exactly the observed margins. While all
    of it is positive it gives a lower bound for the deviance (the dual), by which a fit that cannot matter ends early;
    what is claimed by it is claimed only after its margins were checked.
    With `exact` the fit goes on until its step is small and says whether an estimate exists.
    """
    effects, alive, size = room.effects, room.alive, table.counts.size
    step = np.zeros(count)
    means = np.zeros(size)
    change = np.zeros(size)
    previous = math.inf
    scale = 0.0
    deviance = 0.0
    for iteration in range(LIMIT):
        means[:] = 0.0
        value = 0.0
        for position in range(count):
            means[effects[position]] = alpha[effects[position]]
            value -= alpha[effects[position]] * table.margins[effects[position]]
        sum_over_subsets(means)
        for cell in range(size):
            means[cell] = math.exp(min(means[cell], 700.0)) if alive[cell] > 0 else 0.0
            value += means[cell]
        if value > previous + 1e-9 * abs(previous) and scale > 1e-6:
            scale /= 2
            for position in range(count):
                alpha[effects[position]] -= scale * step[position]
            continue
        previous = value

        copy_to(room.fitted, means)
        sum_over_supersets(room.fitted)
        smallest = factorise(room, count)
        for position in range(count):
            step[position] = table.margins[effects[position]] - room.fitted[effects[position]]
        solve(room.factor, count, step)

        change[:] = 0.0
        longest = 0.0
        for position in range(count):
            change[effects[position]] = step[position]
            longest = max(longest, abs(step[position]))
        sum_over_subsets(change)
        rise = 0.0
        gap = 0.0
        for cell in range(size):
            if alive[cell] > 0:
                rise = max(rise, change[cell])
                longest = max(longest, abs(change[cell]))
                if change[cell] > -1:
                    gap += means[cell] * ((1 + change[cell]) * math.log1p(change[cell]) - change[cell])
                elif change[cell] > -1 - 1e-9:
                    gap += means[cell]
                else:
                    gap = math.inf
        deviance = 2 * (table.saturated + value) - 2 * gap
        small = longest < STEP
        proven = False
        if small or deviance >= ceiling or (not exact and gap < 1e-7):
            for cell in range(size):
                room.fitted[cell] = means[cell] * (1 + change[cell])
            sum_over_supersets(room.fitted)
            proven = True
            for position in range(count):
                missed = abs(room.fitted[effects[position]] - table.margins[effects[position]])
                proven = proven and missed < 1e-9 + 1e-12 * table.margins[0]
        if proven and deviance >= ceiling:
            return ABOVE, deviance
        scale = 1.0 if rise < 3 else 3 / rise
        for position in range(count):
            alpha[effects[position]] += scale * step[position]
        if proven and not exact:
            return ADMISSIBLE, deviance
        if small and not proven:
            return LOST, deviance
        if small:
            if smallest > PIVOT:
                return ADMISSIBLE, deviance
            return (UNDECIDED if is_identifiable(effects, count, alive) else INADMISSIBLE), deviance
        if exact and longest > 0.2 and no_maximum_along(table, room, count, step, change):
            return INADMISSIBLE, deviance
        if exact and iteration == 30 and not is_identifiable(effects, count, alive):
            return INADMISSIBLE, deviance
    return LOST, deviance


@compiled
def fit(
    table: Table, candidates: Ints, key: int, room: Room, alpha: Floats, judged: Judged, ceiling: float
) -> tuple[int, float]:
    """Fit a model to the end, from afresh where `alpha` leads nowhere; return how it ended and the deviance.

    The linear programme's verdict is included, but does not make an estimate of a fit without an end.
    """
    count = keep_effects(table, candidates, key, room)
    status, deviance = maximise(table, room, count, alpha, True, ceiling)
    if status in (UNDECIDED, LOST):
        guess(table, alpha)
        status, deviance = maximise(table, room, count, alpha, True, ceiling)
    if status in (UNDECIDED, LOST):
        for place in range(judged.keys.size):
            if judged.keys[place] == key and (status == UNDECIDED or judged.verdicts[place] == INADMISSIBLE):
                return judged.verdicts[place], deviance
        status = UNDECIDED
    return status, deviance


@compiled
def fit_with_dark(counts: Floats, candidates: Ints, key: int, alpha: Floats) -> tuple[float, float]:
    """Fit a model as if the dark figure were known: entry 0 of `counts`. Sets out from `alpha` (by mask, overwritten).

    Return the deviance and the `saturated` of the observed table.
    """
    table = table_of(counts)
    room = room_for(table, candidates)
    count = keep_effects(table, candidates, key, room)
    room.alive[0] = 1.0
    _, deviance = maximise(table, room, count, alpha, True, math.inf)
    return deviance, table.saturated


@compiled
def poisson_tail(count: int, mean: float) -> float:
    """The smaller of P(X <= count) and P(X >= count) for a Poisson mean."""
    if mean <= 0:
        return 1.0 if count == 0 else 0.0
    term = math.exp(count * math.log(mean) - mean - math.lgamma(count + 1))
    total = term
    each = term
    place = count
    if count <= mean:
        while place > 0 and each > total * 1e-17:
            each *= place / mean
            place -= 1
            total += each
    else:
        while each > total * 1e-17:
            place += 1
            each *= mean / place
            total += each
    return min(total, 1 - total + term)


@compiled
def step_forward(
    table: Table, candidates: Ints, threshold: float, alpha: Floats, judged: Judged
) -> tuple[int, Any, Floats]:
    """Stepwise selection on one table; return how it ended, the model's key and the parameters by mask.

    It ends UNDECIDED with the key of a model that the linear programme must judge first.
    """
    room, trial = room_for(table, candidates), room_for(table, candidates)
    alpha = alpha.copy()
    key = np.int64(0)
    status, _ = fit(table, candidates, key, room, alpha, judged, math.inf)
    if status != ADMISSIBLE or candidates.size == 0:
        return status, key, alpha
    tails = np.zeros(candidates.size)
    while True:
        for place in range(candidates.size):
            effect = candidates[place]
            tails[place] = 1.0 if key >> place & 1 else poisson_tail(table.margins[effect], room.fitted[effect])
        status = INADMISSIBLE
        while status != ADMISSIBLE:
            best = np.argmin(tails)  # the first of equals
            if tails[best] >= threshold:
                return ADMISSIBLE, key, alpha
            tried = key | np.int64(1) << best
            tried_alpha = alpha.copy()
            if table.margins[candidates[best]] > 0:
                tried_alpha[candidates[best]] = math.log(
                    table.margins[candidates[best]] / room.fitted[candidates[best]]
                )
            status, _ = fit(table, candidates, tried, trial, tried_alpha, judged, math.inf)
            if status == UNDECIDED:
                return UNDECIDED, tried, alpha
            tails[best] = 1.0
        key = tried
        copy_to(alpha, tried_alpha)
        copy_to(room.fitted, trial.fitted)


@compiled
def step_forward_many(
    tables: Floats, candidates: Ints, threshold: float, alpha: Floats, judged: Judged
) -> tuple[Ints, Ints, Floats]:
    """Stepwise selection on each row of `tables`; return statuses, keys and dark figures."""
    statuses = np.zeros(tables.shape[0], np.int64)
    keys = np.zeros(tables.shape[0], np.int64)
    dark = np.full(tables.shape[0], np.nan)
    for place in range(tables.shape[0]):
        table = table_of(tables[place])
        statuses[place], keys[place], found = step_forward(table, candidates, threshold, alpha, judged)
        if statuses[place] == ADMISSIBLE:
            dark[place] = math.exp(found[0])
    return statuses, keys, dark


@compiled
def order_of_removal(
    table: Table, room: Room, count: int, alpha: Floats, candidates: Ints, free: int, order: Ints
) -> int:
    """Fill `order` with the free effects, those whose removal should cost most first; return how many there are.

    A guess only (the Wald statistic, or the cases that would be expected where none was seen): it makes the search
    short, never wrong.
    """
    expected = np.zeros(table.counts.size)
    for position in range(count):
        expected[room.effects[position]] = alpha[room.effects[position]]
    sum_over_subsets(expected)
    for cell in range(expected.size):
        expected[cell] = math.exp(min(expected[cell], 700.0))
    sum_over_supersets(expected)
    scores = np.zeros(candidates.size)
    found = 0
    for place in range(candidates.size):
        if not free >> place & 1:
            continue
        effect = candidates[place]
        score = 2 * expected[effect]
        if table.margins[effect] > 0:
            for position in range(count):
                if room.effects[position] == effect:
                    score = alpha[effect] ** 2 / variance(room.factor, count, position)
        at = found
        while at > 0 and scores[at - 1] < score:
            scores[at], order[at] = scores[at - 1], order[at - 1]
            at -= 1
        scores[at], order[at] = score, place
        found += 1
    return found


@compiled
def search(
    table: Table, space: Space, cost: float, start: Start, judged: Judged, most_fits: int
) -> tuple[int, Any, Floats, int]:
    """Branch and bound for the admissible model with the least deviance + cost * effects, from a good one.

    A node holds the models between `inside` and `key`: none has a smaller deviance than `key` or fewer effects than
    `inside`. Its children leave one maximal effect of `key` out, each with those before it forced in. Return how it
    ended (UNDECIDED with the key to judge, or ABOVE when `most_fits` did not suffice for the proof), the best key, its
    parameters by mask and the number of fits.
    """
    candidates, size, choices = space.candidates, table.counts.size, space.candidates.size
    room = room_for(table, candidates)
    order = np.zeros(choices, np.int64)
    best, best_key, best_alpha = math.inf, np.int64(-1), np.zeros(size)
    doubt, doubt_key = math.inf, np.int64(-1)
    alpha = start.alpha.copy()
    status, deviance = fit(table, candidates, start.key, room, alpha, judged, math.inf)
    fits = 1
    if status == ADMISSIBLE:
        best, best_key = cost * bits_in(start.key) + deviance, np.int64(start.key)
        copy_to(best_alpha, alpha)

    nodes = choices * (choices + 1) // 2 + 2
    stack_inside = np.zeros(nodes, np.int64)
    stack_key = np.zeros(nodes, np.int64)
    stack_bound = np.zeros(nodes)
    stack_alpha = np.zeros((nodes, size))
    stack_key[0] = (np.int64(1) << choices) - 1
    copy_to(stack_alpha[0], start.alpha)
    top = 1
    while top > 0:
        top -= 1
        inside, key, bound = stack_inside[top], stack_key[top], stack_bound[top]
        ceiling = best - TIE - cost * bits_in(inside)
        if bound >= ceiling:
            continue
        if fits >= most_fits:
            return ABOVE, best_key, best_alpha, fits
        copy_to(alpha, stack_alpha[top])
        if farthest(alpha) > FAR:
            copy_to(alpha, start.alpha)
        count = keep_effects(table, candidates, key, room)
        status, deviance = maximise(table, room, count, alpha, False, ceiling)
        if status == LOST:
            guess(table, alpha)
            status, deviance = maximise(table, room, count, alpha, False, ceiling)
        fits += 1
        if status == ABOVE:
            continue
        if status == ADMISSIBLE:
            bound = max(bound, deviance - SLACK)
        free = key & ~inside
        for place in range(choices):
            if free >> place & 1 and key & space.above[place] != np.int64(1) << place:
                free &= ~(np.int64(1) << place)
        found = order_of_removal(table, room, count, alpha, candidates, free, order)
        paid = cost * bits_in(key)
        if paid + bound < best - TIE:
            copy_to(stack_alpha[top], alpha)
            status, deviance = fit(table, candidates, key, room, alpha, judged, best - paid)
            fits += 1
            if status == UNDECIDED and paid + bound < doubt:
                doubt, doubt_key = paid + bound, key
            if status == ADMISSIBLE and paid + deviance < best - TIE:
                best, best_key = paid + deviance, key
                copy_to(best_alpha, alpha)
            copy_to(alpha, stack_alpha[top])
        for at in range(found):
            if bound >= best - TIE - cost * bits_in(inside):
                break
            stack_inside[top] = inside
            stack_key[top] = key & ~(np.int64(1) << order[at])
            stack_bound[top] = bound
            copy_to(stack_alpha[top], alpha)
            top += 1
            inside |= space.below[order[at]]
    if doubt < best - TIE:
        return UNDECIDED, doubt_key, best_alpha, fits
    return (ADMISSIBLE if best_key >= 0 else INADMISSIBLE), best_key, best_alpha, fits


@compiled
def search_many(
    tables: Floats, space: Space, start: Start, judged: Judged, most_fits: int
) -> tuple[Ints, Ints, Floats]:
    """The best model by BIC for each row of `tables`; return statuses, keys and dark figures."""
    statuses = np.zeros(tables.shape[0], np.int64)
    keys = np.zeros(tables.shape[0], np.int64)
    dark = np.full(tables.shape[0], np.nan)
    for place in range(tables.shape[0]):
        table = table_of(tables[place])
        cost = math.log(table.margins[0])
        statuses[place], keys[place], alpha, _ = search(table, space, cost, start, judged, most_fits)
        if statuses[place] == ADMISSIBLE or (statuses[place] == ABOVE and keys[place] >= 0):
            dark[place] = math.exp(alpha[0])
    return statuses, keys, dark


@compiled
def fit_all(counts: Floats, candidates: Ints, keys: Ints, parents: Ints, judged: Judged) -> tuple[Ints, Floats]:
    """Fit each model, setting out from its parent's parameters (`parents` gives its place among those before, or -1).

    Return statuses and, in three rows, deviances, log dark figures and their variances.
    """
    table = table_of(counts)
    room = room_for(table, candidates)
    alphas = np.zeros((keys.size, counts.size))
    statuses = np.zeros(keys.size, np.int64)
    found = np.zeros((3, keys.size))
    for place in range(keys.size):
        parent = parents[place]
        if parent >= 0 and statuses[parent] == ADMISSIBLE:
            copy_to(alphas[place], alphas[parent])
        else:
            guess(table, alphas[place])
        statuses[place], found[0, place] = fit(table, candidates, keys[place], room, alphas[place], judged, math.inf)
        count = keep_effects(table, candidates, keys[place], room)
        found[1, place] = alphas[place, 0]
        found[2, place] = variance(room.factor, count, 0)
    return statuses, found
