from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from tulga.agencies.models import Agency
from tulga.kit.actor import Actor
from tulga.kit.forms import DateInput, RecordForm
from tulga.kit.i18n import I18nFormField, I18nText
from tulga.recommendations.choices import Priority
from tulga.recommendations.forms.drafting import ConsolidateForm, DraftForm
from tulga.recommendations.forms.fields import latest_words, narrow, wording_field
from tulga.recommendations.models import Challenge, Recommendation
from tulga.recommendations.summaries import Voice

UNITED = ("addressees", "challenges", "findings", "activities", "places")
CHOOSE_TWO = _("Choose at least two recommendations to merge.")


class ChosenForm(forms.Form):
    """Which recommendations a page is about, as its address or an earlier page says."""

    parents = forms.ModelMultipleChoiceField(
        queryset=Recommendation.objects.none(),
        widget=forms.MultipleHiddenInput,
        error_messages={"required": CHOOSE_TWO, "invalid_choice": CHOOSE_TWO, "invalid_pk_value": CHOOSE_TWO},
    )

    def __init__(self, *, actor: Actor, **options: Any) -> None:
        super().__init__(**options)
        self.fields["parents"].queryset = Recommendation.objects.visible_to(actor)  # type: ignore[attr-defined]


class MergeForm(ChosenForm):
    # The version of each parent that the person has read, as `number:version`.
    seen = forms.RegexField(r"^(\d{1,9}:\d{1,9} ?){0,40}$", widget=forms.HiddenInput, required=False)
    title = I18nFormField(label=_("Title"), help_text=_("What should change, in a few words."), max_length=300)
    text = wording_field(
        label=_("The merged wording"),
        required_languages=[settings.DECIDING_LANGUAGE],
    )
    addressees = forms.ModelMultipleChoiceField(
        label=_("Addressed to"),
        queryset=Agency.objects.none(),
        help_text=_("Those of every parent are chosen already."),
    )
    priority = forms.ChoiceField(
        label=_("Priority"), choices=Priority, widget=forms.RadioSelect, initial=Priority.NORMAL
    )
    due_on = forms.DateField(label=_("Proposed deadline"), widget=DateInput, required=False)

    def __init__(self, *, actor: Actor, parents: list[Voice], **options: Any) -> None:
        super().__init__(actor=actor, **options)
        narrow(self, actor)
        self.initial = {**united(parents), **self.initial}

    def clean_seen(self) -> dict[int, int]:
        pairs = (each.split(":") for each in self.cleaned_data["seen"].split())
        return {int(number): int(version) for number, version in pairs}


class ArrangeForm(RecordForm):
    """What stands beside the words."""

    title = I18nFormField(label=_("Title"), help_text=_("What should change, in a few words."), max_length=300)

    supersedes = forms.ModelChoiceField(
        label=_("Takes the place of"),
        help_text=_("An older recommendation in force. It is superseded on the day this one is in force."),
        queryset=Recommendation.objects.none(),
        required=False,
    )

    class Meta(ConsolidateForm.Meta):
        pass

    field_order = ["title"]

    def __init__(self, *, actor: Actor, **options: Any) -> None:
        super().__init__(**options)
        narrow(self, actor)
        older = Recommendation.objects.visible_to(actor).can_be_superseded_by(self.instance).order_by("-in_force_on")
        self.fields["supersedes"].queryset = older  # type: ignore[attr-defined]  # a choice of records
        self.initial.update(title=self.instance.working_title, supersedes=self.instance.supersedes_id)


class SplitForm(DraftForm):
    """Begins from everything that the whole one says, to be cut to its half."""

    def __init__(self, *, actor: Actor, whole: Recommendation, **options: Any) -> None:
        super().__init__(actor=actor, circle=whole.circle, **options)
        answered = Challenge.objects.visible_to(actor).filter(recommendations=whole).order_by("pk")
        if answered.exists():
            self.fields["challenges"] = forms.ModelMultipleChoiceField(
                label=_("Answers these challenges"),
                queryset=answered,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
        self.initial = {
            "title": whole.working_title,
            **latest_words(whole),
            **{name: list(getattr(whole, name).values_list("pk", flat=True)) for name in UNITED},
            **self.initial,
        }


class PairForm(forms.Form):
    """Two recommendations that somebody looked at together."""

    one = forms.ModelChoiceField(queryset=Recommendation.objects.none(), widget=forms.HiddenInput)
    other = forms.ModelChoiceField(queryset=Recommendation.objects.none(), widget=forms.HiddenInput)

    def __init__(self, *, actor: Actor, **options: Any) -> None:
        super().__init__(**options)
        for name in ("one", "other"):
            self.fields[name].queryset = Recommendation.objects.visible_to(actor)  # type: ignore[attr-defined]


def united(parents: list[Voice]) -> dict[str, Any]:
    """What the merged one begins from: the words of the first parent that has the language, everybody's addressees."""
    title, text = I18nText(), I18nText()
    for each in parents:
        title, text = I18nText({**each.recommendation.title, **title}), I18nText({**each.words, **text})
    deadlines = [each.recommendation.due_on for each in parents if each.recommendation.due_on]
    return {
        "parents": [each.pk for each in parents],
        "seen": seen_of(parents),
        "title": title,
        "text": text,
        "addressees": [agency.pk for each in parents for agency in each.addressees],
        "priority": next(
            (each.recommendation.priority for each in parents if each.recommendation.priority == Priority.HIGH),
            Priority.NORMAL,
        ),
        "due_on": min(deadlines, default=None),
    }


def seen_of(parents: list[Voice]) -> str:
    return " ".join(f"{each.pk}:{each.recommendation.version}" for each in parents)
