from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tulga.documents.choices import SCANS
from tulga.documents.forms import DocumentUploadField
from tulga.kit.forms import DateInput, WrittenField
from tulga.kit.i18n import I18nFormField, I18nText
from tulga.kit.writing import without_personal_data
from tulga.recommendations.choices import Outcome
from tulga.recommendations.forms.deciding import RegisterOrderForm
from tulga.recommendations.forms.fields import wording_field


class EnterDecisionForm(forms.Form):
    """What a signed paper says of the words that stand above it."""

    outcome = forms.ChoiceField(label=_("What the paper decides"), choices=Outcome, widget=forms.RadioSelect)
    reasons = WrittenField(
        label=_("Reasons, as on the paper"),
        help_text=_("Not needed where the recommendation is endorsed as submitted."),
        max_length=2_000,
        required=False,
    )
    changed_text = wording_field(
        label=_("Changed wording"), help_text=_("Only where it is endorsed with a changed wording."), required=False
    )
    office = I18nFormField(label=_("Office of who decided"), help_text=_("The office, not the person."), max_length=200)
    number = forms.CharField(label=_("Number of the paper"), max_length=40)
    dated_on = forms.DateField(label=_("Date of the paper"), widget=DateInput)
    scan = DocumentUploadField(label=_("Scan of the signed paper"), kinds=SCANS)

    def __init__(self, *, submitted: I18nText | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.initial["changed_text"] = submitted or I18nText()


class CorrectOrderForm(RegisterOrderForm):
    """The entry as it should be. The scan stays unless another is uploaded."""

    scan = DocumentUploadField(
        label=_("Another scan"), help_text=_("Only where the scan is the wrong one."), kinds=SCANS, required=False
    )
    reason = forms.CharField(
        label=_("Why it is corrected"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
        validators=[without_personal_data],
    )
