"""Disclosure control: hidden cells, gap and processor seconds, audit included. Alone: `python -m bench.disclosure`.

Limits of time are in seconds of the processor, so that other work on the machine changes little.
"""

from __future__ import annotations

import json
import os
import sys
import time
from typing import Any

import numpy as np

from tulga.evidence.disclosure.equations import add_margins
from tulga.evidence.disclosure.protecting import protect
from tulga.evidence.disclosure.tables import CountTable

CASES = [
    ("5 x 6", (5, 6), 6, 60),
    ("10 x 12, sparse", (10, 12), 2, 60),
    ("10 x 12, dense", (10, 12), 25, 60),
    ("10 x 10 x 4, sparse", (10, 10, 4), 1.5, 60),
    ("10 x 10 x 4, dense", (10, 10, 4), 25, 60),
    ("20 x 20 x 5, sparse", (20, 20, 5), 1, 120),
    ("20 x 20 x 5, dense", (20, 20, 5), 20, 120),
    ("6 x 6 x 3 x 2", (6, 6, 3, 2), 6, 60),
    ("200 x 20", (200, 20), 6, 60),
]


def table(shape: tuple[int, ...], mean: float, seed: int) -> CountTable:
    """Counts that vary as much between cells as victims' do: many small ones, few large."""
    random = np.random.default_rng(seed)
    full = add_margins(random.poisson(random.gamma(0.6, mean / 0.6, shape))).ravel()
    columns = tuple(f"column {place}" for place in range(len(shape)))
    categories = tuple(tuple(f"k{number}" for number in range(size)) for size in shape)
    return CountTable(columns, categories, full, full, np.zeros(len(full), dtype=bool))


def measure(shape: tuple[int, ...], mean: float, seconds: float) -> dict[str, Any]:
    counts = table(shape, mean, seed=1)
    begun = time.process_time()
    made = protect(counts, seconds=seconds, clock=time.process_time)
    spent = time.process_time() - begun
    return {
        "cells": len(made.cells),
        "hidden": made.suppressed,
        "gap": round(made.gap, 4),
        "processor_seconds": round(spent, 2),
        "seconds": round(made.seconds, 2),
    }


def main(most_seconds: float) -> None:
    found = {}
    for name, shape, mean, seconds in CASES:
        found[name] = measure(shape, mean, min(seconds, most_seconds))
        print(name, found[name], file=sys.stderr, flush=True)
    print(json.dumps(found))


if __name__ == "__main__":
    main(float(os.environ.get("BENCH_LIBRARY_SECONDS", "120")))
