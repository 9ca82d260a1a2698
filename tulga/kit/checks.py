"""Refuse to start with a page that does not say who may open it."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register

from tulga.kit.access import access_of, url_patterns


@register(Tags.security)
def every_page_declares_access(**_: Any) -> list[CheckMessage]:
    return [
        Error(f"The page {path!r} ({pattern.name}) declares no access.", id="kit.E001")
        for path, pattern in url_patterns()
        if access_of(pattern.callback, pattern.name or "") is None
    ]
