"""Runs every measurement in a process of its own, and gathers the results."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.run_all import reachable_postgres

FOLDER = Path(__file__).resolve().parent
SIZES = [int(each) for each in os.environ.get("BENCH_SIZES", "1000,10000,100000").split(",")]


def postgres_database(url: str) -> str:
    """A fresh database beside the one the address names."""
    import psycopg

    plain = url.replace("postgres://", "postgresql://")
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS tulga_bench")
        connection.execute("CREATE DATABASE tulga_bench TEMPLATE template0 ENCODING 'UTF8'")
    return url.rsplit("/", 1)[0] + "/tulga_bench"


def main() -> int:
    results = []
    url = reachable_postgres()
    for engine in ["sqlite", *(["postgresql"] if url else [])]:
        for size in SIZES:
            with tempfile.TemporaryDirectory() as data_dir:
                environment = {**os.environ, "DATA_DIR": data_dir, "TULGA_DEMONSTRATION": "1", "DATABASE_URL": ""}
                if engine == "postgresql":
                    environment["DATABASE_URL"] = postgres_database(url)
                command = [sys.executable, "-m", "bench.measure", engine, str(size)]
                done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
            if done.returncode:
                print(done.stderr[-2000:])
                return 1
            found = json.loads(done.stdout.splitlines()[-1])
            results.append(found)
            print(engine, size, {name: each["ratio"] for name, each in found["pages"].items()}, flush=True)
    report = {"python": platform.python_version(), "cpu_count": os.cpu_count(), "runs": results}
    (FOLDER / "results.json").write_text(json.dumps(report, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
