from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery

from tulga.kit.search import matches
from tulga.plan.choices import ENDED, ActivityStatus

if TYPE_CHECKING:
    from tulga.kit.actor import Actor


class PartOfPlanQuerySet(models.QuerySet[Any]):
    """The plan, its parts and what agencies say of them."""

    def visible_to(self, actor: Actor) -> Self:
        """Every row: the plan alone is public by default."""
        return self


class PlanQuerySet(PartOfPlanQuerySet):
    def search(self, query: str) -> Self:
        return self.filter(matches(query))

    def for_listing(self) -> Self:
        return self.annotate(activities_count=Count("activities"))


class ActivityQuerySet(PartOfPlanQuerySet):
    def search(self, query: str) -> Self:
        """By its own words, or by any name of its lead agency."""
        return self.filter(matches(query) | matches(query, "lead_agency__search_key"))

    def with_status(self) -> Self:
        """Adds `status` and `status_on` of the latest dated line; empty where nobody reported."""
        lines = apps.get_model("plan", "StatusLine").objects.filter(activity=OuterRef("pk"))
        latest = lines.order_by("-dated_on", "-pk")
        return self.annotate(
            status=Subquery(latest.values("status")[:1]),
            status_on=Subquery(latest.values("dated_on")[:1]),
        )

    def late(self, today: dt.date) -> Self:
        """After `with_status`: called late by the lead agency, or past the end without being done or dropped."""
        is_open = Q(status__isnull=True) | ~Q(status__in=ENDED)
        return self.filter(Q(status=ActivityStatus.LATE) | (Q(ends_on__lt=today) & is_open)).order_by(
            F("ends_on").asc(nulls_last=True), "position", "pk"
        )

    def for_listing(self) -> Self:
        return self.select_related("plan", "lead_agency").with_status()

    def for_detail(self) -> Self:
        return self.for_listing().select_related("item").prefetch_related("co_implementers", "funders", "places")
