from __future__ import annotations

import stat

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import BadHeaderError, EmailMessage

from tulga.notices.outbox import OutboxBackend, smtp_options


@pytest.fixture
def outbox(settings, tmp_path):
    settings.SMTP_URL = ""
    settings.DATA_DIR = tmp_path
    return tmp_path / "outbox"


def test_without_a_mail_server_each_message_is_a_file_for_its_owner_only(outbox):
    count = OutboxBackend().send_messages([EmailMessage("s", "b", "a@a.example", ["b@b.example"]) for _ in range(2)])

    files = list(outbox.iterdir())
    assert count == len(files) == 2
    assert {file.suffix for file in files} == {".eml"}
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


@pytest.mark.parametrize("place", ["to", "cc", "bcc", "from_email", "subject"])
def test_a_line_break_in_a_header_is_refused(outbox, place):
    injected = "b@b.example\nBcc: everybody@b.example"
    values = {"from_email": "a@a.example", "to": ["c@c.example"], "subject": "s", "body": "b"}
    values[place] = injected if place in {"from_email", "subject"} else [injected]

    with pytest.raises(BadHeaderError):
        OutboxBackend().send_messages([EmailMessage(**values)])

    assert not outbox.exists() or not list(outbox.iterdir())


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail.example", ("mail.example", 25, "", "", False, False)),
        ("smtp://mail.example/?tls=1", ("mail.example", 587, "", "", True, False)),
        ("smtp://tulga:a%2Fb%40c@mail.example:2525/?tls=1", ("mail.example", 2525, "tulga", "a/b@c", True, False)),
        ("smtps://mail.example", ("mail.example", 465, "", "", False, True)),
    ],
)
def test_the_address_of_the_mail_server(url, expected):
    names = ["host", "port", "username", "password", "use_tls", "use_ssl"]

    assert tuple(smtp_options(url)[name] for name in names) == expected


@pytest.mark.parametrize("url", ["http://u:planted@mail.example", "smtp://", "smtp://u:planted@mail.example:port"])
def test_a_wrong_address_is_refused_without_repeating_it(url):
    with pytest.raises(ImproperlyConfigured) as refusal:
        smtp_options(url)

    assert "planted" not in str(refusal.value)
