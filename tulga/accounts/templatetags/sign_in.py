from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import segno
from django import template
from django.contrib.messages import get_messages
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag(takes_context=True)
def own_messages(context: template.Context) -> Any:
    """Messages on a step of signing in. Other pages show them only to who signed in, and so read no session else."""
    return get_messages(context["request"])


@register.filter
def as_json(value: Mapping[str, Any]) -> str:
    """For a data attribute: scripts read it from there, because none may stand in the page."""
    return json.dumps(value, cls=DjangoJSONEncoder)


@register.simple_tag
def qr_code(text: str, label: str) -> SafeString:
    """The text as a drawing in the page, since images from elsewhere are not allowed."""
    drawing = segno.make(text).svg_inline(scale=5, border=2, light="#fff")
    return format_html('<div role="img" aria-label="{}">{}</div>', label, mark_safe(drawing))  # noqa: S308 - our own
