"""The same numbers where nothing is compiled, and where the compiled code cannot be kept."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from tulga.evidence.mse.selection import ALL_ORDERS, Kind, Method, count_admissible, select

from .tables import FOUR, SPARSE

NUMBERS = """
import json, sys
if sys.argv[1] == "absent":
    sys.modules["numba"] = None
from tulga.evidence.mse.selection import ALL_ORDERS, Kind, Method, count_admissible, select
from tulga.evidence.mse.tests.tables import FOUR, SPARSE
print(json.dumps([
    select(FOUR, Method(Kind.STEPWISE)).in_resamples(FOUR.counts[None]).tolist(),
    select(FOUR, Method(Kind.BIC, ALL_ORDERS)).fit.bic,
    count_admissible(SPARSE, 2),
    hasattr(sys.modules["tulga.evidence.mse.kernels"].bits_in, "py_func"),
]))
"""


def numbers(way: str, **environment: str) -> list[object]:
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-W", "error", "-c", NUMBERS, way],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


@pytest.mark.slow
@pytest.mark.parametrize(("way", "environment"), [("absent", {}), ("disabled", {"NUMBA_DISABLE_JIT": "1"})])
def test_plain_python_gives_the_same_numbers(way, environment):
    resampled, bic, admissible, compiled = numbers(way, **environment)

    assert not compiled
    assert resampled == pytest.approx(select(FOUR, Method(Kind.STEPWISE)).in_resamples(FOUR.counts[None]).tolist())
    assert bic == pytest.approx(select(FOUR, Method(Kind.BIC, ALL_ORDERS)).fit.bic)
    assert admissible == count_admissible(SPARSE, 2)


def test_where_no_folder_can_be_written_the_code_is_compiled_and_not_kept():
    script = "from tulga.evidence.mse import kernels; print(kernels.bits_in(7), type(kernels.bits_in._cache).__name__)"
    nowhere = {"NUMBA_CACHE_LOCATOR_CLASSES": "ZipCacheLocator"}  # finds a folder for code in archives only

    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", script], env={**os.environ, **nowhere}, capture_output=True, text=True, check=False
    )

    assert done.stdout.split() == ["3", "NullCache"], done.stderr
