from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters import BooleanFilter, ChoiceFilter, FilterSet, ModelChoiceFilter

from tulga.agencies.models import Agency
from tulga.kit.filters import SearchFilter
from tulga.places.models import Place
from tulga.plan.choices import LATE_OR_PAST_ITS_END, NO_LINE, NOT_REPORTED, PUBLISHED, ActivityStatus, Pillar

if TYPE_CHECKING:
    from tulga.kit.actor import Actor
    from tulga.plan.models import Entry, PlanEdition


def activity_status_filter() -> ChoiceFilter:
    """By the status that was last reported, or that none was. For rows with status."""
    return ChoiceFilter(
        label=_("Status"),
        choices=ActivityStatus.choices,
        empty_label=_("Any status"),
        null_label=NOT_REPORTED,
        null_value=NO_LINE,
    )


class PlanFilters(FilterSet):
    q = SearchFilter(label=_("Search"))


class EntryFilters(FilterSet):
    """For entries of one edition, read with status. Agencies, places and years are those that it names."""

    q = SearchFilter(label=_("Search"))
    agency = ModelChoiceFilter(
        label=_("Agency"), queryset=Agency.objects.none(), empty_label=_("All agencies"), method="of_agency"
    )
    pillar = ChoiceFilter(label=_("Pillar"), choices=Pillar.choices, empty_label=_("All pillars"))
    place = ModelChoiceFilter(
        label=_("Place"), queryset=Place.objects.none(), empty_label=_("All places"), method="at_place"
    )
    year = ChoiceFilter(label=_("Year"), choices=(), empty_label=_("All years"), method="in_year")
    status = activity_status_filter()
    late = BooleanFilter(label=LATE_OR_PAST_ITS_END, widget=forms.CheckboxInput, method="only_late")

    def __init__(self, *args: Any, edition: PlanEdition, actor: Actor, **options: Any) -> None:
        super().__init__(*args, **options)
        entries = edition.entries.order_by()
        led, shared, paid = (entries.values(name) for name in ("lead_agency", "co_implementers", "funders"))
        named = Q(pk__in=led) | Q(pk__in=shared) | Q(pk__in=paid)
        self.filters["agency"].queryset = Agency.objects.visible_to(actor).filter(named).sorted()
        places = entries.values("places")
        self.filters["place"].queryset = Place.objects.visible_to(actor).filter(pk__in=places).sorted()
        years = range(edition.valid_from.year, edition.valid_to.year + 1)
        self.filters["year"].extra["choices"] = [(str(year), str(year)) for year in years]
        if edition.status not in PUBLISHED:
            del self.filters["late"]

    def of_agency(self, entries: QuerySet[Entry], _name: str, agency: Agency) -> QuerySet[Entry]:
        """What it leads, takes part in or pays for."""
        return entries.carried_by(agency)  # type: ignore[attr-defined]  # its own queryset

    def at_place(self, entries: QuerySet[Entry], _name: str, place: Place) -> QuerySet[Entry]:
        return entries.filter(places=place)

    def in_year(self, entries: QuerySet[Entry], _name: str, year: str) -> QuerySet[Entry]:
        """What goes on then; without days, it goes on all the time."""
        first, last = dt.date(int(year), 1, 1), dt.date(int(year), 12, 31)
        has_begun = Q(starts_on__isnull=True) | Q(starts_on__lte=last)
        goes_on = Q(ends_on__isnull=True) | Q(ends_on__gte=first)
        return entries.filter(has_begun & goes_on)

    def only_late(self, entries: QuerySet[Entry], _name: str, is_wanted: bool) -> QuerySet[Entry]:
        late: QuerySet[Entry] = entries.late(timezone.localdate())  # type: ignore[attr-defined]  # its own queryset
        return late.order_by("position", "pk") if is_wanted else entries
