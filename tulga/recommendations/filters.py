from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters import BooleanFilter, ChoiceFilter, FilterSet, ModelChoiceFilter
from django_filters.fields import ModelChoiceField

from tulga.agencies.models import Agency
from tulga.kit.filters import SearchFilter
from tulga.kit.i18n import languages, own_name
from tulga.recommendations.choices import MERGEABLE, CommitmentStatus, ObjectionStatus, Priority, Status
from tulga.recommendations.models import DraftingCircle, Recommendation

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest


class ChallengeFilters(FilterSet):
    q = SearchFilter(label=_("Search"))


class RecommendationFilters(FilterSet):
    q = SearchFilter(label=_("Search"))
    status = ChoiceFilter(label=_("Status"), choices=Status.choices, empty_label=_("Any status"))
    mine = BooleanFilter(label=_("My drafts"), method="only_mine", widget=forms.CheckboxInput)

    def only_mine(self, queryset: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        return queryset.drafted_by(self.request.actor) if value else queryset  # type: ignore[attr-defined]


def _rounds() -> list[tuple[str, str]]:
    codes = DraftingCircle.objects.exclude(round_code="").values_list("round_code", flat=True)
    return [(each, each) for each in codes.order_by("-round_code").distinct()]


def _circles(request: HttpRequest) -> QuerySet[DraftingCircle]:
    visible = DraftingCircle.objects.visible_to(request.actor).filter(joins=None)  # type: ignore[attr-defined]
    return visible.order_by("-round_code", "pk")


def _addressees(request: HttpRequest) -> QuerySet[Agency]:
    rows = Recommendation.objects.visible_to(request.actor).mergeable()  # type: ignore[attr-defined]
    return Agency.objects.visible_to(request.actor).filter(addressed_recommendations__in=rows).distinct().sorted()  # type: ignore[attr-defined]


class SessionField(ModelChoiceField):
    """Sessions of different rounds have the same titles."""

    def label_from_instance(self, circle: DraftingCircle) -> str:
        return f"{circle.round_code} · {circle}" if circle.round_code else str(circle)


class SessionFilter(ModelChoiceFilter):
    field_class = SessionField


class ConsolidationFilters(FilterSet):
    q = SearchFilter(label=_("Search"))
    round = ChoiceFilter(
        label=_("Round"), field_name="circle__round_code", choices=_rounds, empty_label=_("Every round")
    )
    session = SessionFilter(label=_("Session"), field_name="circle", queryset=_circles, empty_label=_("Every session"))
    language = ChoiceFilter(
        label=_("Written in"),
        method="only_written_in",
        choices=lambda: [(each, own_name(each)) for each in languages()],
        empty_label=_("Any language"),
    )
    addressee = ModelChoiceFilter(
        label=_("Addressed to"), field_name="addressees", queryset=_addressees, empty_label=_("Anybody")
    )
    state = ChoiceFilter(
        label=_("Status"),
        field_name="status",
        choices=[(each.value, each.label) for each in (*MERGEABLE, Status.MERGED)],
        empty_label=_("Adopted or consolidated"),
    )
    alike = BooleanFilter(label=_("Has a near-duplicate"), method="only_alike", widget=forms.CheckboxInput)

    def __init__(self, *args: Any, alike_to_another: set[int], **options: Any) -> None:
        super().__init__(*args, **options)
        self.alike_to_another = alike_to_another

    def only_written_in(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.written_in(value)  # type: ignore[attr-defined]  # of its queryset

    def only_alike(self, queryset: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        return queryset.filter(pk__in=self.alike_to_another) if value else queryset


class PackableFilters(FilterSet):
    q = SearchFilter(label=_("Search"))
    priority = ChoiceFilter(label=_("Priority"), choices=Priority.choices, empty_label=_("Any priority"))


class CommitmentFilters(FilterSet):
    q = SearchFilter(label=_("Search"))
    status = ChoiceFilter(label=_("Status"), choices=CommitmentStatus.choices, empty_label=_("Any status"))
    overdue = BooleanFilter(label=_("Overdue"), method="only_overdue", widget=forms.CheckboxInput)

    def only_overdue(self, queryset: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        return queryset.overdue(timezone.localdate()) if value else queryset  # type: ignore[attr-defined]


class ObjectionFilters(FilterSet):
    q = SearchFilter(label=_("Search"))
    status = ChoiceFilter(label=_("Status"), choices=ObjectionStatus.choices, empty_label=_("Any status"))
