"""What happens to every request before and after its page."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import resolve_url
from django.utils import translation
from django.utils.cache import patch_cache_control, patch_vary_headers

from tulga.kit.access import Access, access_of
from tulga.kit.interrupted import signed_out_while_writing

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase

GetResponse = Callable[["HttpRequest"], "HttpResponseBase"]

_request_number: ContextVar[str] = ContextVar("request_number", default="")


def current_request_number() -> str:
    """The number of the request being answered, as audit events and error pages show it; empty outside one."""
    return _request_number.get()


class RequestNumber:
    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        reset = _request_number.set(secrets.token_hex(6))
        try:
            return self.get_response(request)
        finally:
            _request_number.reset(reset)


class NotStored:
    """Nothing is kept by a browser or a proxy unless its page asked for it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, no_store=True, private=True)
            patch_vary_headers(response, ["Cookie"])
        return response


class LanguageFromPath:
    """The language is in the address and nowhere else, so that an address means one page."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        language = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
        return response


class SignedInUnlessPublic:
    """Every page wants a signed-in person unless it declares otherwise.

    Django's own middleware asks for the user first, which makes every public page vary by cookie.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        url_name = request.resolver_match.url_name if request.resolver_match else None
        if access_of(view, url_name or "") in {Access.PUBLIC, Access.OPEN}:
            return None
        if request.user.is_authenticated:
            return None
        if request.method == "POST":
            return signed_out_while_writing(request)
        return redirect_to_login(request.get_full_path(), resolve_url(settings.LOGIN_URL))
