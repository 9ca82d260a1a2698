from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery

from tulga.kit.search import matches
from tulga.plan.choices import ENDED, PUBLISHED, READ_DRAFT, Action, ActivityStatus

if TYPE_CHECKING:
    from tulga.kit.actor import Actor


def reads_drafts(actor: Actor) -> bool:
    return actor.is_system or actor.may(READ_DRAFT) or actor.may(Action.EDIT)


class OfAnEdition(models.QuerySet[Any]):
    """The plan, its parts and what agencies say of them: everybody's once the edition has been in force."""

    path_to_edition = ""

    def visible_to(self, actor: Actor) -> Self:
        return self if reads_drafts(actor) else self.published()

    def published(self) -> Self:
        status = f"{self.path_to_edition}__status" if self.path_to_edition else "status"
        return self.filter(**{f"{status}__in": PUBLISHED})


class PlanEditionQuerySet(OfAnEdition):
    pass


class PartOfEditionQuerySet(OfAnEdition):
    path_to_edition = "edition"


class PartOfEntryQuerySet(OfAnEdition):
    path_to_edition = "entry__edition"


class PartOfIndicatorQuerySet(OfAnEdition):
    path_to_edition = "indicator__entry__edition"


class StatusLineQuerySet(OfAnEdition):
    path_to_edition = "activity__current__edition"


class PlanQuerySet(OfAnEdition):
    path_to_edition = "current"

    def search(self, query: str) -> Self:
        return self.filter(matches(query))

    def for_listing(self) -> Self:
        return self.select_related("current").annotate(activities_count=Count("current__entries"))


def status_of(activity: str) -> dict[str, Subquery]:
    """`status` and `status_on` of the latest dated line; empty where nobody reported."""
    lines = apps.get_model("plan", "StatusLine").objects.filter(activity=OuterRef(activity))
    latest = lines.order_by("-dated_on", "-pk")
    return {name: Subquery(latest.values(column)[:1]) for name, column in STATUS_COLUMNS.items()}


STATUS_COLUMNS = {"status": "status", "status_on": "dated_on"}
# After `with_status`: neither done nor dropped.
IS_OPEN = Q(status__isnull=True) | ~Q(status__in=ENDED)


class ActivityQuerySet(OfAnEdition):
    path_to_edition = "current__edition"

    def search(self, query: str) -> Self:
        """By its own words, or by any name of its lead agency."""
        return self.filter(matches(query, "current__search_key") | matches(query, "current__lead_agency__search_key"))

    def with_status(self) -> Self:
        return self.annotate(**status_of("pk"))

    def in_their_plans(self) -> Self:
        """Without those that an amendment has left out."""
        return self.filter(current__edition__current_of__isnull=False)

    def sorted(self) -> Self:
        return self.order_by("plan", "current__position", "pk")

    def for_listing(self) -> Self:
        return self.select_related("plan", "current__lead_agency").with_status()


class EntryQuerySet(OfAnEdition):
    path_to_edition = "edition"

    def current(self) -> Self:
        """What the plans say today: of every activity the one entry that counts, if its plan still has it."""
        return self.filter(current_of__isnull=False, edition__current_of__isnull=False)

    def search(self, query: str) -> Self:
        """By its own words, or by any name of its lead agency."""
        return self.filter(matches(query) | matches(query, "lead_agency__search_key"))

    def carried_by(self, agency: Any) -> Self:
        """What the agency leads, takes part in or pays for."""
        through = Q(co_implementers=agency) | Q(funders=agency)
        rows = apps.get_model("plan", "Entry").objects.filter(through).values("pk")
        return self.filter(Q(lead_agency=agency) | Q(pk__in=rows))

    def with_status(self) -> Self:
        """Adds `status` and `status_on` of the latest dated line; empty where nobody reported."""
        return self.annotate(**status_of("activity"))

    def late(self, today: dt.date) -> Self:
        """After `with_status`: called late by the lead agency, or past the end without being done or dropped.

        Nothing of a draft is: nobody reports on it.
        """
        late = Q(status=ActivityStatus.LATE) | (Q(ends_on__lt=today) & IS_OPEN)
        return self.published().filter(late).order_by(F("ends_on").asc(nulls_last=True), "position", "pk")

    def for_listing(self) -> Self:
        return self.select_related("edition__plan", "activity", "lead_agency").with_status()

    def for_glance(self) -> Self:
        """What is counted of very many and shown of a few; agencies are read once, however many they lead."""
        unread = ("notes", "search_key", "lead_words", "co_implementers_words", "funders_words", "imported_place")
        return self.select_related("activity").prefetch_related("lead_agency", "edition").with_status().defer(*unread)
