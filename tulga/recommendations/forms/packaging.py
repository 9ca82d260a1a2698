from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tulga.kit.actor import Actor
from tulga.kit.i18n import I18nFormField
from tulga.kit.writing import one_line, without_personal_data
from tulga.recommendations.choices import Outcome
from tulga.recommendations.models import Recommendation, Submission, SubmissionItem
from tulga.recommendations.services.drafting import LONGEST_WORDING
from tulga.recommendations.services.packaging import Arranged

# An adviser who wants other words writes another wording; only the authority changes words in deciding.
PROPOSALS = [(each.value, each.label) for each in Outcome if each != Outcome.ENDORSED_WITH_CHANGES]


class PackageForm(forms.Form):
    title = I18nFormField(
        label=gettext_lazy("Title of the package"),
        help_text=gettext_lazy("Such as: Recommendations of the consultative meeting of 2018."),
        max_length=200,
    )
    cover_text = I18nFormField(
        label=gettext_lazy("Cover text"),
        help_text=gettext_lazy(
            "What the ministry reads first: why these recommendations, and what you ask for. "
            "It can be completed until the package is laid before the ministry."
        ),
        rows=8,
        max_length=LONGEST_WORDING,
        required=False,
        validators=[without_personal_data],
    )


class PackageVersionForm(forms.Form):
    """Begins from a package, and says from which version of it."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *, instance: Submission, **options: Any) -> None:
        initial = {"version": instance.version, "title": instance.title, "cover_text": instance.cover_text}
        super().__init__(**{"initial": initial, **options})


class EditPackageForm(PackageForm, PackageVersionForm):
    pass


class ChooseForm(forms.Form):
    recommendations = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Consolidated recommendations"),
        queryset=Recommendation.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("Tick at least one recommendation."),
            "invalid_choice": gettext_lazy(
                "One of these is in another package already, or was withdrawn. Look at the list again."
            ),
        },
    )

    def __init__(self, *, actor: Actor, shown: list[Recommendation], **options: Any) -> None:
        super().__init__(**options)
        self.shown = shown
        choices: Any = self.fields["recommendations"]
        choices.queryset = Recommendation.objects.visible_to(actor).can_be_laid()


class ArrangePackageForm(PackageVersionForm):
    """A row for each item: its place, what the adviser proposes, in a sentence why, and whether it leaves."""

    def __init__(self, *, instance: Submission, **options: Any) -> None:
        super().__init__(instance=instance, **options)
        self.items = list(instance.items.open().select_related("recommendation").in_order())
        for item in self.items:
            name = str(item.recommendation.reference or item.recommendation.working_title)
            self.fields[f"position_{item.pk}"] = forms.IntegerField(
                label=_("Place of %(number)s") % {"number": name}, min_value=1, max_value=999, initial=item.position
            )
            self.fields[f"proposal_{item.pk}"] = forms.ChoiceField(
                label=_("What the secretariat proposes for %(number)s") % {"number": name},
                choices=PROPOSALS,
                initial=item.proposal,
            )
            self.fields[f"advice_{item.pk}"] = forms.CharField(
                label=_("Why, in a sentence (%(number)s)") % {"number": name},
                max_length=500,
                required=False,
                initial=item.advice,
                widget=forms.Textarea(attrs={"rows": 2}),
                validators=[without_personal_data],
            )
            self.fields[f"leaves_{item.pk}"] = forms.BooleanField(
                label=_("Take %(number)s out of the package") % {"number": name}, required=False
            )

    def rows(self) -> list[dict[str, Any]]:
        """The items with their fields, for the page."""
        parts = ("position", "proposal", "advice", "leaves")
        return [{"item": item, **{part: self[f"{part}_{item.pk}"] for part in parts}} for item in self.items]

    @property
    def arranged(self) -> dict[int, Arranged]:
        found = self.cleaned_data
        return {
            item.pk: Arranged(
                position=found[f"position_{item.pk}"],
                proposal=found[f"proposal_{item.pk}"],
                advice=one_line(found[f"advice_{item.pk}"]),
                leaves=found[f"leaves_{item.pk}"],
            )
            for item in self.items
        }


class LayForm(PackageVersionForm):
    pass


class DecideBlockForm(forms.Form):
    """Ticks, one choice for all that are ticked, and reasons. What is no longer open, the service names."""

    AS_PROPOSED = "as_proposed"

    items = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Recommendations"),
        queryset=SubmissionItem.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Tick at least one recommendation.")},
    )
    outcome = forms.ChoiceField(
        label=gettext_lazy("Decision on all that are ticked"),
        choices=[(AS_PROPOSED, gettext_lazy("As the adviser proposes, each")), *PROPOSALS],
        widget=forms.RadioSelect,
        initial=AS_PROPOSED,
    )
    reasons = forms.CharField(
        label=gettext_lazy("Reasons"),
        help_text=gettext_lazy(
            "Needed where something is deferred or declined. If you follow the adviser and write nothing, "
            "the adviser's sentence is recorded as the reason."
        ),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        validators=[without_personal_data],
    )

    def __init__(self, *, package: Submission, **options: Any) -> None:
        super().__init__(**options)
        choices: Any = self.fields["items"]
        choices.queryset = package.items.all()

    @property
    def ticked(self) -> set[str]:
        return {str(each) for each in (self["items"].value() or ())}

    @property
    def chosen_outcome(self) -> str:
        outcome = self.cleaned_data["outcome"]
        return "" if outcome == self.AS_PROPOSED else outcome
