from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import BooleanFilter, ChoiceFilter, FilterSet

from tulga.agencies.choices import AgencyKind
from tulga.agencies.models import Agency
from tulga.kit.audience import Audience
from tulga.kit.filters import SearchFilter
from tulga.kit.tables import Cell, ComputedColumn, LinkColumn, Row, Table, TextColumn

if TYPE_CHECKING:
    import datetime as dt

    from tulga.agencies.querysets import AgencyQuerySet


def validity(valid_from: dt.date | None, valid_to: dt.date | None, note: str) -> str:
    """The days between which an agency exists, as far as anybody knows them."""
    if valid_from and valid_to:
        days = _("%(first)s to %(last)s")
    elif valid_from:
        days = _("since %(first)s")
    else:
        days = _("until %(last)s") if valid_to else ""
    said = days % {name: date_format(day, "SHORT_DATE_FORMAT") for name, day in _days(valid_from, valid_to)}
    return "; ".join(filter(None, [said, note]))


def _days(valid_from: dt.date | None, valid_to: dt.date | None) -> list[tuple[str, dt.date]]:
    return [(name, day) for name, day in (("first", valid_from), ("last", valid_to)) if day]


def _kind(row: Row) -> Cell:
    return Cell(text=str(AgencyKind(row["kind"]).label))


def _audiences(row: Row) -> Cell:
    return Cell(text=", ".join(str(each.label) for each in Audience if each in row["audiences"]))


def _validity(row: Row) -> Cell:
    return Cell(text=validity(row["valid_from"], row["valid_to"], row["valid_note"]))


class AgencyTable(Table):
    name = LinkColumn(gettext_lazy("Agency"), url_name="agency_detail", url_value="code", note="abbreviation")
    kind = ComputedColumn(gettext_lazy("Kind"), "kind", make=_kind)
    audiences = ComputedColumn(gettext_lazy("Audiences"), "audiences", make=_audiences)
    parent = TextColumn(gettext_lazy("Belongs to"), "parent__name")
    validity = ComputedColumn(gettext_lazy("Dates"), "valid_from", "valid_to", "valid_note", make=_validity)

    empty_text = gettext_lazy("No agency matches these filters.")


class AgencyFilters(FilterSet):
    q = SearchFilter(label=gettext_lazy("Name, abbreviation or code"))
    kind = ChoiceFilter(label=gettext_lazy("Kind"), choices=AgencyKind.choices, empty_label=gettext_lazy("All kinds"))
    audience = ChoiceFilter(
        label=gettext_lazy("Audience"),
        choices=Audience.choices,
        empty_label=gettext_lazy("All audiences"),
        method="of_audience",
    )
    today = BooleanFilter(
        label=gettext_lazy("Only agencies that exist today"), widget=forms.CheckboxInput, method="existing_today"
    )

    class Meta:
        model = Agency
        fields = ["q", "kind", "audience", "today"]

    def of_audience(self, queryset: AgencyQuerySet, name: str, value: str) -> AgencyQuerySet:
        return queryset.of_audience(Audience(value))

    def existing_today(self, queryset: AgencyQuerySet, name: str, value: bool) -> AgencyQuerySet:
        return queryset.valid_on(timezone.localdate()) if value else queryset
