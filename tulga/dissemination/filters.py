from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, FilterSet

from tulga.dissemination.choices import ReleaseStatus
from tulga.kit.filters import SearchFilter


class ReleaseFilters(FilterSet):
    q = SearchFilter(label=_("Search"))
    status = ChoiceFilter(label=_("Status"), choices=ReleaseStatus.choices, empty_label=_("Any status"))
