"""What is loaded when: a page that only reads a table is not kept waiting for a compiler."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tulga.evidence import mse

READ = """
import sys
from tulga.evidence import mse
try:
    mse.table_from_text("a,b,count\\n1,0,5\\n")
except mse.BadTable:
    print(*{"numba", "scipy"} & sys.modules.keys())
"""


def test_reading_a_table_loads_no_compiler():
    done = subprocess.run([sys.executable, "-c", READ], capture_output=True, text=True, check=True)  # noqa: S603

    assert done.stdout.split() == []


def test_every_name_is_there_and_no_other():
    assert all(getattr(mse, name).__module__.startswith("tulga.evidence.mse.") for name in mse.__all__ if name[0] > "Z")
    assert dir(mse) == sorted(mse.__all__)
    with pytest.raises(AttributeError, match="has no attribute 'np'"):
        mse.np  # noqa: B018
