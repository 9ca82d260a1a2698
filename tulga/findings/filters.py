from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter, FilterSet, NumberFilter

from tulga.findings.choices import About, Kind, Position, Tier
from tulga.findings.importers.states import state_code
from tulga.kit.filters import SearchFilter

if TYPE_CHECKING:
    from django.db.models import QuerySet


class AssessmentFilters(FilterSet):
    q = SearchFilter(label=_("Search"))
    year = NumberFilter(label=_("Year"))
    tier = ChoiceFilter(label=_("Tier"), choices=Tier.choices, empty_label=_("Any tier"))


class RecommendingStateFilter(CharFilter):
    """A State by any of its names."""

    def filter(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        if not value:
            return queryset
        return queryset.about(About.STATE, state_code(value) or value)  # type: ignore[attr-defined]  # findings


class GoalFilter(ChoiceFilter):
    def filter(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        return queryset.about(About.GOAL, value) if value else queryset  # type: ignore[attr-defined]  # findings


class FindingFilters(FilterSet):
    q = SearchFilter(label=_("Search"))
    assessment = CharFilter(label=_("Code of the assessment"), field_name="assessment__code", lookup_expr="iexact")
    year = NumberFilter(label=_("Year"), field_name="assessment__year")
    kind = ChoiceFilter(label=_("Kind"), choices=Kind.choices, empty_label=_("Any kind"))
    position = ChoiceFilter(label=_("Position"), choices=Position.choices, empty_label=_("Any position"))
    state = RecommendingStateFilter(label=_("Recommending State"))
    goal = GoalFilter(
        label=_("Sustainable Development Goal"),
        choices=[(str(goal), str(goal)) for goal in range(1, 18)],
        empty_label=_("Any goal"),
    )
