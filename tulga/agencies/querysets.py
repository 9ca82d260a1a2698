from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import translation

from tulga.kit.audience import Audience, shared_with
from tulga.kit.search import matches

if TYPE_CHECKING:
    import datetime as dt

    from tulga.agencies.models import Agency, Hotline  # noqa: F401 - the rows' types
    from tulga.kit.actor import Actor


class AgencyQuerySet(models.QuerySet["Agency"]):
    def visible_to(self, actor: Actor) -> Self:
        """Every agency: that a body exists is public."""
        return self

    def search(self, query: str) -> Self:
        """By any name, abbreviation, alias or code, in either script."""
        return self.filter(matches(query))

    def valid_on(self, day: dt.date) -> Self:
        """Those that existed on the day. An end that nobody knows has not come."""
        begun = Q(valid_from=None) | Q(valid_from__lte=day)
        return self.filter(begun & (Q(valid_to=None) | Q(valid_to__gte=day)))

    def of_audience(self, *audiences: Audience) -> Self:
        return self.filter(shared_with(audiences))

    def sorted(self) -> Self:
        """In the alphabetical order of the reader's language."""
        return self.order_by("sort_key_mn" if translation.get_language() == "mn" else "sort_key_en", "code")

    def for_listing(self) -> Self:
        return self.select_related("parent", "place").sorted()

    def for_detail(self) -> Self:
        return self.select_related("parent", "successor", "place__parent")


class HotlineQuerySet(models.QuerySet["Hotline"]):
    def visible_to(self, actor: Actor) -> Self:
        """Those who signed in see all; the public only what may be shown to it."""
        return self.shown_to_public() if actor.is_public else self

    def shown_to_public(self) -> Self:
        """Numbers that somebody has called; in the demonstration also the others, labelled so."""
        return self if settings.DEMONSTRATION else self.exclude(verified_on=None)

    def for_listing(self) -> Self:
        return self.select_related("agency").order_by("position", "number")
