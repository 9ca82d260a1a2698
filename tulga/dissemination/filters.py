from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters import BooleanFilter, ChoiceFilter, FilterSet

from tulga.dissemination.choices import DeliveryStatus, ReleaseStatus
from tulga.kit.filters import SearchFilter

if TYPE_CHECKING:
    from django.db.models import QuerySet


class ReleaseFilters(FilterSet):
    q = SearchFilter(label=_("Search"))
    status = ChoiceFilter(label=_("Status"), choices=ReleaseStatus.choices, empty_label=_("Any status"))


class DeliveryFilters(FilterSet):
    q = SearchFilter(label=_("Search"))
    status = ChoiceFilter(label=_("Status"), choices=DeliveryStatus.choices, empty_label=_("Any status"))
    late = BooleanFilter(label=_("Late only"), method="only_late", widget=forms.CheckboxInput)

    def only_late(self, queryset: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        return queryset.overdue(timezone.localdate()) if value else queryset  # type: ignore[attr-defined]
