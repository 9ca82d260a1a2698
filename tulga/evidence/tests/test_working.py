from __future__ import annotations

import subprocess
import sys

READY = """
from tulga.evidence.working import get_ready
get_ready()
from tulga.evidence import mse
from tulga.evidence.mse import kernels

def compiled():
    return {name: len(each.overloads) for name, each in vars(kernels).items() if hasattr(each, "overloads")}

before = compiled()
table = mse.table_from_text("a,b,c,d,n\\n1,0,0,0,9\\n0,1,0,0,8\\n0,0,1,0,7\\n0,0,0,1,6\\n1,1,0,0,3\\n0,0,1,1,2\\n")
mse.build_panel(table, boot=2)
print({name for name, number in compiled().items() if number > before[name]})
"""


def test_a_worker_that_got_ready_compiles_nothing_while_somebody_waits():
    done = subprocess.run([sys.executable, "-c", READY], capture_output=True, text=True, check=True)  # noqa: S603

    assert done.stdout.strip() == "set()"
