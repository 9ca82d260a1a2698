from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, FilterSet

from tulga.kit.filters import SearchFilter
from tulga.plan.choices import ActivityStatus, Pillar


class PlanFilters(FilterSet):
    q = SearchFilter(label=_("Search"))


class ActivityFilters(FilterSet):
    """For querysets with status."""

    q = SearchFilter(label=_("Search"))
    pillar = ChoiceFilter(label=_("Pillar"), choices=Pillar.choices, empty_label=_("All pillars"))
    status = ChoiceFilter(label=_("Status"), choices=ActivityStatus.choices, empty_label=_("Any status"))
