"""Milestones, budget lines, indicators: one small form each."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tulga.agencies.models import Agency
from tulga.kit.actor import Actor
from tulga.kit.forms import DateInput, ReadByEverybody, RecordForm
from tulga.kit.i18n import I18nWidget
from tulga.plan.choices import Disaggregation, ValueKind, ValueRole
from tulga.plan.models import BudgetLine, Entry, Indicator, Milestone
from tulga.plan.values import Value

FIRST_YEAR, LAST_YEAR = 1990, 2100


class MilestoneForm(ReadByEverybody, RecordForm):
    class Meta(RecordForm.Meta):
        model = Milestone
        fields = ["title", "due_on", "due_words", "version"]
        help_texts = {"due_words": _("As printed, where the plan gives no date: “third quarter of 2018”.")}
        widgets = {**RecordForm.Meta.widgets, "title": I18nWidget(rows=2), "due_on": DateInput()}

    def __init__(self, *, entry: Entry, actor: Actor, **options: Any) -> None:
        super().__init__(**options)


class BudgetLineForm(ReadByEverybody, RecordForm):
    year = forms.IntegerField(
        label=_("Year"),
        required=False,
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        help_text=_("Leave it empty where the money is for the whole period."),
    )
    amount = forms.DecimalField(
        label=_("The same as a number"),
        required=False,
        max_digits=15,
        decimal_places=2,
        help_text=_(
            "In whole units: 45500000, not 45.5 million. Leave it empty where the plan gives no number: "
            "then it is in no sum."
        ),
    )

    class Meta(RecordForm.Meta):
        model = BudgetLine
        fields = ["year", "source", "funder", "given", "amount", "currency", "version"]
        labels = {"given": _("Amount as the plan gives it")}
        help_texts = {
            "source": _("As printed: State budget, own funds."),
            "funder": _("Where the source is one of the agencies known here."),
            "given": _("Exactly as printed: 45.5 million, “within the budget”."),
            "currency": _("Three letters: MNT, USD, EUR."),
        }
        widgets = {**RecordForm.Meta.widgets, "source": I18nWidget()}

    def __init__(self, *, entry: Entry, actor: Actor, **options: Any) -> None:
        super().__init__(**options)
        self.fields["funder"].queryset = Agency.objects.visible_to(actor).sorted()  # type: ignore[attr-defined]  # a choice of records
        if self.instance._state.adding:
            used = BudgetLine.objects.filter(entry__edition=entry.edition_id).exclude(currency="").order_by("-pk")
            self.initial.setdefault("currency", used.values_list("currency", flat=True).first() or "")

    @property
    def figures(self) -> Collection[str]:
        return ("given",)

    def clean_currency(self) -> str:
        currency = self.cleaned_data["currency"].strip().upper()
        if currency and not re.fullmatch("[A-Z]{3}", currency):
            raise forms.ValidationError(_("Write the currency in three Latin letters, such as MNT."), code="currency")
        return str(currency)


class IndicatorForm(ReadByEverybody, RecordForm):
    """Values are typed as the plan prints them. One that can be read in two ways is asked about."""

    baseline_year = forms.IntegerField(
        label=_("Year of the baseline"), required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR
    )
    baseline = forms.CharField(
        label=_("Baseline"),
        required=False,
        max_length=300,
        help_text=_("As printed: 12, 75%, <10, yes, or in words."),
    )
    disaggregation = forms.MultipleChoiceField(
        label=_("Parted by"), choices=Disaggregation, required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta(RecordForm.Meta):
        model = Indicator
        fields = [
            *("title", "unit", "baseline_on", "baseline_year", "disaggregation", "disaggregation_words"),
            *("means_of_verification", "version"),
        ]
        widgets = {
            **RecordForm.Meta.widgets,
            "title": I18nWidget(rows=2),
            "unit": I18nWidget(),
            "means_of_verification": I18nWidget(),
            "baseline_on": DateInput(),
        }

    def __init__(self, *, entry: Entry, actor: Actor, **options: Any) -> None:
        super().__init__(**options)
        stored = [] if self.instance._state.adding else list(self.instance.values.all())
        self.stored = {(each.role, each.year): each.value for each in stored}
        edition = entry.edition
        known = {each.year for each in stored if each.year}
        years = sorted({*range(edition.valid_from.year, edition.valid_to.year + 1), *known})
        self.targets: dict[str, int | None] = {f"target_{year}": year for year in years}
        self.targets["target_at_the_end"] = None
        for name, year in self.targets.items():
            label = gettext("Target %(year)s") % {"year": year} if year else gettext("Target for the end of the plan")
            self.fields[name] = forms.CharField(label=label, required=False, max_length=300)
            self.initial.setdefault(name, self._given(ValueRole.TARGET, year))
        self.initial.setdefault("baseline", self._given(ValueRole.BASELINE, None))
        after = ("disaggregation", "disaggregation_words", "means_of_verification")
        self.order_fields(["title", "unit", "baseline", "baseline_on", "baseline_year", *self.targets, *after])

    @property
    def figures(self) -> Collection[str]:
        return ("baseline", *self.targets)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in ["baseline", *self.targets]:
            if cleaned.get(name):
                self._require_one_reading(name, cleaned[name])
        return cleaned

    @property
    def content(self) -> dict[str, Any]:
        given = {name: self.cleaned_data[name] for name in ["baseline", *self.targets]}
        own = {name: value for name, value in super().content.items() if name not in given}
        targets = {
            year: self._value(ValueRole.TARGET, year, given[name]) for name, year in self.targets.items() if given[name]
        }
        baseline = self._value(ValueRole.BASELINE, None, given["baseline"]) if given["baseline"] else None
        return {**own, "baseline": baseline, "targets": targets}

    def _given(self, role: ValueRole, year: int | None) -> str:
        value = self.stored.get((role, year))
        return value.given if value else ""

    def _value(self, role: ValueRole, year: int | None, given: str) -> Value:
        """What is stored stays what it is: an importer may have known more than its characters say."""
        stored = self.stored.get((role, year))
        return stored if stored and stored.given == given else Value.read(given)

    def _require_one_reading(self, name: str, given: str) -> None:
        role = ValueRole.BASELINE if name == "baseline" else ValueRole.TARGET
        value = self._value(role, self.targets.get(name), given)
        if value.kind == ValueKind.WORDS and re.fullmatch(r"[\d.,\s]+", given) and given != self.initial.get(name):
            self.add_error(
                name,
                _("“%(given)s” can be read in two ways. Write 1234 for a thousand and more, 1.23 for one and a bit.")
                % {"given": given},
            )
