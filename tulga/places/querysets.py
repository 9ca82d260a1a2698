from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils import translation

from tulga.kit.search import matches
from tulga.places.choices import PlaceKind

if TYPE_CHECKING:
    from tulga.kit.actor import Actor
    from tulga.places.models import Place  # noqa: F401 - the rows' type


class PlaceQuerySet(models.QuerySet["Place"]):
    def visible_to(self, actor: Actor) -> Self:
        """Every place: they are public."""
        return self

    def search(self, query: str) -> Self:
        return self.filter(matches(query))

    def of_kind(self, *kinds: PlaceKind) -> Self:
        return self.filter(kind__in=kinds)

    def aimags(self) -> Self:
        """The first level: the aimags and the capital."""
        return self.of_kind(PlaceKind.AIMAG, PlaceKind.CAPITAL)

    def ports(self) -> Self:
        return self.of_kind(PlaceKind.PORT)

    def sorted(self) -> Self:
        """In the alphabetical order of the reader's language."""
        return self.order_by("sort_key_mn" if translation.get_language() == "mn" else "sort_key_en", "code")

    def for_listing(self) -> Self:
        return self.select_related("parent").sorted()
