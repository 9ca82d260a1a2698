from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tulga.agencies.choices import Action
from tulga.agencies.models import Agency, Hotline
from tulga.agencies.policies import policy
from tulga.audit.services import record
from tulga.kit.audience import Audience
from tulga.kit.changes import changed_fields, in_words
from tulga.kit.classification import DataClass
from tulga.kit.collation import sort_key
from tulga.kit.errors import RuleBroken
from tulga.kit.i18n import I18nText
from tulga.kit.reference import Loaded, parts, read_rows
from tulga.kit.search import search_key
from tulga.kit.versions import save_edit
from tulga.kit.words.interface import stale
from tulga.kit.words.sheet import Checker, Outcome, Row, is_stale
from tulga.kit.writing import clean, one_line
from tulga.places.models import Place
from tulga.places.services import edit_place

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tulga.kit.actor import Actor

DATA = Path(__file__).parent / "data"
KEYS = ["search_key", "sort_key_mn", "sort_key_en"]
LOADED = [
    *("name", "abbreviation", "aliases", "kind", "audiences", "parent_id", "place_id", "valid_note"),
    *("source", "checked", *KEYS),
]
LOADED_OF_HOTLINES = ["name", "operator", "agency_id", "audience", "position", "source", "checked"]


@dataclass(frozen=True)
class Named:
    """One kind of record whose words stand on the words sheet."""

    model: type[Place | Agency | Hotline]
    code: str
    fields: tuple[str, ...]

    def find(self, code: str) -> Place | Agency | Hotline | None:
        return self.model._default_manager.filter(**{self.code: code}).first()


NAMED = {
    "place": Named(Place, "code", ("name",)),
    "agency": Named(Agency, "code", ("name", "abbreviation", "mandate")),
    "hotline": Named(Hotline, "number", ("name", "operator", "audience")),
}


def set_keys(agency: Agency) -> None:
    """Compute what the agency is found and sorted by."""
    names = [agency.code, agency.name, agency.abbreviation, *agency.aliases]
    agency.search_key = search_key(names=names)
    agency.sort_key_mn = sort_key(agency.name.shown("mn").text, "mn")
    agency.sort_key_en = sort_key(agency.name.shown("en").text, "en")


@transaction.atomic
def create_agency(*, code: str, name: Mapping[str, str], kind: str, actor: Actor, **more: Any) -> Agency:
    """Add an agency to the register. `more` names further fields."""
    policy.require(actor, Action.CREATE)
    agency = Agency(code=code, name=name, kind=kind, **more)
    _check(agency)
    set_keys(agency)
    agency.save()
    record(actor=actor, verb=Action.CREATE, target=agency, after=agency, classification=DataClass.C0)
    return agency


@transaction.atomic
def edit_agency(*, agency: Agency, expected_version: int, actor: Actor, reason: str = "", **changes: Any) -> Agency:
    """Store the changed fields, unless somebody else saved the agency since this edit began."""
    policy.require(actor, Action.EDIT, agency)
    return _store(agency, changes, expected_version, Action.EDIT, actor, reason)


@transaction.atomic
def succeed_agency(
    *,
    agency: Agency,
    last_day: dt.date,
    successor: Agency | None,
    expected_version: int,
    actor: Actor,
    reason: str = "",
) -> Agency:
    """End an agency on its last day and point to the one that took its duties over, where there is one."""
    policy.require(actor, Action.SUCCEED, agency)
    changes = {"valid_to": last_day, "successor": successor}
    return _store(agency, changes, expected_version, Action.SUCCEED, actor, reason)


@transaction.atomic
def verify_hotline(*, hotline: Hotline, called_on: dt.date, actor: Actor) -> Hotline:
    """Record that somebody called the number on that day and was answered."""
    policy.require(actor, Action.VERIFY_HOTLINE, hotline)
    if called_on > timezone.localdate():
        raise RuleBroken(
            _("The day of the call lies in the future. Give the day on which you called."), field="called_on"
        )

    before, hotline.verified_on = hotline.verified_on, called_on
    save_edit(hotline, expected_version=hotline.version, fields=["verified_on"])
    record(
        actor=actor,
        verb=Action.VERIFY_HOTLINE,
        target=hotline,
        before=f"{before or ''}",
        after=f"{called_on}",
        classification=DataClass.C0,
    )
    return hotline


@transaction.atomic
def edit_hotline(*, hotline: Hotline, expected_version: int, actor: Actor, reason: str = "", **changes: Any) -> Hotline:
    """Correct the words about a hotline."""
    policy.require(actor, Action.EDIT_HOTLINE, hotline)
    before = Hotline.objects.get(pk=hotline.pk)
    for name, value in changes.items():
        setattr(hotline, name, value)
    save_edit(hotline, expected_version=expected_version, fields=changes)
    _record_edit(before, hotline, changed_fields(before, hotline, changes), Action.EDIT_HOTLINE, actor, reason)
    return hotline


@transaction.atomic
def load_agencies(*, actor: Actor, country: str = "mn") -> Loaded:
    """Bring the agencies of a country up to the project's reference data. Repeating it changes nothing."""
    policy.require(actor, Action.LOAD)
    places = {place.code: place for place in Place.objects.all()}
    stored = {agency.code: agency for agency in Agency.objects.all()}
    loaded = Loaded()
    rows = read_rows(DATA / f"agencies_{country}.csv")
    for row in _parents_first(rows):
        agency, is_news = loaded.take(stored.get(row["code"]), _agency_of(row, stored, places), LOADED)
        stored[agency.code] = agency
        if is_news:
            record(actor=actor, verb=Action.LOAD, target=agency, after=agency, classification=DataClass.C0)
    for row in rows:
        agency, successor = stored[row["code"]], stored.get(row["successor"])
        if successor is not None and agency.successor_id is None and agency.version == 1:
            Agency.objects.filter(pk=agency.pk).update(successor=successor)
    return loaded


@transaction.atomic
def load_hotlines(*, actor: Actor, country: str = "mn") -> Loaded:
    """Bring the hotlines of a country up to the project's reference data. Repeating it changes nothing."""
    policy.require(actor, Action.LOAD)
    stored = {hotline.number: hotline for hotline in Hotline.objects.all()}
    agencies = {agency.code: agency for agency in Agency.objects.all()}
    loaded = Loaded()
    for position, row in enumerate(read_rows(DATA / f"hotlines_{country}.csv"), start=1):
        fresh = _hotline_of(row, position, agencies)
        hotline, is_news = loaded.take(stored.get(fresh.number), fresh, LOADED_OF_HOTLINES)
        if is_news:
            record(actor=actor, verb=Action.LOAD, target=hotline, after=hotline, classification=DataClass.C0)
    return loaded


@transaction.atomic
def correct_names(*, rows: Iterable[Row], checker: Checker, actor: Actor) -> Outcome:
    """Take over what an official corrected on the words sheet, row by row: a refused row stops no other."""
    outcome = Outcome()
    for row in rows:
        kind, code, field = row.key
        named = NAMED.get(kind)
        thing = named.find(code) if named and field in named.fields else None
        if thing is None:
            outcome.refuse(row, _("There is no such record. Make a new sheet with export_words."))
            continue
        try:
            _correct_name(thing, field, row, checker, actor, outcome)
        except RuleBroken as broken:
            outcome.refuse(row, str(broken.message))
    return outcome


def _correct_name(
    thing: Place | Agency | Hotline, field: str, row: Row, checker: Checker, actor: Actor, outcome: Outcome
) -> None:
    stored: I18nText = getattr(thing, field)
    tidy = clean if field == "mandate" else one_line
    wanted = I18nText({language: tidy(text) for language, text in row.texts.items()})
    checked = checker.adds_to(thing.checked, field)
    if not row.is_touched or (wanted == stored and (checked == thing.checked or not row.is_confirmed)):
        outcome.unchanged += 1
    elif is_stale(row, stored):
        outcome.refuse(row, stale())
    else:
        if field == "name" and not wanted:
            raise RuleBroken(_("A name cannot be emptied. Write the right one."))
        _edit(thing, {field: wanted, "checked": checked}, actor)
        outcome.count(was_empty=len(stored) < len(wanted))


def _edit(thing: Place | Agency | Hotline, changes: Mapping[str, Any], actor: Actor) -> None:
    match thing:
        case Place():
            edit_place(place=thing, expected_version=thing.version, actor=actor, **changes)
        case Agency():
            edit_agency(agency=thing, expected_version=thing.version, actor=actor, **changes)
        case _:
            edit_hotline(hotline=thing, expected_version=thing.version, actor=actor, **changes)


def _store(
    agency: Agency, changes: Mapping[str, Any], expected_version: int, verb: Action, actor: Actor, reason: str
) -> Agency:
    before = Agency.objects.get(pk=agency.pk)
    for name, value in changes.items():
        setattr(agency, name, value)
    _check(agency)
    set_keys(agency)
    save_edit(agency, expected_version=expected_version, fields=[*changes, *KEYS])
    _record_edit(before, agency, changed_fields(before, agency, changes), verb, actor, reason)
    return agency


def _record_edit(
    before: Agency | Hotline, after: Agency | Hotline, changed: list[str], verb: Action, actor: Actor, reason: str
) -> None:
    record(
        actor=actor,
        verb=verb,
        target=after,
        before=in_words(before, changed),
        after=in_words(after, changed),
        reason=reason,
        classification=DataClass.C0,
    )


def _check(agency: Agency) -> None:
    if not agency.name:
        raise RuleBroken(_("Give the agency a name in at least one language."), field="name")
    if Agency.objects.filter(code=agency.code).exclude(pk=agency.pk).exists():
        raise RuleBroken(_("Another agency has this code. Choose a different one."), field="code")
    if agency.valid_from and agency.valid_to and agency.valid_to < agency.valid_from:
        raise RuleBroken(_("The last day lies before the first day. Check both dates."), field="valid_to")
    for field in ("parent", "successor"):
        if _leads_to_itself(agency, field):
            raise RuleBroken(
                _("This would lead in a circle back to the agency itself. Choose another one."), field=field
            )


def _leads_to_itself(agency: Agency, field: str) -> bool:
    seen = {agency.pk} if agency.pk else set()
    following: Agency | None = getattr(agency, field)
    while following is not None:
        if following.pk in seen:
            return True
        seen.add(following.pk)
        following = getattr(following, field)
    return False


def _parents_first(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    by_code = {row["code"]: row for row in rows}

    def depth(row: dict[str, str]) -> int:
        return 1 + depth(by_code[row["parent"]]) if row["parent"] else 0

    return sorted(rows, key=depth)


def _agency_of(row: Mapping[str, str], stored: Mapping[str, Agency], places: Mapping[str, Place]) -> Agency:
    agency = Agency(
        code=row["code"],
        name=I18nText(en=row["name_en"], mn=row["name_mn"]),
        abbreviation=I18nText(en=row["abbreviation_en"], mn=row["abbreviation_mn"]),
        aliases=parts(row["aliases"]),
        kind=row["kind"],
        audiences=frozenset(Audience(each) for each in parts(row["audiences"])),
        parent=stored[row["parent"]] if row["parent"] else None,
        place=places[row["place"]] if row["place"] else None,
        successor=known.successor if (known := stored.get(row["code"])) else None,
        valid_note=row["valid_note"],
        source=row["source"],
        checked=row["checked"],
    )
    set_keys(agency)
    return agency


def _hotline_of(row: Mapping[str, str], position: int, agencies: Mapping[str, Agency]) -> Hotline:
    return Hotline(
        number=row["number"],
        name=I18nText(en=row["name_en"], mn=row["name_mn"]),
        operator=I18nText(en=row["operator_en"], mn=row["operator_mn"]),
        audience=I18nText(en=row["audience_en"], mn=row["audience_mn"]),
        agency=agencies[row["agency"]] if row["agency"] else None,
        verified_on=dt.date.fromisoformat(row["verified_on"]) if row["verified_on"] else None,
        position=position,
        source=row["source"],
        checked=row["checked"],
    )
