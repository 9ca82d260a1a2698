"""What templates ask beyond Django's own tags: words with their language, and how a form's field is drawn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from tulga.kit import comparison
from tulga.kit.choosing import Chooser
from tulga.kit.i18n import I18nText, I18nWidget, Shown, own_name
from tulga.kit.markup import escaped, language_mark, status_tag
from tulga.kit.tables import drawn_rows

register = template.Library()

_KINDS: list[tuple[type[forms.Widget] | tuple[type[forms.Widget], ...], str]] = [
    (I18nWidget, "texts"),
    (Chooser, "chooser"),
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.CheckboxInput, "checkbox"),
    (forms.Select, "select"),
    (forms.Textarea, "textarea"),
    (forms.FileInput, "file"),
]
_LOOKS = {
    "checkbox": "govuk-checkboxes__input",
    "select": "govuk-select",
    "textarea": "govuk-textarea",
    "file": "tu-file",
    "input": "govuk-input",
}


@register.filter
def shown(text: I18nText | Shown | str | None) -> SafeString:
    """The words, marked with their language where it is not the reader's."""
    said = text.shown() if isinstance(text, I18nText) else text
    if not isinstance(said, Shown):
        return format_html("{}", said or "")
    if said.language == get_language():
        return format_html("{}", said.text)
    if not said.text:
        return SafeString("")
    return format_html('<span lang="{}">{}</span>{}', said.language, said.text, language_mark(said.language))


@register.filter
def field_kind(field: BoundField) -> str:
    """Which part of the field component draws it."""
    return next((kind for classes, kind in _KINDS if isinstance(field.field.widget, classes)), "input")


@register.filter
def is_optional(field: BoundField) -> bool:
    """May be left empty whatever else is filled in: a form names the others, whose help says when they are needed."""
    return not field.field.required and field.name not in getattr(field.form, "needed_sometimes", ())


@register.filter
def dressed(field: BoundField) -> SafeString:
    """A field of one control, in the house look."""
    look = f"{_LOOKS[field_kind(field)]} {field.field.widget.attrs.get('class', '')}".strip()
    return field.as_widget(attrs={"class": look})


@register.filter
def is_plain(field: BoundField) -> bool:
    """One control without help or errors, as nearly all filters of lists are."""
    kind = field_kind(field)
    return kind in ("input", "select", "checkbox") and not field.help_text and not field.errors


@register.filter
def plain_filter(field: BoundField) -> SafeString:
    """What <c-field :is_filter="True" /> draws for a plain field; every list has a few of them."""
    control, name = dressed(field), escaped(field.id_for_label)
    look = "govuk-label govuk-checkboxes__label" if field_kind(field) == "checkbox" else "govuk-label"
    label = f'<label class="{look}" for="{name}">{escaped(field.label)}</label>'
    if field_kind(field) == "checkbox":
        item = f'<div class="govuk-checkboxes__item">{control}{label}</div>'
        drawn = f'<div class="govuk-checkboxes govuk-checkboxes--small">{item}</div>'
    else:
        drawn = f"{label}{control}"
    return SafeString(f'<div class="govuk-form-group">{drawn}</div>')


@register.filter
def first_control(field: BoundField) -> str:
    """The id to which an error leads: a group of choices has none of its own."""
    return field.id_for_label or f"{field.auto_id}_0"


register.filter("under", drawn_rows)
register.filter("coloured", status_tag)


@register.filter
def value_words(value: Any) -> str:
    """What a field holds, as words: every language of a text, every one of several choices."""
    if isinstance(value, Mapping):
        return "\n\n".join(f"{own_name(code)}: {text}" for code, text in value.items() if text)
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(str(each) for each in value)
    return "" if value is None else str(value)


@register.filter
def share(value: float, of: float) -> str:
    """A part of a hundred, for a drawing: with a point in every language."""
    return f"{min(max(value / of, 0), 1) * 100:.1f}" if of else "0"


@register.filter
def compared_with(old: str, new: str) -> list[comparison.Piece]:
    return comparison.compare_words(old, new)


register.filter("changes", comparison.changes)
register.filter("old_side", comparison.old_side)
register.filter("new_side", comparison.new_side)
