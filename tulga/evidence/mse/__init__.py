"""Multiple systems estimation: how many there are whom no list holds, from lists that overlap.

    from tulga.evidence import mse

    table = mse.read_table("lists.csv")
    selection = mse.select(table, mse.Method(mse.Kind.STEPWISE))
    selection.fit.estimate, mse.bootstrap(selection).interval()
    mse.build_panel(table)

The answer to "how many" is the panel, never one of its numbers. docs/how-to/estimate-hidden-numbers.md tells what is
computed, from which papers, and when not to trust it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .averaging import Average, Criterion, average
    from .caveats import Caveat, caveats_of
    from .coverage import Coverage, simulate_coverage
    from .drawing import Words, draw_panel
    from .existence import Code, check_model
    from .fitting import Fit, NoEstimate, fit_model
    from .intervals import Bootstrap, Interval, bootstrap, bootstrap_from, normal_interval, profile_interval
    from .models import ModelSpace, space_of
    from .panel import Group, Panel, Row, Way, build_panel
    from .selection import ALL_ORDERS, PAIRS, Kind, Method, Selection, count_admissible, select, warm_up
    from .sentences import BadTable, Sentence
    from .tables import CaptureTable, read_resamples, read_table, table_from_text

PARTS = (
    "sentences", "tables", "models", "existence", "fitting", "selection", "intervals", "averaging", "caveats",
    "coverage", "panel", "drawing",
)  # fmt: skip
"""From light to heavy: whoever reads a table waits for no compiler and no SciPy."""

__all__ = [
    "ALL_ORDERS",
    "PAIRS",
    "Average",
    "BadTable",
    "Bootstrap",
    "CaptureTable",
    "Caveat",
    "Code",
    "Coverage",
    "Criterion",
    "Fit",
    "Group",
    "Interval",
    "Kind",
    "Method",
    "ModelSpace",
    "NoEstimate",
    "Panel",
    "Row",
    "Selection",
    "Sentence",
    "Way",
    "Words",
    "average",
    "bootstrap",
    "bootstrap_from",
    "build_panel",
    "caveats_of",
    "check_model",
    "count_admissible",
    "draw_panel",
    "fit_model",
    "normal_interval",
    "profile_interval",
    "read_resamples",
    "read_table",
    "select",
    "simulate_coverage",
    "space_of",
    "table_from_text",
    "warm_up",
]


def __getattr__(name: str) -> Any:
    """A name of this library, from the first part that has it, which is loaded when it is first asked for."""
    if name in __all__:
        for part in PARTS:
            module = import_module(f".{part}", __name__)
            if hasattr(module, name):
                globals()[name] = getattr(module, name)
                return globals()[name]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """What a notebook offers to complete, whether it is loaded yet or not."""
    return sorted(__all__)
