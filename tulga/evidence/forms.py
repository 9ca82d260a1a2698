from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

from django import forms
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tulga.evidence.choices import EstimateMethod, Thoroughness
from tulga.evidence.working import Unusable, compare, read_captures, read_counts, read_told
from tulga.kit.i18n import I18nFormField
from tulga.kit.writing import without_personal_data

if TYPE_CHECKING:
    from tulga.evidence.disclosure import CountTable
    from tulga.evidence.querysets import ProtectedCountsQuerySet

T = TypeVar("T")

LARGEST_TABLE = 400_000
NOTHING, ELSEWHERE = "nothing", "elsewhere"


def table_field(rows: int, label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows, "spellcheck": "false", "class": "tu-code"}),
        required=False,
        strip=False,
        max_length=LARGEST_TABLE,
    )


def file_field(label: Any, help_text: Any = "") -> forms.FileField:
    widget = forms.ClearableFileInput(attrs={"accept": ".csv,text/csv"})
    return forms.FileField(label=label, help_text=help_text, required=False, widget=widget)


class StudyForm(forms.Form):
    """A table with its source: pasted, or read out of a file, never both."""

    needed_sometimes: ClassVar = {"table", "file"}

    title = I18nFormField(label=gettext_lazy("Title"), max_length=200)
    source = forms.CharField(
        label=gettext_lazy("Where the counts are from"),
        help_text=gettext_lazy("Which offices' records, of which months, and who counted them."),
        max_length=500,
        validators=[without_personal_data],
    )
    table = table_field(12, gettext_lazy("The table"))
    file = file_field(
        gettext_lazy("Or a file"),
        gettext_lazy("Instead of pasting the table: CSV in UTF-8, as a spreadsheet saves it."),
    )

    def clean(self) -> dict[str, Any]:
        content = super().clean() or {}
        content["table"] = self._pasted_or_chosen(content, "table", "file")
        if not {"table", "file"} & self.errors.keys():
            self._read("table", self.read, content)
        return content

    def read(self, content: dict[str, Any]) -> object:
        """The table in what was sent, or Unusable."""
        raise NotImplementedError

    def _pasted_or_chosen(self, content: dict[str, Any], pasted: str, chosen: str) -> str:
        """The text of one table, whichever way it came."""
        upload = content.pop(chosen, None)
        typed = str(content.get(pasted, ""))
        if upload and typed.strip():
            self.add_error(chosen, _("Paste the table or choose a file, not both."))
        elif upload:
            typed = self._text_of(upload, chosen)
            # Shown again with every refusal, because a browser forgets a chosen file.
            kept = cast(QueryDict, self.data).copy()
            kept[pasted] = typed
            self.data = kept
        elif not typed.strip():
            self.add_error(pasted, _("Paste the table, or choose a file."))
        return typed

    def _text_of(self, upload: Any, field: str) -> str:
        if upload.size > LARGEST_TABLE:
            self.add_error(field, _("The file is too large: a table of counts has at most 400 kB."))
            return ""
        try:
            return str(upload.read().decode("utf-8-sig"))
        except UnicodeDecodeError:
            self.add_error(field, _("The file is not text in UTF-8: save it as CSV UTF-8, then choose it again."))
            return ""

    def _read(self, field: str, read: Callable[[dict[str, Any]], T], content: dict[str, Any]) -> T | None:
        try:
            return read(content)
        except Unusable as problem:
            self.add_error(field, str(problem.sentence))
            return None


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

    def read(self, content: dict[str, Any]) -> object:
        return read_captures(content["table"])


class CountsForm(StudyForm):
    needed_sometimes: ClassVar = {*StudyForm.needed_sometimes, "told_before_title", "told_before", "told_before_file"}

    threshold = forms.IntegerField(
        label=gettext_lazy("Fewest people that may be told"),
        help_text=gettext_lazy("10 by rule, and never under 5."),
        initial=10,
        min_value=5,
        max_value=1_000,
    )
    protects_zero = forms.BooleanField(
        label=gettext_lazy("Hide zeros and “all of them” too"),
        help_text=gettext_lazy(
            "Not by rule: zeros are told, because they are about nobody. Choose it where it says something of people "
            "that nobody, or everybody, of a group is concerned; many more cells are hidden then."
        ),
        required=False,
    )
    told_before_choice = forms.ChoiceField(
        label=gettext_lazy("What was told of the same people before"),
        help_text=gettext_lazy(
            "Two tables that overlap, such as a calendar year and a year from April to March, can give away together "
            "what neither tells alone. Tables of different times need a column of periods, such as 2025 or "
            "2025-04/2026-03."
        ),
    )
    told_before_title = forms.CharField(
        label=gettext_lazy("Where it was told"),
        help_text=gettext_lazy("Only for a table that was told elsewhere, as are the next three."),
        max_length=200,
        required=False,
        validators=[without_personal_data],
    )
    told_before = table_field(
        6,
        gettext_lazy("The table as it was told"),
        gettext_lazy("* for a total, and nothing or <10 where a count was hidden."),
    )
    told_before_file = file_field(gettext_lazy("Or a file of it"))
    told_before_hides_zero = forms.BooleanField(label=gettext_lazy("Zeros were hidden in it too"), required=False)

    def __init__(self, *, earlier: ProtectedCountsQuerySet, **options: Any) -> None:
        super().__init__(**options)
        self.earlier = earlier
        self.fields["table"].help_text = _(
            "One to four columns of categories and a count as the last; the first row names them. <5 stays <5. Totals "
            "are made by Tulga. No names of persons."
        )
        cast(forms.ChoiceField, self.fields["told_before_choice"]).choices = [
            ("", _("Choose")),
            (NOTHING, _("Nothing")),
            (ELSEWHERE, _("A table that was told elsewhere")),
            *((each.public_id, f"{each} ({date_format(localtime(each.made_at))})") for each in earlier),
        ]

    def clean(self) -> dict[str, Any]:
        content = super().clean()
        choice = content.pop("told_before_choice", "")
        if choice == ELSEWHERE:
            content["told_before"] = self._pasted_or_chosen(content, "told_before", "told_before_file")
            if not content.get("told_before_title"):
                self.add_error("told_before_title", _("Say where it was told."))
        else:
            if content.pop("told_before_file", None) or str(content.get("told_before", "")).strip():
                self.add_error("told_before_choice", _("Choose “A table that was told elsewhere”, or leave it out."))
            content |= self._earlier(choice)
        if content["told_before"] and not self.errors:
            self._read("told_before_choice", self._compare, content)
        return content

    def read(self, content: dict[str, Any]) -> CountTable:
        return read_counts(content["table"], protects_zero=content["protects_zero"])

    def _earlier(self, choice: str) -> dict[str, Any]:
        chosen = next((each for each in self.earlier if each.public_id == choice), None)
        if chosen is None:
            return {"told_before_title": "", "told_before": "", "told_before_hides_zero": False}
        return {
            "told_before_title": str(chosen)[:200],
            "told_before": chosen.may_be_told,
            "told_before_hides_zero": chosen.protects_zero,
        }

    def _compare(self, content: dict[str, Any]) -> None:
        told = read_told(content["told_before"], hides_zero=content["told_before_hides_zero"])
        compare(self.read(content), told)
