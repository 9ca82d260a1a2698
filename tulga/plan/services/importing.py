"""Many activities at once, as an importer brings them: a few statements for thousands, and an act for each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tulga.audit.services import Act, RecordKey, record_each
from tulga.kit.actor import Actor
from tulga.kit.bulk import insert_contents, insert_keyed, insert_rows, update_records
from tulga.kit.classification import DataClass
from tulga.kit.collation import sort_key
from tulga.kit.errors import RuleBroken
from tulga.kit.i18n import in_every_language
from tulga.plan.choices import Action
from tulga.plan.models import (
    Activity,
    BudgetLine,
    Entry,
    FormerValue,
    Indicator,
    IndicatorValue,
    Milestone,
    PlanEdition,
    PlanItem,
)
from tulga.plan.policies import policy
from tulga.plan.services.amending import point_activities_to
from tulga.plan.services.entering import LINKS, EntryContent, parted, set_entry_keys
from tulga.plan.services.parting import figures_of, require_sound_amount
from tulga.plan.services.planning import ItemContent
from tulga.plan.services.recording import assign, require_writable
from tulga.plan.values import Value

BATCH = 500
PIECE = 1_000  # activities that are written at once: all their parts are in memory meanwhile
NO_FIGURES: Mapping[int | None, Value] = {}


class PartRow(NamedTuple):
    """A milestone, a budget line or an indicator. `part` is the stored row it is the same as; without it, it is new."""

    content: Mapping[str, Any]
    part: Milestone | BudgetLine | Indicator | None = None
    baseline: Value | None = None
    targets: Mapping[int | None, Value] = NO_FIGURES


@dataclass(frozen=True)
class ItemRow:
    """A group. Its parent is named by number, for neither may be stored yet; `item` is the stored row it changes."""

    content: ItemContent
    parent_number: str = ""
    item: PlanItem | None = None
    differs: tuple[object, object] = ("", "")  # as it was and as it will be, for the history


@dataclass(frozen=True)
class EntryRow:
    """An activity as the file has it. Of a list that is None nothing changes; a given list is the whole list."""

    content: EntryContent
    item_number: str = ""
    entry: Entry | None = None  # the stored entry of this edition that it changes
    activity: Activity | None = None  # of a new entry: the activity of an earlier edition that it is
    milestones: Sequence[PartRow] | None = None
    budget_lines: Sequence[PartRow] | None = None
    indicators: Sequence[PartRow] | None = None
    former_values: Sequence[tuple[str, str]] | None = None  # FormerField, the words
    differs: tuple[object, object] = ("", "")


@dataclass(frozen=True)
class Written:
    created: int
    changed: int


@transaction.atomic
def write_plan(
    *,
    edition: PlanEdition,
    items: Iterable[ItemRow],
    entries: Iterable[EntryRow],
    actor: Actor,
    source: str,
    begun: Act | None = None,
) -> Written:
    """Create and change groups and entries of one edition. `source` names the file in the history, `begun` the act
    that the plan or the edition has just begun with.

    The acts are recorded last and together: from the first on, everybody else's acts wait for the end of this one.
    """
    policy.require(actor, Action.IMPORT, edition)
    require_writable(edition)
    items, entries = list(items), iter(entries)
    numbered = _write_items(edition, items)
    acts = [_act(numbered[row.content["number"]], row.item, row.differs) for row in items]
    while more := _write_piece(edition, entries, numbered):
        acts += more
    created = sum(act.verb == Action.CREATE for act in acts)
    result = Written(created=created, changed=len(acts) - created)
    told = in_every_language(
        gettext_lazy("%(source)s: %(created)s created, %(changed)s changed"),
        source=source,
        created=result.created,
        changed=result.changed,
    )
    of_edition = Act(verb=Action.IMPORT, target=edition, after=told)
    record_each(actor=actor, acts=[*([begun] if begun else []), of_edition, *acts], classification=DataClass.C0)
    return result


def _write_piece(edition: PlanEdition, entries: Iterator[EntryRow], numbered: Mapping[str, PlanItem]) -> list[Act]:
    """Write the next entries and let go of them; the act of each."""
    piece = list(islice(entries, PIECE))
    written = _write_entries(edition, piece, numbered) if piece else []
    return [_act(entry, row.entry, row.differs) for row, entry in zip(piece, written, strict=True)]


def _act(written: PlanItem | Entry, stood: PlanItem | Entry | None, differs: tuple[object, object]) -> Act:
    target = RecordKey(type(written), written.pk)
    if stood is None:
        return Act(verb=Action.CREATE, target=target, after=str(written))
    before, after = differs
    return Act(verb=Action.EDIT, target=target, before=before, after=after)


def _write_items(edition: PlanEdition, rows: Sequence[ItemRow]) -> dict[str, PlanItem]:
    """All groups of the edition by their numbers, the written ones among them."""
    new: list[PlanItem] = []
    old: list[PlanItem] = []
    for row in rows:
        item = row.item or PlanItem(edition=edition)
        assign(item, row.content)
        item.position = sort_key(item.number, "en")
        if row.item:
            item.version += 1
        (old if row.item else new).append(item)
    PlanItem.objects.bulk_create(new, BATCH)
    numbered = {item.number: item for item in [*edition.items.all(), *new, *old]}
    for row in rows:
        item = numbered[row.content["number"]]
        item.parent = _group(row.parent_number, numbered)
    written = [*new, *old]
    update_records(
        PlanItem, written, ["parent", "number", "title", "position", "version", "imported_row", "imported_place"]
    )
    return numbered


def _group(number: str, numbered: Mapping[str, PlanItem]) -> PlanItem | None:
    if number and number not in numbered:
        raise RuleBroken(_("There is no group %(number)s in this edition of the plan.") % {"number": number})
    return numbered[number] if number else None


def _write_entries(edition: PlanEdition, rows: Sequence[EntryRow], numbered: Mapping[str, PlanItem]) -> list[Entry]:
    activities = _new_activities(edition, sum(row.entry is None and row.activity is None for row in rows))
    written = []
    for row in rows:
        own, _links_of = parted(row.content)
        own.setdefault("item", _group(row.item_number, numbered))
        entry = row.entry
        if entry is None:
            of = row.activity.pk if row.activity else next(activities)
            entry = Entry(edition_id=edition.pk, activity_id=of, **_by_keys(own))
        else:
            assign(entry, own)
            entry.version += 1
        set_entry_keys(entry)
        written.append(entry)
    new = [entry for row, entry in zip(rows, written, strict=True) if row.entry is None]
    insert_keyed(Entry, new, by=["activity_id"], among=edition.entries.all())
    point_activities_to(edition, new_ones_only=True)
    changed = [entry for row, entry in zip(rows, written, strict=True) if row.entry]
    columns = [field.name for field in Entry._meta.concrete_fields if not field.primary_key]
    update_records(Entry, changed, columns)
    for name in LINKS:
        _write_links(name, rows, written)
    _write_parts(Milestone, [(entry, row.milestones) for row, entry in zip(rows, written, strict=True)])
    _write_parts(BudgetLine, [(entry, row.budget_lines) for row, entry in zip(rows, written, strict=True)])
    _write_indicators([(entry, row.indicators) for row, entry in zip(rows, written, strict=True)])
    _write_former_values(rows, written)
    return written


def _new_activities(edition: PlanEdition, count: int) -> Iterator[int]:
    """The keys of activities that no edition says anything of yet: nobody else enters any while the edition is held."""
    bare = Activity.objects.filter(plan=edition.plan_id, current=None, entries=None)
    insert_contents(Activity, [{"plan_id": edition.plan_id}] * count)
    return reversed(bare.order_by("-pk").values_list("pk", flat=True)[:count])


def _by_keys(content: Mapping[str, Any]) -> dict[str, Any]:
    """What points elsewhere by its key: a record takes that at half the cost."""
    return {
        f"{name}_id" if isinstance(value, Model) else name: value.pk if isinstance(value, Model) else value
        for name, value in content.items()
    }


def _write_links(name: str, rows: Sequence[EntryRow], written: Sequence[Entry]) -> None:
    links: Any = getattr(Entry, name).through
    other = next(each.name for each in links._meta.concrete_fields if each.name not in ("id", "entry"))
    given = [(entry, row.content[name]) for row, entry in zip(rows, written, strict=True) if name in row.content]  # type: ignore[literal-required]
    stood = [entry.pk for entry, row in zip(written, rows, strict=True) if row.entry and name in row.content]
    for start in range(0, len(stood), BATCH):
        links.objects.filter(entry__in=stood[start : start + BATCH]).delete()
    insert_rows(
        links,
        ["entry", other],
        [(entry.pk, each.pk) for entry, chosen in given for each in dict.fromkeys(chosen)],
    )


Given = Sequence[tuple[Entry, Sequence[PartRow] | None]]


class NewPart(NamedTuple):
    """A part that is not stored yet, with where it is to stand."""

    entry_id: int
    position: int
    row: PartRow

    @property
    def content(self) -> dict[str, Any]:
        return {**self.row.content, "entry_id": self.entry_id, "position": self.position}


def _write_parts(model: Any, given: Given) -> None:
    """The changed ones and the new ones; what a given list no longer has is taken out."""
    insert_contents(model, [part.content for part in _change_parts(model, given)])


def _write_indicators(given: Given) -> None:
    """With their values, which are to know the indicators' keys."""
    new = _change_parts(Indicator, given)
    insert_contents(Indicator, [part.content for part in new])
    keys = {
        (entry, position): pk
        for entry, position, pk in Indicator.objects.filter(entry__in={part.entry_id for part in new}).values_list(
            "entry_id", "position", "pk"
        )
    }
    changed = [(row.part.pk, row) for _entry, rows in given for row in rows or () if row.part]
    _remove_values([pk for pk, _row in changed])
    _add_values([*changed, *((keys[part.entry_id, part.position], part.row) for part in new)])


def _change_parts(model: Any, given: Given) -> list[NewPart]:
    """Those that are new, once the others stand as they are to."""
    kept = [(entry, rows) for entry, rows in given if rows is not None]
    _remove_all_but(model, kept)
    new: list[NewPart] = []
    changed: list[Any] = []
    for entry, rows in kept:
        for position, row in enumerate(rows, start=1):
            if row.part is None:
                new.append(NewPart(entry.pk, position, row))
            else:
                assign(row.part, {**row.content, "position": position})
                row.part.version += 1
                changed.append(row.part)
            if model is BudgetLine:
                require_sound_amount(row.content.get("amount"), row.content.get("currency", ""))
    columns = [each.name for each in model._meta.concrete_fields if not each.primary_key]
    update_records(model, changed, columns)
    return new


def _remove_all_but(model: Any, kept: Sequence[tuple[Entry, Sequence[PartRow]]]) -> None:
    """Those that the given lists do not have go."""
    for start in range(0, len(kept), BATCH):
        batch = kept[start : start + BATCH]
        stay = {row.part.pk for _entry, rows in batch for row in rows if row.part}
        stored = model.objects.filter(entry__in=[entry.pk for entry, _rows in batch])
        model.objects.filter(pk__in=set(stored.values_list("pk", flat=True)) - stay).delete()


def _remove_values(indicators: Sequence[int]) -> None:
    for start in range(0, len(indicators), BATCH):
        IndicatorValue.objects.filter(indicator__in=indicators[start : start + BATCH]).delete()


def _add_values(given: Iterable[tuple[int, PartRow]]) -> None:
    insert_rows(
        IndicatorValue,
        ["indicator", "role", "year", "given", "kind", "number"],
        [
            (pk, role, year, value.given, value.kind, value.number)
            for pk, row in given
            for role, year, value in figures_of(row.baseline, row.targets)
        ],
    )


def _write_former_values(rows: Sequence[EntryRow], written: Sequence[Entry]) -> None:
    given = [
        (entry, row.former_values) for row, entry in zip(rows, written, strict=True) if row.former_values is not None
    ]
    for start in range(0, len(given), BATCH):
        FormerValue.objects.filter(entry__in=[entry.pk for entry, _values in given[start : start + BATCH]]).delete()
    insert_rows(
        FormerValue,
        ["entry", "field", "given"],
        [(entry.pk, field, words) for entry, values in given for field, words in values],
    )
