from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from tulga.agencies.models import Agency
from tulga.audit.services import record
from tulga.kit.actor import Actor
from tulga.kit.changes import changed_fields, in_words
from tulga.kit.classification import DataClass
from tulga.kit.collation import sort_key
from tulga.kit.errors import RuleBroken
from tulga.kit.i18n import I18nText
from tulga.kit.search import search_key
from tulga.kit.versions import save_edit
from tulga.places.models import Place
from tulga.plan.choices import Action
from tulga.plan.models import Activity, Plan, PlanItem, StatusLine
from tulga.plan.policies import policy


class PlanContent(TypedDict, total=False):
    code: str
    title: I18nText
    level_names: Sequence[I18nText]
    legal_basis: I18nText
    valid_from: dt.date
    valid_to: dt.date
    source: str
    is_illustrative: bool


class ItemContent(TypedDict, total=False):
    parent: PlanItem | None
    number: str
    title: I18nText


class ActivityContent(TypedDict, total=False):
    item: PlanItem | None
    number: str
    title: I18nText
    pillar: str
    lead_agency: Agency
    co_implementers: Iterable[Agency]
    funders: Iterable[Agency]
    starts_on: dt.date | None
    ends_on: dt.date | None
    period_words: str
    places: Iterable[Place]
    is_illustrative: bool


LINKS = ("co_implementers", "funders", "places")


@transaction.atomic
def create_plan(*, actor: Actor, **content: Unpack[PlanContent]) -> Plan:
    policy.require(actor, Action.CREATE)
    plan = Plan(**content)
    _require_sound_plan(plan)
    set_keys(plan)
    plan.save()
    _record(actor, Action.CREATE, plan, after=str(plan))
    return plan


@transaction.atomic
def edit_plan(*, plan: Plan, expected_version: int, actor: Actor, **content: Unpack[PlanContent]) -> Plan:
    policy.require(actor, Action.EDIT, plan)
    before = Plan.objects.get(pk=plan.pk)
    _set(plan, content)
    _require_sound_plan(plan)
    set_keys(plan)
    save_edit(plan, expected_version=expected_version, fields=[*content, "search_key"])
    _record_edit(before, plan, changed_fields(before, plan, content), actor)
    return plan


@transaction.atomic
def create_item(*, plan: Plan, actor: Actor, **content: Unpack[ItemContent]) -> PlanItem:
    """Add a group on any level: without a parent it stands at the top."""
    policy.require(actor, Action.CREATE, plan)
    item = PlanItem(plan=plan, **content)
    _require_free_number(item)
    _require_same_plan(item, item.parent, field="parent")
    item.position = sort_key(item.number, "en")
    item.save()
    _record(actor, Action.CREATE, item, after=str(item))
    return item


@transaction.atomic
def edit_item(*, item: PlanItem, expected_version: int, actor: Actor, **content: Unpack[ItemContent]) -> PlanItem:
    policy.require(actor, Action.EDIT, item)
    before = PlanItem.objects.get(pk=item.pk)
    _set(item, content)
    _require_free_number(item)
    _require_same_plan(item, item.parent, field="parent")
    _require_no_circle(item)
    item.position = sort_key(item.number, "en")
    save_edit(item, expected_version=expected_version, fields=[*content, "position"])
    _record_edit(before, item, changed_fields(before, item, content), actor)
    return item


@transaction.atomic
def create_activity(*, plan: Plan, actor: Actor, **content: Unpack[ActivityContent]) -> Activity:
    policy.require(actor, Action.CREATE, plan)
    own, links = _parted(content)
    activity = Activity(plan=plan, **own)
    _require_sound_activity(activity)
    set_activity_keys(activity)
    activity.save()
    for name, chosen in links.items():
        getattr(activity, name).set(chosen)
    _record(actor, Action.CREATE, activity, after=str(activity))
    return activity


@transaction.atomic
def edit_activity(
    *, activity: Activity, expected_version: int, actor: Actor, **content: Unpack[ActivityContent]
) -> Activity:
    policy.require(actor, Action.EDIT, activity)
    before = Activity.objects.prefetch_related(*LINKS).get(pk=activity.pk)
    own, links = _parted(content)
    _set(activity, own)
    _require_sound_activity(activity)
    set_activity_keys(activity)
    save_edit(activity, expected_version=expected_version, fields=[*own, "position", "search_key"])
    for name, chosen in links.items():
        getattr(activity, name).set(chosen)
    changed = changed_fields(before, activity, own)
    changed += [name for name, chosen in links.items() if set(getattr(before, name).all()) != set(chosen)]
    _record_edit(before, activity, changed, actor)
    return activity


@transaction.atomic
def report_status(
    *, activity: Activity, status: str, sentence: I18nText, dated_on: dt.date, actor: Actor
) -> StatusLine:
    """Add the lead agency's line. The latest dated one is the activity's status; of one day, the last entered."""
    policy.require(actor, Action.REPORT_STATUS, activity)
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
        agency_id=activity.lead_agency_id,
        written_by_id=actor.user_id,
    )
    record(
        actor=actor,
        verb=Action.REPORT_STATUS,
        target=activity,
        before=str(latest or ""),
        after=str(line),
        classification=DataClass.C0,
    )
    return line


def set_keys(plan: Plan) -> None:
    """Compute what the plan is found by."""
    plan.search_key = search_key(plan.code, plan.title, plan.legal_basis)


def set_activity_keys(activity: Activity) -> None:
    """Compute what the activity is found by and where it stands: 1.10 after 1.9."""
    activity.search_key = search_key(activity.number, activity.title, activity.period_words)
    activity.position = sort_key(activity.number, "en")


def _require_sound_plan(plan: Plan) -> None:
    if plan.code == "new":  # the address of the form
        raise RuleBroken(_("Choose another code: this word is used by Tulga itself."), field="code")
    if Plan.objects.filter(code=plan.code).exclude(pk=plan.pk).exists():
        raise RuleBroken(_("Another plan has this code. Choose one that is free."), field="code")
    if plan.valid_to < plan.valid_from:
        raise RuleBroken(_("The plan cannot end before it begins. Correct one of the two dates."), field="valid_to")


def _require_sound_activity(activity: Activity) -> None:
    _require_free_number(activity)
    _require_same_plan(activity, activity.item, field="item")
    if activity.starts_on and activity.ends_on and activity.ends_on < activity.starts_on:
        raise RuleBroken(_("The activity cannot end before it starts. Correct one of the two dates."), field="ends_on")


def _require_free_number(thing: PlanItem | Activity) -> None:
    others = type(thing)._default_manager.filter(plan=thing.plan_id, number=thing.number).exclude(pk=thing.pk)
    if others.exists():
        raise RuleBroken(_("This number is taken in this plan. Choose one that is free."), field="number")


def _require_same_plan(thing: PlanItem | Activity, parent: PlanItem | None, *, field: str) -> None:
    if parent is not None and parent.plan_id != thing.plan_id:
        raise RuleBroken(_("Choose a group of the same plan."), field=field)


def _require_no_circle(item: PlanItem) -> None:
    # Two people could each close half a circle at once: the plan's row lets one of them go first.
    Plan.objects.select_for_update().get(pk=item.plan_id)
    parents = dict(PlanItem.objects.filter(plan=item.plan_id).values_list("pk", "parent"))
    above = item.parent_id
    while above is not None:
        if above == item.pk:
            raise RuleBroken(_("A group cannot be part of itself or of one of its own parts."), field="parent")
        above = parents[above]


def _set(thing: Model, content: Mapping[str, Any]) -> None:
    for name, value in content.items():
        setattr(thing, name, value)


def _parted(content: ActivityContent) -> tuple[dict[str, Any], dict[str, Any]]:
    """The columns of an activity, and its links to many."""
    own = {name: value for name, value in content.items() if name not in LINKS}
    return own, {name: value for name, value in content.items() if name in LINKS}


def _record_edit(before: Model, after: Model, changed: Sequence[str], actor: Actor) -> None:
    _record(actor, Action.EDIT, after, before=in_words(before, changed), after=in_words(after, changed))


def _record(actor: Actor, verb: Action, target: Model, *, before: str = "", after: str = "") -> None:
    record(actor=actor, verb=verb, target=target, before=before, after=after, classification=DataClass.C0)
