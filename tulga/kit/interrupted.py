"""A form sent after its session ended loses nothing: it is shown again, and sent again after signing in.

The text stays in the sender's own browser, in the page we answer with; the server keeps none of it. The one-time
token in it belongs to the person who began the form, so that nobody else's sign-in can send it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse
from django.shortcuts import render, resolve_url

from tulga.kit import once

if TYPE_CHECKING:
    from django.http import HttpRequest

_NEVER_SHOWN_AGAIN = ("password", "code", "csrfmiddlewaretoken")


def signed_out_while_writing(request: HttpRequest) -> HttpResponse:
    """Show what was written, with the way to sign in beside it and a button that sends it again."""
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        if not any(part in name for part in _NEVER_SHOWN_AGAIN)
        for value in values
    ]
    context = {
        "fields": fields,
        "texts": [(name, value) for name, value in fields if name not in {once.FIELD, "version"} and len(value) > 1],
        "had_files": bool(request.FILES),
        "sign_in_url": "" if request.user.is_authenticated else resolve_url(settings.LOGIN_URL),
        "action": request.get_full_path(),
    }
    return render(request, "kit/signed_out_while_writing.html", context, status=401)


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
