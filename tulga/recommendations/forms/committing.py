from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tulga.documents.choices import Kind
from tulga.documents.forms import DocumentUploadField
from tulga.kit.actor import Actor
from tulga.kit.forms import DateInput, RecordForm
from tulga.kit.i18n import I18nFormField
from tulga.kit.writing import without_personal_data
from tulga.recommendations.choices import Action
from tulga.recommendations.forms.fields import NO_NAMES, WrittenField, narrow
from tulga.recommendations.models import Commitment, Recommendation
from tulga.recommendations.services.drafting import LONGEST_WORDING


class CommitmentForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = Commitment
        fields = ["agency", "text", "owner", "due_on", "activity", "is_illustrative"]
        labels = {"activity": _("Carried out under which activity"), "is_illustrative": _("Illustrative")}
        help_texts = {
            "owner": _("The office that answers for it, not a person."),
            "is_illustrative": _("Made up for the demonstration."),
        }
        widgets = {"due_on": DateInput()}

    text = I18nFormField(
        label=_("What will be done"), help_text=NO_NAMES, rows=5, max_length=2_000, validators=[without_personal_data]
    )

    def __init__(self, *, actor: Actor, recommendation: Recommendation, **options: Any) -> None:
        super().__init__(**options)
        agencies = recommendation.addressees.filter(pk__in=actor.agencies_where(Action.COMMIT)).order_by("code")
        narrow(self, actor, agency=agencies)
        if len(agencies) == 1:
            self.initial["agency"] = agencies[0]


class ReportForm(forms.Form):
    text = WrittenField(label=_("What was done"), help_text=NO_NAMES, max_length=LONGEST_WORDING)
    evidence = DocumentUploadField(label=_("Evidence"), kinds=frozenset(Kind), required=False)
    evidence_words = forms.CharField(
        label=_("What the evidence is, or where it can be seen"),
        max_length=300,
        required=False,
        validators=[without_personal_data],
    )


class VerdictForm(forms.Form):
    is_adequate = forms.TypedChoiceField(
        label=_("Is it adequate?"),
        choices=[("yes", _("Yes, what was promised is done")), ("no", _("No, it goes back to the agency"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    words = WrittenField(
        label=_("Your verdict in words"), help_text=_("The agency will read it."), max_length=LONGEST_WORDING
    )
