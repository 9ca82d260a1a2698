"""`python -m tulga.evidence.disclosure protect|audit`: the library from the command line."""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any

from .audit import Audit, Verdict, audit
from .errors import BadInput
from .insiders import opened_to_insiders
from .overlap import Learned, learned_together
from .protected import ProtectedTable
from .protecting import LEAST_FOR_AUDIT, LEAST_THRESHOLD, protect
from .published import Rounding, read_published
from .tables import read_counts
from .tidy import Key


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

    maker = commands.add_parser("protect", help="what must be hidden in a table of counts before it is published")
    maker.add_argument("counts", metavar="FILE.csv", help="one to four columns of categories and a count of persons")
    maker.add_argument("--count", metavar="COLUMN", help="the column of counts (the last one if not named)")
    maker.add_argument("--protect-zero", action="store_true", help="hide that there are none, or all, as well")
    maker.add_argument("--structural", metavar="ZEROS.csv", help="combinations that cannot be (* for any category)")
    maker.add_argument("--told-before", metavar="OTHER.csv", help="a table of the same people that was told before")
    maker.add_argument("--insiders", action="store_true", help="what is open to whoever knows one hidden count (slow)")
    maker.add_argument("--out", metavar="PUBLISHED.csv", help="write the table as it may be published")
    _common(maker)
    maker.set_defaults(answer=_protect)

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
    command.add_argument("--seconds", type=float, default=60.0, metavar="N", help="time at most (60)")
    command.add_argument("--json", action="store_true", help="answer in JSON")


def _threshold(asked: argparse.Namespace) -> int:
    if asked.threshold < LEAST_THRESHOLD:
        raise BadInput("The threshold is a whole number from %(least)s.", least=LEAST_THRESHOLD)
    return int(asked.threshold)


def _protect(asked: argparse.Namespace) -> str:
    seconds = _seconds(asked)
    table = read_counts(asked.counts, count=asked.count, structural=asked.structural, zeros_hidden=asked.protect_zero)
    told = read_published(asked.told_before, zeros_hidden=asked.protect_zero) if asked.told_before else None
    made = protect(table, threshold=_threshold(asked), protect_zero=asked.protect_zero, seconds=seconds, told=told)
    if told:
        left = max(seconds - made.seconds, LEAST_FOR_AUDIT)
        _refuse_what_gives_away(asked.told_before, learned_together(made, told, counts=table, seconds=left))
    if asked.out:
        _write(asked.out, made.to_csv())
    opened = opened_to_insiders(table, made) if asked.insiders else None
    return _protected_as_json(made, opened) if asked.json else _protected_in_words(made, opened or {})


def _seconds(asked: argparse.Namespace) -> float:
    if not 0 < asked.seconds < 1e6:
        raise BadInput("The time to search is a number of seconds above 0.")
    return float(asked.seconds)


def _refuse_what_gives_away(path: str, learned: tuple[Learned, ...]) -> None:
    given_away = [cell for cell in learned if cell.is_given_away]
    if unsettled := [cell for cell in given_away if not cell.is_exact]:
        raise BadInput(
            "Together with %(path)s this table would give %(number)s cells away; in %(unsettled)s of them time ended "
            "before it was proven whether it does. Give more --seconds, or make it coarser (fewer categories or "
            "columns, longer periods).",
            path=path,
            number=len(given_away),
            unsettled=len(unsettled),
        )
    if given_away:
        raise BadInput(
            "Together with %(path)s this table would give %(number)s cells away, whatever is hidden in it: make it "
            "coarser (fewer categories or columns, longer periods).",
            path=path,
            number=len(given_away),
        )


def _write(path: str, text: str) -> None:
    try:
        Path(path).write_text(text, encoding="utf-8")
    except OSError as problem:
        raise BadInput("%(path)s cannot be written: %(reason)s.", path=path, reason=problem.strerror) from None


def _protected_as_json(made: ProtectedTable, opened: dict[Key, tuple[Key, ...]] | None) -> str:
    return json.dumps(
        {
            "cells": [
                {
                    "key": _named(made.columns, cell.key),
                    "status": cell.hiding,
                    "value": cell.value,
                    "low": cell.low,
                    "high": cell.high,
                    **({} if cell.is_exact else {"exact": False}),
                    **({"opens": _opens(made, opened.get(cell.key, ()))} if opened is not None else {}),
                }
                for cell in made.cells
            ],
            "suppressed": made.suppressed,
            "optimal": made.is_optimal,
            "gap": round(made.gap, 6),
            "seconds": round(made.seconds, 3),
            **({"warnings": [str(warning) for warning in made.warnings]} if made.warnings else {}),
        },
        ensure_ascii=False,
    )


def _opens(made: ProtectedTable, keys: tuple[Key, ...]) -> list[dict[str, str]]:
    return [_named(made.columns, key) for key in keys]


def _protected_in_words(made: ProtectedTable, opened: dict[Key, tuple[Key, ...]]) -> str:
    proven = "fewer cells will not do" if made.is_optimal else f"at least {made.bound} are needed"
    told = [
        f"{made.suppressed} of {len(made.cells)} cells are hidden; {proven} ({made.seconds:.1f} s).",
        *map(str, made.warnings),
    ]
    for cell in made.cells:
        if cell.reason is not None:
            knows = f"a reader knows {_interval(cell.low, cell.high)}"
            told.append(f"  {cell.hiding}: {_where(made.columns, cell.key)}: {cell.reason}; {knows}")
    for key, found in opened.items():
        if found:
            others = "; ".join(_where(made.columns, each) for each in found)
            told.append(f"  whoever knows {_where(made.columns, key)} works out: {others}")
    return "\n".join(told)


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
    found = audit(*releases, threshold=_threshold(asked), seconds=_seconds(asked))
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
                    "exact": cell.is_exact,
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
    if found.unsettled:
        told.append(
            f"Time ended before {found.unsettled} intervals were exact: a reader is left with what is told of them, or "
            "with more."
        )
    for cell in found.cells:
        if cell.verdict != Verdict.CLOSED:
            where = _where(found.columns[cell.release - 1], cell.key)
            open_end = "" if cell.is_exact else ", or more: time ended"
            told.append(
                f"  {cell.verdict}: release {cell.release}, {where}: {_interval(cell.low, cell.high)}{open_end}"
            )
    return "\n".join(told)


def _interval(low: int, high: int | None) -> str:
    if high is None:
        return f"{low} or more"
    return str(low) if low == high else f"{low} to {high}"


def _where(columns: tuple[str, ...], key: Key) -> str:
    return ", ".join(f"{name} = {label}" for name, label in _named(columns, key).items())


def _named(columns: tuple[str, ...], key: Key) -> dict[str, str]:
    return dict(zip(columns, key, strict=True))


if __name__ == "__main__":
    sys.exit(main())
