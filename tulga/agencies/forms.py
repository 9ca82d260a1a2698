from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tulga.agencies.models import Agency
from tulga.kit.forms import DateInput, RecordForm
from tulga.kit.i18n import I18nFormField
from tulga.kit.writing import one_line
from tulga.places.models import Place


class LinesField(forms.CharField):
    """A list of short texts, one on a line."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> Any:
        return [line for line in map(one_line, (value or "").splitlines()) if line]

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool((initial or []) != self.to_python(data))


class AgencyForm(RecordForm):
    aliases = LinesField(
        label=_("Other names"),
        required=False,
        help_text=_("One on a line: older names, other spellings. Search finds them."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    mandate = I18nFormField(
        label=_("Mandate"), required=False, rows=4, max_length=2000, help_text=_("What the agency answers for.")
    )

    class Meta(RecordForm.Meta):
        model = Agency
        fields: tuple[str, ...] = (
            *("version", "name", "abbreviation", "aliases", "kind", "audiences", "mandate", "parent", "place"),
            *("valid_from", "valid_to", "valid_note", "successor", "source"),
        )
        widgets = {**RecordForm.Meta.widgets, "valid_from": DateInput(), "valid_to": DateInput()}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        others = Agency.objects.exclude(pk=self.instance.pk).sorted()
        for name in ("parent", "successor"):
            if name in self.fields:
                self.fields[name].queryset = others  # type: ignore[attr-defined]  # a choice of records
        self.fields["place"].queryset = Place.objects.sorted()  # type: ignore[attr-defined]


class NewAgencyForm(AgencyForm):
    class Meta(AgencyForm.Meta):
        fields = (
            *("code", "name", "abbreviation", "aliases", "kind", "audiences", "mandate", "parent", "place"),
            *("valid_from", "valid_note", "source"),
        )


class EndAgencyForm(RecordForm):
    """Its last day and who took its duties over."""

    reason = forms.CharField(
        label=_("By which act"), max_length=200, help_text=_("The law or resolution that ended the agency.")
    )

    class Meta(RecordForm.Meta):
        model = Agency
        fields = ("version", "valid_to", "successor")
        widgets = {**RecordForm.Meta.widgets, "valid_to": DateInput()}
        help_texts = {"successor": _("Leave it empty where nobody took the duties over.")}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["valid_to"].required = True
        self.fields["successor"].queryset = Agency.objects.exclude(pk=self.instance.pk).sorted()  # type: ignore[attr-defined]


class CallForm(forms.Form):
    called_on = forms.DateField(
        label=_("Day of the call"),
        widget=DateInput(),
        help_text=_("Call the number yourself. Give the day only if a person answered."),
    )
