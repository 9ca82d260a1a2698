"""Whether a model has an estimate at all: the definitions, by a linear programme and a rank.

The compiled loops prove nearly all cases by themselves (`kernels.maximise`) and ask here about the rest.
"""

from __future__ import annotations

from enum import IntEnum
from functools import lru_cache

import numpy as np

from .models import space_of
from .tables import CaptureTable, Counts


class Code(IntEnum):
    """What checking a model finds, numbered as Chan, Silverman & Vincent (2021) do."""

    FINE = 0
    NO_ESTIMATE = 1
    NOT_IDENTIFIABLE = 2
    NEITHER = 3


def check_model(table: CaptureTable, key: int, order: int) -> Code:
    """Whether the extended maximum likelihood estimate of a model exists and is the only one.

    `key` is the model's in the space of that `order`. Source: Fienberg & Rinaldo (2012), Ann. Statist. 40; Chan,
    Silverman & Vincent (2021), J. Am. Stat. Assoc. 116.
    """
    return code_of(table.counts, key, order)


def code_of(counts: Counts, key: int, order: int) -> Code:
    """The same for bare counts, shape (2**lists,)."""
    space = space_of(int(counts.size).bit_length() - 1, order)
    return _code((0, *space.effects_of(key)), np.packbits(counts > 0).tobytes(), counts.size)


@lru_cache(maxsize=100_000)
def _code(effects: tuple[int, ...], packed: bytes, size: int) -> Code:
    """Both answers depend on which cells hold cases, not on how many: the programme gets a 1 for each such cell."""
    occupied = np.unpackbits(np.frombuffer(packed, np.uint8), count=size).astype(float)
    cells = np.arange(size)
    held = [(cells & effect) == effect for effect in effects]
    dropped = [inside for inside in held if occupied[inside].sum() == 0]
    kept = [inside for inside in held if occupied[inside].sum() > 0]
    alive = cells > 0
    for inside in dropped:
        alive &= ~inside
    design = np.array(kept, float)[:, alive]
    exists = _largest_smallest_cell(design, occupied[alive]) > 1e-6
    identifiable = np.linalg.matrix_rank(design) == len(kept)
    return Code(Code.NO_ESTIMATE * (not exists) + Code.NOT_IDENTIFIABLE * (not identifiable))


def _largest_smallest_cell(design: Counts, observed: Counts) -> float:
    """The largest s for which a table with the observed margins has at least s in every cell.

    `design` has a row for each effect and a column for each cell.
    """
    from scipy.optimize import linprog  # noqa: PLC0415 - half a second that whoever imports the library need not wait

    effects, cells = design.shape
    answer = linprog(
        np.append(np.zeros(cells), -1.0),
        A_eq=np.hstack([design, np.zeros((effects, 1))]),
        b_eq=design @ observed,
        A_ub=np.hstack([-np.eye(cells), np.ones((cells, 1))]),
        b_ub=np.zeros(cells),
        bounds=[(None, None)] * (cells + 1),
        method="highs",
        options={"primal_feasibility_tolerance": 1e-9, "dual_feasibility_tolerance": 1e-9},
    )
    if not answer.success:
        raise ArithmeticError(f"The linear programme did not end: {answer.message}")
    return float(-answer.fun)
