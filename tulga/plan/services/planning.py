"""A plan, an edition's own facts, and its groups."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from tulga.documents.checking import CheckedUpload
from tulga.documents.choices import Kind
from tulga.documents.models import Document
from tulga.documents.services import discard_document, store_document
from tulga.kit.actor import Actor
from tulga.kit.changes import changed_fields
from tulga.kit.collation import sort_key
from tulga.kit.errors import RuleBroken
from tulga.kit.i18n import I18nText
from tulga.kit.search import search_key
from tulga.kit.versions import save_edit
from tulga.plan.choices import Action
from tulga.plan.models import Plan, PlanEdition, PlanItem
from tulga.plan.policies import policy
from tulga.plan.services.recording import assign, record_change, record_edit, require_draft, require_writable

RESERVED_CODES = {"new", "items", "entries", "activities", "agencies", "editions"}  # parts of addresses


DOCUMENT_KINDS = frozenset({Kind.PDF, Kind.DOCX, Kind.XLSX})


class PlanContent(TypedDict, total=False):
    code: str
    title: I18nText
    is_illustrative: bool


class EditionContent(TypedDict, total=False):
    level_names: Sequence[I18nText]
    legal_basis: I18nText
    languages: Sequence[str]
    valid_from: dt.date
    valid_to: dt.date
    source: str
    document: Document | None


class NewPlan(PlanContent, EditionContent):
    """What a plan begins with: its own facts and those of its first edition."""


class ItemContent(TypedDict, total=False):
    parent: PlanItem | None
    number: str
    title: I18nText
    imported_row_id: int | None
    imported_place: Sequence[Any]


@transaction.atomic
def create_plan(*, actor: Actor, upload: CheckedUpload | None = None, **content: Unpack[NewPlan]) -> Plan:
    """A plan with its first edition as a draft."""
    plan = new_plan(actor=actor, upload=upload, **content)
    record_change(actor, Action.CREATE, plan, after=plan)
    return plan


def new_plan(*, actor: Actor, upload: CheckedUpload | None = None, **content: Unpack[NewPlan]) -> Plan:
    """As `create_plan`, for a longer act that records it at its own end: until then nobody else has to wait."""
    policy.require(actor, Action.CREATE)
    own = {name: content[name] for name in PlanContent.__annotations__ if name in content}  # type: ignore[literal-required]
    plan = Plan(**own)
    require_free_code(plan.code, pk=plan.pk)
    set_plan_key(plan)
    plan.save()
    facts = {name: value for name, value in content.items() if name not in own}
    edition = PlanEdition(plan=plan, number=1, **facts)
    require_sound_edition(edition)
    edition.document = kept_document(upload, actor)
    edition.save()
    point_to(plan, edition)
    return plan


@transaction.atomic
def edit_plan(*, plan: Plan, expected_version: int, actor: Actor, **content: Unpack[PlanContent]) -> Plan:
    policy.require(actor, Action.EDIT, plan)
    before = Plan.objects.get(pk=plan.pk)
    assign(plan, content)
    require_free_code(plan.code, pk=plan.pk)
    set_plan_key(plan)
    save_edit(plan, expected_version=expected_version, fields=[*content, "search_key"])
    record_edit(before, plan, changed_fields(before, plan, content), actor, target=plan)
    return plan


@transaction.atomic
def edit_edition(
    *,
    edition: PlanEdition,
    expected_version: int,
    actor: Actor,
    upload: CheckedUpload | None = None,
    **content: Unpack[EditionContent],
) -> PlanEdition:
    """A document that is sent takes the place of the one before, which is not kept; the history names both."""
    policy.require(actor, Action.EDIT, edition)
    require_writable(edition)
    before = PlanEdition.objects.get(pk=edition.pk)
    if upload is not None:
        content["document"] = kept_document(upload, actor)
    assign(edition, content)
    require_sound_edition(edition)
    save_edit(edition, expected_version=expected_version, fields=[*content])
    if upload is not None and before.document is not None:
        discard_document(document=before.document)
    record_edit(before, edition, changed_fields(before, edition, content), actor, target=edition)
    return edition


@transaction.atomic
def create_item(*, edition: PlanEdition, actor: Actor, **content: Unpack[ItemContent]) -> PlanItem:
    """Add a group on any level: without a parent it stands at the top."""
    policy.require(actor, Action.CREATE, edition)
    require_writable(edition)
    item = PlanItem(edition=edition, **content)
    _require_sound_item(item)
    item.position = sort_key(item.number, "en")
    item.save()
    record_change(actor, Action.CREATE, item, after=item)
    return item


@transaction.atomic
def edit_item(*, item: PlanItem, expected_version: int, actor: Actor, **content: Unpack[ItemContent]) -> PlanItem:
    policy.require(actor, Action.EDIT, item)
    require_writable(item.edition)
    before = PlanItem.objects.get(pk=item.pk)
    assign(item, content)
    _require_sound_item(item)
    _require_no_circle(item)
    item.position = sort_key(item.number, "en")
    save_edit(item, expected_version=expected_version, fields=[*content, "position"])
    record_edit(before, item, changed_fields(before, item, content), actor, target=item)
    return item


@transaction.atomic
def remove_item(*, item: PlanItem, actor: Actor) -> None:
    """Take an empty group out of a draft."""
    policy.require(actor, Action.REMOVE, item)
    require_draft(item.edition)
    if item.children.exists() or item.entries.exists():
        raise RuleBroken(_("This group still has parts. Move them elsewhere or take them out first."))
    record_change(actor, Action.REMOVE, item.edition, before=item)
    item.delete()


def kept_document(upload: CheckedUpload | None, actor: Actor) -> Document | None:
    return store_document(upload=upload, kinds=DOCUMENT_KINDS, actor=actor) if upload is not None else None


def point_to(plan: Plan, edition: PlanEdition) -> None:
    """Make this the edition that the plan's page shows."""
    plan.current = edition
    plan.save(update_fields=["current"])


def set_plan_key(plan: Plan) -> None:
    """Compute what the plan is found by."""
    plan.search_key = search_key(plan.code, plan.title)


def require_sound_edition(edition: PlanEdition) -> None:
    if edition.valid_to < edition.valid_from:
        raise RuleBroken(_("The plan cannot end before it begins. Correct one of the two dates."), field="valid_to")


def require_same_edition(parent: PlanItem | None, edition: PlanEdition, *, field: str) -> None:
    if parent is not None and parent.edition_id != edition.pk:
        raise RuleBroken(_("Choose a group of the same edition of the plan."), field=field)


def require_free_code(code: str, *, pk: int | None = None) -> None:
    """Refuse a code that another plan has, or that is a word of addresses."""
    if code in RESERVED_CODES:
        raise RuleBroken(_("Choose another code: this word is used by Tulga itself."), field="code")
    if Plan.objects.filter(code=code).exclude(pk=pk).exists():
        raise RuleBroken(_("Another plan has this code. Choose one that is free."), field="code")


def _require_sound_item(item: PlanItem) -> None:
    others = PlanItem.objects.filter(edition=item.edition_id, number=item.number).exclude(pk=item.pk)
    if others.exists():
        raise RuleBroken(_("This number is taken in this plan. Choose one that is free."), field="number")
    require_same_edition(item.parent, item.edition, field="parent")


def _require_no_circle(item: PlanItem) -> None:
    # Two people could each close half a circle at once: the edition is held, so one of them went first.
    parents = dict(PlanItem.objects.filter(edition=item.edition_id).values_list("pk", "parent"))
    above = item.parent_id
    while above is not None:
        if above == item.pk:
            raise RuleBroken(_("A group cannot be part of itself or of one of its own parts."), field="parent")
        above = parents[above]
