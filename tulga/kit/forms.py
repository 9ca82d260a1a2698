"""What forms share. They check shape only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.utils.translation import gettext_lazy as _

from tulga.kit.i18n import own_name
from tulga.kit.writing import FIGURE, clean, without_personal_data

if TYPE_CHECKING:
    from django.forms.boundfield import BoundField

    ModelForm = forms.ModelForm[Any]
else:
    ModelForm = forms.ModelForm


# What an empty field of each kind asks for, in place of Django's one sentence for all of them.
ASKS: dict[type[forms.Field], Any] = {
    forms.Field: _("Fill this in: it is needed."),
    forms.BooleanField: _("Tick this if you want to go on."),
    forms.ChoiceField: _("Choose one."),
    forms.MultipleChoiceField: _("Choose at least one."),
    forms.ModelMultipleChoiceField: _("Choose at least one."),
    forms.FileField: _("Choose a file."),
}
for kind, sentence in ASKS.items():
    kind.default_error_messages = {**getattr(kind, "default_error_messages", {}), "required": sentence}
# Nobody who writes a code has heard of a “slug”.
validate_slug.message = _("Use Latin letters, digits and hyphens, without spaces: this becomes part of an address.")


class DateInput(forms.DateInput):
    """The browser's own date field, whose values are ISO dates in every language."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class WrittenField(forms.CharField):
    """A paragraph in one language, cleaned as pasted text is."""

    def __init__(self, *, rows: int = 5, **options: Any) -> None:
        options.setdefault("validators", [without_personal_data])
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **options)

    def to_python(self, value: Any) -> str:
        return clean(super().to_python(value) or "")


class ReasonForm(forms.Form):
    """What every act against somebody's wish asks for."""

    reason = WrittenField(label=_("Reason"), help_text=_("The people concerned will read it."), max_length=2_000)


class RecordForm(ModelForm):
    """A record's fields as typed. Whether they agree with other records is the service's question.

    Name `version` among the fields: it travels hidden, and says what the edit began from.
    """

    class Meta:
        widgets: ClassVar[dict[str, Any]] = {"version": forms.HiddenInput}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance._state.adding:
            self.fields.pop("version", None)
        if not settings.DEMONSTRATION:
            self.fields.pop("is_illustrative", None)

    def validate_unique(self) -> None:
        """The service refuses what is taken, in words that say what to do."""

    def validate_constraints(self) -> None:
        """Likewise."""

    @property
    def content(self) -> dict[str, Any]:
        """What was written, without the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class ReadByEverybody(forms.BaseForm):
    """A form whose words everybody may read once it is sent: no field of it takes a person's data."""

    @property
    def figures(self) -> Collection[str]:
        """Fields that hold amounts, as they are printed."""
        return ()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name, value in list(cleaned.items()):
            if name in self.figures and FIGURE.fullmatch(str(value)):
                continue
            try:
                for text in value if isinstance(value, list | tuple) else [value]:
                    if isinstance(text, str | Mapping):
                        without_personal_data(text)
            except ValidationError as refused:
                self.add_error(name, refused)
        return cleaned


def words_of(bound: BoundField) -> str:
    """What a field holds, as a person reads it: the labels of what is chosen, every language of a text."""
    field, value = bound.field, bound.value()
    if isinstance(field, forms.ModelChoiceField):  # a choice of several is one too
        values = value if isinstance(value, list | tuple) else [value]
        wanted = [each for each in map(str, values) if each.isdecimal() and len(each) < 19]
        rows = field.queryset.filter(pk__in=wanted) if field.queryset is not None else ()
        return ", ".join(str(field.label_from_instance(row)) for row in rows)
    if isinstance(field, forms.ChoiceField):
        choices: Any = field.choices
        labels = {str(code): str(label) for code, label in choices}  # ours are in no groups
        values = value if isinstance(value, list | tuple) else [value]
        return ", ".join(labels.get(str(each), "") for each in values)
    if isinstance(value, Mapping):
        return "\n\n".join(f"{own_name(code)}: {text}" for code, text in value.items() if text)
    with suppress(ValidationError):  # what makes no sense is shown as it was typed
        value = field.to_python(value)
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    return "" if value is None else str(value)
