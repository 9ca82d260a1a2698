from __future__ import annotations

import codecs
from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.shared_data import SHARED, needs_shared_data
from tulga.kit.decoding import Decoded, NotText, decoded

MONGOLIAN = "Хохирогчийг таних журмыг Өмнөговь, Үндэсний төвд хэрэгжүүлэх"
RUSSIAN = "Меры против торговли людьми, в том числе на границе"
ENGLISH = "Increase investigations — including of officials — and “seek” prison terms"
FRENCH = "Côte d'Ivoire ratifie la Convention, vis-à-vis des victimes armées"


@pytest.mark.parametrize(
    ("text", "codec", "encoding", "is_assumed"),
    [
        (ENGLISH, "utf-8", "UTF-8", False),
        ("Plain words", "ascii", "UTF-8", False),
        (MONGOLIAN, "utf-8-sig", "UTF-8", False),
        (MONGOLIAN, "utf-16", "UTF-16", False),
        (MONGOLIAN, "utf-32", "UTF-32", False),
        (MONGOLIAN, "utf-16-le", "UTF-16", True),
        (MONGOLIAN, "utf-16-be", "UTF-16", True),
        (ENGLISH, "utf-16-le", "UTF-16", True),
        (RUSSIAN, "cp1251", "Windows-1251", True),
        (RUSSIAN, "mac_cyrillic", "Mac OS Cyrillic", True),
        (RUSSIAN, "koi8_r", "KOI8-R", True),
        (ENGLISH, "cp1252", "Windows-1252", True),
        (ENGLISH, "mac_roman", "Mac OS Roman", True),
        (FRENCH, "cp1252", "Windows-1252", True),
        (FRENCH, "mac_roman", "Mac OS Roman", True),
        ("Україна, Їжак, міста", "cp1251", "Windows-1251", True),
    ],
)
def test_the_bytes_say_which_encoding_they_are_in(text, codec, encoding, is_assumed):
    assert decoded(text.encode(codec)) == Decoded(text, encoding, is_assumed)


def test_the_fonts_before_unicode_had_two_mongolian_letters_in_ukrainian_places():
    content = MONGOLIAN.translate(str.maketrans("ӨөҮү", "ЄєЇї")).encode("cp1251")

    assert decoded(content) == Decoded(MONGOLIAN, "Windows-1251 with Mongolian Ө and Ү", is_assumed=True)


def test_line_ends_of_old_macintoshes_stay_and_tip_the_balance():
    assert decoded("a\u00e9\rb".encode("mac_roman")) == Decoded("a\u00e9\rb", "Mac OS Roman", is_assumed=True)


@needs_shared_data
def test_a_real_export_with_thirteen_foreign_letters_in_two_million():
    content = (SHARED / "data/real/findings/uprinfo-sessions-17-20.csv").read_bytes()

    found = decoded(content)

    assert (found.encoding, found.is_assumed) == ("Mac OS Roman", True)
    assert all(words in found.text for words in ["Côte d'Ivoire", "Provedor de Justiça", "Forces démocratiques"])


@pytest.mark.parametrize(
    "content",
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0\0\0",
        b"PK\x03\x04\x14\0\0\0\x08\0",
        b"name\0value\xff\xfe",
        codecs.BOM_UTF16_LE + b"odd",
    ],
)
def test_what_is_no_text_is_refused(content):
    with pytest.raises(NotText):
        decoded(content)


@given(st.text(alphabet="abcxyz АБВЭЮЯабвөүӨҮ,.;()—“”0123456789\n", min_size=1))
@example("\ufeff")
def test_any_text_in_unicode_comes_back(text):
    for codec in ("utf-8", "utf-8-sig", "utf-16", "utf-32"):
        assert decoded(text.encode(codec)).text in (text, text.removeprefix("\ufeff"))


@given(st.binary(max_size=400))
def test_any_bytes_are_text_or_refused(content):
    with suppress(NotText):
        assert isinstance(decoded(content).text, str)
