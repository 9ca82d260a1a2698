from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tulga.answers.choices import Extent
from tulga.answers.models import Link
from tulga.kit.actor import Actor
from tulga.kit.choosing import ChooserField
from tulga.kit.forms import RecordForm, WrittenField
from tulga.kit.writing import without_personal_data
from tulga.plan.models import Activity
from tulga.recommendations.forms.fields import ActivitiesField, narrow
from tulga.recommendations.models import Recommendation

WORDS_HELP = _("In what it answers, or what is missing. Everybody who may read the answer reads this.")


class AnswerForm(forms.Form):
    """What answers one finding. A suggestion's buttons send the same form."""

    activities = ActivitiesField(label=_("Activities"), required=False)
    recommendations = ChooserField(label=_("Recommendations"), url_name="answering_choices", required=False)
    extent = forms.ChoiceField(label=_("How far it answers"), choices=Extent, widget=forms.RadioSelect)
    words = WrittenField(label=_("In words"), help_text=WORDS_HELP, rows=3, max_length=500, required=False)

    def __init__(self, *, actor: Actor, **options: Any) -> None:
        super().__init__(**options)
        narrow(self, actor, recommendations=Recommendation.objects.visible_to(actor).order_by("-pk"))

    @property
    def answers(self) -> list[Activity | Recommendation]:
        return [*self.cleaned_data["activities"], *self.cleaned_data["recommendations"]]


class LinkForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = Link
        fields = ["extent", "words", "version"]
        help_texts = {"words": WORDS_HELP}
        widgets = {
            **RecordForm.Meta.widgets,
            "extent": forms.RadioSelect(),
            "words": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.fields["extent"].choices = Extent.choices  # type: ignore[attr-defined]  # no blank one
        self.fields["words"].validators.append(without_personal_data)
