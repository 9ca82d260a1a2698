"""Web addresses that people write down. They are shown as text with their host, and never fetched."""

from __future__ import annotations

import unicodedata
from urllib.parse import SplitResult, urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

LONGEST_LINK = 500
NOT_AN_ADDRESS = _("This is not a web address. Write it like https://example.mn/page.")
HIDES_ITS_HOST = _("This address carries a name before its host, which misleads readers. Write it without.")


def is_web_address(text: str) -> None:
    """A validator of shape alone: http or https, a host, nothing hidden, nobody's name before the host."""
    if len(text) > LONGEST_LINK or any(_is_hidden(each) for each in text):
        raise ValidationError(NOT_AN_ADDRESS, code="not_an_address")
    parts = _parts(text)
    if parts is None or parts.scheme not in {"http", "https"} or not _host(parts):
        raise ValidationError(NOT_AN_ADDRESS, code="not_an_address")
    if "@" in parts.netloc:
        raise ValidationError(HIDES_ITS_HOST, code="hides_its_host")


def host_of(text: str) -> str:
    """The host as the network knows it, so that a look-alike letter shows; empty for what is no address."""
    parts = _parts(text)
    return _host(parts) if parts else ""


def _parts(text: str) -> SplitResult | None:
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return None
    return parts


def _host(parts: SplitResult) -> str:
    """Empty unless it has a dot and only what a host may have."""
    try:
        host = (parts.hostname or "").encode("idna").decode()
    except UnicodeError:
        return ""
    labels = host.rstrip(".").split(".")
    is_plain = all(each and each.replace("-", "").isalnum() for each in labels)
    return host if is_plain and len(labels) > 1 else ""


def _is_hidden(letter: str) -> bool:
    """Blanks, controls, marks of direction, and the backslash that browsers read as a slash."""
    return letter == "\\" or letter.isspace() or unicodedata.category(letter).startswith("C")
