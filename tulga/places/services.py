"""Loading the reference data and correcting names. Nobody makes a place by hand."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import transaction

from tulga.audit.services import record
from tulga.kit.changes import changed_fields, in_words
from tulga.kit.classification import DataClass
from tulga.kit.collation import sort_key
from tulga.kit.i18n import I18nText
from tulga.kit.reference import Loaded, parts, read_rows
from tulga.kit.search import search_key
from tulga.kit.versions import save_edit
from tulga.places.choices import Action, PlaceKind
from tulga.places.models import Place
from tulga.places.policies import policy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tulga.kit.actor import Actor

DATA = Path(__file__).parent / "data"
KEYS = ["search_key", "sort_key_mn", "sort_key_en"]
LOADED = [
    *("kind", "nso_code", "iso_code", "name", "aliases", "parent_id", "neighbour", "counterpart", "mode", "regime"),
    *("latitude", "longitude", "source", "checked", *KEYS),
]


def set_keys(place: Place) -> None:
    """Compute what the place is found and sorted by."""
    place.search_key = search_key(place.code, place.nso_code, place.iso_code, names=[place.name, *place.aliases])
    place.sort_key_mn = sort_key(place.name.shown("mn").text, "mn")
    place.sort_key_en = sort_key(place.name.shown("en").text, "en")


@transaction.atomic
def load_places(*, actor: Actor, country: str = "mn") -> Loaded:
    """Bring the places of a country up to the project's reference data. Repeating it changes nothing."""
    policy.require(actor, Action.LOAD)
    stored = {place.code: place for place in Place.objects.all()}
    loaded = Loaded()
    for row in [*read_rows(DATA / f"places_{country}.csv"), *read_rows(DATA / f"ports_{country}.csv")]:
        stored[row["code"]], _ = loaded.take(stored.get(row["code"]), _place_of(row, stored), LOADED)

    if loaded.is_news:
        # One act for the whole list: 388 rows of history would say nothing more.
        said = f"+{loaded.created} ~{loaded.changed}"
        record(actor=actor, verb=Action.LOAD, target=stored[country.upper()], after=said, classification=DataClass.C0)
    return loaded


@transaction.atomic
def edit_place(*, place: Place, expected_version: int, actor: Actor, reason: str = "", **changes: Any) -> Place:
    """Correct names, other spellings or what was checked."""
    policy.require(actor, Action.EDIT, place)
    before = Place.objects.get(pk=place.pk)
    for name, value in changes.items():
        setattr(place, name, value)
    set_keys(place)
    changed = changed_fields(before, place, changes)
    save_edit(place, expected_version=expected_version, fields=[*changes, *KEYS])
    record(
        actor=actor,
        verb=Action.EDIT,
        target=place,
        before=in_words(before, changed),
        after=in_words(place, changed),
        reason=reason,
        classification=DataClass.C0,
    )
    return place


def _place_of(row: Mapping[str, str], stored: Mapping[str, Place]) -> Place:
    """The place a row of either table describes. Parents stand before their parts."""
    place = Place(
        code=row["code"],
        kind=row.get("kind", PlaceKind.PORT),
        nso_code=row.get("nso_code", ""),
        iso_code=row.get("iso_code", ""),
        name=I18nText(en=row["name_en"], mn=row["name_mn"]),
        aliases=parts(row["aliases"]),
        parent=stored[row["parent"]] if row["parent"] else None,
        neighbour=row.get("neighbour", ""),
        counterpart=row.get("counterpart", ""),
        mode=row.get("mode", ""),
        regime=row.get("regime", ""),
        latitude=float(row["latitude"]) if row.get("latitude") else None,
        longitude=float(row["longitude"]) if row.get("longitude") else None,
        source=row["source"],
        checked=row["checked"],
    )
    set_keys(place)
    return place
