"""Once only: every form carries a one-time token; sending the same form again leads to the first result.

A token belongs to the person it was given to. What was sent belongs to it as well: going back, changing the text and
sending again is a new act, not a repetition.
"""

from __future__ import annotations

import hashlib
import secrets
from typing import TYPE_CHECKING

from django.core import signing
from django.utils.translation import gettext_lazy

from tulga.kit.models import UsedToken

if TYPE_CHECKING:
    from django.http import HttpRequest

FIELD = "once_token"
SENT_AGAIN = "sent_again"  # says that the page of `interrupted.py` sends the form; no content
OPENED_BY_ANOTHER = gettext_lazy(
    "This form was opened by somebody else, so nothing was sent. Open the page again and write your own."
)
_signer = signing.Signer(salt="tulga.once")
_NOT_CONTENT = {FIELD, SENT_AGAIN, "csrfmiddlewaretoken"}


class TokenRefused(Exception):
    """The form carries no token, a broken one, or one that was given to somebody else."""

    def __init__(self, *, was_given_to_another: bool) -> None:
        super().__init__("once token refused")
        self.was_given_to_another = was_given_to_another


def new_token(user_id: int | None) -> str:
    return _signer.sign(f"{user_id or 0}.{secrets.token_urlsafe(18)}")


def is_ours(request: HttpRequest) -> bool:
    """Whether the posted form was made here, for whomever."""
    try:
        _signer.unsign(request.POST.get(FIELD, ""))
    except signing.BadSignature:
        return False
    return True


def require_own(request: HttpRequest, user_id: int | None) -> None:
    """Refuse a form that was not given to this person."""
    try:
        owner, _ = _signer.unsign(request.POST.get(FIELD, "")).split(".", 1)
    except (signing.BadSignature, ValueError):
        raise TokenRefused(was_given_to_another=False) from None
    if owner != str(user_id or 0):
        raise TokenRefused(was_given_to_another=True)


def claim(request: HttpRequest, user_id: int | None) -> tuple[UsedToken, bool]:
    """Take the posted form's token inside the act's transaction. The flag says whether this is its first sending."""
    require_own(request, user_id)
    return UsedToken.objects.get_or_create(digest=_digest(request))


def settle(token: UsedToken, location: str) -> None:
    """Remember where the first sending led."""
    UsedToken.objects.filter(pk=token.pk).update(location=location)


def _digest(request: HttpRequest) -> str:
    content = [request.path, request.POST.get(FIELD, "")]
    for name, values in sorted(request.POST.lists()):
        if name not in _NOT_CONTENT:
            content += [name, *values]
    for name, uploads in sorted(request.FILES.lists()):
        content += [name, *(f"{upload.name} {upload.size}" for upload in uploads)]
    return hashlib.sha256("\0".join(content).encode()).hexdigest()
