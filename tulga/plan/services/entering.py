"""Activities: what an edition says of each, and what its lead agency says of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from tulga.agencies.models import Agency
from tulga.kit.actor import Actor
from tulga.kit.changes import changed_fields
from tulga.kit.collation import sort_key
from tulga.kit.errors import RuleBroken
from tulga.kit.i18n import I18nText
from tulga.kit.search import search_key
from tulga.kit.versions import save_edit
from tulga.places.models import Place
from tulga.plan.choices import PUBLISHED, Action
from tulga.plan.models import Activity, Entry, PlanEdition, PlanItem, StatusLine
from tulga.plan.policies import policy
from tulga.plan.services.planning import require_same_edition
from tulga.plan.services.recording import assign, record_change, record_edit, require_draft, require_writable

LINKS = ("co_implementers", "funders", "places")


class EntryContent(TypedDict, total=False):
    item: PlanItem | None
    number: str
    title: I18nText
    notes: I18nText
    pillar: str
    lead_agency: Agency | None
    lead_words: str
    co_implementers: Iterable[Agency]
    co_implementers_words: str
    funders: Iterable[Agency]
    funders_words: str
    starts_on: dt.date | None
    ends_on: dt.date | None
    recurrence: str
    period_words: str
    places: Iterable[Place]
    is_illustrative: bool
    imported_row_id: int | None
    imported_place: Sequence[Any]


@transaction.atomic
def create_activity(*, edition: PlanEdition, actor: Actor, **content: Unpack[EntryContent]) -> Activity:
    """An activity that no earlier edition has, and its entry in this one."""
    policy.require(actor, Action.CREATE, edition)
    require_writable(edition)
    own, links = parted(content)
    activity = Activity(plan_id=edition.plan_id)
    entry = Entry(edition=edition, activity=activity, **own)
    _require_sound(entry)
    set_entry_keys(entry)
    activity.save()
    entry.save()
    activity.current = entry
    activity.save(update_fields=["current"])
    for name, chosen in links.items():
        getattr(entry, name).set(chosen)
    record_change(actor, Action.CREATE, entry, after=entry)
    return activity


@transaction.atomic
def edit_entry(*, entry: Entry, expected_version: int, actor: Actor, **content: Unpack[EntryContent]) -> Entry:
    """Change what a draft says, or correct what the edition in force says."""
    policy.require(actor, Action.EDIT, entry)
    require_writable(entry.edition)
    before = Entry.objects.prefetch_related(*LINKS).get(pk=entry.pk)
    own, links = parted(content)
    assign(entry, own)
    _require_sound(entry)
    set_entry_keys(entry)
    save_edit(entry, expected_version=expected_version, fields=[*own, "position", "search_key"])
    for name, chosen in links.items():
        getattr(entry, name).set(chosen)
    changed = changed_fields(before, entry, own)
    changed += [name for name, chosen in links.items() if set(getattr(before, name).all()) != set(chosen)]
    record_edit(before, entry, changed, actor, target=entry)
    return entry


@transaction.atomic
def remove_entry(*, entry: Entry, actor: Actor) -> None:
    """Take an activity out of a draft. One that no other edition has goes altogether, unless something points to it."""
    policy.require(actor, Action.REMOVE, entry)
    require_draft(entry.edition)
    activity = entry.activity
    record_change(actor, Action.REMOVE, entry.edition, before=entry)
    if activity.current_id != entry.pk:
        entry.delete()
        return
    activity.current = None
    activity.save(update_fields=["current"])
    entry.delete()
    try:
        activity.delete()
    except ProtectedError:
        raise RuleBroken(
            _("A challenge, a recommendation or a commitment speaks of this activity: it cannot be taken out.")
        ) from None


@transaction.atomic
def report_status(
    *, activity: Activity, status: str, sentence: I18nText, dated_on: dt.date, actor: Actor
) -> StatusLine:
    """Add the lead agency's line. The latest dated one is the activity's status; of one day, the last entered."""
    policy.require(actor, Action.REPORT_STATUS, activity)
    entry = Entry.objects.select_related("edition").get(pk=activity.current_id)
    if entry.edition.status not in PUBLISHED:
        raise RuleBroken(_("This is a draft: how an activity stands is reported once the plan is in force."))
    if dated_on > timezone.localdate():
        raise RuleBroken(_("Give today's date or an earlier one: nobody can report the future."), field="dated_on")
    latest = activity.status_lines.first()
    if latest and (latest.status, latest.sentence, latest.dated_on) == (status, sentence, dated_on):
        raise RuleBroken(_("This repeats the latest line. Write what has changed since."), field="sentence")

    line = StatusLine.objects.create(
        activity=activity,
        status=status,
        sentence=sentence,
        dated_on=dated_on,
        agency_id=entry.lead_agency_id,
        written_by_id=actor.user_id,
    )
    record_change(actor, Action.REPORT_STATUS, activity, before=latest or "", after=line)
    return line


def set_entry_keys(entry: Entry) -> None:
    """Compute what the entry is found by and where it stands: 1.10 after 1.9."""
    entry.search_key = search_key(
        *(entry.number, entry.title, entry.notes, entry.period_words),
        *(entry.lead_words, entry.co_implementers_words, entry.funders_words),
    )
    entry.position = sort_key(entry.number, "en")


def parted(content: EntryContent) -> tuple[dict[str, Any], dict[str, Any]]:
    """The columns of an entry, and its links to many."""
    own = {name: value for name, value in content.items() if name not in LINKS}
    return own, {name: value for name, value in content.items() if name in LINKS}


def _require_sound(entry: Entry) -> None:
    others = Entry.objects.filter(edition=entry.edition_id, number=entry.number).exclude(pk=entry.pk)
    if others.exists():
        raise RuleBroken(_("This number is taken in this plan. Choose one that is free."), field="number")
    require_same_edition(entry.item, entry.edition, field="item")
    if entry.starts_on and entry.ends_on and entry.ends_on < entry.starts_on:
        raise RuleBroken(_("The activity cannot end before it starts. Correct one of the two dates."), field="ends_on")
