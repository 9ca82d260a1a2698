"""What was worked out, as a page tells it, out of the stored result: nothing is computed again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from tulga.evidence.models import Estimate, ProtectedCounts
from tulga.evidence.working import group_labels, interval_label, row_label, whole
from tulga.kit.sentences import Sentence

Text = str | Promise
TOTAL = "*"

CAVEATS: dict[str, Text] = {
    "model": _(
        "The number depends on a model that the data cannot prove right, and on lists that are of the same people, in "
        "the same time and place, with every double entry found. The answer is the whole panel."
    ),
    "not_proven": _("The search was ended before it was proven that no other model is better."),
    "never_seen": _(
        "The model holds an effect of lists that share nobody: that they never could is an assumption, not a finding."
    ),
    "missing": _("In some resamples no model had an estimate; the interval is made from the others."),
    "spread": _("The highest estimate of the panel is more than twice the lowest."),
}
REASONS: dict[str, Text] = {
    "small": _("small count"),
    "zero": _("zero"),
    "everybody": _("everybody of its row or column"),
    "given_as_fewer": _("given as fewer than a number"),
    "unknown_total": _("a total over a count that is not known"),
    "for_others": _("would give another cell away"),
    "total_given_up": _("nothing else protects the small cells"),
    "total_too_small": _("all together are too few"),
}


GIVEN_AWAY = _(
    "Together with what was told before, this table would give small cells away, so it cannot be taken from here. Make "
    "it coarser (fewer categories or columns, longer periods) and enter it again."
)


@dataclass(frozen=True)
class PanelRow:
    group: Text
    label: str
    estimate: str
    interval: str
    kind: str
    model: str
    problem: str


@dataclass(frozen=True)
class PanelShown:
    """The sensitivity panel in the reader's language."""

    observed: str
    low: str
    high: str
    chosen: PanelRow
    rows: tuple[PanelRow, ...]
    caveats: tuple[Text, ...]
    drawing: SafeString
    lists: tuple[str, ...]
    resamples: int


@dataclass(frozen=True)
class ShownCell:
    """One cell of the table as it would be published, and what a reader of it could work out."""

    key: tuple[str, ...]
    value: str
    is_hidden: bool
    is_primary: bool
    reason: Text
    interval: str


@dataclass(frozen=True)
class LearnedCell:
    """One hidden cell of which readers of both tables can work out more than those of its own."""

    where: Text
    what: str
    alone: str
    together: str
    is_given_away: bool


@dataclass(frozen=True)
class ToldTogether:
    """What readers learn who also have what was told before."""

    title: str
    compared: int
    cells: tuple[LearnedCell, ...]
    given_away: int
    unsettled: int


def panel_shown(estimate: Estimate) -> PanelShown:
    result = estimate.result
    rows = tuple(_panel_row(row) for row in result["rows"])
    found = [row["estimate"] for row in result["rows"] if row["estimate"] is not None]
    drawing = estimate.drawings.get(get_language() or "", "") or next(iter(estimate.drawings.values()), "")
    return PanelShown(
        observed=whole(result["n"]),
        low=whole(min(found)) if found else "—",
        high=whole(max(found)) if found else "—",
        chosen=rows[0],
        rows=rows,
        caveats=tuple(CAVEATS[code] for code in result["caveat_codes"]),
        drawing=mark_safe(drawing),  # noqa: S308 - written by tulga.evidence.mse, which escapes the lists' names
        lists=tuple(result["lists"]),
        resamples=result["boot"],
    )


def _panel_row(row: dict[str, Any]) -> PanelRow:
    interval = row["interval"]
    kind = interval["kind"] if interval else ""
    return PanelRow(
        group=group_labels()[row["group"]],
        label=row_label(row["group"], row["way"], row["subject"], row["threshold"], row["order"] == "all", kind),
        estimate="—" if row["estimate"] is None else whole(row["estimate"]),
        interval=_between(interval["low"], interval["high"]) if interval else "",
        kind=interval_label(kind) if kind else "",
        model=_dependences(row["model"]),
        problem=str(Sentence(row["problem"] or "")),
    )


def _dependences(model: list[list[str]] | None) -> str:
    """The lists that the model lets depend on each other; the others, which stand in it by themselves, go without."""
    if model is None:
        return ""
    return ", ".join(" × ".join(names) for names in model if len(names) > 1) or gettext("none")


def cells_shown(counts: ProtectedCounts) -> list[ShownCell]:
    return [_cell(cell, only_fewer=counts.result["only_fewer_than"], k=counts.threshold) for cell in counts.cells]


def told_together(counts: ProtectedCounts) -> ToldTogether | None:
    found = counts.result.get("with_others")
    if not found:
        return None
    # What is given away comes first.
    cells = sorted(found["cells"], key=lambda cell: not cell["given_away"])
    return ToldTogether(
        title=counts.told_before_title,
        compared=found["compared"],
        cells=tuple(_learned(cell) for cell in cells),
        given_away=found["given_away"],
        unsettled=found["unsettled"],
    )


def _learned(cell: dict[str, Any]) -> LearnedCell:
    return LearnedCell(
        where=gettext("this table") if cell["is_ours"] else gettext("the earlier one"),
        what=", ".join(_part(each) for each in cell["key"]),
        alone=_between(*cell["alone"]),
        together=_between(*cell["together"]),
        is_given_away=cell["given_away"],
    )


def hidden_by_reason(cells: Iterable[ShownCell]) -> list[tuple[Text, int]]:
    """How many cells are hidden for each reason, in the order in which they come."""
    found: dict[Text, int] = {}
    for cell in cells:
        if cell.is_hidden:
            found[cell.reason] = found.get(cell.reason, 0) + 1
    return list(found.items())


def _cell(cell: dict[str, Any], *, only_fewer: bool, k: int) -> ShownCell:
    is_hidden = cell["value"] is None
    is_grand_total = all(each == TOTAL for each in cell["key"])
    value = number_format(cell["value"], force_grouping=True) if not is_hidden else "•"
    if only_fewer and is_grand_total:
        value = f"<{k}"
    return ShownCell(
        key=tuple(_part(each) for each in cell["key"]),
        value=value,
        is_hidden=is_hidden,
        is_primary=cell["status"] == "primary",
        reason=REASONS.get(cell["reason"], ""),
        interval=_between(cell["low"], cell["high"]) if is_hidden else "",
    )


def _part(label: str) -> str:
    return gettext("Together") if label == TOTAL else label


def _between(low: float, high: float | None) -> str:
    if low == high:
        return whole(low)
    if high is None:
        return gettext("%(low)s or more") % {"low": whole(low)}
    return gettext("%(low)s to %(high)s") % {"low": whole(low), "high": whole(high)}
