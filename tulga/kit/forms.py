"""What forms share. They check shape only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms

if TYPE_CHECKING:
    ModelForm = forms.ModelForm[Any]
else:
    ModelForm = forms.ModelForm


class DateInput(forms.DateInput):
    """The browser's own date field, whose values are ISO dates in every language."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


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

    def validate_unique(self) -> None:
        """The service refuses what is taken, in words that say what to do."""

    def validate_constraints(self) -> None:
        """Likewise."""

    @property
    def content(self) -> dict[str, Any]:
        """What was written, without the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}
