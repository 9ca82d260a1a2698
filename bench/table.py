"""Print the README's table from `results.json`, so that nobody copies figures by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

GOALS = {
    "list as the secretariat": "0.05",
    "list as a focal point who sees 1 %": "0.05",
    "search as the secretariat": "",
    "desk of the secretariat": "",
    "thread page": "0.03",
    "public list": "",
    "public list, made anew": "",
    "public list, unchanged (304)": "0.5",
    "JSON list of 25, anonymous": "0.15",
    "JSON list of 25, anonymous, made anew": "",
}


def table() -> str:
    """Each cell: the ratio at sixteen connections, and in brackets the ratio of one request after another."""
    report = json.loads((Path(__file__).parent / "results.json").read_text())
    runs = report["runs"]
    heads = [f"{run['engine']} {run['recommendations']:,}" for run in runs]
    lines = [f"| ratio to an empty request | goal | {' | '.join(heads)} |", "|---" * (len(heads) + 2) + "|"]
    for name, goal in GOALS.items():
        cells = " | ".join(_cell(run, name) for run in runs)
        lines.append(f"| {name} | {goal} | {cells} |")
    return "\n".join(lines)


def _cell(run: dict[str, Any], name: str) -> str:
    alone = f"({run['pages'][name]['ratio']})"
    loaded = run["at_sixteen_connections"].get(name)
    return f"{loaded['ratio']} {alone}" if loaded else alone


if __name__ == "__main__":
    print(table())
