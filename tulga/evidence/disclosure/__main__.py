"""`python -m tulga.evidence.disclosure protect|audit`: the library from the command line."""

from __future__ import annotations

import argparse
import json
import sys
import time
from typing import Any

from .audit import Audit, Verdict, audit
from .errors import BadInput
from .published import Rounding, read_published
from .tidy import Key

LEAST_THRESHOLD = 5


class Parser(argparse.ArgumentParser):
    def error(self, message: str) -> Any:
        raise BadInput(f"{message[0].upper()}{message[1:]}. See --help.")


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 when it was answered, 2 with a sentence when what was given cannot be worked on."""
    try:
        asked = _parser().parse_args(arguments)
        sys.stdout.write(asked.answer(asked) + "\n")
    except BadInput as problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="python -m tulga.evidence.disclosure", description="Disclosure control for tables of counts.")
    commands = parser.add_subparsers(required=True, parser_class=Parser, metavar="protect|audit")

    judge = commands.add_parser("audit", help="what a published table, or two that overlap, give away")
    judge.add_argument("published", nargs="+", metavar="PUBLISHED.csv", help="one table, or two that overlap")
    judge.add_argument("--count", metavar="COLUMN", help="the column of values (the last one if not named)")
    judge.add_argument("--base", type=int, action="append", metavar="N", help="base to which numbers were rounded")
    judge.add_argument("--rounding", type=Rounding, choices=list(Rounding), default=Rounding.NEAREST)
    judge.add_argument("--protect-zero", action="store_true", help="zeros were hidden too")
    _common(judge)
    judge.set_defaults(answer=_audit)
    return parser


def _common(command: argparse.ArgumentParser) -> None:
    command.add_argument("--threshold", type=int, default=10, metavar="K", help="fewest people that may be told (10)")
    command.add_argument("--json", action="store_true", help="answer in JSON")


def _threshold(asked: argparse.Namespace) -> int:
    if asked.threshold < LEAST_THRESHOLD:
        raise BadInput(f"The threshold is a whole number from {LEAST_THRESHOLD}.")
    return int(asked.threshold)


def _audit(asked: argparse.Namespace) -> str:
    begun = time.perf_counter()
    if len(asked.published) > 2:
        raise BadInput("An audit takes one published table, or two that overlap.")
    bases = asked.base or [1]
    if len(bases) > len(asked.published):
        raise BadInput("There are more bases of rounding than tables.")
    releases = [
        read_published(
            path,
            count=asked.count,
            zeros_hidden=asked.protect_zero,
            base=bases[min(number, len(bases) - 1)],
            rounding=asked.rounding,
        )
        for number, path in enumerate(asked.published)
    ]
    found = audit(*releases, threshold=_threshold(asked))
    return _audit_as_json(found, time.perf_counter() - begun) if asked.json else _audit_in_words(found)


def _audit_as_json(found: Audit, seconds: float) -> str:
    return json.dumps(
        {
            "cells": [
                {
                    "release": cell.release,
                    "key": _named(found.columns[cell.release - 1], cell.key),
                    "status": cell.given,
                    "low": cell.low,
                    "high": cell.high,
                    "verdict": cell.verdict,
                }
                for cell in found.cells
            ],
            "threshold": found.threshold,
            "open": found.count(Verdict.OPEN),
            "narrow": found.count(Verdict.NARROW),
            "safe": found.is_safe,
            "seconds": round(seconds, 3),
        },
        ensure_ascii=False,
    )


def _audit_in_words(found: Audit) -> str:
    told = [
        f"{len(found.cells)} cells were not told plainly. A reader works out {found.count(Verdict.OPEN)} of them"
        f" (fewer than {found.threshold}, or the very number); {found.count(Verdict.NARROW)} are narrow."
    ]
    for cell in found.cells:
        if cell.verdict != Verdict.CLOSED:
            where = ", ".join(f"{k} = {v}" for k, v in _named(found.columns[cell.release - 1], cell.key).items())
            told.append(f"  {cell.verdict}: release {cell.release}, {where}: {_interval(cell.low, cell.high)}")
    return "\n".join(told)


def _interval(low: int, high: int | None) -> str:
    if high is None:
        return f"{low} or more"
    return str(low) if low == high else f"{low} to {high}"


def _named(columns: tuple[str, ...], key: Key) -> dict[str, str]:
    return dict(zip(columns, key, strict=True))


if __name__ == "__main__":
    sys.exit(main())
