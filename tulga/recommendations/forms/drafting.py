from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tulga.agencies.models import Agency
from tulga.kit.actor import Actor
from tulga.kit.forms import DateInput, RecordForm, WrittenField
from tulga.kit.i18n import I18nFormField, own_name
from tulga.kit.writing import without_personal_data
from tulga.plan.models import Activity
from tulga.recommendations.choices import Priority
from tulga.recommendations.forms.fields import (
    NO_NAMES,
    ActivitiesField,
    AgenciesField,
    FindingsField,
    PlacesField,
    VersionedForm,
    latest_words,
    narrow,
    own_agency,
    wording_field,
)
from tulga.recommendations.models import Challenge, DraftingCircle, Recommendation, Wording
from tulga.recommendations.services.drafting import LONGEST_WORDING


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
    places = PlacesField(label=_("Where"), required=False)
    told_on = forms.DateField(label=_("Told on"), widget=DateInput, initial=timezone.localdate)

    def __init__(self, *, actor: Actor, **options: Any) -> None:
        super().__init__(**options)
        narrow(self, actor)
        self.initial.setdefault("agency", own_agency(actor))


class DraftForm(forms.Form):
    title = I18nFormField(label=_("Title"), help_text=_("What should change, in a few words."), max_length=300)
    text = wording_field()
    addressees = AgenciesField(label=_("Addressed to"))
    challenges = forms.ModelMultipleChoiceField(
        label=_("Answers these challenges"),
        queryset=Challenge.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    findings = FindingsField(label=_("Answers these findings"), required=False)
    activities = ActivitiesField(label=_("In the plan"), required=False)
    places = PlacesField(label=_("Places"), required=False)

    def __init__(self, *, actor: Actor, circle: DraftingCircle, **options: Any) -> None:
        super().__init__(**options)
        narrow(self, actor, challenges=Challenge.objects.visible_to(actor).filter(circle=circle).order_by("pk"))
        if not self.fields["challenges"].queryset.exists():  # type: ignore[attr-defined]  # a choice of records
            del self.fields["challenges"]


class RewordForm(VersionedForm):
    text = wording_field()


class ConsolidateForm(RecordForm):
    title = I18nFormField(label=_("Title"), help_text=_("What should change, in a few words."), max_length=300)
    text = wording_field(label=_("The secretariat's wording"))
    addressees = AgenciesField(label=_("Addressed to"))

    class Meta(RecordForm.Meta):
        model = Recommendation
        fields = ["addressees", "priority", "due_on", "version"]
        widgets = {**RecordForm.Meta.widgets, "priority": forms.RadioSelect(choices=Priority), "due_on": DateInput()}

    field_order = ["title", "text"]

    def __init__(self, *, actor: Actor, **options: Any) -> None:
        super().__init__(**options)
        narrow(self, actor)
        self.initial.update({"title": self.instance.working_title, **latest_words(self.instance)})


class TranslationForm(forms.Form):
    language = forms.ChoiceField(label=_("Into which language"), widget=forms.RadioSelect)
    text = WrittenField(label=_("Translation"), rows=8, max_length=LONGEST_WORDING)

    def __init__(self, *, wording: Wording, languages: list[str], **options: Any) -> None:
        super().__init__(**options)
        others = [each for each in languages if each != wording.language]
        self.fields["language"].choices = [(each, own_name(each)) for each in others]  # type: ignore[attr-defined]
        self.initial = {"language": others[0], "text": wording.words().get(others[0], "")} if others else {}
