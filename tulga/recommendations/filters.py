from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django_filters import BooleanFilter, ChoiceFilter, FilterSet

from tulga.kit.filters import SearchFilter
from tulga.recommendations.choices import CommitmentStatus, ObjectionStatus, Status

if TYPE_CHECKING:
    from django.db.models import QuerySet


class ChallengeFilters(FilterSet):
    q = SearchFilter(label=_("Search"))


class RecommendationFilters(FilterSet):
    q = SearchFilter(label=_("Search"))
    status = ChoiceFilter(label=_("Status"), choices=Status.choices, empty_label=_("Any status"))
    mine = BooleanFilter(label=_("My drafts"), method="only_mine", widget=forms.CheckboxInput)

    def only_mine(self, queryset: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        return queryset.drafted_by(self.request.actor) if value else queryset  # type: ignore[attr-defined]


class CommitmentFilters(FilterSet):
    q = SearchFilter(label=_("Search"))
    status = ChoiceFilter(label=_("Status"), choices=CommitmentStatus.choices, empty_label=_("Any status"))


class ObjectionFilters(FilterSet):
    q = SearchFilter(label=_("Search"))
    status = ChoiceFilter(label=_("Status"), choices=ObjectionStatus.choices, empty_label=_("Any status"))
