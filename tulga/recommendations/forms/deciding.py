from __future__ import annotations

import hashlib
import json
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tulga.documents.choices import SCANS
from tulga.documents.forms import DocumentUploadField
from tulga.kit.actor import Actor
from tulga.kit.forms import DateInput, RecordForm, WrittenField
from tulga.kit.i18n import I18nFormField, I18nText
from tulga.kit.writing import without_personal_data
from tulga.recommendations.choices import Outcome
from tulga.recommendations.forms.fields import wording_field
from tulga.recommendations.forms.packaging import PROPOSALS
from tulga.recommendations.models import Decision, Order
from tulga.recommendations.services.drafting import LONGEST_WORDING


class SubmitForm(forms.Form):
    proposal = forms.ChoiceField(
        label=_("What the secretariat proposes"),
        choices=PROPOSALS,
        widget=forms.RadioSelect,
        initial=Outcome.ENDORSED,
        help_text=_("The chair reads it beside the wording, and is free to decide otherwise."),
    )
    advice = forms.CharField(
        label=_("Why, in a sentence"), max_length=500, required=False, validators=[without_personal_data]
    )
    cover_text = I18nFormField(
        label=_("Cover text"), rows=4, max_length=LONGEST_WORDING, required=False, validators=[without_personal_data]
    )


class DecideForm(forms.Form):
    """The decision on the words that stand above it. A changed wording is compared before it counts."""

    outcome = forms.ChoiceField(label=_("Decision"), choices=Outcome, widget=forms.RadioSelect)
    reasons = WrittenField(
        label=_("Reasons"),
        help_text=_("Not needed where the recommendation is endorsed as submitted."),
        max_length=2_000,
        required=False,
    )
    changed_text = wording_field(
        label=_("Changed wording"), help_text=_("Only where it is endorsed with a changed wording."), required=False
    )
    read_item = forms.IntegerField(widget=forms.HiddenInput, required=False)
    compared = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *, submitted: I18nText, read_item: int | None, **options: Any) -> None:
        super().__init__(**options)
        self.initial.update(changed_text=submitted, read_item=read_item)

    @property
    def waits_for_comparison(self) -> bool:
        """Whether other words are to be endorsed than the chair has seen compared with the submitted ones."""
        found = self.cleaned_data
        return found["outcome"] == Outcome.ENDORSED_WITH_CHANGES and found["compared"] != self.digest()

    def digest(self) -> str:
        """Of the changed words, so that words changed once more are compared once more."""
        return hashlib.sha256(json.dumps(self.cleaned_data["changed_text"], sort_keys=True).encode()).hexdigest()

    @property
    def content(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "compared"}


class OrderForm(forms.Form):
    decisions = forms.ModelMultipleChoiceField(
        label=_("Endorsed recommendations"),
        queryset=Decision.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one endorsed recommendation.")},
    )
    signatory_title = I18nFormField(
        label=_("Office of the signatory"), help_text=_("The office, not the person."), max_length=200
    )

    def __init__(self, *, actor: Actor, **options: Any) -> None:
        super().__init__(**options)
        decisions = self.fields["decisions"]
        decisions.queryset = Decision.objects.visible_to(actor).awaiting_an_order()  # type: ignore[attr-defined]
        decisions.label_from_instance = _recommendation_of  # type: ignore[attr-defined]  # a choice of records


class RegisterOrderForm(RecordForm):
    scan = DocumentUploadField(label=_("Scan of the signed order"), kinds=SCANS)

    class Meta(RecordForm.Meta):
        model = Order
        fields = ["number", "dated_on", "signatory_title", "is_acting", "version"]
        widgets = {**RecordForm.Meta.widgets, "dated_on": DateInput()}
        help_texts = {"number": _("As stamped on the paper, such as A/14.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.fields["number"].required = self.fields["dated_on"].required = True


def _recommendation_of(decision: Decision) -> str:
    recommendation = decision.item.recommendation
    return f"{recommendation.reference} {recommendation.working_title}"
