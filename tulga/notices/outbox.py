"""Where e-mail goes: to the mail server of the installation, or, while it has none, into a folder to look at."""

from __future__ import annotations

import os
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import BadHeaderError, EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend as SmtpBackend


class OutboxBackend(BaseEmailBackend):
    """`smtp://user:password@host:587/?tls=1` or `smtps://…` in SMTP_URL, else one file per message in `outbox/`."""

    def __init__(self, fail_silently: bool = False, **options: Any) -> None:
        super().__init__(fail_silently=fail_silently)
        url = settings.SMTP_URL
        self.server = SmtpBackend(fail_silently=fail_silently, **smtp_options(url)) if url else None

    def open(self) -> bool | None:
        return self.server.open() if self.server else None

    def close(self) -> None:
        if self.server:
            self.server.close()

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            _refuse_line_breaks(message)
        if self.server:
            return self.server.send_messages(email_messages) or 0
        for message in email_messages:
            _write(message)
        return len(email_messages)


def smtp_options(url: str) -> dict[str, Any]:
    """The options of Django's SMTP backend. Never says the address in an error: it holds a password."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ImproperlyConfigured("SMTP_URL is no address.") from None
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ImproperlyConfigured("SMTP_URL begins with smtp:// or smtps:// and names a host.")
    is_tls = parse_qs(parts.query).get("tls", ["0"])[-1] in {"1", "true", "yes"} and parts.scheme == "smtp"
    is_ssl = parts.scheme == "smtps"
    return {
        "host": parts.hostname,
        "port": port or (465 if is_ssl else 587 if is_tls else 25),
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_tls": is_tls,
        "use_ssl": is_ssl,
    }


def _refuse_line_breaks(message: EmailMessage) -> None:
    """Hidden recipients too, which never pass through Django's own check of the headers."""
    for address in [message.from_email, *message.recipients()]:
        if any(character in address for character in "\r\n\0"):
            raise BadHeaderError("an address holds a line break")


def _write(message: EmailMessage) -> None:
    folder = Path(settings.DATA_DIR) / "outbox"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{secrets.token_hex(16)}.eml"
    new = path.with_suffix(".new")
    content = message.message().as_bytes()
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
