"""Pages asked for as somebody, without a session: what a view answers, and what it shows."""

from __future__ import annotations

from typing import Any

from django.contrib.messages.storage.base import BaseStorage
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import translation

from tulga.kit import once
from tulga.kit.actor import Actor


class Messages(BaseStorage):
    """Kept by nobody: these requests have no session."""

    def _get(self, *args: Any, **kwargs: Any) -> tuple[list[Any], bool]:
        return [], True

    def _store(self, messages: list[Any], response: Any, *args: Any, **kwargs: Any) -> list[Any]:
        return []


def ask(view: Any, actor: Actor, sent: dict[str, Any] | None = None, **address: Any) -> HttpResponse:
    """GET, or POST where something is sent, with a token that makes it count once."""
    if sent is None:
        request: Any = RequestFactory().get("/en/")
    else:
        request = RequestFactory().post("/en/", {once.FIELD: once.new_token(actor.user_id), **sent})
    request.actor, request._messages = actor, Messages(request)
    with translation.override("en"):
        answered: HttpResponse = view.as_view()(request, **address)
    return answered


def shown(view: Any, actor: Actor, sent: dict[str, Any] | None = None, **address: Any) -> str:
    return ask(view, actor, sent, **address).content.decode()
