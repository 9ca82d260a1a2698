"""The application with an empty page beside its own, which everything is compared with."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import path

from config.wsgi import application as application  # isort: skip - it sets Django up, which the addresses need
from config import urls
from tulga.kit.access import Access, access


@access(Access.PUBLIC)
def empty(request: Any) -> HttpResponse:
    return HttpResponse("", headers={"Cache-Control": "no-store"})


urls.urlpatterns.insert(0, path("empty", empty, name="empty"))
