from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django_filters import FilterSet

from tulga.kit.filters import SearchFilter


class StudyFilters(FilterSet):
    q = SearchFilter(label=_("Search"))
