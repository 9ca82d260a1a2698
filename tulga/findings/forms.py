from __future__ import annotations

import re
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from tulga.agencies.models import Agency
from tulga.documents.forms import DocumentUploadField
from tulga.findings.choices import Degree
from tulga.findings.labels import Labels
from tulga.findings.models import Assessment, Finding
from tulga.findings.services.entering import DOCUMENT_KINDS
from tulga.kit.actor import Actor
from tulga.kit.choosing import ChooserField
from tulga.kit.forms import DateInput, ReadByEverybody, RecordForm
from tulga.kit.i18n import I18nWidget
from tulga.kit.writing import LONGEST_TEXT, LONGEST_TITLE, clean, one_line

LAST_GOAL = 17


def _not_too_long(text: str, most: int) -> str:
    if len(text) > most:
        raise forms.ValidationError(
            _("Shorten the text to %(limit)s characters. It has %(length)s now."),
            code="max_length",
            params={"limit": most, "length": len(text)},
        )
    return text


class ListField(forms.CharField):
    """A few words in each line."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, tuple) else value

    def clean(self, value: Any) -> Any:
        lines = (one_line(line) for line in clean(super().clean(value)).splitlines())
        return tuple(dict.fromkeys(_not_too_long(line, LONGEST_TITLE) for line in lines if line))


class GoalsField(forms.CharField):
    """Numbers of goals, from 1 to 17."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(map(str, value)) if isinstance(value, tuple) else value

    def clean(self, value: Any) -> Any:
        parts = [part for part in re.split(r"[\s,;]+", super().clean(value)) if part]
        if not all(part.isdecimal() and len(part) < 3 and 1 <= int(part) <= LAST_GOAL for part in parts):
            raise forms.ValidationError(_("Write numbers from 1 to 17, with commas between."), code="goals")
        return tuple(sorted({int(part) for part in parts}))


class AssessmentForm(ReadByEverybody, RecordForm):
    class Meta(RecordForm.Meta):
        model = Assessment
        fields = [
            *("code", "title", "body", "body_name", "state", "year", "tier", "published_on", "language", "source"),
            *("note", "is_illustrative", "version"),
        ]
        help_texts = {
            "code": _("Short, in Latin letters, such as TIP-2017-MNG. It is part of the page's address."),
            "body_name": _("Needed where the body is not in the register of agencies."),
            "state": _("Three letters of ISO 3166, such as MNG."),
            "tier": _("Only for the Trafficking in Persons Report."),
            "source": _("The document's address or reference."),
            "is_illustrative": _("Made up for the demonstration."),
        }
        widgets = {**RecordForm.Meta.widgets, "title": I18nWidget(rows=2), "published_on": DateInput()}

    language = forms.ChoiceField(
        label=_("Language of the document"), choices=[("", "—"), *settings.LANGUAGES], required=False
    )
    upload = DocumentUploadField(label=_("The document itself"), kinds=DOCUMENT_KINDS, required=False)

    def __init__(self, *, actor: Actor, **options: Any) -> None:
        super().__init__(**options)
        self.fields["body"].queryset = Agency.objects.visible_to(actor).sorted()  # type: ignore[attr-defined]

    def clean_state(self) -> str:
        return str(self.cleaned_data["state"]).upper()


class FindingForm(ReadByEverybody, RecordForm):
    """One item of an assessment as its body wrote it."""

    language = forms.ChoiceField(label=_("Language of the text"), choices=settings.LANGUAGES)
    further_themes = ListField(label=_("Further themes"), help_text=_("One in each line."), required=False)
    goals = GoalsField(
        label=_("Sustainable Development Goals"),
        help_text=_("Their numbers, with commas between: 5, 8, 16."),
        required=False,
    )
    groups = ListField(label=_("Affected persons"), help_text=_("One in each line."), required=False)

    class Meta(RecordForm.Meta):
        model = Finding
        fields = [
            *("number", "kind", "theme", "text", "language", "is_paraphrase", "translations", "recommended_by"),
            *("position", "position_words", "position_source", "note", "source"),
        ]
        help_texts = {
            "number": _("As in the document. Leave it empty for the next one."),
            "text": _("The document's own words, unchanged."),
            "is_paraphrase": _("The text is not the document's own words."),
            "translations": _("For readers only: the exact text stands above."),
            "recommended_by": _(
                "The States or members who made it, where the document names them, with semicolons between."
            ),
            "position": _("What the State answered, where the body asks for an answer."),
        }
        widgets = {
            **RecordForm.Meta.widgets,
            "kind": forms.RadioSelect(),
            "position": forms.RadioSelect(),
            "text": forms.Textarea(attrs={"rows": 6}),
            "recommended_by": forms.Textarea(attrs={"rows": 2}),
            "note": forms.Textarea(attrs={"rows": 2}),
            "translations": I18nWidget(rows=4),
            "position_words": I18nWidget(rows=3),
        }

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        if "number" in self.fields:
            self.fields["number"].required = False
        self.fields["kind"].choices = self.fields["kind"].choices[1:]  # type: ignore[attr-defined]  # no blank
        if not self.instance._state.adding:
            self.initial.update(vars(Labels.of(self.instance.labels.all())))

    def clean_text(self) -> str:
        return _not_too_long(clean(self.cleaned_data["text"]), LONGEST_TEXT)

    def clean_recommended_by(self) -> str:
        return _not_too_long(one_line(self.cleaned_data["recommended_by"]), LONGEST_TEXT)

    @property
    def content(self) -> dict[str, Any]:
        written = super().content
        labels = Labels(**{name: written.pop(name) for name in ("further_themes", "goals", "groups")})
        return {**written, "labels": labels}


class FindingRevisionForm(FindingForm):
    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Why it is corrected"), help_text=_("Shown in the history."), max_length=300, widget=forms.TextInput
    )

    class Meta(FindingForm.Meta):
        fields = [name for name in FindingForm.Meta.fields if name != "number"]

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.initial["version"] = self.instance.version

    @property
    def content(self) -> dict[str, Any]:
        return {name: value for name, value in super().content.items() if name != "reason"}


class OutcomeForm(ReadByEverybody, forms.Form):
    year = forms.IntegerField(label=_("Year"), min_value=1900, max_value=2200)
    degree = forms.ChoiceField(
        label=_("Progress"), choices=[("", _("Not judged")), *Degree.choices], required=False, widget=forms.RadioSelect
    )
    words = forms.CharField(label=_("In the source's words"), max_length=LONGEST_TITLE, required=False)
    is_asked = forms.BooleanField(label=_("The report of that year asked for it again"), required=False)
    source = forms.CharField(
        label=_("Source"), help_text=_("The document's address or reference."), max_length=500, required=False
    )


class RepetitionForm(forms.Form):
    earlier = ChooserField(
        url_name="finding_choices",
        label=_("Earlier findings"),
        help_text=_("Type some of their words. Take the tick away from what it does not repeat."),
        required=False,
    )

    def __init__(self, *, finding: Finding, actor: Actor, **options: Any) -> None:
        super().__init__(**{"initial": {"earlier": [tie.earlier_id for tie in finding.repeats.all()]}, **options})
        same_state = Finding.objects.visible_to(actor).current().on_state(finding.assessment.state)
        others = same_state.exclude(assessment=finding.assessment_id)
        earlier = others.filter(assessment__year__lte=finding.assessment.year)
        self.fields["earlier"].queryset = earlier.for_listing().in_order()  # type: ignore[attr-defined]  # a chooser
