from __future__ import annotations

from typing import Any

from django.forms import Select
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, FilterSet, NumberFilter

from tulga.answers.choices import Standing
from tulga.findings.choices import Kind, Position
from tulga.findings.models import Assessment
from tulga.findings.querysets import FindingQuerySet
from tulga.findings.which_state import choose_state
from tulga.kit.filters import SearchFilter
from tulga.plan.choices import Pillar
from tulga.plan.filters import activity_status_filter


class GapFilters(FilterSet):
    """For findings with their standing: those on the own State, unless another or a report on another is asked for."""

    q = SearchFilter(label=_("Search"))
    state = ChoiceFilter(
        label=_("State"), field_name="assessment__state", empty_label=None, widget=Select(attrs={"lang": "en"})
    )
    assessment = ChoiceFilter(label=_("Assessment"), field_name="assessment__code", empty_label=_("All reports"))
    standing = ChoiceFilter(label=_("How it is answered"), choices=Standing.choices, empty_label=_("Any"))
    kind = ChoiceFilter(label=_("Kind"), choices=Kind.choices, empty_label=_("Any kind"))
    position = ChoiceFilter(
        label=_("The State's position"), choices=Position.choices, empty_label=_("Any position"), field_name="position"
    )
    year = NumberFilter(label=_("Year"), field_name="assessment__year", min_value=1900, max_value=2999)

    def __init__(self, data: QueryDict | None, *, queryset: FindingQuerySet, request: Any) -> None:
        reports = list(Assessment.objects.visible_to(request.actor).with_findings())
        asked = (data or QueryDict()).copy()
        states = {each.code: each.state for each in reports}
        on = states.get(asked.get("assessment", ""), "")
        self.choice = choose_state(asked.get("state") or on, states.values())
        if on and on != self.choice.chosen:
            asked.pop("assessment")  # of the State that was chosen before
        if data:
            asked["state"] = self.choice.chosen
        super().__init__(asked or None, queryset=queryset.on_state(self.choice.chosen), request=request)
        self.filters["state"].extra["choices"] = self.choice.offered
        if not self.choice.offered:
            del self.filters["state"]
        self.filters["assessment"].extra["choices"] = [
            (each.code, str(each)) for each in reports if each.state == self.choice.chosen
        ]

    @property
    def report(self) -> str:
        """The code of the report that is asked for."""
        return str(self.form.cleaned_data["assessment"]) if self.is_valid() else ""

    @property
    def is_narrowed(self) -> bool:
        """To less than all findings on the own State."""
        filled = [name for name in self.filters if name != "state" and self.data.get(name)]
        return bool(filled) or not self.choice.is_own


class UnaskedActivityFilters(FilterSet):
    """For activities with status."""

    q = SearchFilter(label=_("Search"))
    pillar = ChoiceFilter(
        label=_("Pillar"), choices=Pillar.choices, empty_label=_("All pillars"), field_name="current__pillar"
    )
    status = activity_status_filter()
