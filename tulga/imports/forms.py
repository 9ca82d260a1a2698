from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.validators import validate_slug
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tulga.documents.data_files import pasted_text
from tulga.documents.forms import DataFileField
from tulga.imports.models import Import, ImportDoubt
from tulga.kit.actor import Actor
from tulga.kit.errors import RuleBroken
from tulga.kit.imports.changes import LEAVE_OUT
from tulga.kit.imports.layouts import Question
from tulga.kit.imports.targets import Target
from tulga.kit.writing import clean

NEW = "new"  # a word that no record has for its code: it is the address of the form


class StartForm(forms.Form):
    """A file or a pasted text, and what its records go into."""

    into = forms.ChoiceField()
    new_code = forms.CharField(
        label=gettext_lazy("Code, where it is a new one"),
        help_text=gettext_lazy("Short, in Latin letters and digits. It is part of the page's address."),
        max_length=40,
        required=False,
        validators=[validate_slug],
    )
    file = DataFileField(label=gettext_lazy("File"), required=False)
    text = forms.CharField(
        label=gettext_lazy("Or the text itself"),
        help_text=gettext_lazy("Copy it from the report and paste it here."),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=1_000_000,
        required=False,
    )

    def __init__(self, *, target: Target, actor: Actor, **options: Any) -> None:
        super().__init__(**options)
        existing = target.existing(actor)
        self.target = target
        self.fields["into"].label = target.into_label
        self.fields["into"].choices = [("", _("Choose")), *existing, (NEW, _("A new one"))]  # type: ignore[attr-defined]  # a choice field
        if target.into_help:
            self.fields["into"].help_text = str(target.into_help)
        if not target.takes_pasted_text:
            del self.fields["text"]
            self.fields["file"].required = True

    def clean(self) -> dict[str, Any]:
        super().clean()
        into, new_code = self.cleaned_data.get("into"), self.cleaned_data.get("new_code")
        if new_code and not self.data.get(self.add_prefix("into")):  # whoever writes a code has chosen
            self.errors.pop("into", None)
            into = self.cleaned_data["into"] = NEW
        if into and into != NEW and new_code:
            self.add_error("new_code", _("You chose one that exists. Leave this empty, or choose “A new one” above."))
        elif into == NEW and not new_code and "new_code" not in self.errors:
            self.add_error("new_code", _("Write a code for the new one."))
        elif into == NEW and new_code:
            self._require_free(new_code)
        file, text = self.cleaned_data.get("file"), clean(self.cleaned_data.get("text") or "")
        if file and text:
            self.add_error("text", _("Send either a file or a text, not both."))
        elif not file and not text and "file" not in self.errors:
            self.add_error("file", _("Choose a file, or paste the text."))
        elif text:
            self.cleaned_data["file"] = pasted_text(text, name=_("Pasted text") + ".txt")
        return self.cleaned_data

    def _require_free(self, code: str) -> None:
        try:
            self.target.require_free(code)
        except RuleBroken as refusal:
            self.add_error("new_code", str(refusal.message))

    @property
    def code(self) -> str:
        return str(self.cleaned_data["new_code"] or self.cleaned_data["into"])


class CorrectionForm(forms.Form):
    """What a layout understood, each as a field to set right."""

    layout = forms.ChoiceField(
        label=gettext_lazy("How the file is laid out"),
        help_text=gettext_lazy("Choose another where this is not what the file is; its own questions follow then."),
    )

    def __init__(self, *, batch: Import, **options: Any) -> None:
        super().__init__(**options)
        self.understanding, self.before = batch.understanding, dict(batch.given)
        titles = {each.name: str(each.title) for each in batch.goal.layouts}
        found = [each.layout for each in batch.understood]
        self.fields["layout"].choices = [(name, titles[name]) for name in found]  # type: ignore[attr-defined]
        if self.understanding is not None:
            self.initial["layout"] = self.understanding.layout
            for number, question in enumerate(self.understanding.questions):
                self.fields[f"question_{number}"] = _field_of(question)

    def clean(self) -> dict[str, Any]:
        """Ask no question whose answer another one holds, and none of a layout that the file is not."""
        super().clean()
        shown = self.understanding
        if shown is not None:
            is_another = self.cleaned_data.get("layout") not in (None, shown.layout)
            answers = set(self.cleaned_data.values())
            for number, question in enumerate(shown.questions):
                is_answered = question.answered_by and question.answered_by in answers
                if is_another or is_answered or (question.only_with and question.only_with not in answers):
                    self.errors.pop(f"question_{number}", None)
                    self.cleaned_data.setdefault(f"question_{number}", "")
        return self.cleaned_data

    @property
    def given(self) -> dict[str, str]:
        """What a person says: now, and before. What was only guessed stays free to be guessed anew.

        Another layout than the one that was shown asks its own questions, so it begins without answers.
        """
        if self.understanding is None or self.cleaned_data["layout"] != self.understanding.layout:
            return {}
        now = {
            question.name: clean(self.cleaned_data[f"question_{number}"])
            for number, question in enumerate(self.understanding.questions)
        }
        shown = self.understanding.answers
        return {**self.before, **{name: answer for name, answer in now.items() if answer != clean(shown[name])}}


def _field_of(question: Question) -> forms.Field:
    help_text = " ".join(filter(None, [str(question.help), _sample(question.sample)]))
    options: dict[str, Any] = {
        "label": str(question.label),
        "help_text": help_text,
        "initial": question.answer,
        "required": question.is_required,
    }
    if question.choices:
        offered = [(each.value, str(each.label)) for each in question.choices]
        if "" not in dict(offered):
            offered.insert(0, ("", "—"))
        return forms.ChoiceField(choices=offered, **options)
    widget = forms.Textarea(attrs={"rows": 16}) if question.is_long else forms.TextInput()
    return forms.CharField(widget=widget, max_length=1_000_000, **options)


def _sample(values: Sequence[str]) -> str:
    return _("In the file: %(values)s") % {"values": " · ".join(values)} if values else ""


class DoubtsForm(forms.Form):
    """Some of the doubts, each with its answers; one may stay open."""

    def __init__(self, *, doubts: Iterable[ImportDoubt], **options: Any) -> None:
        super().__init__(**options)
        self.doubts = {f"doubt_{doubt.pk}": doubt for doubt in doubts}
        for name, doubt in self.doubts.items():
            self.fields[name] = forms.ChoiceField(
                label=str(doubt),
                help_text=doubt.place_words,
                choices=[("", doubt.undecided_words), *doubt.offered, (LEAVE_OUT, _("Leave these rows out"))],
                initial=doubt.answer,
                required=False,
            )

    @property
    def answers(self) -> dict[str, str]:
        """What was answered otherwise than before."""
        return {
            doubt.name: self.cleaned_data[name]
            for name, doubt in self.doubts.items()
            if self.cleaned_data[name] != doubt.answer
        }
