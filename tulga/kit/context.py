"""What every page's frame needs: languages, navigation, whose page this is."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.urls import reverse
from django.utils import translation
from django.utils.module_loading import import_string

from tulga.kit.actor import Actor

if TYPE_CHECKING:
    from django.http import HttpRequest

LARGEST_COUNT = 99
LANGUAGE_NAMES = {"mn": "Монгол", "en": "English"}


def page(request: HttpRequest) -> dict[str, Any]:
    actor: Actor = getattr(request, "actor", None) or Actor()
    # A script that asks for a part of the page has the frame already.
    has_frame = bool(actor.user_id) and request.headers.get("HX-Request") != "true"
    counts: dict[str, int] = import_string(settings.BADGES_OF)(request, actor) if has_frame else {}
    return {
        "actor": actor,
        "languages": _languages(request),
        **_navigation(request, actor, counts),
        "unread": _small(counts.get("notice_list", 0)),
        "identity": import_string(settings.IDENTITY_OF)(request, actor) if has_frame else None,
        "demonstration": settings.DEMONSTRATION,
        # Only for who signed in: asking for messages reads the session, which a public page never does.
        "messages": messages.get_messages(request) if actor.user_id else [],
        "page_language": translation.get_language() or settings.LANGUAGE_CODE,
    }


def _languages(request: HttpRequest) -> list[dict[str, Any]]:
    """The same page in each language: only the first part of the address differs."""
    current = translation.get_language()
    _, _, rest = request.path_info.lstrip("/").partition("/")
    query = f"?{request.META['QUERY_STRING']}" if request.META.get("QUERY_STRING") else ""
    return [
        {
            "code": code,
            "name": LANGUAGE_NAMES.get(code, str(name)),
            "url": f"/{code}/{rest}{query}",
            "is_current": code == current,
        }
        for code, name in settings.LANGUAGES
    ]


def _navigation(request: HttpRequest, actor: Actor, counts: dict[str, int]) -> dict[str, Any]:
    """The parts of the site, and the pages of the part one is in where it has several.

    A page that is about a record of another part says so by that record's address (`request.stands_at`).
    """
    section = getattr(request, "stands_at", request.path_info).split("/")[2:3]
    language = translation.get_language() or settings.LANGUAGE_CODE
    parts, pages_here = [], []
    for part in _entries(language, is_signed_in=bool(actor.user_id)):
        pages = [
            {
                "label": label,
                "url": url,
                "count": _small(counts.get(url_name, 0)),
                "current": "page" if url.split("/")[2:3] == section else "",
            }
            for label, url, url_name, actions in part
            if not actions or any(actor.may(action) for action in actions)
        ]
        is_here = any(page["current"] for page in pages)
        if is_here and len(pages) > 1:
            pages_here = pages
        parts.append(pages[0] | {"current": ("true" if len(pages) > 1 else "page") if is_here else ""})
    return {
        "navigation": parts,
        "pages_here": pages_here,
        "waiting": next((part["count"] for part in parts if part["count"]), ""),
    }


def _small(count: int) -> str:
    """As a badge writes it: nothing for none, and no number that is only large."""
    return str(count or "") if count <= LARGEST_COUNT else f"{LARGEST_COUNT}+"


@cache
def _entries(language: str, *, is_signed_in: bool) -> list[list[tuple[str, str, str, list[str]]]]:
    """Labels and addresses in one language, and for whom: found once."""
    parts: list[Any] = settings.SIGNED_IN_NAVIGATION if is_signed_in else settings.PUBLIC_NAVIGATION
    with translation.override(language):
        return [
            [(str(label), reverse(url_name), url_name, actions) for label, url_name, *actions in part] for part in parts
        ]
