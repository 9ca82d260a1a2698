from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django_filters import FilterSet, NumberFilter

from tulga.kit.filters import SearchFilter


class AssessmentFilters(FilterSet):
    q = SearchFilter(label=_("Search"))
    year = NumberFilter(label=_("Year"))
