"""Editions: an amendment begun from the edition that counts, a new plan begun from an old one, and what is in force."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeVar, Unpack

from django.db import models, transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from tulga.documents.checking import CheckedUpload
from tulga.kit.actor import Actor
from tulga.kit.bulk import insert_keyed, insert_rows, update_records
from tulga.kit.errors import RuleBroken
from tulga.kit.i18n import I18nText, day_words
from tulga.plan.choices import PUBLISHED, Action, EditionStatus
from tulga.plan.models import (
    Activity,
    BudgetLine,
    Entry,
    Indicator,
    IndicatorValue,
    Milestone,
    Plan,
    PlanEdition,
    PlanItem,
)
from tulga.plan.policies import policy
from tulga.plan.services.planning import EditionContent, create_plan, kept_document, require_sound_edition
from tulga.plan.services.recording import held, record_change
from tulga.plan.workflow import life

M = TypeVar("M", bound=models.Model)
BATCH = 500
PIECE = 1_000  # records that are in memory at once
FACTS = ("level_names", "legal_basis", "languages", "valid_from", "valid_to", "source")


@transaction.atomic
def begin_amendment(
    *, plan: Plan, actor: Actor, upload: CheckedUpload | None = None, **content: Unpack[EditionContent]
) -> PlanEdition:
    """The next edition as a draft: a copy of the one that counts, with what the amending act changes of its facts."""
    draft = new_amendment(plan=plan, actor=actor, upload=upload, **content)
    record_change(actor, Action.AMEND, draft, before=draft.begun_from, after=draft)
    return draft


def new_amendment(
    *, plan: Plan, actor: Actor, upload: CheckedUpload | None = None, **content: Unpack[EditionContent]
) -> PlanEdition:
    """As `begin_amendment`, for a longer act that records it at its own end."""
    policy.require(actor, Action.AMEND, plan)
    editions = PlanEdition.objects.filter(plan=plan)
    held(editions)  # two people could begin at once: one of them goes first
    current = editions.filter(current_of=plan).first()
    if current is None or current.status not in PUBLISHED:
        raise RuleBroken(_("This plan was never in force: change its draft."))
    if editions.filter(status=EditionStatus.DRAFT).exists():
        raise RuleBroken(_("An amendment has been begun already: go on with that draft, or set it aside first."))

    number = editions.order_by("-number").values_list("number", flat=True)[0] + 1
    facts: dict[str, Any] = {name: getattr(current, name) for name in FACTS}
    draft = PlanEdition(plan=plan, number=number, begun_from=current, **{**facts, **content})
    require_sound_edition(draft)
    draft.document = kept_document(upload, actor)
    draft.save()
    _copy_content(current, draft, lambda entry: entry.activity_id)
    return draft


@transaction.atomic
def begin_plan_from(
    *,
    edition: PlanEdition,
    code: str,
    title: I18nText,
    valid_from: dt.date,
    valid_to: dt.date,
    actor: Actor,
) -> Plan:
    """A new plan as a draft that starts from what another said. Its activities know which they continue."""
    plan = create_plan(
        code=code,
        title=title,
        level_names=edition.level_names,
        languages=edition.languages,
        valid_from=valid_from,
        valid_to=valid_to,
        actor=actor,
    )
    draft = plan.edition
    PlanEdition.objects.filter(pk=draft.pk).update(begun_from=edition)
    old = [entry.activity for entry in edition.entries.select_related("activity")]
    new = Activity.objects.bulk_create([Activity(plan=plan, continues_id=each.first) for each in old], BATCH)
    carried = dict(zip((each.pk for each in old), (each.pk for each in new), strict=True))
    _copy_content(edition, draft, lambda entry: carried[entry.activity_id])
    point_activities_to(draft)
    return plan


@transaction.atomic
def put_in_force(*, edition: PlanEdition, actor: Actor, in_force_on: dt.date | None = None) -> PlanEdition:
    """From now on the plan is this edition; the one before it is history, and all that pointed to it stays tied."""
    editions = PlanEdition.objects.filter(plan=edition.plan_id)
    held(editions)
    day = in_force_on or timezone.localdate()
    if day > timezone.localdate():
        raise RuleBroken(_("Give the day on which it came into force, not a day to come."), field="in_force_on")
    before = editions.filter(status=EditionStatus.IN_FORCE).first()
    if before is not None and before.in_force_on and day < before.in_force_on:
        told = _("The edition before it came into force on %(day)s. This one cannot have been in force earlier.")
        raise RuleBroken(told % {"day": day_words(before.in_force_on)}, field="in_force_on")
    if before is not None:
        life.apply(before, "replace", actor)
    life.apply(edition, "put_in_force", actor)
    PlanEdition.objects.filter(pk=edition.pk).update(in_force_on=day)
    edition.in_force_on = day
    Plan.objects.filter(pk=edition.plan_id).update(current=edition)
    point_activities_to(edition)
    return edition


def set_aside(*, edition: PlanEdition, reason: str, actor: Actor) -> PlanEdition:
    """Give a draft up. Nothing is deleted."""
    return life.apply(edition, "set_aside", actor, reason=reason)


def expire(*, edition: PlanEdition, actor: Actor) -> PlanEdition:
    """Note that an edition's last day has passed. Its activities are still reported on."""
    return life.apply(edition, "expire", actor)


def expire_past_editions(*, today: dt.date, actor: Actor) -> int:
    """Note of every edition in force whose last day has passed that it has expired. How many those were."""
    past = PlanEdition.objects.filter(status=EditionStatus.IN_FORCE, valid_to__lt=today).order_by("pk")
    return len([expire(edition=edition, actor=actor) for edition in past])


def point_activities_to(edition: PlanEdition, *, new_ones_only: bool = False) -> None:
    """What the edition says of its activities is what counts; new are those of which no edition said anything."""
    entry = Entry.objects.filter(edition=edition, activity=OuterRef("pk"))
    activities = Activity.objects.filter(plan=edition.plan_id, entries__edition=edition)
    if new_ones_only:
        activities = activities.filter(current=None)
    activities.update(current=Subquery(entry.values("pk")[:1]))


def _copy_content(old: PlanEdition, new: PlanEdition, activity_of: Callable[[Entry], int]) -> None:
    """Groups, entries and all that hangs below them, each knowing the first row that it continues."""
    items = list(old.items.all())
    copies = _copied(items, edition=new, parent=None)
    for item in items:
        if item.parent_id:
            copies[item.pk].parent = copies[item.parent_id]
    update_records(PlanItem, copies.values(), ["parent"])

    entries: dict[int, int] = {}  # the key of each copy by that of what it was copied from
    for piece in _pieces(old.entries.all()):
        of_piece = {
            entry.pk: _copy(
                entry,
                edition=new,
                activity_id=activity_of(entry),
                item=copies[entry.item_id] if entry.item_id else None,
            )
            for entry in piece
        }
        insert_keyed(Entry, [*of_piece.values()], by=["activity_id"], among=new.entries.all())
        entries |= {pk: copy.pk for pk, copy in of_piece.items()}
    for links in (Entry.co_implementers.through, Entry.funders.through, Entry.places.through):
        _copy_links(links, old, entries)
    for part in (Milestone, BudgetLine):
        _copy_below(part, old, new, entries)
    indicators = _copy_below(Indicator, old, new, entries)
    values = IndicatorValue.objects.filter(indicator__entry__edition=old)
    columns = ["role", "year", "given", "kind", "number"]
    insert_rows(
        IndicatorValue,
        ["indicator", *columns],
        [(indicators[indicator], *value) for indicator, *value in values.values_list("indicator_id", *columns)],
    )


def _pieces(rows: models.QuerySet[Any]) -> Iterator[list[Any]]:
    """The rows in the order of their keys, some at a time: thousands of records would fill the memory."""
    last = 0
    while piece := list(rows.filter(pk__gt=last).order_by("pk")[:PIECE]):
        last = piece[-1].pk
        yield piece


def _copied(rows: Sequence[Any], **changes: Any) -> dict[int, Any]:
    copies = {row.pk: _copy(row, continues_id=row.continues_id or row.pk, **changes) for row in rows}
    PlanItem.objects.bulk_create(copies.values(), BATCH)
    return copies


def _copy_below(model: Any, old: PlanEdition, new: PlanEdition, entries: Mapping[int, int]) -> dict[int, int]:
    """The keys of the copies by those of what they were copied from.

    The first row that each continues names it within an edition.
    """
    found: dict[int, int] = {}
    for piece in _pieces(model.objects.filter(entry__edition=old)):
        copies = {
            row.pk: _copy(row, entry_id=entries[row.entry_id], continues_id=row.continues_id or row.pk) for row in piece
        }
        of_new = model.objects.filter(entry__edition=new)
        insert_keyed(model, [*copies.values()], by=["continues_id"], among=of_new)
        found |= {pk: copy.pk for pk, copy in copies.items()}
    return found


def _copy(row: M, **changes: Any) -> M:
    own = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key}
    copy = type(row)(**own)
    for name, value in {**({"version": 1} if "version" in own else {}), **changes}.items():
        setattr(copy, name, value)
    return copy


def _copy_links(links: Any, old: PlanEdition, entries: Mapping[int, int]) -> None:
    other = next(field.name for field in links._meta.concrete_fields if field.name not in ("id", "entry"))
    there = links.objects.filter(entry__edition=old).values_list("entry_id", f"{other}_id")
    insert_rows(links, ["entry", other], [(entries[entry], chosen) for entry, chosen in there])
