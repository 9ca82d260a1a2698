from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from tulga.audit.summaries import history_of
from tulga.kit.choosing import ChoicesPage
from tulga.kit.views import DetailPage, ListPage
from tulga.places.models import Place
from tulga.places.querysets import PlaceQuerySet
from tulga.places.tables import PlaceFilters, PlaceTable


class PlaceList(ListPage):
    title = _("Places")
    lead = _("Aimags, soums, districts and border ports. Every spelling finds them, in either script.")
    table_class = PlaceTable
    filterset_class = PlaceFilters
    export_name = "places"

    def get_queryset(self) -> PlaceQuerySet:
        # Not a class attribute: the order depends on the language of the request.
        return Place.objects.for_listing()


class PlaceDetail(DetailPage):
    queryset = Place.objects.select_related("parent__parent")
    template_name = "places/place_detail.html"
    slug_field = "code"

    def context(self) -> dict[str, Any]:
        return {
            "parts": self.object.parts.visible_to(self.actor).sorted(),
            "history": history_of(self.object),
        }


class PlaceChoices(ChoicesPage):
    def get_queryset(self) -> PlaceQuerySet:
        return Place.objects.for_listing()

    def label(self, row: Place) -> str:
        return row.name_in_parent
