"""Runs every measurement in a process of its own, and gathers the results: all of them, or the parts that are named."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.run_all import reachable_postgres

RESULTS = Path(__file__).resolve().parent / "results.json"
SIZES = [int(each) for each in os.environ.get("BENCH_SIZES", "1000,10000,100000").split(",")]


def postgres_database(url: str) -> str:
    """A fresh database beside the one the address names."""
    import psycopg

    plain = url.replace("postgres://", "postgresql://")
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS tulga_bench")
        connection.execute("CREATE DATABASE tulga_bench TEMPLATE template0 ENCODING 'UTF8'")
    return url.rsplit("/", 1)[0] + "/tulga_bench"


def last_line_of(command: list[str], environment: dict[str, str] | None = None) -> Any:
    """What a measurement prints last, in a process of its own. Ends everything where it fails."""
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr[-2000:])
    return json.loads(done.stdout.splitlines()[-1])


def pages() -> list[Any]:
    """Each engine at each size."""
    results = []
    url = reachable_postgres()
    for engine in ["sqlite", *(["postgresql"] if url else [])]:
        for size in SIZES:
            with tempfile.TemporaryDirectory() as data_dir:
                environment = {**os.environ, "DATA_DIR": data_dir, "TULGA_DEMONSTRATION": "1", "DATABASE_URL": ""}
                if engine == "postgresql":
                    environment["DATABASE_URL"] = postgres_database(url)
                found = last_line_of([sys.executable, "-m", "bench.measure", engine, str(size)], environment)
            results.append(found)
            print(engine, size, {name: each["ratio"] for name, each in found["pages"].items()}, flush=True)
    return results


def mse() -> Any:
    """Multiple systems estimation."""
    found = last_line_of([sys.executable, "-m", "bench.mse"])
    for name, each in found.items():
        print(name, each, flush=True)
    return found


def disclosure() -> Any:
    """Disclosure control."""
    found = last_line_of([sys.executable, "-m", "bench.disclosure"])
    for name, each in found.items():
        print(name, each, flush=True)
    return found


def imports() -> Any:
    """Files coming in by the commands."""
    found = last_line_of([sys.executable, "-m", "bench.imports"])
    for name, each in found.items():
        print(name, each, flush=True)
    return found


# The name under which a part's results are kept, and what measures it.
PARTS: dict[str, Callable[[], Any]] = {"runs": pages, "mse": mse, "disclosure": disclosure, "imports": imports}


def main(chosen: list[str]) -> int:
    unknown = set(chosen) - set(PARTS)
    if unknown:
        print(f"No such part: {', '.join(sorted(unknown))}. There are {', '.join(PARTS)}.")
        return 2
    report = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    report |= {"python": platform.python_version(), "cpu_count": os.cpu_count()}
    for name in chosen or PARTS:
        report[name] = PARTS[name]()
        RESULTS.write_text(json.dumps(report, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
