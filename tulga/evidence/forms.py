from __future__ import annotations

from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tulga.evidence.choices import EstimateMethod, Thoroughness
from tulga.evidence.working import Unusable, read_captures, read_counts
from tulga.kit.i18n import I18nFormField
from tulga.kit.writing import without_personal_data

LARGEST_TABLE = 400_000


class StudyForm(forms.Form):
    """A table with its source: pasted, or read out of a file, never both."""

    title = I18nFormField(label=gettext_lazy("Title"), max_length=200)
    source = forms.CharField(
        label=gettext_lazy("Where the counts are from"),
        help_text=gettext_lazy("Which offices' records, of which months, and who counted them."),
        max_length=500,
        validators=[without_personal_data],
    )
    table = forms.CharField(
        label=gettext_lazy("The table"),
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false", "class": "tu-code"}),
        required=False,
        strip=False,
        max_length=LARGEST_TABLE,
    )
    file = forms.FileField(
        label=gettext_lazy("Or a file"),
        help_text=gettext_lazy("CSV in UTF-8, as a spreadsheet saves it."),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,text/csv"}),
    )

    def clean(self) -> dict[str, Any]:
        content = super().clean() or {}
        upload = content.pop("file", None)
        typed = content.get("table", "")
        if upload and typed.strip():
            self.add_error("file", _("Paste the table or choose a file, not both."))
        elif upload:
            typed = self._text_of(upload)
            # Shown again with every refusal, because a browser forgets a chosen file.
            kept = cast(QueryDict, self.data).copy()
            kept["table"] = typed
            self.data = kept
        elif not typed.strip():
            self.add_error("table", _("Paste the table, or choose a file."))
        if not self.errors:
            self._check(typed)
        content["table"] = typed
        return content

    def read(self, text: str) -> object:
        """The table in the text, or Unusable."""
        raise NotImplementedError

    def _text_of(self, upload: Any) -> str:
        if upload.size > LARGEST_TABLE:
            self.add_error("file", _("The file is too large: a table of counts has at most 400 kB."))
            return ""
        try:
            return str(upload.read().decode("utf-8-sig"))
        except UnicodeDecodeError:
            self.add_error("file", _("The file is not text in UTF-8: save it as CSV UTF-8, then choose it again."))
            return ""

    def _check(self, text: str) -> None:
        try:
            self.read(text)
        except Unusable as problem:
            self.add_error("table", str(problem.sentence))


class EstimateForm(StudyForm):
    method = forms.ChoiceField(
        label=gettext_lazy("How the model is chosen"),
        choices=EstimateMethod,
        initial=EstimateMethod.STEPWISE,
        widget=forms.RadioSelect,
    )
    resamples = forms.TypedChoiceField(
        label=gettext_lazy("How thoroughly"),
        choices=Thoroughness,
        coerce=int,
        initial=Thoroughness.QUICK,
        widget=forms.RadioSelect,
    )

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.fields["table"].help_text = _(
            "The first row names three to ten lists and the count; each row below has 1 where a list holds the cases "
            "and 0 where it does not, then how many they are. No names of persons."
        )

    def read(self, text: str) -> object:
        return read_captures(text)


class CountsForm(StudyForm):
    threshold = forms.IntegerField(
        label=gettext_lazy("Fewest people that may be told"),
        help_text=gettext_lazy("10 by rule, and never under 5."),
        initial=10,
        min_value=5,
        max_value=1_000,
    )
    protects_zero = forms.BooleanField(
        label=gettext_lazy("Hide zeros and “all of them” too"),
        help_text=gettext_lazy("That nobody, or everybody, of a group is concerned can say as much as a small number."),
        initial=True,
        required=False,
    )

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.fields["table"].help_text = _(
            "One to four columns of categories and a count as the last; the first row names them. <5 stays <5. Totals "
            "are made by Tulga. No names of persons."
        )

    def read(self, text: str) -> object:
        return read_counts(text)
