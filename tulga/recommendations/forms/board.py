"""The short forms of a session's board: what one writes while somebody speaks, and what can wait behind it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tulga.agencies.models import Agency
from tulga.kit.actor import Actor
from tulga.kit.forms import RecordForm
from tulga.kit.i18n import I18nFormField, I18nWidget
from tulga.kit.writing import without_personal_data
from tulga.plan.models import Activity
from tulga.recommendations.forms.fields import (
    NO_NAMES,
    ActivitiesField,
    AgenciesField,
    FindingsField,
    PlacesField,
    VersionedForm,
    narrow,
    own_agency,
    wording_field,
)
from tulga.recommendations.models import Challenge, DraftingCircle, Recommendation
from tulga.recommendations.services.drafting import LONGEST_WORDING


class CardForm(forms.Form):
    """Its first fields stand open, the others behind one word."""

    behind: tuple[str, ...] = ()

    @property
    def in_front(self) -> list[forms.BoundField]:
        return [each for each in self.visible_fields() if each.name not in self.behind]

    @property
    def more(self) -> list[forms.BoundField]:
        return [each for each in self.visible_fields() if each.name in self.behind]

    @property
    def is_more_open(self) -> bool:
        return any(each.errors or each.value() for each in self.more)

    def speak(self, language: str) -> None:
        """Ask for the session's language and the reader's; what else there is can be written later."""
        wanted = list(dict.fromkeys([language, get_language() or language]))
        for field in self.fields.values():
            if isinstance(field.widget, I18nWidget):
                field.widget.only = wanted


class ChallengeFields(CardForm):
    text = I18nFormField(
        label=_("The challenge, as the session tells it"),
        help_text=NO_NAMES,
        rows=3,
        max_length=LONGEST_WORDING,
        validators=[without_personal_data],
    )
    agency = forms.ModelChoiceField(
        label=_("Whose challenge"), queryset=Agency.objects.none(), empty_label=_("Choose an agency")
    )
    activity = forms.ModelChoiceField(
        label=_("About which activity of the plan"), queryset=Activity.objects.none(), required=False
    )
    places = PlacesField(label=_("Where"), required=False)
    behind = ("activity", "places")


class NewChallengeForm(ChallengeFields):
    def __init__(self, *, actor: Actor, language: str, **options: Any) -> None:
        super().__init__(**options)
        narrow(self, actor)
        self.speak(language)
        self.initial.setdefault("agency", own_agency(actor))


class EditChallengeForm(ChallengeFields, RecordForm):
    class Meta(RecordForm.Meta):
        model = Challenge
        fields = ["text", "agency", "activity", "places", "version"]

    def __init__(self, *, actor: Actor, **options: Any) -> None:
        super().__init__(**options)
        narrow(self, actor)


class DraftFields(CardForm):
    title = I18nFormField(label=_("Title"), help_text=_("What should change, in a few words."), max_length=300)
    text = wording_field(label=_("The recommendation"))
    challenges = forms.ModelMultipleChoiceField(
        label=_("Answers these challenges"),
        queryset=Challenge.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    addressees = AgenciesField(label=_("Addressed to"))
    activities = ActivitiesField(label=_("In the plan"), required=False)
    findings = FindingsField(label=_("Answers these findings"), required=False)
    places = PlacesField(label=_("Places"), required=False)
    behind = ("activities", "findings", "places")

    def offer(self, actor: Actor, circle: DraftingCircle) -> None:
        told = Challenge.objects.visible_to(actor).filter(circle=circle).order_by("position", "pk")
        narrow(self, actor, challenges=told)
        self.fields["text"].widget.rows = 4


class NewDraftForm(DraftFields):
    def __init__(self, *, actor: Actor, circle: DraftingCircle, language: str, **options: Any) -> None:
        super().__init__(**options)
        self.offer(actor, circle)
        self.speak(language)


class EditDraftForm(DraftFields, VersionedForm):
    def __init__(self, *, instance: Recommendation, actor: Actor, circle: DraftingCircle, **options: Any) -> None:
        chosen = {name: list(getattr(instance, name).all()) for name in ("challenges", "addressees", *self.behind)}
        given = options.pop("initial", None) or {}
        super().__init__(instance=instance, **options)
        self.initial.update({"title": instance.working_title, **chosen, **given})
        self.offer(actor, circle)


class MoveForm(forms.Form):
    """Which card goes up, or which goes down."""

    up = forms.IntegerField(required=False, widget=forms.HiddenInput)
    down = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        content = super().clean() or {}
        if (content.get("up") is None) == (content.get("down") is None):
            raise forms.ValidationError(_("Choose one card to move."))
        return content


class CloseForm(forms.Form):
    adopt_drafts = forms.BooleanField(
        label=_("The session adopts its drafts"),
        help_text=_("A draft that is not adopted stays as it is, and nobody works on it."),
        required=False,
        initial=True,
    )

    def __init__(self, *, drafts: int, **options: Any) -> None:
        super().__init__(**options)
        if not drafts:
            del self.fields["adopt_drafts"]
