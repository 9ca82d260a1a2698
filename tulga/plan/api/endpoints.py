from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from tulga.kit.api import Asked, Item, Listed, actor_of, listed, one
from tulga.plan.choices import ActivityStatus, Pillar
from tulga.plan.models import Activity, Plan

router = Router(tags=["plan"])


class ActivitiesAsked(Asked):
    plan: str | None = None
    pillar: Pillar | None = None
    status: ActivityStatus | None = None
    lead_agency: str | None = None


@router.get("/plans", response=Listed, summary="Plans")
def plans(request: HttpRequest, asked: Query[Asked]) -> Mapping[str, Any]:
    return listed(request, Plan.objects.visible_to(actor_of(request)).select_related("current"), asked, describe_plan)


@router.get("/plans/{int:pk}", response=Item, summary="One plan")
def plan(request: HttpRequest, pk: int) -> Item:
    return one(request, Plan.objects.visible_to(actor_of(request)).select_related("current"), pk, describe_plan)


@router.get("/activities", response=Listed, summary="Activities with the latest status their lead agency reported")
def activities(request: HttpRequest, asked: Query[ActivitiesAsked]) -> Mapping[str, Any]:
    rows = Activity.objects.visible_to(actor_of(request)).in_their_plans().for_listing().sorted()
    wanted = {
        "plan__code": asked.plan,
        "current__pillar": asked.pillar,
        "status": asked.status,
        "current__lead_agency__code": asked.lead_agency,
    }
    rows = rows.filter(**{path: value for path, value in wanted.items() if value is not None})
    return listed(request, rows, asked, describe_activity)


@router.get("/activities/{int:pk}", response=Item, summary="One activity")
def activity(request: HttpRequest, pk: int) -> Item:
    return one(request, Activity.objects.visible_to(actor_of(request)).for_listing(), pk, describe_activity)


def describe_plan(plan: Plan) -> Item:
    edition = plan.edition
    return {
        "id": plan.pk,
        "code": plan.code,
        "title": plan.title,
        "edition": edition.number,
        "status": edition.status,
        "level_names": edition.level_names,
        "legal_basis": edition.legal_basis,
        "languages": edition.languages,
        "valid_from": edition.valid_from,
        "valid_to": edition.valid_to,
        "in_force_on": edition.in_force_on,
        "source": edition.source,
        "is_illustrative": plan.is_illustrative,
    }


def describe_activity(activity: Activity) -> Item:
    entry = activity.entry
    return {
        "id": activity.pk,
        "plan": activity.plan.code,
        "number": entry.number,
        "title": entry.title,
        "pillar": entry.pillar,
        "lead_agency": entry.lead_agency.code if entry.lead_agency else None,
        "starts_on": entry.starts_on,
        "ends_on": entry.ends_on,
        "recurrence": entry.recurrence,
        "period_words": entry.period_words,
        "status": activity.status,
        "status_on": activity.status_on,
        "is_illustrative": entry.is_illustrative,
    }
