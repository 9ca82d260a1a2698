"""What everybody reads is made once for each address and kept until the next act, however many ask for it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.utils import timezone
from django.utils.cache import get_conditional_response

from tulga.audit.models import AuditEvent
from tulga.kit.prepared import prepared

if TYPE_CHECKING:
    from django.db.models import QuerySet

LONGEST = 256 * 1024  # bytes; what is longer is made anew each time


def kept(request: HttpRequest, make: Callable[[], HttpResponse]) -> HttpResponse:
    """Says that the reader's copy still holds, or gives the answer of this version, made at most once in each process.

    Only for answers that are the same for everybody: nothing of the request but its address may show in them.
    """
    etag = version_of(request)
    response: HttpResponse | None = get_conditional_response(request, etag=etag)
    if response is not None:
        return response
    found = caches["kept"].get(etag)
    if found is not None:
        content, headers = found
        return HttpResponse(content, headers=headers)
    response = make()
    if response.status_code == HTTPStatus.OK and not response.streaming:
        response["ETag"] = etag
        if len(response.content) <= LONGEST:
            caches["kept"].set(etag, (response.content, dict(response.headers)))
    return response


def version_of(request: HttpRequest) -> str:
    """One query: every change to what a page shows is an act, and every act has its own link in the audit's chain."""
    look = [static("kit/tulga.css"), settings.DEMONSTRATION, latest_edit()]
    parts = [_latest_act(), timezone.localdate(), *look, request.get_full_path()]
    return f'"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'


@prepared
def _latest_act() -> QuerySet[AuditEvent, Any]:
    return AuditEvent.objects.order_by("-sequence").values_list("sequence", "hash")[:1]


@cache
def latest_edit() -> int:
    """Of code, templates and translated words: with a newer Tulga, or corrected words, every page is new."""
    files = [each for each in settings.BASE_DIR.glob("tulga/**/*") if each.suffix in {".html", ".py", ".typ"}]
    files += [each for folder in settings.LOCALE_PATHS for each in Path(folder).rglob("*.mo")]
    return max(each.stat().st_mtime_ns for each in files)
