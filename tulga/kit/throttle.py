"""Slow down whoever tries and fails again and again, without remembering who it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.utils import timezone
from django.utils.crypto import salted_hmac

if TYPE_CHECKING:
    from django.http import HttpRequest

SECONDS = 5 * 60


def has_failed_too_often(request: HttpRequest, what: str, limit: int) -> bool:
    return bool(cache.get(_key(request, what), 0) >= limit)


def count_failure(request: HttpRequest, what: str) -> None:
    """One more. The count is forgotten five minutes after the last."""
    key = _key(request, what)
    cache.set(key, cache.get(key, 0) + 1, SECONDS)


def _key(request: HttpRequest, what: str) -> str:
    """No address is stored: a keyed hash of it, another one every day."""
    address = get_adapter().get_client_ip(request)
    return f"throttle:{what}:{salted_hmac(f'tulga.throttle {timezone.localdate()}', address).hexdigest()}"
