"""`make check`: everything a reviewer should not have to look for."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent

CHECKS = [
    ("format", [BIN / "ruff", "format", "--check", "."]),
    ("lint", [BIN / "ruff", "check", "."]),
    ("templates", [BIN / "djhtml", "--check", "--tabwidth", "2", "tulga"]),
    ("import contracts", [BIN / "lint-imports"]),
    ("types", [BIN / "mypy", "tulga", "config"]),
    ("security lint", [BIN / "bandit", "-q", "-c", "pyproject.toml", "-r", "tulga", "config", "-lll"]),
    ("migrations", [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"]),
    ("deployment", [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]),
    ("reference pages", [sys.executable, "manage.py", "write_reference", "--check"]),
]


def main() -> int:
    failed = []
    with tempfile.TemporaryDirectory() as data_dir:
        environment = {**os.environ, "DATA_DIR": data_dir, "TULGA_BASE_URL": "https://tulga.example"}
        for name, command in CHECKS:
            print(f"--- {name}", flush=True)
            if subprocess.run([str(part) for part in command], cwd=ROOT, env=environment, check=False).returncode:
                failed.append(name)
    print(f"\n{len(CHECKS) - len(failed)} passed, {len(failed)} failed" + (": " + ", ".join(failed) if failed else ""))
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
