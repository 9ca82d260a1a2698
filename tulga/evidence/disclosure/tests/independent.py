"""A second attacker, written from the definition with SciPy's own solver, to judge the library's."""

from __future__ import annotations

from itertools import product

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from tulga.evidence.disclosure.published import PublishedTable
from tulga.evidence.disclosure.tidy import TOTAL


def interval_of(table: PublishedTable, key: tuple[str, ...], *, whole: bool = True) -> tuple[float, float]:
    """The smallest and the largest count of one cell over all tables that agree with one release."""
    keys = list(product(*((*labels, TOTAL) for labels in table.categories)))
    number = {each: place for place, each in enumerate(keys)}
    rows = []
    for each in keys:
        for place, label in enumerate(each):
            if label == TOTAL:
                row = np.zeros(len(keys))
                row[number[each]] = -1
                for part in table.categories[place]:
                    row[number[(*each[:place], part, *each[place + 1 :])]] += 1
                rows.append(row)
    cells = [table.cell(each) for each in keys]
    bounds = Bounds([cell.low for cell in cells], [cell.high for cell in cells])
    found = []
    for sign in (1, -1):
        cost = np.zeros(len(keys))
        cost[number[key]] = sign
        answer = milp(
            cost,
            constraints=LinearConstraint(np.array(rows), 0, 0),
            bounds=bounds,
            integrality=int(whole),
            options={"mip_rel_gap": 0},
        )
        assert answer.status == 0 or "unbounded" in answer.message, answer.message
        found.append(sign * answer.fun if answer.status == 0 else np.inf)
    return round(found[0]), found[1] if np.isinf(found[1]) else round(found[1])
