from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tulga.agencies.models import Agency
from tulga.documents.choices import SCANS, Kind
from tulga.documents.forms import DocumentUploadField
from tulga.findings.models import Finding
from tulga.kit.actor import Actor
from tulga.kit.forms import DateInput, RecordForm
from tulga.kit.i18n import I18nFormField, I18nText, own_name
from tulga.kit.writing import clean, without_personal_data
from tulga.places.models import Place
from tulga.plan.models import Activity
from tulga.recommendations.choices import Action, Outcome, Priority
from tulga.recommendations.models import Challenge, Commitment, Decision, DraftingCircle, Order, Recommendation, Wording
from tulga.recommendations.services.drafting import LONGEST_WORDING

NO_NAMES = _("Write about practice, never about a person: no names, no numbers of documents or telephones.")


class WrittenField(forms.CharField):
    """A paragraph in one language, cleaned as pasted text is."""

    def __init__(self, *, rows: int = 5, **options: Any) -> None:
        options.setdefault("validators", [without_personal_data])
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **options)

    def to_python(self, value: Any) -> str:
        return clean(super().to_python(value) or "")


def wording_field(**options: Any) -> I18nFormField:
    return I18nFormField(
        **{"label": _("Wording"), "help_text": NO_NAMES, **options},
        rows=8,
        max_length=LONGEST_WORDING,
        validators=[without_personal_data],
    )


class ChallengeForm(forms.Form):
    text = I18nFormField(
        label=_("The challenge, as the session tells it"),
        help_text=NO_NAMES,
        rows=5,
        max_length=LONGEST_WORDING,
        validators=[without_personal_data],
    )
    agency = forms.ModelChoiceField(label=_("Whose challenge"), queryset=Agency.objects.none())
    activity = forms.ModelChoiceField(
        label=_("About which activity of the plan"), queryset=Activity.objects.none(), required=False
    )
    places = forms.ModelMultipleChoiceField(label=_("Where"), queryset=Place.objects.none(), required=False)
    told_on = forms.DateField(label=_("Told on"), widget=DateInput, initial=timezone.localdate)

    def __init__(self, *, actor: Actor, **options: Any) -> None:
        super().__init__(**options)
        _narrow(self, actor)


class DraftForm(forms.Form):
    title = I18nFormField(label=_("Title"), help_text=_("What should change, in a few words."), max_length=300)
    text = wording_field()
    addressees = forms.ModelMultipleChoiceField(label=_("Addressed to"), queryset=Agency.objects.none())
    challenges = forms.ModelMultipleChoiceField(
        label=_("Answers these challenges"),
        queryset=Challenge.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    findings = forms.ModelMultipleChoiceField(
        label=_("Answers these findings"), queryset=Finding.objects.none(), required=False
    )
    activities = forms.ModelMultipleChoiceField(
        label=_("In the plan"), queryset=Activity.objects.none(), required=False
    )
    places = forms.ModelMultipleChoiceField(label=_("Places"), queryset=Place.objects.none(), required=False)

    def __init__(self, *, actor: Actor, circle: DraftingCircle, **options: Any) -> None:
        super().__init__(**options)
        _narrow(self, actor, challenges=Challenge.objects.visible_to(actor).filter(circle=circle).order_by("pk"))
        if not self.fields["challenges"].queryset.exists():  # type: ignore[attr-defined]  # a choice of records
            del self.fields["challenges"]


class VersionedForm(forms.Form):
    """Begins from a recommendation, and says from which version of it."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *, instance: Recommendation, **options: Any) -> None:
        super().__init__(**{"initial": {"version": instance.version, **_latest_words(instance)}, **options})


class RewordForm(VersionedForm):
    text = wording_field()


class ConsolidateForm(RecordForm):
    text = wording_field(label=_("The secretariat's wording"))

    class Meta(RecordForm.Meta):
        model = Recommendation
        fields = ["title", "addressees", "priority", "due_on", "version"]
        widgets = {**RecordForm.Meta.widgets, "priority": forms.RadioSelect(choices=Priority), "due_on": DateInput()}

    field_order = ["title", "text"]

    def __init__(self, *, actor: Actor, **options: Any) -> None:
        super().__init__(**options)
        _narrow(self, actor)
        self.fields["title"].max_length = 300  # type: ignore[attr-defined]  # a field of texts
        self.initial.update(_latest_words(self.instance))


class TranslationForm(forms.Form):
    language = forms.ChoiceField(label=_("Into which language"), widget=forms.RadioSelect)
    text = WrittenField(label=_("Translation"), rows=8, max_length=LONGEST_WORDING)

    def __init__(self, *, wording: Wording, languages: list[str], **options: Any) -> None:
        super().__init__(**options)
        others = [each for each in languages if each != wording.language]
        self.fields["language"].choices = [(each, own_name(each)) for each in others]  # type: ignore[attr-defined]
        self.initial = {"language": others[0], "text": wording.words().get(others[0], "")} if others else {}


class SubmitForm(forms.Form):
    proposal = forms.ChoiceField(
        label=_("What the secretariat proposes"),
        choices=Outcome,
        widget=forms.RadioSelect,
        initial=Outcome.ENDORSED,
        help_text=_("The chair reads it beside the wording, and is free to decide otherwise."),
    )
    cover_text = I18nFormField(
        label=_("Cover text"), rows=4, max_length=LONGEST_WORDING, required=False, validators=[without_personal_data]
    )


class ReasonForm(forms.Form):
    reason = WrittenField(label=_("Reason"), help_text=_("The people concerned will read it."), max_length=2_000)


class DecideForm(forms.Form):
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

    def __init__(self, *, submitted: I18nText, **options: Any) -> None:
        super().__init__(**options)
        self.initial["changed_text"] = submitted


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
        _narrow(self, actor, agency=agencies)
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


def _latest_words(recommendation: Recommendation) -> dict[str, I18nText]:
    latest = recommendation.latest_wording()
    return {"text": latest.words()} if latest else {}


def _recommendation_of(decision: Decision) -> str:
    return str(decision.item.recommendation)


def _narrow(form: forms.BaseForm, actor: Actor, **narrower: Any) -> None:
    """Every choice of records, as far as the actor may see them."""
    agencies = Agency.objects.visible_to(actor).sorted()
    choices = {
        "agency": agencies,
        "addressees": agencies,
        "activity": Activity.objects.visible_to(actor).order_by("plan", "position", "pk"),
        "activities": Activity.objects.visible_to(actor).order_by("plan", "position", "pk"),
        "findings": Finding.objects.visible_to(actor).current().for_listing().order_by("assessment", "number"),
        "places": Place.objects.visible_to(actor).sorted(),
        **narrower,
    }
    for name, queryset in choices.items():
        if name in form.fields:
            form.fields[name].queryset = queryset  # type: ignore[attr-defined]  # each is a choice of records
