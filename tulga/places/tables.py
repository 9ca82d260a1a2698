from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, FilterSet, ModelChoiceFilter

from tulga.kit.filters import SearchFilter
from tulga.kit.tables import Cell, ComputedColumn, LinkColumn, Row, Table, TextColumn
from tulga.places.choices import PlaceKind
from tulga.places.models import Place


def _kind(row: Row) -> Cell:
    return Cell(text=str(PlaceKind(row["kind"]).label))


class PlaceTable(Table):
    name = LinkColumn(_("Place"), url_name="place_detail", url_value="code")
    kind = ComputedColumn(_("Kind"), "kind", make=_kind)
    parent = TextColumn(_("Part of"), "parent__name")
    code = TextColumn(_("Code"))

    empty_text = _("No place matches these filters.")


class PlaceFilters(FilterSet):
    q = SearchFilter(label=_("Name or code"))
    kind = ChoiceFilter(label=_("Kind"), choices=PlaceKind.choices, empty_label=_("All kinds"))
    part_of = ModelChoiceFilter(
        label=_("Part of"),
        field_name="parent",
        queryset=lambda request: Place.objects.visible_to(request.actor).aimags().sorted(),
        empty_label=_("The whole country"),
    )

    class Meta:
        model = Place
        fields = ["q", "kind", "part_of"]
