"""Writing what an import changes: into the plan's draft, through the plan's own services."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from django.core.validators import validate_slug
from django.db import models
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.utils import timezone
from django.utils.translation import gettext as _

from tulga.agencies.models import Agency
from tulga.audit.services import Act
from tulga.imports.models import ImportedRow
from tulga.kit.actor import Actor
from tulga.kit.errors import RuleBroken
from tulga.kit.i18n import I18nText, in_each_language
from tulga.kit.imports.changes import Change
from tulga.kit.imports.records import Reading
from tulga.places.models import Place
from tulga.plan.choices import Action, EditionStatus, FormerField
from tulga.plan.importers.drafts import ACTIVITY, GROUP, PLAN
from tulga.plan.importing.stands import FIELDS, Facts, Stand, differences
from tulga.plan.importing.stored import EntryName, EntryWithParts, Stored, facts_of
from tulga.plan.importing.wanted import facts_in, pairs
from tulga.plan.models import Entry, Plan, PlanEdition, PlanItem
from tulga.plan.services.amending import new_amendment
from tulga.plan.services.importing import PIECE, EntryRow, ItemRow, PartRow, write_plan
from tulga.plan.services.planning import edit_edition, edit_plan, new_plan

LONGEST_CODE = 40


def apply_changes(
    changes: Sequence[Change],
    reading: Reading,
    *,
    edition: PlanEdition | None,
    code: str,
    actor: Actor,
) -> None:
    """Write each change into the draft; a plan in force gets one, a plan that is not there yet begins with it."""
    identities = _still_compared(changes, Stored(edition))
    begun = None
    if edition is None:
        plan = _begin_plan(code, reading, actor)
        edition = plan.editions.get()
        begun = Act(verb=Action.CREATE, target=plan, after=plan)
    elif edition.status != EditionStatus.DRAFT:
        edition = new_amendment(plan=edition.plan, actor=actor)
        begun = Act(verb=Action.AMEND, target=edition, before=edition.begun_from, after=edition)
    _Writing(changes, identities, Stored(edition), actor).write(begun)


def _still_compared(changes: Sequence[Change], stored: Stored) -> dict[str, dict[int, int]]:
    """The identities of what stands there, once it is sure to be what the changes were compared with."""
    _require_unchanged(changes, stored)
    return _identities(stored)


def _identities(stored: Stored) -> dict[str, dict[int, int]]:
    """What stays the same of each group and entry from one edition to the next, by their keys in this one."""
    return {
        GROUP: {item.pk: item.identity for item in stored.items},
        ACTIVITY: {entry.pk: entry.activity_id for entry in stored.entries},
    }


def _require_unchanged(changes: Sequence[Change], stored: Stored) -> None:
    """Somebody may have edited between the preview and this moment: then nothing is applied.

    What hangs below an entry is edited without it, and leaves the entry's version: so the whole stand is compared.
    """
    edition = stored.edition
    now: dict[str, dict[int, tuple[int, Stand | None]]] = {
        GROUP: {item.pk: (item.version, stored.stand_of_item(item)) for item in stored.items},
        ACTIVITY: {entry.pk: (entry.version, stored.stands[entry.pk]) for entry in stored.entries},
        PLAN: {edition.pk: (edition.version, None)} if edition else {},
    }
    for change in changes:
        if change.pk is not None and now[change.record.kind].get(change.pk) != (change.version, change.stood):
            raise RuleBroken(_("Somebody changed the plan since the preview. Nothing was applied: look at it again."))
    _require_free_numbers([change for change in changes if change.record.kind == GROUP], stored.items)
    _require_free_numbers([change for change in changes if change.record.kind == ACTIVITY], stored.entries)


def _require_free_numbers(changes: Sequence[Change], there: Sequence[PlanItem] | Sequence[EntryName]) -> None:
    """What was entered since the preview may have a number that a record was to have."""
    moving = {change.pk for change in changes}
    kept = {each.number for each in there if each.pk not in moving}
    for change in changes:
        if change.wanted.number in kept:
            raise RuleBroken(
                _("Somebody entered number %(number)s since the preview. Nothing was applied: look at it again.")
                % {"number": change.wanted.number}
            )


def _begin_plan(code: str, reading: Reading, actor: Actor) -> Plan:
    stated = next((record.values for record in reading.records if record.kind == PLAN), None)
    facts = facts_in(stated, None) if stated else _facts_of_tables(reading.facts)
    if len(code) > LONGEST_CODE or not _is_slug(code):
        raise RuleBroken(_("A plan's code is of Latin letters, digits and hyphens, 40 at most."))
    return new_plan(
        code=code,
        title=I18nText(facts.title) or I18nText(en=code),
        level_names=[I18nText(each) for each in facts.level_names],
        legal_basis=I18nText(facts.legal_basis),
        languages=list(facts.languages),
        valid_from=facts.valid_from or dt.date(timezone.localdate().year, 1, 1),
        valid_to=facts.valid_to or dt.date(timezone.localdate().year, 12, 31),
        source=facts.source,
        actor=actor,
    )


def _is_slug(code: str) -> bool:
    return bool(validate_slug.regex.match(code))  # type: ignore[union-attr]  # compiled when it is looked at


def _facts_of_tables(facts: Mapping[str, Any]) -> Facts:
    years = [int(year) for year in facts.get("years", "").split("-") if year.strip().isdigit()]
    return Facts(
        title=facts.get("title", {}),
        legal_basis={},
        level_names=tuple(facts.get("level_names", ())),
        languages=tuple(facts.get("languages", ())),
        valid_from=dt.date(years[0], 1, 1) if years else None,
        valid_to=dt.date(years[-1], 12, 31) if years else None,
        source="",
    )


class _Writing:
    """The rows for the plan's bulk service, from changes that go into `target`.

    They may have been compared with an earlier edition: `identities` lead from its rows to those of the target.
    """

    def __init__(
        self, changes: Sequence[Change], identities: Mapping[str, Mapping[int, int]], target: Stored, actor: Actor
    ) -> None:
        self.changes, self.identities, self.target, self.actor = changes, identities, target, actor
        self.agencies = {agency.code: agency for agency in Agency.objects.all()}
        self.places = {place.code: place for place in Place.objects.all()}
        self.items = {item.identity: item for item in target.items}
        self.entries = {entry.activity_id: entry for entry in target.entries}
        self.file_name = _file_of(changes)

    def write(self, begun: Act | None) -> None:
        edition = self.target.edition
        assert edition is not None
        groups = [change for change in self.changes if change.record.kind == GROUP]
        activities = [change for change in self.changes if change.record.kind == ACTIVITY]
        _free_numbers(PlanItem.objects.filter(edition=edition), [(self._item(each), each.wanted) for each in groups])
        _free_numbers(Entry.objects.filter(edition=edition), [(self._entry(each), each.wanted) for each in activities])
        write_plan(
            edition=edition,
            items=map(self._item_row, groups),
            entries=self._entry_rows(activities),
            actor=self.actor,
            source=self.file_name,
            begun=begun,
        )
        for change in self.changes:
            if change.record.kind == PLAN:
                self._write_facts(edition, change)

    def _write_facts(self, edition: PlanEdition, change: Change) -> None:
        if change.pk is None:
            return  # the plan has just begun with them
        facts = facts_in(change.record.values, facts_of(edition))
        plan = edition.plan
        if facts.title != dict(plan.title):
            edit_plan(plan=plan, expected_version=plan.version, title=I18nText(facts.title), actor=self.actor)
        content = {name: value for name, value in asdict(facts).items() if name != "title"}
        content |= {
            "legal_basis": I18nText(facts.legal_basis),
            "level_names": [I18nText(each) for each in facts.level_names],
            "languages": list(facts.languages),
        }
        edit_edition(edition=edition, expected_version=edition.version, actor=self.actor, **content)

    def _item(self, change: Change) -> PlanItem | None:
        """The stored group that changes."""
        return self.items[self.identities[GROUP][change.pk]] if change.pk is not None else None

    def _entry(self, change: Change) -> EntryName | None:
        """The stored entry that changes."""
        return self.entries[self.identities[ACTIVITY][change.pk]] if change.pk is not None else None

    def _item_row(self, change: Change) -> ItemRow:
        stand: Stand = change.wanted
        content: Any = {"number": stand.number, "title": I18nText(stand.title), **_origin(change)}
        return ItemRow(content, stand.group, self._item(change), _in_words(change))

    def _entry_rows(self, changes: Sequence[Change]) -> Iterator[EntryRow]:
        """Stored entries are read shortly before they are written, since all of them would fill the memory."""
        for start in range(0, len(changes), PIECE):
            piece = changes[start : start + PIECE]
            there = self.target.with_parts([entry.pk for entry in map(self._entry, piece) if entry])
            for change in piece:
                entry = self._entry(change)
                yield self._entry_row(change, there[entry.pk] if entry else None)

    def _entry_row(self, change: Change, stored: EntryWithParts | None) -> EntryRow:
        stand: Stand = change.wanted
        there: Stand | None = change.stood
        return EntryRow(
            content=self._content(stand, change),
            item_number=stand.group,
            entry=stored.entry if stored else None,
            milestones=self._parts(stand, there, "milestones", stored.milestones if stored else (), change),
            budget_lines=self._parts(stand, there, "budget", stored.budget if stored else (), change),
            indicators=self._parts(stand, there, "indicators", stored.indicators if stored else (), change),
            former_values=None
            if stand.former is None
            else [(_former_field(each.field), each.given) for each in stand.former],
            differs=_in_words(change),
        )

    def _content(self, stand: Stand, change: Change) -> Any:
        content: dict[str, Any] = {"number": stand.number, "title": I18nText(stand.title), **_origin(change)}
        if stand.notes is not None:
            content["notes"] = I18nText(stand.notes)
        for name in ("pillar", "is_illustrative"):
            if getattr(stand, name) is not None:
                content[name] = getattr(stand, name)
        if stand.lead is not None:
            content["lead_agency"] = self.agencies[stand.lead.codes[0]] if stand.lead.codes else None
            content["lead_words"] = stand.lead.words
        for name, named in (("co_implementers", stand.together), ("funders", stand.funders)):
            if named is not None:
                content[name] = [self.agencies[code] for code in named.codes]
                content[f"{name}_words"] = named.words
        if stand.places is not None:
            content["places"] = [self.places[code] for code in stand.places.codes]
        if stand.period is not None:
            when = stand.period
            content |= {"starts_on": when.starts_on, "ends_on": when.ends_on}
            content |= {"recurrence": when.recurrence, "period_words": when.words}
        return content

    def _parts(
        self, stand: Stand, there: Stand | None, name: str, rows: Sequence[Any], change: Change
    ) -> list[PartRow] | None:
        wanted = getattr(stand, name)
        if wanted is None:
            return None
        places = pairs(wanted, getattr(there, name) or () if there else ())
        given = change.record.values.get(name, [])
        return [
            self._part(
                part,
                rows[at] if at is not None else None,
                _origin(change, given[number].get("place", []) if given else []),
            )
            for number, (part, at) in enumerate(zip(wanted, places, strict=True))
        ]

    def _part(self, part: Any, row: Any, source: Mapping[str, Any]) -> PartRow:
        if hasattr(part, "due_words"):
            content = {"title": I18nText(part.title), "due_on": part.due_on, "due_words": part.due_words}
            return PartRow({**content, **source}, row)
        if hasattr(part, "amount"):
            funder = self.agencies.get(part.funder)
            content = {name: getattr(part, name) for name in ("year", "given", "amount", "currency")}
            return PartRow({**content, "source": I18nText(part.source), "funder": funder, **source}, row)
        content = {name: getattr(part, name) for name in ("baseline_on", "baseline_year", "disaggregation_words")}
        content |= {"title": I18nText(part.title), "unit": I18nText(part.unit)}
        content |= {"means_of_verification": I18nText(part.means), "disaggregation": list(part.disaggregation)}
        return PartRow({**content, **source}, row, part.baseline, part.targets)


def _origin(change: Change, place: Sequence[Any] = ()) -> dict[str, Any]:
    """The row that the record came in; of a part of it also the place, where that is another."""
    is_elsewhere = bool(place) and list(place) != change.record.where.as_json()
    return {"imported_row_id": change.row, "imported_place": list(place) if is_elsewhere else []}


def _in_words(change: Change) -> tuple[object, object]:
    """What differs, as it was and as it will be, for the history of what changes."""
    if change.pk is None:
        return "", ""
    return _differing(change, "old"), _differing(change, "new")


@in_each_language
def _differing(change: Change, side: str) -> str:
    different = differences(change.stood, change.wanted)
    return "\n".join(f"{FIELDS[each.field]}: {getattr(each, side) or '—'}" for each in different)


def _former_field(name: str) -> str:
    return name if name in FormerField.values else FormerField.OTHER


def _file_of(changes: Sequence[Change]) -> str:
    """The name of the file that is imported."""
    row = next((change.row for change in changes if change.row is not None), None)
    return ImportedRow.objects.select_related("batch").get(pk=row).batch.file_name if row is not None else ""


def _free_numbers(rows: models.QuerySet[Any], wanted: Iterable[tuple[Any, Stand]]) -> None:
    """Let go of the numbers that rows give to one another, since no two may hold one even for a moment."""
    leaving = [row.pk for row, stand in wanted if row is not None and row.number != stand.number]
    if leaving:
        rows.filter(pk__in=leaving).update(number=Concat(Value("~"), F("pk"), output_field=models.CharField()))
