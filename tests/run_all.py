"""`make test`: the whole suite on SQLite, and on PostgreSQL where one is reachable. Says what it had to skip."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
POSTGRES_URLS = ["postgres://root@127.0.0.1:5432/postgres", "postgres://postgres@127.0.0.1:5432/postgres"]


def reachable_postgres() -> str:
    """The address of a PostgreSQL server that lets us create a database, or nothing."""
    import psycopg

    stated = os.environ.get("TULGA_TEST_DATABASE_URL")
    for url in [stated] if stated else POSTGRES_URLS:
        try:
            with psycopg.connect(url.replace("postgres://", "postgresql://"), connect_timeout=3) as connection:
                row = connection.execute("SELECT rolcreatedb FROM pg_roles WHERE rolname = current_user").fetchone()
                if row and row[0]:
                    return url
        except psycopg.OperationalError:
            continue
    return ""


def run(name: str, *arguments: str, **environment: str) -> int:
    print(f"\n=== {name} ===", flush=True)
    command = [sys.executable, "-m", "pytest", *arguments, *sys.argv[1:]]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, check=False).returncode


def main() -> int:
    # Whoever is done takes tests from the others: one journey lasts as long as hundreds of rules.
    spread = ["-n", str(min(4, os.cpu_count() or 1)), "--dist", "worksteal"]
    failures = run("SQLite", *spread, TULGA_TEST_DATABASE_URL="")
    url = reachable_postgres()
    if url:
        # Pages look the same whatever stores the rows: the browser walks them once, on SQLite.
        # Nor does the mathematics, which is a library without a database.
        without = [f"--ignore=tulga/evidence/{library}" for library in ("mse", "disclosure")]
        failures |= run("PostgreSQL", *spread, "-m", "not browser", *without, TULGA_TEST_DATABASE_URL=url)
    else:
        print("\nSKIPPED: 1 of 2 databases. No PostgreSQL was reachable; the suite ran on SQLite only.", flush=True)
        if os.environ.get("CI"):
            print("In CI PostgreSQL must be there: this run has failed.", flush=True)
            failures |= 1
    return failures


if __name__ == "__main__":
    sys.exit(main())
