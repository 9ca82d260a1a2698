"""Two editions item by item: what came in, what went, and whose words, days, agencies, money or targets changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tulga.kit.comparison import Piece, compare_words
from tulga.kit.i18n import Shown
from tulga.plan.choices import Pillar
from tulga.plan.models import Entry, Indicator, PlanEdition, PlanItem
from tulga.plan.sheets import Whole, read_whole
from tulga.plan.summaries.activity import milestone_lines, money_lines, period_of

Text = str | Promise


@dataclass(frozen=True)
class FieldChange:
    label: Text
    pieces: list[Piece]


@dataclass(frozen=True)
class ItemChange:
    """A group or an activity of which something changed."""

    number: str
    title: Shown
    url: str
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True)
class Named:
    """A group or an activity that only one of the two editions has."""

    number: str
    title: Shown
    url: str


@dataclass(frozen=True)
class Comparison:
    facts: tuple[FieldChange, ...]
    added: tuple[Named, ...]
    removed: tuple[Named, ...]
    changed: tuple[ItemChange, ...]
    unchanged: int

    @cached_property
    def is_same(self) -> bool:
        return not (self.facts or self.added or self.removed or self.changed)


def compare_editions(old: PlanEdition, new: PlanEdition) -> Comparison:
    """Both came through `visible_to`. Groups are known again by what they continue, activities by being the same."""
    before, after = read_whole(old), read_whole(new)
    old_rows, new_rows = _rows_of(before), _rows_of(after)
    both = [key for key in new_rows if key in old_rows]
    changes = [(new_rows[key], _changes(_words_of(old_rows[key]), _words_of(new_rows[key]))) for key in both]
    changed = tuple(_item_change(row, fields) for row, fields in changes if fields)
    return Comparison(
        facts=_changes(_facts(old), _facts(new)),
        added=tuple(_named(row) for key, row in new_rows.items() if key not in old_rows),
        removed=tuple(_named(row) for key, row in old_rows.items() if key not in new_rows),
        changed=changed,
        unchanged=len(both) - len(changed),
    )


def _rows_of(whole: Whole) -> dict[tuple[str, int], PlanItem | Entry]:
    """In the plan's order, under what they are known again by. A new plan's activity is the one that it continues."""
    rows: dict[tuple[str, int], PlanItem | Entry] = {("group", item.identity): item for item in whole.items}
    for entry in whole.entries:
        rows["activity", entry.activity.first] = entry
    return rows


def _changes(old: Mapping[Text, str], new: Mapping[Text, str]) -> tuple[FieldChange, ...]:
    return tuple(
        FieldChange(label, compare_words(old[label], words)) for label, words in new.items() if words != old[label]
    )


def _words_of(row: PlanItem | Entry) -> dict[Text, str]:
    if isinstance(row, PlanItem):
        return {
            _("Number"): row.number,
            _("Title"): _spoken(row.title),
            _("Part of"): row.parent.number if row.parent else "",
        }
    return {label: words(row) for label, words in ENTRY_WORDS.items()}


ENTRY_WORDS: dict[Text, Callable[[Entry], str]] = {
    _("Number"): lambda entry: entry.number,
    _("Title"): lambda entry: _spoken(entry.title),
    _("Part of"): lambda entry: entry.item.number if entry.item else "",
    _("Besides"): lambda entry: _spoken(entry.notes),
    _("Pillar"): lambda entry: str(Pillar(entry.pillar).label) if entry.pillar else "",
    _("Lead agency"): lambda entry: _joined([entry.lead_agency] if entry.lead_agency else [], entry.lead_words),
    _("Takes part"): lambda entry: _joined(entry.co_implementers.all(), entry.co_implementers_words),
    _("Pays"): lambda entry: _joined(entry.funders.all(), entry.funders_words),
    _("When"): lambda entry: "; ".join(period_of(entry)),
    _("Where"): lambda entry: _joined(entry.places.all(), ""),
    _("Milestones"): lambda entry: "\n".join(
        f"{each.title} {each.when}" for each in milestone_lines(entry.milestones.all())
    ),
    _("Budget"): lambda entry: "\n".join(
        f"{each.year} {each.source} {each.amount or each.given}" for each in money_lines(entry.budget_lines.all())
    ),
    _("Indicators"): lambda entry: "\n".join(map(_indicator_words, entry.indicators.all())),
}


def _indicator_words(indicator: Indicator) -> str:
    values = [f"{each.year or each.get_role_display()} {each.given}" for each in indicator.values.all()]
    means = _spoken(indicator.means_of_verification)
    return "; ".join(filter(None, [_spoken(indicator.title), str(indicator.unit), ", ".join(values), means]))


def _facts(edition: PlanEdition) -> dict[Text, str]:
    return {
        _("Legal basis"): _spoken(edition.legal_basis),
        _("Valid from"): f"{edition.valid_from}",
        _("Valid to"): f"{edition.valid_to}",
        _("Names of the levels"): ", ".join(edition.level_name(at + 1) for at in range(len(edition.level_names))),
    }


def _spoken(text: Mapping[str, str]) -> str:
    """Every language on its line: a translation may be all that changed."""
    return "\n".join(text.values())


def _joined(rows: Iterable[Any], words: str) -> str:
    return ", ".join([*sorted(str(row.name) for row in rows), *([words] if words else [])])


def _item_change(row: PlanItem | Entry, fields: tuple[FieldChange, ...]) -> ItemChange:
    return ItemChange(row.number, row.title.shown(), row.get_absolute_url(), fields)


def _named(row: PlanItem | Entry) -> Named:
    return Named(row.number, row.title.shown(), row.get_absolute_url())
