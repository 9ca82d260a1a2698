from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, FilterSet, ModelChoiceFilter, NumberFilter

from tulga.answers.choices import Standing
from tulga.findings.choices import Kind, Position
from tulga.findings.models import Assessment
from tulga.kit.filters import SearchFilter
from tulga.plan.choices import ActivityStatus, Pillar


def assessments_with_findings(request: Any) -> QuerySet[Assessment]:
    """Those that have something to answer."""
    return Assessment.objects.visible_to(request.actor).filter(findings__isnull=False).distinct()


class GapFilters(FilterSet):
    """For findings with their standing."""

    q = SearchFilter(label=_("Search"))
    assessment = ModelChoiceFilter(
        label=_("Report"), queryset=assessments_with_findings, to_field_name="code", empty_label=_("All reports")
    )
    standing = ChoiceFilter(label=_("How it is answered"), choices=Standing.choices, empty_label=_("Any"))
    kind = ChoiceFilter(label=_("Kind"), choices=Kind.choices, empty_label=_("Any kind"))
    position = ChoiceFilter(
        label=_("The State's position"), choices=Position.choices, empty_label=_("Any position"), field_name="position"
    )
    year = NumberFilter(label=_("Year"), field_name="assessment__year", min_value=1900, max_value=2999)


class UnaskedActivityFilters(FilterSet):
    """For activities with status."""

    q = SearchFilter(label=_("Search"))
    pillar = ChoiceFilter(
        label=_("Pillar"), choices=Pillar.choices, empty_label=_("All pillars"), field_name="current__pillar"
    )
    status = ChoiceFilter(label=_("Status"), choices=ActivityStatus.choices, empty_label=_("Any status"))
