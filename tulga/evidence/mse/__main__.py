"""The library from the command line: one estimate, the estimates of given resamples, or the sensitivity panel."""

from __future__ import annotations

import argparse
import json
import math
import shlex
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from .caveats import caveats_of
from .drawing import draw_panel
from .fitting import NoEstimate
from .intervals import Interval, bootstrap
from .models import MOST_LISTS_OF_ALL_ORDERS, notation_of
from .panel import Panel, build_panel
from .selection import ALL_ORDERS, PAIRS, Kind, Method, count_admissible, select, warm_up
from .sentences import BadTable
from .tables import CaptureTable, read_resamples, read_table

BAD_INPUT, NO_ESTIMATE = 2, 1
MOST_RESAMPLES = 1_000_000


class Parser(argparse.ArgumentParser):
    def error(self, message: str) -> Any:
        raise BadTable(f"{message[0].upper()}{message[1:]}. See --help.")


def main(arguments: Sequence[str] | None = None) -> int:
    try:
        options = _parser().parse_args(arguments)
        table = read_table(options.file)
        method = _method(options, table)
        warm_up(method)
        return int(options.command(table, method, options))
    except BadTable as problem:
        print(problem, file=sys.stderr)  # noqa: T201
        return BAD_INPUT


def estimate(table: CaptureTable, method: Method, options: argparse.Namespace) -> int:
    """Print one estimate with its interval, and that it is only one row of the panel."""
    begun = time.process_time()
    answer: dict[str, Any] = {
        "n": table.cases,
        "lists": list(table.lists),
        "estimate": None,
        "model": None,
        "interval": None,
        "admissible": count_admissible(table, method.space(len(table.lists)).order),
    }
    try:
        selection = select(table, method)
    except NoEstimate as problem:
        answer |= {"caveat": str(problem), "seconds": time.process_time() - begun}
        _print(answer, options, _sentences(answer, None, options.file))
        return NO_ESTIMATE
    interval = (
        bootstrap(selection, boot=options.boot, seed=options.seed).interval(options.level) if options.boot else None
    )
    answer |= {
        "estimate": selection.fit.estimate,
        "model": selection.fit.generators,
        "interval": interval and interval.as_data(),
        "caveat": " ".join(caveat.sentence for caveat in caveats_of(selection, interval)),
        "seconds": time.process_time() - begun,
    }
    _print(answer, options, _sentences(answer, interval, options.file))
    return 0


def replay(table: CaptureTable, method: Method, options: argparse.Namespace) -> int:
    """Print the estimate of each resample in a file, the model being chosen anew in each."""
    resamples = read_resamples(options.resamples, len(table.lists))
    try:
        estimates = select(table, method).in_resamples(resamples).tolist()
    except NoEstimate as problem:
        print(problem, file=sys.stderr)  # noqa: T201
        return NO_ESTIMATE
    found = [value if math.isfinite(value) else None for value in estimates]
    _print(found, options, "\n".join("no estimate" if value is None else f"{value:.6f}" for value in found))
    return 0


def panel(table: CaptureTable, method: Method, options: argparse.Namespace) -> int:
    """Print the sensitivity panel, or draw it into a file."""
    built = build_panel(table, method=method, boot=options.boot, level=options.level, seed=options.seed)
    if options.svg:
        try:
            Path(options.svg).write_text(draw_panel(built), encoding="utf-8")
        except OSError as problem:
            raise BadTable("The picture cannot be written: %(reason)s.", reason=problem.strerror) from None
    if options.json or not options.svg:
        _print(built.as_data(), options, _lines(built))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="python -m tulga.evidence.mse",
        description="Estimate how many there are whom no list holds, from a table of who is on which lists.",
    )
    commands = parser.add_subparsers(required=True, parser_class=Parser, metavar="estimate|replay|panel")
    for command, told in (
        (estimate, "one estimate with its interval"),
        (replay, "the estimate of each resample in a file"),
        (panel, "the sensitivity panel, as data or as a picture"),
    ):
        one = commands.add_parser(command.__name__, help=told, description=command.__doc__)
        one.set_defaults(command=command)
        one.add_argument("file", metavar="FILE.csv", help="a column of 0 and 1 for each list, a last column of counts")
        if command is replay:
            one.add_argument("resamples", metavar="COUNTS.csv", help="a column of bit masks, one column per resample")
        one.add_argument("--method", choices=[kind.value for kind in Kind], default=Kind.STEPWISE.value)
        one.add_argument("--order", choices=["2", "all"], help="for bic: pairs only, or all orders (up to five lists)")
        one.add_argument(
            "--threshold", type=_share, default=0.02, help="for stepwise: the tail below which a pair is added"
        )
        one.add_argument("--json", action="store_true")
        if command is not replay:
            one.add_argument(
                "--boot", type=_resamples, default=1000, help="resamples for each interval (0: no interval)"
            )
            one.add_argument("--seed", type=_whole, default=1)
            one.add_argument("--level", type=_share, default=0.95)
        if command is panel:
            one.add_argument("--svg", metavar="OUT", help="draw the panel into this file")
    return parser


def _method(options: argparse.Namespace, table: CaptureTable) -> Method:
    """What was asked for; without a word on the order, all orders where they can be searched."""
    kind, lists = Kind(options.method), len(table.lists)
    searched = kind == Kind.BIC and lists <= MOST_LISTS_OF_ALL_ORDERS
    chosen = options.order or ("all" if searched else "2")
    method = Method(kind, ALL_ORDERS if chosen == "all" else PAIRS, options.threshold)
    method.space(lists)
    return method


def _share(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 < value < 1:
        raise argparse.ArgumentTypeError(f"must lie between 0 and 1, not {text}")
    return value


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise argparse.ArgumentTypeError(f"must be a whole number from 0 up, not {text}")
    return int(text)


def _resamples(text: str) -> int:
    value = _whole(text)
    if value == 1 or value > MOST_RESAMPLES:
        raise argparse.ArgumentTypeError(f"must be 0, or 2 to {MOST_RESAMPLES:,}")
    return value


def _print(data: Any, options: argparse.Namespace, words: str) -> None:
    print(json.dumps(data, ensure_ascii=False, allow_nan=False) if options.json else words)  # noqa: T201


def _sentences(answer: dict[str, Any], interval: Interval | None, file: str) -> str:
    lines = [f"{answer['n']:,} cases on {len(answer['lists'])} lists: {', '.join(answer['lists'])}"]
    if answer["estimate"] is not None:
        limits = (
            f" ({interval.level:.0%} {interval.kind} interval {interval.low:,.0f} to {interval.high:,.0f})"
            if interval
            else ""
        )
        lines += [f"Estimate {answer['estimate']:,.0f}{limits}", f"Model {notation_of(answer['model'])}"]
    if answer["admissible"] is not None:
        lines.append(f"{answer['admissible']:,} models of this kind have an estimate")
    panel = f"python -m tulga.evidence.mse panel {shlex.quote(file)}"
    return "\n".join([*lines, answer["caveat"], f"Sensitivity panel: {panel}"])


def _lines(panel: Panel) -> str:
    lines = [f"Sensitivity panel: {panel.table.cases:,} cases on {len(panel.table.lists)} lists"]
    for row in panel.rows:
        if row.estimate is None:
            lines.append(f"{row.label:<40} {'no estimate':>12}  {row.problem}")
        else:
            limits = f"{row.interval.low:>12,.0f} to {row.interval.high:,.0f}" if row.interval else ""
            lines.append(f"{row.label:<40} {row.estimate:>12,.0f}  {limits}")
    return "\n".join([*lines, *(caveat.sentence for caveat in panel.caveats)])


if __name__ == "__main__":
    sys.exit(main())
