"""Multiple systems estimation: processor seconds on one core, compiled code warm, beside the same in R where it is."""

from __future__ import annotations

import json
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from tulga.evidence.mse import ALL_ORDERS, Kind, Method, bootstrap, build_panel, read_table, select

TABLES = Path(__file__).resolve().parents[2] / "shared" / "data" / "mse"

# What is measured, on which table, by which method, and the most seconds it should take.
CASES = [
    ("UKdat, stepwise", "UKdat", Method(Kind.STEPWISE), 0.2),
    ("UKdat_5, all 6,893 models", "UKdat_5", Method(Kind.BIC, ALL_ORDERS), 15.0),
    ("UKdat, all 32,768 pairwise models", "UKdat", Method(Kind.BIC), 10.0),
]
RESAMPLES = 1000
R_RESAMPLES = 100

R_SCRIPT = """
arguments <- commandArgs(TRUE)
if (!requireNamespace("SparseMSE", quietly = TRUE)) quit(status = 3)
table <- read.csv(arguments[1])
used <- system.time(SparseMSE::estimatepopulation(table, nboot = as.integer(arguments[2])))
cat("\n", used[["user.self"]] + used[["sys.self"]])
"""


def seconds_to_import() -> float:
    """Processor seconds of a process that imports the library and nothing else, its code being compiled."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", "import tulga.evidence.mse"], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def seconds_in_r(table: Path) -> float | None:
    """Processor seconds of SparseMSE for the same interval, from fewer resamples; None where it is not installed."""
    rscript = shutil.which("Rscript")
    if rscript is None:
        return None
    command = [rscript, "-e", R_SCRIPT, str(table), str(R_RESAMPLES)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return float(done.stdout.split()[-1]) * RESAMPLES / R_RESAMPLES if done.returncode == 0 else None


def measured(table: Path, method: Method) -> float:
    """Processor seconds for the estimate and its BCa interval, the compiled code having run before."""
    bootstrap(select(read_table(table), method), boot=10).interval()
    begun = time.process_time()
    bootstrap(select(read_table(table), method), boot=RESAMPLES).interval()
    return time.process_time() - begun


def main() -> None:
    found: dict[str, Any] = {}
    if TABLES.is_dir():
        for name, table, method, goal in CASES:
            found[name] = {"seconds": round(measured(TABLES / f"{table}.csv", method), 3), "goal": goal}
        begun = time.process_time()
        build_panel(read_table(TABLES / "UKdat.csv"), boot=200)
        found["UKdat, panel of 200 resamples"] = {"seconds": round(time.process_time() - begun, 3)}
        in_r = seconds_in_r(TABLES / "UKdat.csv")
        if in_r is not None:
            ours = found[CASES[0][0]]["seconds"]
            found[CASES[0][0]] |= {"seconds_in_r": round(in_r, 1), "times_faster_than_r": round(in_r / ours)}
    found["import"] = {"seconds": round(seconds_to_import(), 3), "goal": 2.0}
    print(json.dumps(found))


if __name__ == "__main__":
    main()
