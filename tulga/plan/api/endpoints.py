from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch
from django.http import HttpRequest
from ninja import Query, Router

from tulga.kit.api import Asked, Item, Listed, actor_of, listed, one
from tulga.plan.choices import ActivityStatus, EditionStatus, Pillar
from tulga.plan.described import describe_edition, describe_entry
from tulga.plan.models import Activity, Entry, Plan
from tulga.plan.sheets import with_parts

if TYPE_CHECKING:
    from django.db.models import QuerySet

router = Router(tags=["plan"])


class PlansAsked(Asked):
    status: EditionStatus | None = None


class ActivitiesAsked(Asked):
    plan: str | None = None
    pillar: Pillar | None = None
    status: ActivityStatus | None = None
    lead_agency: str | None = None
    place: str | None = None


@router.get("/plans", response=Listed, summary="Plans, each as its current edition has it")
def plans(request: HttpRequest, asked: Query[PlansAsked]) -> Mapping[str, Any]:
    rows = _plans(request)
    return listed(request, rows.filter(current__status=asked.status) if asked.status else rows, asked, describe_plan)


@router.get("/plans/{int:pk}", response=Item, summary="One plan")
def plan(request: HttpRequest, pk: int) -> Item:
    return one(request, _plans(request), pk, describe_plan)


@router.get("/activities", response=Listed, summary="Activities with the latest status their lead agency reported")
def activities(request: HttpRequest, asked: Query[ActivitiesAsked]) -> Mapping[str, Any]:
    wanted = {
        "plan__code": asked.plan,
        "current__pillar": asked.pillar,
        "status": asked.status,
        "current__lead_agency__code": asked.lead_agency,
        "current__places__code": asked.place,
    }
    rows = _activities(request).in_their_plans().sorted()  # type: ignore[attr-defined]  # its own queryset
    rows = rows.filter(**{path: value for path, value in wanted.items() if value is not None})
    return listed(request, rows, asked, describe_activity)


@router.get("/activities/{int:pk}", response=Item, summary="One activity")
def activity(request: HttpRequest, pk: int) -> Item:
    return one(request, _activities(request), pk, describe_activity)


def _plans(request: HttpRequest) -> QuerySet[Plan]:
    return Plan.objects.visible_to(actor_of(request)).select_related("current")


def _activities(request: HttpRequest) -> QuerySet[Activity]:
    rows = Activity.objects.visible_to(actor_of(request)).select_related("plan").with_status()
    return rows.prefetch_related(Prefetch("current", with_parts(Entry.objects.select_related("edition"))))


def describe_plan(plan: Plan) -> Item:
    plan.edition.plan = plan
    return {"id": plan.pk, **describe_edition(plan.edition)}


def describe_activity(activity: Activity) -> Item:
    """As its plan's current edition has it, or as the last edition had it that did."""
    return {
        "id": activity.pk,
        "plan": activity.plan.code,
        "edition": activity.entry.edition.number,
        **describe_entry(activity.entry),
        "status": activity.status,
        "status_on": activity.status_on,
        "continues": activity.continues_id,
    }
