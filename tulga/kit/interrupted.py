"""A form that could not be taken loses nothing: it is shown again, and sent again when that is possible.

Its session had ended, its secret was older than a new sign-in, or the database was away. The text stays in the sender's
own browser, in the page we answer with; the server keeps none of it. The one-time token in it belongs to the person
who began the form, so that nobody else's sign-in can send it.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.core.exceptions import SuspiciousOperation
from django.http import HttpResponse
from django.http.request import UnreadablePostError
from django.middleware.csrf import get_token
from django.shortcuts import render, resolve_url

from tulga.kit import once

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponseBase

_NEVER_SHOWN_AGAIN = ("password", "code", "csrfmiddlewaretoken", once.SENT_AGAIN)
_leave = signing.TimestampSigner(salt="tulga.interrupted")


def written_in(request: HttpRequest) -> dict[str, Any]:
    """What was sent, for the page that shows it again; nothing where it cannot be a form of ours."""
    try:
        if request.method != "POST" or not once.is_ours(request):
            return {}
        fields = [
            (name, value)
            for name, values in request.POST.lists()
            if not any(part in name for part in _NEVER_SHOWN_AGAIN)
            for value in values
        ]
        had_files = bool(request.FILES)
    except (SuspiciousOperation, UnreadablePostError):
        return {}
    return {
        "fields": fields,
        "texts": [value for name, value in fields if name not in {once.FIELD, "version"} and _is_text(value)],
        "had_files": had_files,
        "action": request.get_full_path(),
        "leave": _leave.sign(_form_of(request)),
        "csrf_token": get_token(request),
    }


def _is_text(value: str) -> bool:
    """Something a person wrote, and not the number of what they chose."""
    return len(value) > 1 and not value.isdigit()


def signed_out_while_writing(request: HttpRequest) -> HttpResponse:
    """Show what was written, with the way to sign in beside it and a button that sends it again."""
    sign_in_url = "" if request.user.is_authenticated else resolve_url(settings.LOGIN_URL)
    context = {"sign_in_url": sign_in_url, "written": written_in(request)}
    return render(request, "kit/signed_out_while_writing.html", context, status=401)


class SentAgainOnce:
    """What that page sends after signing in is taken at once, though signing in has renewed the secret against forgery.

    The page's own leave stands for the secret: for this one form, of the person who began it, within one day's
    session. Where the form comes from is asked as always. Stands before Django's own check.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> None:
        if request.method == "POST" and once.SENT_AGAIN in request.POST and _has_leave(request):
            sent = request.POST.copy()
            sent["csrfmiddlewaretoken"] = get_token(request)
            request.POST = sent  # type: ignore[assignment]  # as a form of this session would have come


def _has_leave(request: HttpRequest) -> bool:
    if not request.user.is_authenticated:
        return False
    try:
        once.require_own(request, request.user.pk)
        form = _leave.unsign(request.POST[once.SENT_AGAIN], max_age=settings.SESSION_COOKIE_AGE)
    except (once.TokenRefused, signing.BadSignature):
        return False
    return form == _form_of(request)


def _form_of(request: HttpRequest) -> str:
    """One form of one person at one address: the token is theirs alone."""
    return hashlib.sha256("\0".join([request.path, request.POST.get(once.FIELD, "")]).encode()).hexdigest()


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A tab left open over a sign-out and a new sign-in carries an old secret: show its text and let it be sent.

    Only to the person whose form it is: nobody else gets to read it, and no other site gets its words onto our page.
    """
    if request.method == "POST" and once.FIELD in request.POST:
        try:
            if request.user.is_authenticated:
                once.require_own(request, request.user.pk)
        except once.TokenRefused:
            return render(request, "403.html", {"reason": once.OPENED_BY_ANOTHER}, status=403)
        return signed_out_while_writing(request)
    if request.path == resolve_url(settings.LOGIN_URL):
        return redirect_to_login(resolve_url(settings.LOGIN_REDIRECT_URL), request.path)
    return render(request, "403.html", {"reason": ""}, status=403)
