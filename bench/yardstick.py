"""The least that anybody can do with a file: read its cells and insert each as a bare row. A measure of the machine.

`python -m bench.yardstick FILE` says how many processor seconds that took: what is measured beside it on a machine that
others use too, is told as so many times this.
"""

from __future__ import annotations

import csv
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook


def rows(path: Path) -> Iterator[list[Any]]:
    if path.suffix == ".xlsx":
        for name in (book := CalamineWorkbook.from_path(str(path))).sheet_names:
            yield from book.get_sheet_by_name(name).iter_rows()
    else:
        with path.open(encoding="mac-roman", newline="") as file:
            yield from csv.reader(file)


def main(path: Path) -> None:
    began = time.process_time()
    with tempfile.TemporaryDirectory() as folder, sqlite3.connect(Path(folder, "cells.sqlite3")) as database:
        database.execute("CREATE TABLE cell (id INTEGER PRIMARY KEY, place INTEGER, words TEXT UNIQUE)")
        cells = (
            (row, f"{row} {column} {words}") for row, line in enumerate(rows(path)) for column, words in enumerate(line)
        )
        database.executemany("INSERT INTO cell (place, words) VALUES (?, ?)", cells)
    print(round(time.process_time() - began, 3))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
