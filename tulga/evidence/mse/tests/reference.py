"""The published and measured results that stand beside the project, read where they are."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from tulga.evidence.mse.tables import CaptureTable, read_table

FOLDER = Path(__file__).resolve().parents[5] / "shared" / "data" / "mse"
needs_reference = pytest.mark.skipif(not FOLDER.is_dir(), reason="The reference data are not beside the project.")


def table(name: str) -> CaptureTable:
    return read_table(FOLDER / f"{name}.csv")


def golden(name: str) -> dict[str, Any]:
    return json.loads((FOLDER / "golden" / name).read_text())


def published(dataset: str, method: str) -> dict[str, str]:
    with (FOLDER / "results_reference.csv").open(newline="") as file:
        return next(row for row in csv.DictReader(file) if (row["dataset"], row["method"]) == (dataset, method))
