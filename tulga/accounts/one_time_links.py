"""Links that let one person in once: long enough not to be guessed, typed from paper if need be, stored as a hash.

The token is derived from the installation's key and a stored nonce. So whoever may see the invitation can print it
again, and somebody who only has the database cannot make it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import salted_hmac

LIFETIME = dt.timedelta(hours=72)
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # without 0 o 1 i l, which look alike on paper
GROUPS, GROUP_LENGTH = 7, 4  # 28 of 31 letters: 138 bits


def new_nonce() -> str:
    return secrets.token_hex(16)


def token_of(nonce: str) -> str:
    """The token in groups of four, as it is printed: k3f9-…"""
    number = int.from_bytes(salted_hmac("tulga.accounts.one_time_links", nonce, algorithm="sha256").digest())
    letters = ""
    for _position in range(GROUPS * GROUP_LENGTH):
        number, rest = divmod(number, len(ALPHABET))
        letters += ALPHABET[rest]
    return "-".join(letters[at : at + GROUP_LENGTH] for at in range(0, len(letters), GROUP_LENGTH))


def hash_of(token: str) -> str:
    """Forgiving about case, spaces and hyphens, which suffer on the way from paper."""
    bare = "".join(letter for letter in token.lower() if letter.isalnum())
    return hashlib.sha256(bare.encode()).hexdigest()


def full_link(url_name: str, nonce: str, language: str) -> str:
    """The absolute link, with the host from the installation's settings and never from a request."""
    with translation.override(language):
        return settings.BASE_URL.rstrip("/") + reverse(url_name, args=[token_of(nonce)])
