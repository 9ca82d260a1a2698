"""The database away, the disk full: the hotlines stay within reach, and nothing is half-written."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext

from tests.permission_matrix import _signed_in, load
from tests.permission_samples import _police_circle
from tulga.agencies.models import Agency
from tulga.audit.models import AuditEvent
from tulga.demonstration.people import DOMAIN
from tulga.kit.models import UsedToken
from tulga.kit.once import new_token
from tulga.recommendations.models import Recommendation, Wording

HOTLINES = ("108", "107", "102", "1903")

# Nothing listens on this port: the real refusal of a real connection.
NOWHERE = "postgres://nobody@127.0.0.1:9/nothing"
ASK = """
import json, django
django.setup()
from django.conf import settings
from django.test import Client
from django.test.utils import setup_test_environment
setup_test_environment()
from tulga.kit.once import new_token
client = Client(raise_request_exception=False)
client.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32
answers = {}
for method, path in json.loads(input()):
    response = getattr(client, method)(path, {"reason": "Written for an hour.", "once_token": new_token(7)})
    answers[f"{method} {path}"] = [response.status_code, dict(response.headers), response.content.decode()]
print(json.dumps(answers))
"""
PAGES = [
    ("get", "/en/desk/"),
    ("get", "/mn/desk/"),
    ("get", "/en/"),
    ("get", "/mn/recommended/"),
    ("get", "/en/recommended/R-2018-01/"),
    ("get", "/en/sign-in/"),
    ("post", "/en/recommendations/1/withdraw/"),
]
PROGRAMS = [("get", "/healthz"), ("get", "/api/v1/recommendations"), ("get", "/api/v1/recommendations/1")]


@pytest.fixture(scope="module")
def answers_without_a_database(tmp_path_factory) -> dict[str, tuple[int, dict[str, str], str]]:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings_test",
        "TULGA_TEST_DATABASE_URL": NOWHERE,
        "TMPDIR": str(tmp_path_factory.mktemp("away")),
    }
    ended = subprocess.run(
        [sys.executable, "-c", ASK],
        input=json.dumps(PAGES + PROGRAMS),
        env=environment,
        cwd=Path(__file__).resolve().parent.parent,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    answers: dict[str, tuple[int, dict[str, str], str]] = json.loads(ended.stdout)
    return answers


@pytest.mark.parametrize(("method", "path"), PAGES)
def test_a_page_without_the_database(answers_without_a_database, method, path):
    status, headers, words = answers_without_a_database[f"{method} {path}"]

    assert status == 503
    assert (headers["Retry-After"], headers["Cache-Control"]) == ("30", "no-store")
    assert "Tulga is away for a moment" in words
    for number in HOTLINES:
        assert f'href="tel:{number}"' in words
    assert "Traceback" not in words
    # What was typed is in the answer, and nowhere else: it can be sent again when the database is back.
    assert ("Written for an hour." in words) is ("Send it again" in words) is (method == "post")


@pytest.mark.parametrize(("method", "path"), PROGRAMS)
def test_a_program_without_the_database(answers_without_a_database, method, path):
    status, headers, words = answers_without_a_database[f"{method} {path}"]

    assert status == 503
    assert headers["Content-Type"].startswith("application/json")
    assert "unavailable" in words


@contextmanager
def full_disk() -> Iterator[None]:
    """The database may grow no further: on SQLite really, on PostgreSQL by the very error it would give."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA page_count")
            cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")
        else:
            cursor.execute(
                "CREATE FUNCTION disk_is_full() RETURNS trigger LANGUAGE plpgsql AS "
                "$$BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END$$"
            )
            cursor.execute(
                "CREATE TRIGGER disk_is_full BEFORE INSERT ON recommendations_wording "
                "FOR EACH ROW EXECUTE FUNCTION disk_is_full()"
            )
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA max_page_count = 1073741823")
            else:
                cursor.execute("DROP FUNCTION disk_is_full CASCADE")


def written() -> list[int]:
    return [each.objects.count() for each in (Recommendation, Wording, AuditEvent, UsedToken)]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("language", ["en", "mn"])
def test_a_full_disk_refuses_with_words_and_writes_nothing_by_halves(language):
    load()
    client: Client = _signed_in(f"police@{DOMAIN}")
    client.raise_request_exception = False
    url = f"/{language}/circles/{_police_circle().pk}/draft/"
    form = {
        "once_token": new_token(int(client.session["_auth_user_id"])),
        "title_mn": "Сургах",
        "text_mn": "Боомтын ажилтныг сургах. " * 190,
        "addressees": [Agency.objects.get(code="NPA").pk],
    }
    before = written()

    with full_disk():
        refused = client.post(url, form)

    assert refused.status_code == 503
    with translation.override(language):
        sentence = gettext("The server's disk is full. Nothing of what you sent was stored.")
    assert sentence in unescape(refused.content.decode())
    assert form["text_mn"] in unescape(refused.content.decode()), "what was typed is not lost"
    for number in HOTLINES:
        assert f'href="tel:{number}"' in refused.content.decode()
    assert written() == before
    assert client.post(url, form).status_code == 302, "the same form can be sent once there is room again"
