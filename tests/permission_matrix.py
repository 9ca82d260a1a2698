"""Opens every address as every role and says what it answered."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import translation

from tests.permission_samples import PEOPLE, samples_of
from tulga.accounts.models import User
from tulga.kit.access import access_of, url_patterns


@dataclass(frozen=True)
class Address:
    name: str
    relation: str
    url: str
    access: str


def load() -> None:
    settings.DEMONSTRATION = True
    settings.SECOND_FACTOR_DEMANDED = False  # the demonstration's own choice
    call_command("load_demonstration", stdout=io.StringIO())


def clients() -> dict[str, Client]:
    """A signed-in browser for every role; `public` has none."""
    return {role: _signed_in(email) for role, email in PEOPLE.items()}


def _signed_in(email: str) -> Client:
    client = Client(raise_request_exception=True)
    if not email:
        return client
    user = User.objects.get(email=email)
    session: Any = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return client


def addresses() -> tuple[list[Address], list[str]]:
    """Every page of people with its samples, and the names for which there is none."""
    found, without = [], []
    with translation.override("en"):
        for path, pattern in url_patterns():
            name = pattern.name or ""
            if path.startswith("api/") or name in {"root", "health", "robots"}:
                continue
            samples = samples_of(name, "<" in path)
            if samples is None:
                without.append(name)
                continue
            access = access_of(pattern.callback, name)
            found += [Address(name, relation, reverse(name, args=args), str(access)) for relation, args in samples]
    return found, without


def rows() -> Iterator[dict[str, str]]:
    """What each role gets at each address, as the reviewed table has it."""
    browsers = clients()
    for address in addresses()[0]:
        row = {"name": address.name, "record": address.relation, "access": address.access}
        for role, client in browsers.items():
            response = client.get(address.url)
            row[role] = str(response.status_code)
        yield row
