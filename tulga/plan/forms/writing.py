from __future__ import annotations

from itertools import zip_longest
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tulga.agencies.models import Agency
from tulga.documents.forms import DocumentUploadField
from tulga.kit.actor import Actor
from tulga.kit.forms import DateInput, ReadByEverybody, RecordForm
from tulga.kit.i18n import I18nFormField, I18nText, I18nWidget, languages, own_name
from tulga.places.models import Place
from tulga.plan.choices import ActivityStatus, Pillar
from tulga.plan.models import Entry, Plan, PlanEdition, PlanItem
from tulga.plan.services.planning import DOCUMENT_KINDS


class PlanForm(ReadByEverybody, RecordForm):
    """What stays the same through all editions."""

    class Meta(RecordForm.Meta):
        model = Plan
        fields = ["code", "title", "is_illustrative", "version"]
        help_texts = {
            "code": _("Short, in Latin letters, such as NAP-2017. It is part of the page's address."),
            "is_illustrative": _("Made up for the demonstration."),
        }
        widgets = {**RecordForm.Meta.widgets, "title": I18nWidget(rows=2)}


class EditionForm(ReadByEverybody, RecordForm):
    level_names = I18nFormField(
        label=_("Names of the levels"),
        help_text=_("One on each line, the highest first: Goal, then Objective. Activities need no name."),
        rows=3,
        required=False,
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages it was adopted in"), required=False, widget=forms.CheckboxSelectMultiple
    )

    upload = DocumentUploadField(
        label=_("The document itself"),
        help_text=_("The edition as it was adopted. Whoever may read the edition may take it along."),
        kinds=DOCUMENT_KINDS,
        required=False,
    )

    class Meta(RecordForm.Meta):
        model = PlanEdition
        fields = ["legal_basis", "valid_from", "valid_to", "level_names", "languages", "source", "version"]
        help_texts = {
            "legal_basis": _("The resolution or order that approved the plan, with its number and date."),
            "source": _("Where the text was taken from."),
        }
        widgets = {
            **RecordForm.Meta.widgets,
            "legal_basis": I18nWidget(rows=2),
            "valid_from": DateInput(),
            "valid_to": DateInput(),
        }

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        names = [I18nText(name) for name in self.instance.level_names]
        spoken = {language for name in names for language in name}
        self.initial["level_names"] = {
            language: "\n".join(name.get(language, "") for name in names) for language in spoken
        }
        known = dict.fromkeys([*languages(), *self.instance.languages])
        self.fields["languages"].choices = [(code, own_name(code)) for code in known]  # type: ignore[attr-defined]  # a choice

    def clean_level_names(self) -> list[I18nText]:
        texts = self.cleaned_data["level_names"]
        lines = zip_longest(*(text.splitlines() for text in texts.values()), fillvalue="")
        return [I18nText(dict(zip(texts, names, strict=True))) for names in lines]


class NewPlanForm(EditionForm):
    """A plan, and the facts of its first edition."""

    code = PlanForm.base_fields["code"]
    title = PlanForm.base_fields["title"]
    is_illustrative = PlanForm.base_fields["is_illustrative"]

    field_order = ["code", "title"]


class ItemForm(ReadByEverybody, RecordForm):
    class Meta(RecordForm.Meta):
        model = PlanItem
        fields = ["parent", "number", "title", "version"]
        help_texts = {"number": _("As printed in the plan, such as 1 or 1.2.")}
        widgets = {**RecordForm.Meta.widgets, "title": I18nWidget(rows=2)}

    def __init__(self, *, edition: PlanEdition, **options: Any) -> None:
        super().__init__(**options)
        parent = self.fields["parent"]
        parent.queryset = edition.items.exclude(pk=self.instance.pk)  # type: ignore[attr-defined]  # a choice of records
        parent.empty_label = _("The plan itself")  # type: ignore[attr-defined]  # likewise


class EntryForm(ReadByEverybody, RecordForm):
    class Meta(RecordForm.Meta):
        model = Entry
        fields = [
            *("item", "number", "title", "notes", "pillar", "lead_agency", "lead_words"),
            *("co_implementers", "co_implementers_words", "funders", "funders_words"),
            *("starts_on", "ends_on", "recurrence", "period_words", "places", "is_illustrative", "version"),
        ]
        help_texts = {
            "number": _("As printed in the plan, such as 1.2.1."),
            "lead_agency": _("The one agency that answers for the activity and reports how it stands."),
            "period_words": _("As printed, where the plan gives no dates: “every year”, “third quarter of 2018”."),
            "is_illustrative": _("Made up for the demonstration."),
        }
        widgets = {
            **RecordForm.Meta.widgets,
            "title": I18nWidget(rows=2),
            "pillar": forms.RadioSelect(),
            "starts_on": DateInput(),
            "ends_on": DateInput(),
        }

    def __init__(self, *, edition: PlanEdition, actor: Actor, **options: Any) -> None:
        super().__init__(**options)
        agencies = Agency.objects.visible_to(actor).sorted()
        choices = {
            "item": edition.items.all(),
            "lead_agency": agencies,
            "co_implementers": agencies,
            "funders": agencies,
            "places": Place.objects.visible_to(actor).sorted(),
        }
        for name, queryset in choices.items():
            self.fields[name].queryset = queryset  # type: ignore[attr-defined]  # each is a choice of records
        self.fields["item"].empty_label = _("The plan itself")  # type: ignore[attr-defined]  # likewise
        choices_of_pillar = [("", _("None of these")), *Pillar.choices]
        self.fields["pillar"].choices = choices_of_pillar  # type: ignore[attr-defined]  # a choice


class AmendmentForm(EditionForm):
    """The facts of the next edition, beginning from those of the one that counts."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.initial["legal_basis"] = {}
        self.fields["legal_basis"].required = True
        self.fields["legal_basis"].help_text = _("The act that amends the plan, with its number and date.")


class NextPlanForm(ReadByEverybody, forms.Form):
    """A new plan that starts from what another said."""

    code = PlanForm.base_fields["code"]
    title = PlanForm.base_fields["title"]
    valid_from = forms.DateField(label=_("Valid from"), widget=DateInput)
    valid_to = forms.DateField(label=_("Valid to"), widget=DateInput)


class InForceForm(forms.Form):
    in_force_on = forms.DateField(
        label=_("In force since"),
        help_text=_("The day that the act names. From now on this edition is the plan, and everybody can read it."),
        widget=DateInput,
        initial=timezone.localdate,
    )


class SetAsideForm(ReadByEverybody, forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2_000,
        help_text=_("Nothing is deleted: those who write the plan can still read this draft."),
    )


class ConfirmForm(forms.Form):
    """Nothing to fill in: sending it is the act."""


class StatusForm(ReadByEverybody, forms.Form):
    status = forms.ChoiceField(label=_("How it stands"), choices=ActivityStatus, widget=forms.RadioSelect)
    sentence = I18nFormField(
        label=_("In one sentence"),
        help_text=_("Say what was done, by whom and when. Everybody can read this line: never name a victim."),
        rows=3,
        max_length=400,
    )
    dated_on = forms.DateField(label=_("As of"), widget=DateInput, initial=timezone.localdate)
