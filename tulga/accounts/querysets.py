from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q
from django.utils import translation

from tulga.accounts.choices import Action, Role
from tulga.kit.search import matches

if TYPE_CHECKING:
    from tulga.kit.actor import Actor

# These read the people of every agency (DOMAIN.md, focal-point contacts); administrators keep the list itself.
READ_EVERYBODY = (Role.SECRETARIAT, Role.CHAIR, Role.NATIONAL_RAPPORTEUR, Role.ADMINISTRATOR)


class UserQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> Self:
        """Oneself, the people of one's own agencies where the role reads them, or everybody."""
        if actor.is_system or actor.holds_anywhere(*READ_EVERYBODY):
            return self
        colleagues = self.model._base_manager.filter(memberships__agency__in=actor.agencies_where(Action.READ_PEOPLE))
        return self.filter(Q(pk=actor.user_id) | Q(pk__in=colleagues.values("pk")))

    def for_listing(self) -> Self:
        return self.order_by("sort_key_mn" if translation.get_language() == "mn" else "sort_key_en", "pk")


class MembershipQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> Self:
        if actor.is_system or actor.holds_anywhere(*READ_EVERYBODY):
            return self
        return self.filter(Q(agency__in=actor.agencies_where(Action.READ_PEOPLE)) | Q(user=actor.user_id))

    def valid(self, on: dt.date) -> Self:
        """Held on that day and not ended since."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on, ended_at__isnull=True)

    def not_over(self, on: dt.date) -> Self:
        """Held on that day or beginning later."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), ended_at__isnull=True)

    def search(self, query: str) -> Self:
        """By name or address of the person, or any name of the agency."""
        return self.filter(matches(query, "user__search_key") | matches(query, "agency__search_key"))

    def for_listing(self) -> Self:
        language = "mn" if translation.get_language() == "mn" else "en"
        order = (f"agency__sort_key_{language}", "role", "is_alternate", f"user__sort_key_{language}", "pk")
        return self.select_related("user", "agency").order_by(*order)


class InvitationQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> Self:
        """Those who may invite; an agency's own of the role it may hand over: whoever sees one can use its link."""
        if actor.is_system or actor.may(Action.INVITE):
            return self
        return self.filter(agency__in=actor.agencies_where(Action.HAND_OVER), role=Role.FOCAL_POINT)

    def open(self) -> Self:
        return self.filter(accepted_at__isnull=True, revoked_at__isnull=True)

    def awaiting_confirmation(self, now: dt.datetime) -> Self:
        """Given by one person where two have to."""
        return self.open().filter(needs_confirmation=True, confirmed_at=None, expires_at__gt=now)

    def for_listing(self) -> Self:
        return self.select_related("agency", "invited_by").order_by("-pk")


class AccessLinkQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> Self:
        if actor.is_system or actor.may(Action.RESTORE_ACCESS):
            return self
        return self.none()

    def open(self) -> Self:
        return self.filter(used_at__isnull=True, revoked_at__isnull=True)

    def awaiting_confirmation(self, now: dt.datetime) -> Self:
        """Made by one person for somebody whose office takes two."""
        return self.open().filter(needs_confirmation=True, confirmed_at=None, expires_at__gt=now)


class ApiTokenQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> Self:
        if actor.is_system:
            return self
        return self.filter(user=actor.user_id)
