from __future__ import annotations

from decimal import Decimal

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils import translation
from django.utils.safestring import SafeString

from tulga.kit.forms import DateInput
from tulga.kit.i18n import I18nWidget
from tulga.kit.widgets import DRAWN, Renderer

HOSTILE = """"><script>alert('1')</script>&amp;"""
CHOICES = [
    ("", "—"),
    ("a", HOSTILE),
    (HOSTILE, "b"),
    (1000, 1000),
    (None, SafeString("<b>bold</b>")),
    (HOSTILE, [("c", "C"), (True, "yes"), ("d", HOSTILE)]),
]
VALUES = [None, "", 0, "a", 1000, Decimal("1234.5"), True, False, HOSTILE, SafeString("<i>"), ["a", "1000"]]
WIDGETS = {
    "text": forms.TextInput,
    "number": forms.NumberInput,
    "email": forms.EmailInput,
    "hidden": forms.HiddenInput,
    "checkbox": forms.CheckboxInput,
    "date": DateInput,
    "textarea": forms.Textarea,
    "select": lambda: forms.Select(choices=CHOICES),
    "several": lambda: forms.SelectMultiple(choices=CHOICES),
    "radios": lambda: forms.RadioSelect(choices=CHOICES),
    "password": forms.PasswordInput,
    "texts": I18nWidget,
}
ATTRIBUTES = [
    {},
    {"id": "id_x", "class": HOSTILE, "required": True, "disabled": False, "maxlength": 2000, HOSTILE: "x"},
]


def lines(markup: str) -> list[str]:
    """Django leaves an empty line after each option."""
    return [line for line in markup.splitlines() if line.strip()]


@pytest.mark.ignore_template_errors  # of Django's own templates
@pytest.mark.parametrize("language", ["mn", "en"])
@pytest.mark.parametrize("attributes", ATTRIBUTES, ids=["bare", "dressed"])
@pytest.mark.parametrize("value", VALUES, ids=repr)
@pytest.mark.parametrize("name", WIDGETS)
def test_controls_are_drawn_letter_for_letter_as_djangos_templates_draw_them(name, value, attributes, language):
    widget = WIDGETS[name]()
    value = None if name == "texts" else value

    with translation.override(language):
        ours = widget.render(HOSTILE, value, attributes, renderer=Renderer())
        theirs = widget.render(HOSTILE, value, attributes, renderer=TemplatesSetting())

    assert lines(ours) == lines(theirs)


def test_what_the_forms_use_most_is_drawn_without_a_template():
    drawn = {
        f"django/forms/widgets/{name}.html" for name in ("text", "select", "select_option", "checkbox", "textarea")
    }

    assert drawn <= set(DRAWN)
