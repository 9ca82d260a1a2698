"""Markup that is drawn so often that a template would be most of a page's cost. Each function escapes what it gets.

Whoever changes one of them changes it everywhere: the components of templates/cotton draw with the same functions.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from django.utils.safestring import SafeString


def escaped(value: Any) -> str:
    """As a template escapes: everything but what already is markup."""
    if hasattr(value, "__html__"):
        return str(value.__html__())
    return escape(str(value))


def status_tag(label: Any, colour: str) -> SafeString:
    return SafeString(f'<strong class="tu-tag tu-tag--{escaped(colour)}">{escaped(label)}</strong>')


def language_mark(language: str) -> SafeString:
    """Stands behind words that are not in the reader's language."""
    return SafeString(f'<span class="tu-foreign__language" aria-hidden="true">{escaped(language)}</span>')


def attributes(named: Mapping[str, Any]) -> SafeString:
    """As Django's widgets write them: True is a bare name, False nothing, anything else a quoted value."""
    parts = []
    for name, value in named.items():
        if value is True:
            parts.append(f" {escaped(name)}")
        elif value is not False:
            parts.append(f' {escaped(name)}="{escaped(value)}"')
    return SafeString("".join(parts))
