"""How long a sign-in lasts: SESSION_IDLE_SECONDS without a page, SESSION_COOKIE_AGE in all, and two at a time."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.utils import timezone

if TYPE_CHECKING:
    from django.http import HttpRequest

    from tulga.accounts.models import User

BEGAN, SEEN = "signed_in_at", "seen_at"
AT_ONCE = 2
NOTED_EVERY = 60  # seconds: a write per page would be too many


def begin(request: HttpRequest) -> None:
    """Both limits count from the sign-in."""
    now = int(time.time())
    request.session.update({BEGAN: now, SEEN: now})


def has_ended(request: HttpRequest, *, is_somebody_there: bool = True) -> bool:
    """Whether the session is over by either limit. A session that goes on is noted as seen, if somebody is there."""
    now = int(time.time())
    began, seen = request.session.get(BEGAN, now), request.session.get(SEEN)
    if now - began > settings.SESSION_COOKIE_AGE or (seen and now - seen > settings.SESSION_IDLE_SECONDS):
        return True
    if is_somebody_there and (not seen or now - seen > NOTED_EVERY):
        request.session.update({BEGAN: began, SEEN: now})
        UserSession.objects.filter(session_key=request.session.session_key).update(last_seen_at=timezone.now())
    return False


def end_oldest(user: User) -> None:
    """Keep the newest sign-ins that may be open at once; end the others."""
    for session in UserSession.objects.filter(user=user).order_by("-created_at", "-pk")[AT_ONCE:]:
        session.end()


def end_all(user: User, *, but: str | None = None) -> None:
    for session in UserSession.objects.filter(user=user).exclude(session_key=but or ""):
        session.end()
