from __future__ import annotations

from django.utils import timezone

from tulga.accounts.models import AccessLink, Invitation
from tulga.accounts.one_time_links import LIFETIME, hash_of, new_nonce, token_of


def set_new_link(row: Invitation | AccessLink) -> None:
    row.nonce = new_nonce()
    row.token_hash = hash_of(token_of(row.nonce))
    row.expires_at = timezone.now() + LIFETIME
