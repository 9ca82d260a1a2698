from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from tulga.kit.links import host_of, is_web_address


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("https://example.mn/page", "example.mn"),
        ("http://example.mn", "example.mn"),
        ("HTTPS://Example.MN:8443/a?b=c#d", "example.mn"),
        ("https://sub.example.mn/тушаал/7", "sub.example.mn"),
        ("https://жишээ.мон/", "xn--f1ae2cuaa.xn--l1acc"),
        ("https://10.0.0.5/file", "10.0.0.5"),
    ],
)
def test_an_address_is_taken_and_its_host_is_said(text, host):
    is_web_address(text)

    assert host_of(text) == host


@pytest.mark.parametrize(
    "text",
    [
        *("order A/7", "example.mn/page", "//example.mn/page", "ftp://example.mn/", "file:///etc/passwd"),
        *(
            "javascript:alert(1)",
            "data:text/html,x",
            "mailto:a@example.mn",
            "https://",
            "https:///page",
            "https://page",
        ),
        *(
            "https://exa mple.mn/",
            "https://example.mn/\n",
            "https://example.mn/\u202etxt",
            "https://example.mn\\@evil.mn",
        ),
        *("https://example.mn:port/", "https://[::1/", "https://.mn/", "https://a..mn/", "https://<b>.mn/"),
        *("https://gov.mn@evil.mn/", "https://user:secret@example.mn/", "https://example.mn/" + "a" * 500, "\0"),
    ],
)
def test_what_is_none_is_refused_with_a_sentence(text):
    with pytest.raises(ValidationError) as refusal:
        is_web_address(text)

    assert "Write it" in refusal.value.messages[0]


def test_a_look_alike_letter_shows_in_the_host():
    assert host_of("https://exаmple.mn/") != "example.mn"
