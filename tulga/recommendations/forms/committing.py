from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tulga.documents.choices import KEPT, SCANS
from tulga.documents.forms import DocumentUploadField
from tulga.documents.paper import CameBy, PaperFieldsForm
from tulga.kit.actor import Actor
from tulga.kit.forms import DateInput, RecordForm, WrittenField
from tulga.kit.i18n import I18nFormField
from tulga.kit.writing import without_personal_data
from tulga.recommendations.choices import Action, AnswerKind
from tulga.recommendations.forms.fields import NO_NAMES, LinkField, narrow
from tulga.recommendations.models import Commitment, Objection, Recommendation
from tulga.recommendations.services.drafting import LONGEST_WORDING


class CommitmentForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = Commitment
        fields = ["agency", "text", "owner", "due_on", "activity", "replaces", "is_illustrative"]
        labels = {
            "agency": _("Agency"),
            "activity": _("Carried out under which activity"),
            "replaces": _("In the place of which withdrawn commitment"),
            "is_illustrative": _("Illustrative"),
        }
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
        narrow_to_addressees(self, actor, recommendation)
        agencies = actor.agencies_where(Action.COMMIT)
        withdrawn = recommendation.commitments.withdrawn_and_not_replaced().filter(agency__in=agencies)
        self.fields["replaces"].queryset = withdrawn  # type: ignore[attr-defined]  # a choice of records
        if not withdrawn.exists():
            del self.fields["replaces"]


def narrow_to_addressees(form: forms.BaseForm, actor: Actor, recommendation: Recommendation) -> None:
    """For the addressee's own people their agency; for the secretariat, which enters papers, every addressee."""
    agencies = recommendation.addressees.order_by("code")
    if not actor.may(Action.CONSOLIDATE):
        agencies = agencies.filter(pk__in=actor.agencies_where(Action.COMMIT))
    narrow(form, actor, agency=agencies)
    if len(agencies) == 1:
        form.initial["agency"] = agencies[0]


class ReportForm(forms.Form):
    text = WrittenField(label=_("What was done"), help_text=NO_NAMES, max_length=LONGEST_WORDING)
    evidence = DocumentUploadField(label=_("Evidence"), kinds=KEPT, required=False)
    evidence_words = forms.CharField(
        label=_("What the evidence is, or where it can be seen"),
        max_length=300,
        required=False,
        validators=[without_personal_data],
    )
    evidence_link = LinkField(label=_("Address of the evidence on the web"), required=False)


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


class ObjectionForm(RecordForm):
    reasons = WrittenField(
        label=_("Why your agency cannot commit"),
        help_text=_(
            "The secretariat and the chair will read it. Name the law, the order or the means that stand against it."
        ),
        max_length=2_000,
    )

    class Meta(RecordForm.Meta):
        model = Objection
        fields = ["agency", "reasons", "is_illustrative"]
        labels = {"agency": _("Agency"), "is_illustrative": _("Illustrative")}
        help_texts = {"is_illustrative": _("Made up for the demonstration.")}

    def __init__(self, *, actor: Actor, recommendation: Recommendation, **options: Any) -> None:
        super().__init__(**options)
        narrow_to_addressees(self, actor, recommendation)


class SignedPaperForm(PaperFieldsForm):
    """A letter that the head of the agency signed: number, date and scan are all needed."""

    came_by = forms.ChoiceField(
        choices=[(CameBy.LETTER.value, CameBy.LETTER.label)], widget=forms.HiddenInput, initial=CameBy.LETTER
    )
    paper_caller = None  # type: ignore[assignment]  # how Django leaves a field out
    paper_scan = DocumentUploadField(label=_("Scan of the signed letter"), kinds=SCANS)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["paper_number"].required = self.fields["paper_dated_on"].required = True
        self.fields["paper_dated_on"].label = _("Date of the letter")


class PaperAnswerForm(SignedPaperForm):
    """A whole answer as it came on paper: one commitment, or the objection."""

    agency = forms.ModelChoiceField(label=_("Whose answer"), queryset=Recommendation.objects.none())
    kind = forms.ChoiceField(
        label=_("What the letter says"),
        choices=[
            (AnswerKind.COMMITMENTS.value, _("The agency commits. Enter each commitment by itself.")),
            (AnswerKind.OBJECTION.value, _("The agency objects")),
        ],
        widget=forms.RadioSelect,
    )
    text = I18nFormField(
        label=_("What will be done"),
        help_text=_("Only where the agency commits."),
        rows=4,
        max_length=2_000,
        required=False,
        validators=[without_personal_data],
    )
    owner = forms.CharField(
        label=_("Office in charge"),
        help_text=_("The office that answers for it, not a person."),
        max_length=200,
        required=False,
    )
    due_on = forms.DateField(label=_("By when"), widget=DateInput, required=False)
    reasons = WrittenField(
        label=_("Reasons"), help_text=_("Only where the agency objects."), max_length=2_000, required=False
    )

    field_order = ["agency", "kind", "text", "owner", "due_on", "reasons"]

    def __init__(self, *, actor: Actor, recommendation: Recommendation, **options: Any) -> None:
        super().__init__(**options)
        narrow_to_addressees(self, actor, recommendation)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        needed = ["reasons"] if cleaned.get("kind") == AnswerKind.OBJECTION else ["text", "owner", "due_on"]
        for name in needed:
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, _("The letter says it: write it here."))
        return cleaned

    @property
    def commitment(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("agency", "text", "owner", "due_on")}

    @property
    def objection(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("agency", "reasons")}


class PassForm(forms.Form):
    words = WrittenField(
        label=_("What you settled and what stays open"),
        help_text=_("The chair reads it beside the agency's reasons."),
        max_length=2_000,
    )


class ObjectionVerdictForm(forms.Form):
    is_upheld = forms.TypedChoiceField(
        label=_("Your decision"),
        choices=[
            ("yes", _("Upheld: the agency owes nothing here")),
            ("no", _("Refused: the agency has to commit")),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    reasons = WrittenField(label=_("Reasons"), help_text=_("The agency will read them."), max_length=2_000)
