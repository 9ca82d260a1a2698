from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q

from tulga.accounts.roles import agencies_answered_for
from tulga.dissemination.choices import DeliveryStatus, ReleaseStatus
from tulga.kit.search import matches
from tulga.recommendations.querysets import READS_DRAFTS

if TYPE_CHECKING:
    import datetime as dt

    from tulga.dissemination.models import Delivery, Edition, Release  # noqa: F401 - the rows' types
    from tulga.kit.actor import Actor


def _model(name: str) -> Any:
    return apps.get_model("dissemination", name)._default_manager


def _agencies() -> Any:
    return apps.get_model("agencies", "Agency")._default_manager


class ReleaseQuerySet(models.QuerySet["Release"]):
    def visible_to(self, actor: Actor) -> Self:
        """Whoever reads drafts sees all; others what was released to an audience of theirs."""
        if actor.is_system or actor.holds_anywhere(*READS_DRAFTS):
            return self
        return self.filter(
            Exists(_model("Edition").of_audiences(actor).filter(release=OuterRef("pk"))), status=ReleaseStatus.RELEASED
        )

    def telling(self, recommendation: Any, actor: Actor) -> Self:
        """Those that carry it, as far as this reader may know: in an edition of the reader's own."""
        if actor.is_system or actor.holds_anywhere(*READS_DRAFTS):
            return self.filter(recommendations=recommendation)
        own = _model("Edition").visible_to(actor).filter(items__words__recommendation=recommendation)
        return self.filter(pk__in=own.values("release"))

    def search(self, query: str) -> Self:
        return self.filter(matches(query))

    def waiting(self) -> Self:
        return self.filter(status=ReleaseStatus.PREPARED)

    def for_listing(self) -> Self:
        return self.annotate(recommendations_count=Count("items")).order_by("-pk")


class EditionQuerySet(models.QuerySet["Edition"]):
    def visible_to(self, actor: Actor) -> Self:
        """Those for an audience of the actor's, while their release is out; whoever reads drafts sees all."""
        if actor.is_system or actor.holds_anywhere(*READS_DRAFTS):
            return self
        return self.of_audiences(actor).filter(release__status=ReleaseStatus.RELEASED)

    def of_audiences(self, actor: Actor) -> Self:
        return self.filter(audience__in=sorted(actor.audiences))


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def visible_to(self, actor: Actor) -> Self:
        """Those to the actor's own offices, and to the offices below them; whoever watches sees the whole tree."""
        if actor.is_system or actor.holds_anywhere(*READS_DRAFTS):
            return self
        own = Q(pk__in=[])
        for agency_id in agencies_answered_for(actor):
            own |= Q(trail__contains=f"/{agency_id}/")
        return self.filter(own).exclude(release__status=ReleaseStatus.PREPARED)

    def of_offices(self, actor: Actor) -> Self:
        """To the actor's own offices, of releases that are out."""
        return self.filter(agency__in=agencies_answered_for(actor), release__status=ReleaseStatus.RELEASED)

    def letters_visible_to(self, actor: Actor) -> Self:
        """Whose letter the actor may hold: the office's own, and all for who reads drafts.

        An office above sees that one below has received it, not the words of an audience it does not belong to.
        """
        out = self.filter(release__status__in=[ReleaseStatus.RELEASED, ReleaseStatus.SUPERSEDED])
        if actor.is_system or actor.holds_anywhere(*READS_DRAFTS):
            return out
        return self.of_offices(actor)

    def open(self) -> Self:
        """Still without the office's word."""
        return self.filter(status__in=DeliveryStatus.open(), release__status=ReleaseStatus.RELEASED)

    def overdue(self, today: dt.date) -> Self:
        return self.open().filter(due_on__lt=today)

    def waiting(self) -> Self:
        """Not passed on yet by the office above."""
        return self.open().filter(status=DeliveryStatus.WAITING)

    def delivered_and_open(self) -> Self:
        """Reached the office, which has not acknowledged it."""
        return self.open().exclude(status=DeliveryStatus.WAITING)

    def to_standing_offices(self, today: dt.date) -> Self:
        return self.filter(agency__in=_agencies().valid_on(today))

    def to_ended_offices(self, today: dt.date) -> Self:
        return self.exclude(agency__in=_agencies().valid_on(today))

    def search(self, query: str) -> Self:
        """By any name of the office, or by the release's number or title."""
        return self.filter(matches(query, "agency__search_key") | matches(query, "release__search_key"))

    def for_listing(self) -> Self:
        return self.order_by("-release", "agency__sort_key_mn", "pk")

    def for_tree(self) -> Self:
        """With what a line of the tree shows, each office after the one above it."""
        return self.select_related("agency__successor", "acknowledgement", "release").order_by("trail", "pk")
