from __future__ import annotations

import subprocess
import sys

import pytest

ASKS = """
import sys
from tulga.kit.confined import MEGABYTE, hold_to
hold_to(150 * MEGABYTE)
try:
    bytearray(int(sys.argv[1]) * MEGABYTE)
except MemoryError:
    print("refused")
else:
    print("had")
"""


@pytest.mark.parametrize(("megabytes", "answer"), [(20, "had"), (300, "refused")])
def test_a_process_is_held_to_its_memory(megabytes, answer):
    asked = [sys.executable, "-c", ASKS, str(megabytes)]

    done = subprocess.run(asked, capture_output=True, text=True, check=True)  # noqa: S603

    assert done.stdout.strip() == answer
