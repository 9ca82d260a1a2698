"""Where a branch nobody tried lets somebody in, none may be left; elsewhere nine in ten. Reads coverage's JSON."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

WHOLE = {"policies.py", "querysets.py", "workflow.py", "services.py"}
OVERALL = 90.0


def is_whole(path: str) -> bool:
    """Whether every branch of this file is to be tried: it decides who sees, who does, and what happens."""
    parts = Path(path).parts
    return parts[-1] in WHOLE or "services" in parts


def shortfalls(report: dict[str, Any]) -> list[str]:
    found = [
        f"{path}: lines {each['missing_lines']}, branches {each['missing_branches']}"
        for path, each in sorted(report["files"].items())
        if is_whole(path) and each["summary"]["percent_covered"] < 100
    ]
    overall = report["totals"]["percent_covered"]
    if overall < OVERALL:
        found.append(f"overall {overall:.1f} % where {OVERALL:.0f} % is the floor")
    return found


def main(path: str) -> int:
    found = shortfalls(json.loads(Path(path).read_text()))
    print(
        "\n".join(["\nNot tried by any test:", *found]) if found else "\nCoverage stands above its floors.", flush=True
    )
    return bool(found)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
