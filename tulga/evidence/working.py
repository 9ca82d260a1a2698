"""The mathematics for one stored table. It takes seconds to load: the worker does that at its start, and no page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import translation
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from tulga.evidence.sentences import of_library
from tulga.kit.sentences import Sentence

if TYPE_CHECKING:
    from tulga.evidence.disclosure import CountTable, Learned, PublishedTable
    from tulga.evidence.models import Estimate, ProtectedCounts
    from tulga.evidence.mse import CaptureTable, Panel, Row

# Of which most is for the search for the fewest cells, the rest for the audit.
SECONDS = 20.0
# For what readers of two tables know, however long the search for the fewest cells took.
LEAST_SECONDS = 5.0
SMALL = "a,b,c,cases\n1,0,0,9\n0,1,0,8\n0,0,1,7\n1,1,0,3\n1,0,1,2\n0,1,1,3\n1,1,1,1\n"


class Unusable(Exception):
    """What is wrong with a table."""

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        super().__init__(sentence.text)


def get_ready() -> None:
    """Load the mathematics into this process, and compile what no earlier process has compiled."""
    from tulga.evidence import disclosure, mse  # noqa: F401, PLC0415 - see above

    for kind in mse.Kind:
        mse.warm_up(mse.Method(kind))
    mse.build_panel(mse.table_from_text(SMALL), boot=2)


def read_captures(text: str) -> CaptureTable:
    """The capture table in a text, or Unusable."""
    from tulga.evidence import mse  # noqa: PLC0415 - see above

    try:
        return mse.table_from_text(text)
    except mse.BadTable as problem:
        raise Unusable(of_library(problem.sentence)) from None


def read_counts(text: str, *, protects_zero: bool = False) -> CountTable:
    """The table of counts in a text, or Unusable."""
    from tulga.evidence import disclosure  # noqa: PLC0415 - see above

    try:
        return disclosure.parse_counts(text, zeros_hidden=protects_zero)
    except disclosure.BadInput as problem:
        raise Unusable(of_library(problem.sentence)) from None


def read_told(text: str, *, hides_zero: bool = False) -> PublishedTable:
    """A table as it was published, or Unusable."""
    from tulga.evidence import disclosure  # noqa: PLC0415 - see above

    try:
        return disclosure.parse_published(text, zeros_hidden=hides_zero)
    except disclosure.BadInput as problem:
        raise Unusable(of_library(problem.sentence)) from None


def compare(counts: CountTable, told: PublishedTable) -> None:
    """Unusable if a table of counts cannot be of the same people as what was told before."""
    from tulga.evidence import disclosure  # noqa: PLC0415 - see above

    try:
        disclosure.known_already(counts, told)
    except disclosure.BadInput as problem:
        raise Unusable(of_library(problem.sentence)) from None


def panel_of(estimate: Estimate) -> tuple[dict[str, Any], dict[str, str]]:
    """The panel as data, and its drawing in each language of the deployment."""
    from tulga.evidence import mse  # noqa: PLC0415 - see above

    table = read_captures(estimate.table)
    method = mse.Method(mse.Kind(estimate.method))
    try:
        panel = mse.build_panel(table, method=method, boot=estimate.resamples)
    except (mse.BadTable, mse.NoEstimate) as problem:
        raise Unusable(of_library(problem.sentence)) from None
    drawings = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            drawings[code] = drawn(panel)
    return {**panel.as_data(), "caveat_codes": [str(each) for each in panel.caveats]}, drawings


def drawn(panel: Panel) -> str:
    """The panel as SVG in the language of the moment."""
    from tulga.evidence import mse  # noqa: PLC0415 - see above

    words = mse.Words(
        title=_("Sensitivity panel: how the estimate changes with the method and with the lists"),
        description=_(
            "Each row is one estimate with its interval. {observed} cases were observed; the estimates run from {low} "
            "to {high}. The same numbers stand in the panel's table."
        ),
        no_estimate=_("no estimate"),
        axis=_("cases, logarithmic; short lines: observed, broken: as chosen"),
        groups=tuple((mse.Group(group), str(label)) for group, label in group_labels().items()),
    )

    def label(row: Row) -> str:
        return row_label(row.group, row.way, list(row.subject), row.threshold, row.order != mse.PAIRS, kind_of(row))

    return mse.draw_panel(panel, words=words, label=label, number=whole, alone=False)


def kind_of(row: Row) -> str:
    return row.interval.kind if row.interval else ""


def protection_of(counts: ProtectedCounts) -> dict[str, Any]:
    """Which cells to hide and why, what a reader could work out of each, and the table to publish as CSV."""
    from tulga.evidence import disclosure  # noqa: PLC0415 - see above

    table = read_counts(counts.table, protects_zero=counts.protects_zero)
    told = None
    if counts.told_before:
        told = read_told(counts.told_before, hides_zero=counts.told_before_hides_zero)
    try:
        protected = disclosure.protect(
            table, threshold=counts.threshold, protect_zero=counts.protects_zero, seconds=SECONDS, told=told
        )
        left = max(SECONDS - protected.seconds, LEAST_SECONDS)
        with_others = (
            _with_others(disclosure.learned_together(protected, told, counts=table, seconds=left)) if told else {}
        )
    except disclosure.BadInput as problem:
        raise Unusable(of_library(problem.sentence)) from None
    # What would give cells away together with what was told before is not kept as a table that may be told.
    csv = {} if with_others.get("given_away") else {"csv": protected.to_csv()}
    return {
        "columns": list(protected.columns),
        "suppressed": protected.suppressed,
        "optimal": protected.is_optimal,
        "gap": protected.gap,
        "only_fewer_than": protected.only_fewer_than,
        "warnings": [of_library(each).as_json() for each in protected.warnings],
        "cells": [
            {
                "key": list(cell.key),
                "status": str(cell.hiding),
                "reason": cell.reason.name.lower() if cell.reason else "",
                "value": cell.value,
                "low": cell.low,
                "high": cell.high,
            }
            for cell in protected.cells
        ],
        "with_others": with_others,
        **csv,
    }


def _with_others(learned: tuple[Learned, ...]) -> dict[str, Any]:
    """What readers of both tables can work out of each hidden cell, and how many cells that gives away."""
    return {
        "compared": len(learned),
        "given_away": sum(each.is_given_away for each in learned),
        "unsettled": sum(not each.is_exact for each in learned),
        "cells": [
            {
                "is_ours": each.alone.release == 1,
                "key": list(each.alone.key),
                "alone": [each.alone.low, each.alone.high],
                "together": [each.together.low, each.together.high],
                "given_away": each.is_given_away,
                "exact": each.is_exact,
            }
            for each in learned
            if each.is_more or each.is_given_away
        ],
    }


def group_labels() -> dict[str, str]:
    return {
        "chosen": _("Chosen"),
        "interval": _("Other intervals"),
        "method": _("Other methods"),
        "threshold": _("Other thresholds"),
        "dropped": _("A list left out"),
        "merged": _("Two lists as one"),
    }


def row_label(
    group: str, way: str, subject: list[str], threshold: float | None, all_orders: bool, interval: str
) -> str:
    """What a row of the panel is, in the reader's language."""
    if group == "dropped":
        return _("without %(list)s") % {"list": subject[0]}
    if group == "merged":
        return _("%(first)s and %(second)s as one") % {"first": subject[0], "second": subject[1]}
    if group == "interval" and interval:
        return _("one model, %(kind)s interval") % {"kind": interval_label(interval)}
    orders = _("all orders") if all_orders else _("pairs")
    if way == "stepwise":
        return (
            _("stepwise, p < %(threshold)s") % {"threshold": number_format(threshold)} if threshold else _("stepwise")
        )
    if way == "bic":
        return _("best by BIC, %(orders)s") % {"orders": orders}
    measure = "BIC" if way == "average_bic" else "AIC"
    return _("averaged by %(measure)s, %(orders)s") % {"measure": measure, "orders": orders}


def interval_label(kind: str) -> str:
    return {
        "bca": _("bootstrap"),
        "profile": _("profile likelihood"),
        "normal": _("normal"),
        "averaged": _("averaged"),
    }[kind]


def whole(value: float) -> str:
    # Rounded first: a format of no decimals cuts them off.
    return number_format(round(value), force_grouping=True)
