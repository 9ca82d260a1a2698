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
from typing import Any

import numpy as np
import numpy.typing as npt

try:
    from numba import njit
except ImportError:  # the same functions, slower
    njit = None  # type: ignore[assignment]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

ADMISSIBLE, INADMISSIBLE, UNDECIDED, ABOVE = 0, 1, 2, 3
"""How a fit ended: an estimate; proven to have none; for the linear programme to judge; deviance above the ceiling."""

STEP = 1e-6
"""Newton's method converges quadratically: after a step of this size the parameters are exact to about 1e-12."""

LIMIT = 100
PIVOT = 1e-7
"""In cases. A direction without an estimate has next to no information, so a fit whose pivots are larger has none."""


def compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    if njit is None:
        return function
    try:
        return njit(cache=True, error_model="numpy")(function)
    except RuntimeError:  # no folder that may be written: compile anew in each process
        return njit(error_model="numpy")(function)


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
def bits_in(key: int) -> int:
    count = 0
    while key:
        key &= key - 1
        count += 1
    return count


@compiled
def keep_effects(lists: int, candidates: Ints, key: int, margins: Floats, effects: Ints, alive: Floats) -> int:
    """Fill the effects that keep a parameter and mark the cells that stay; return how many keep one.

    An effect whose margin is zero has its parameter at minus infinity: it and every cell containing it are dropped.
    """
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
        if margins[effect] > 0:
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
def factorise(fitted: Floats, effects: Ints, count: int, factor: Floats) -> float:
    """Cholesky factor of the Hessian, whose entries are fitted margins of unions; return the smallest pivot.

    A column without information of its own is left out (its pivot is set to zero).
    """
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
def no_maximum_along(counts: Floats, alive: Floats, effects: Ints, count: int, step: Floats, work: Floats) -> bool:
    """Whether a small multiple of the step is a whole-number direction along which the likelihood never stops rising.

    Then the log mean of no cell with cases changes, no other rises, and one falls: a proof that no estimate exists.
    """
    for scale in range(1, 7):
        whole = True
        work[:] = 0.0
        for position in range(count):
            value = step[position] * scale
            work[effects[position]] = math.floor(value + 0.5)
            whole = whole and abs(value - work[effects[position]]) < 1e-3
        if not whole:
            continue
        sum_over_subsets(work)
        falls = False
        proof = True
        for cell in range(1, counts.size):
            if alive[cell] > 0:
                proof = proof and work[cell] <= 0 and (counts[cell] == 0 or work[cell] == 0)
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
def maximise(
    counts: Floats,
    margins: Floats,
    saturated: float,
    effects: Ints,
    count: int,
    alive: Floats,
    alpha: Floats,
    fitted: Floats,
    factor: Floats,
    exact: bool,
    ceiling: float,
) -> tuple[int, float]:
    """Newton's method from `alpha` (by mask, overwritten); return how it ended and the deviance.

    Where the means are mu and a step changes the log means by d, mu (1 + d) has exactly the observed margins. While all
    of it is positive it gives a lower bound for the deviance (the dual), by which a fit that cannot matter ends
    early. With `exact` the fit goes on until its step is small and says whether an estimate exists.
    """
    size = counts.size
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
            value -= alpha[effects[position]] * margins[effects[position]]
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

        fitted[:] = means
        sum_over_supersets(fitted)
        smallest = factorise(fitted, effects, count, factor)
        for position in range(count):
            step[position] = margins[effects[position]] - fitted[effects[position]]
        solve(factor, count, step)

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
        deviance = 2 * (saturated + value) - 2 * gap
        if deviance >= ceiling:
            return ABOVE, deviance
        small = longest < STEP
        scale = 1.0 if rise < 3 else 3 / rise
        for position in range(count):
            alpha[effects[position]] += scale * step[position]
        if not exact and (small or gap < 1e-7):
            return ADMISSIBLE, deviance
        if small:
            for cell in range(size):
                fitted[cell] = means[cell] * (1 + change[cell])
            sum_over_supersets(fitted)
            if smallest > PIVOT:
                return ADMISSIBLE, deviance
            return (UNDECIDED if is_identifiable(effects, count, alive) else INADMISSIBLE), deviance
        if exact and longest > 0.2 and no_maximum_along(counts, alive, effects, count, step, change):
            return INADMISSIBLE, deviance
        if exact and iteration == 30 and not is_identifiable(effects, count, alive):
            return INADMISSIBLE, deviance
    return UNDECIDED, deviance


@compiled
def entropy(counts: Floats) -> float:
    """Sum of n log n - n: minus the log-likelihood of the saturated model, but for the factorials."""
    total = 0.0
    for cell in range(1, counts.size):
        if counts[cell] > 0:
            total += counts[cell] * math.log(counts[cell]) - counts[cell]
    return total


@compiled
def verdict_on(key: int, judged_keys: Ints, judged_verdicts: Ints) -> int:
    for place in range(judged_keys.size):
        if judged_keys[place] == key:
            return judged_verdicts[place]
    return UNDECIDED


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
    counts: Floats, candidates: Ints, threshold: float, alpha: Floats, judged_keys: Ints, judged_verdicts: Ints
) -> tuple[int, int, Floats]:
    """Stepwise selection on one table; return how it ended, the model's key and the parameters by mask."""
    size = counts.size
    lists = bits_in(size - 1)
    margins = counts.copy()
    sum_over_supersets(margins)
    saturated = entropy(counts)
    most = 1 + lists + candidates.size
    effects = np.zeros(most, np.int64)
    alive = np.zeros(size)
    fitted = np.zeros(size)
    tried_fitted = np.zeros(size)
    factor = np.zeros((most, most))
    tails = np.zeros(candidates.size)
    alpha = alpha.copy()
    key = 0
    count = keep_effects(lists, candidates, key, margins, effects, alive)
    status, _ = maximise(counts, margins, saturated, effects, count, alive, alpha, fitted, factor, True, math.inf)
    if status == UNDECIDED:
        status = verdict_on(key, judged_keys, judged_verdicts)
    if status != ADMISSIBLE:
        return status, key, alpha
    while True:
        for place in range(candidates.size):
            inside = key >> place & 1
            tails[place] = 1.0 if inside else poisson_tail(margins[candidates[place]], fitted[candidates[place]])
        while True:
            best = 0
            for place in range(1, candidates.size):
                if tails[place] < tails[best]:
                    best = place
            if candidates.size == 0 or tails[best] >= threshold:
                return ADMISSIBLE, key, alpha
            tried = key | 1 << best
            effect = candidates[best]
            tried_alpha = alpha.copy()
            if margins[effect] > 0 and fitted[effect] > 0:
                tried_alpha[effect] = math.log(margins[effect] / fitted[effect])
            count = keep_effects(lists, candidates, tried, margins, effects, alive)
            status, _ = maximise(
                counts, margins, saturated, effects, count, alive, tried_alpha, tried_fitted, factor, True, math.inf
            )
            if status == UNDECIDED:
                status = verdict_on(tried, judged_keys, judged_verdicts)
            if status == UNDECIDED:
                return UNDECIDED, tried, alpha
            if status == ADMISSIBLE:
                break
            tails[best] = 1.0
        key = tried
        alpha[:] = tried_alpha
        fitted[:] = tried_fitted


@compiled
def step_forward_many(
    tables: Floats, candidates: Ints, threshold: float, alpha: Floats, judged_keys: Ints, judged_verdicts: Ints
) -> tuple[Ints, Ints, Floats]:
    """Stepwise selection on each row of `tables`; return statuses, keys and dark figures."""
    statuses = np.zeros(tables.shape[0], np.int64)
    keys = np.zeros(tables.shape[0], np.int64)
    dark = np.full(tables.shape[0], np.nan)
    for place in range(tables.shape[0]):
        status, key, found = step_forward(tables[place], candidates, threshold, alpha, judged_keys, judged_verdicts)
        statuses[place] = status
        keys[place] = key
        if status == ADMISSIBLE:
            dark[place] = math.exp(found[0])
    return statuses, keys, dark


@compiled
def order_of_removal(
    counts: Floats,
    margins: Floats,
    effects: Ints,
    count: int,
    alpha: Floats,
    factor: Floats,
    candidates: Ints,
    free: int,
    scores: Floats,
    order: Ints,
) -> int:
    """Fill `order` with the free effects, those whose removal should cost most first; return how many there are.

    A guess only (the Wald statistic, or the cases that would be expected where none was seen): it makes the search
    short, never wrong.
    """
    expected = np.zeros(counts.size)
    for position in range(count):
        expected[effects[position]] = alpha[effects[position]]
    sum_over_subsets(expected)
    for cell in range(counts.size):
        expected[cell] = math.exp(min(expected[cell], 700.0))
    sum_over_supersets(expected)
    found = 0
    for place in range(candidates.size):
        if not free >> place & 1:
            continue
        effect = candidates[place]
        score = 2 * expected[effect]
        if margins[effect] > 0:
            for position in range(count):
                if effects[position] == effect:
                    score = alpha[effect] ** 2 / variance(factor, count, position)
        at = found
        while at > 0 and scores[at - 1] < score:
            scores[at], order[at] = scores[at - 1], order[at - 1]
            at -= 1
        scores[at], order[at] = score, place
        found += 1
    return found


@compiled
def search(
    counts: Floats,
    candidates: Ints,
    above: Ints,
    below: Ints,
    cost: float,
    seeds: Ints,
    seed_alphas: Floats,
    root_alpha: Floats,
    judged_keys: Ints,
    judged_verdicts: Ints,
    most_fits: int,
) -> tuple[int, Any, float, Floats, int]:
    """Branch and bound for the admissible model with the least deviance + cost * parameters.

    A node holds the models between `inside` and `key`: none has a smaller deviance than `key` or fewer parameters than
    `inside`. Its children leave one maximal effect of `key` out, each with those before it forced in. Return how it
    ended (UNDECIDED with the key to judge, or ABOVE when `most_fits` did not suffice for the proof), the best key, its
    criterion, its parameters by mask and the number of fits.
    """
    size = counts.size
    lists = bits_in(size - 1)
    margins = counts.copy()
    sum_over_supersets(margins)
    saturated = entropy(counts)
    choices = candidates.size
    most = 1 + lists + choices
    effects = np.zeros(most, np.int64)
    alive = np.zeros(size)
    fitted = np.zeros(size)
    factor = np.zeros((most, most))
    scores = np.zeros(choices)
    order = np.zeros(choices, np.int64)
    best = math.inf
    best_key = np.int64(-1)
    doubt = math.inf
    doubt_key = np.int64(-1)
    best_alpha = np.zeros(size)
    alpha = np.zeros(size)
    fits = 0

    for place in range(seeds.size):
        key = seeds[place]
        alpha[:] = seed_alphas[place]
        count = keep_effects(lists, candidates, key, margins, effects, alive)
        paid = cost * (1 + lists + bits_in(key))
        status, deviance = maximise(
            counts, margins, saturated, effects, count, alive, alpha, fitted, factor, True, best - paid
        )
        fits += 1
        if status == UNDECIDED:
            status = verdict_on(key, judged_keys, judged_verdicts)
        if status == UNDECIDED and paid + deviance < doubt:
            doubt, doubt_key = paid + deviance, key
        if status == ADMISSIBLE and paid + deviance < best - 1e-9:
            best, best_key = paid + deviance, key
            best_alpha[:] = alpha

    room = choices * (choices + 1) // 2 + 2
    stack_inside = np.zeros(room, np.int64)
    stack_key = np.zeros(room, np.int64)
    stack_bound = np.zeros(room)
    stack_alpha = np.zeros((room, size))
    stack_key[0] = (1 << choices) - 1
    stack_alpha[0] = root_alpha
    top = 1
    while top > 0:
        top -= 1
        inside, key, bound = stack_inside[top], stack_key[top], stack_bound[top]
        ceiling = best - 1e-9 - cost * (1 + lists + bits_in(inside))
        if bound >= ceiling:
            continue
        if fits >= most_fits:
            return ABOVE, best_key, best, best_alpha, fits
        alpha[:] = stack_alpha[top]
        count = keep_effects(lists, candidates, key, margins, effects, alive)
        status, deviance = maximise(
            counts, margins, saturated, effects, count, alive, alpha, fitted, factor, False, ceiling
        )
        fits += 1
        if status == ABOVE:
            continue
        bound = max(bound, deviance - 1e-6) if status == ADMISSIBLE else bound
        free = key & ~inside
        for place in range(choices):
            if free >> place & 1 and key & above[place] != 1 << place:
                free &= ~(1 << place)
        found = order_of_removal(counts, margins, effects, count, alpha, factor, candidates, free, scores, order)
        paid = cost * (1 + lists + bits_in(key))
        if paid + bound < best - 1e-9:
            stack_alpha[top] = alpha
            status, deviance = maximise(
                counts, margins, saturated, effects, count, alive, alpha, fitted, factor, True, best - paid
            )
            fits += 1
            if status == UNDECIDED:
                status = verdict_on(key, judged_keys, judged_verdicts)
            if status == UNDECIDED and paid + deviance < doubt:
                doubt, doubt_key = paid + deviance, key
            if status == ADMISSIBLE and paid + deviance < best - 1e-9:
                best, best_key = paid + deviance, key
                best_alpha[:] = alpha
            alpha[:] = stack_alpha[top]
        for at in range(found):
            if bound >= best - 1e-9 - cost * (1 + lists + bits_in(inside)):
                break
            stack_inside[top] = inside
            stack_key[top] = key & ~(1 << order[at])
            stack_bound[top] = bound
            stack_alpha[top] = alpha
            top += 1
            inside |= below[order[at]]
    if doubt < best - 1e-9:
        return UNDECIDED, doubt_key, best, best_alpha, fits
    return (ADMISSIBLE if best_key >= 0 else INADMISSIBLE), best_key, best, best_alpha, fits


@compiled
def search_many(
    tables: Floats,
    candidates: Ints,
    above: Ints,
    below: Ints,
    by_bic: bool,
    seeds: Ints,
    seed_alphas: Floats,
    root_alpha: Floats,
    judged_keys: Ints,
    judged_verdicts: Ints,
    most_fits: int,
) -> tuple[Ints, Ints, Floats, Ints]:
    """Branch and bound on each row of `tables`; return statuses, keys, dark figures and fits."""
    statuses = np.zeros(tables.shape[0], np.int64)
    keys = np.zeros(tables.shape[0], np.int64)
    dark = np.full(tables.shape[0], np.nan)
    fits = np.zeros(tables.shape[0], np.int64)
    for place in range(tables.shape[0]):
        cost = math.log(tables[place].sum()) if by_bic else 2.0
        statuses[place], keys[place], _, alpha, fits[place] = search(
            tables[place],
            candidates,
            above,
            below,
            cost,
            seeds,
            seed_alphas,
            root_alpha,
            judged_keys,
            judged_verdicts,
            most_fits,
        )
        if statuses[place] == ADMISSIBLE:
            dark[place] = math.exp(alpha[0])
    return statuses, keys, dark, fits


@compiled
def fit_all(counts: Floats, candidates: Ints, keys: Ints, parents: Ints, alpha: Floats) -> tuple[Ints, Floats]:
    """Fit each model, setting out from its parent's parameters (`parents` gives its place, -1 for none).

    Return statuses, deviances, log dark figures and their variances, one of each per key.
    """
    size = counts.size
    lists = bits_in(size - 1)
    margins = counts.copy()
    sum_over_supersets(margins)
    saturated = entropy(counts)
    most = 1 + lists + candidates.size
    effects = np.zeros(most, np.int64)
    alive = np.zeros(size)
    fitted = np.zeros(size)
    factor = np.zeros((most, most))
    alphas = np.zeros((keys.size, size))
    statuses = np.zeros(keys.size, np.int64)
    found = np.zeros((3, keys.size))
    for place in range(keys.size):
        alphas[place] = alphas[parents[place]] if parents[place] >= 0 else alpha
        if parents[place] >= 0 and statuses[parents[place]] != ADMISSIBLE:
            alphas[place] = alpha
        count = keep_effects(lists, candidates, keys[place], margins, effects, alive)
        statuses[place], found[0, place] = maximise(
            counts, margins, saturated, effects, count, alive, alphas[place], fitted, factor, True, math.inf
        )
        found[1, place] = alphas[place, 0]
        found[2, place] = variance(factor, count, 0)
    return statuses, found
