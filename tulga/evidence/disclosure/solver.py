"""The one door to HiGHS: a model from arrays, one thread, silent."""

from __future__ import annotations

import os
import sys

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Numbers = NDArray[np.float64]
INFINITE = highspy.kHighsInf
Status = highspy.HighsModelStatus


def _silent() -> highspy.Highs:
    highs = highspy.Highs()  # type: ignore[no-untyped-call]  # its types leave the constructor out
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", 1)
    return highs


def _introduce() -> None:
    """The first model of a process writes a banner to standard output before it can be told to be silent."""
    sys.stdout.flush()
    standard_output = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        _silent()
    finally:
        os.dup2(standard_output, 1)
        os.close(standard_output)
        os.close(nowhere)


_introduce()


def model(
    matrix: sparse.csr_array,
    *,
    row_low: Numbers,
    row_high: Numbers,
    low: Numbers,
    high: Numbers,
    cost: Numbers | None = None,
    whole: bool = False,
) -> highspy.Highs:
    """Rows `row_low <= matrix @ y <= row_high`, columns `low <= y <= high`, whole numbers if asked.

    Linear models are set for many solves that differ in their cost only: primal simplex from the last basis,
    without presolve, which would throw that basis away.
    """
    highs = _silent()
    if whole:
        highs.setOptionValue("mip_rel_gap", 0.0)
    else:
        highs.setOptionValue("simplex_strategy", 4)
        highs.setOptionValue("presolve", "off")
    program = highspy.HighsLp()
    program.num_row_, program.num_col_ = matrix.shape
    program.col_cost_ = np.zeros(matrix.shape[1]) if cost is None else cost
    program.col_lower_, program.col_upper_ = low, high
    program.row_lower_, program.row_upper_ = row_low, row_high
    program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    program.a_matrix_.start_ = matrix.indptr
    program.a_matrix_.index_ = matrix.indices
    program.a_matrix_.value_ = matrix.data
    if whole:
        program.integrality_ = [highspy.HighsVarType.kInteger] * matrix.shape[1]
    highs.passModel(program)
    return highs


def solve(highs: highspy.Highs) -> Status:
    """Run; where the simplex method loses its way, once more without the last basis and by the dual method."""
    highs.run()
    status = highs.getModelStatus()
    if status in (Status.kUnknown, Status.kNotset, Status.kSolveError):
        highs.clearSolver()
        strategy = highs.getOptionValue("simplex_strategy")[1]
        highs.setOptionValue("simplex_strategy", 1)
        highs.run()
        highs.setOptionValue("simplex_strategy", strategy)
        status = highs.getModelStatus()
    return status


def has_values(highs: highspy.Highs) -> bool:
    """Whether a program ended with an answer, the best one or not."""
    return bool(highs.getInfo().primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible)


def values(highs: highspy.Highs) -> Numbers:
    return np.array(highs.getSolution().col_value)


def add_row(highs: highspy.Highs, low: float, high: float, cells: NDArray[np.int64], weights: Numbers) -> None:
    highs.addRow(low, high, len(cells), cells.astype(np.int32), weights)
