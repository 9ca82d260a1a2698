from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tulga.documents.choices import KEPT
from tulga.documents.forms import DocumentUploadField
from tulga.kit.actor import Actor
from tulga.kit.forms import DateInput, RecordForm, WrittenField
from tulga.kit.i18n import I18nFormField
from tulga.kit.writing import without_personal_data
from tulga.recommendations.forms.fields import NO_NAMES, LinkField, narrow
from tulga.recommendations.models import Commitment


class SignForm(RecordForm):
    """Nothing to fill in; it says which version was read."""

    class Meta(RecordForm.Meta):
        model = Commitment
        fields = ["version"]


class EditCommitmentForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = Commitment
        fields = ["text", "owner", "due_on", "activity", "version"]
        labels = {"activity": _("Carried out under which activity")}
        help_texts = {"owner": _("The office that answers for it, not a person.")}
        widgets = {**RecordForm.Meta.widgets, "due_on": DateInput()}

    text = I18nFormField(
        label=_("What will be done"), help_text=NO_NAMES, rows=5, max_length=2_000, validators=[without_personal_data]
    )

    def __init__(self, *, actor: Actor, **options: Any) -> None:
        super().__init__(**options)
        narrow(self, actor)


class ReassignForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = Commitment
        fields = ["owner", "version"]
        help_texts = {"owner": _("The office that answers for it, not a person.")}


class ProgressForm(forms.Form):
    text = WrittenField(label=_("How far it is"), help_text=NO_NAMES, rows=3, max_length=2_000)
    percent = forms.IntegerField(
        label=_("Per cent done"),
        help_text=_("A number between 0 and 100, if you can say one."),
        min_value=0,
        max_value=100,
        required=False,
    )
    dated_on = forms.DateField(label=_("On which day"), widget=DateInput, initial=timezone.localdate)
    evidence = DocumentUploadField(label=_("Evidence"), kinds=KEPT, required=False)
    evidence_link = LinkField(label=_("Address of the evidence on the web"), required=False)


class ReplyForm(forms.Form):
    words = WrittenField(
        label=_("Your agency's reply"),
        help_text=_("It stays beside the verdict, for everybody who reads that. Your agency replies once."),
        max_length=2_000,
    )


class MoreTimeForm(forms.Form):
    new_due_on = forms.DateField(label=_("New deadline"), widget=DateInput)
    reason = WrittenField(label=_("Reason"), help_text=_("The people concerned will read it."), max_length=2_000)


class ChangeAnswerForm(forms.Form):
    is_agreed = forms.TypedChoiceField(
        label=_("Do you agree?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    words = WrittenField(
        label=_("Your answer in words"),
        help_text=_("Needed where you do not agree. The agency will read it."),
        max_length=2_000,
        required=False,
    )
