from __future__ import annotations

import pytest

from tulga.documents.names import MAX_BYTES, clean_name, split_name


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("Тайлан 2018.pdf", "Тайлан 2018.pdf"),
        ("ᠮᠣᠩᠭᠣᠯ.pdf", "ᠮᠣᠩᠭᠣᠯ.pdf"),
        ("й.pdf", "й.pdf"),
        ("a\r\nSet-Cookie: x=1.pdf", "a Set-Cookie_ x=1.pdf"),
        ('a"; filename="b.exe".pdf', "a__ filename=_b.exe_.pdf"),
        ("scan\u202efdp.exe", "scanfdp.exe"),
        ("a\u200b\ufeff\u2066b\0.pdf", "ab.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Bat\\order.docx", "order.docx"),
        ("..", "document"),
        (".pdf", "pdf"),
        ("", "document"),
        ("NUL.pdf", "_NUL.pdf"),
        ("a   b\t.PDF", "a b.pdf"),
        ("trailing. . ", "trailing"),
    ],
)
def test_names_become_harmless(raw, cleaned):
    assert clean_name(raw) == cleaned


@pytest.mark.parametrize("letter", ["a", "Ө", "ᠮ"])
def test_long_name_is_cut_between_letters_and_keeps_its_ending(letter):
    cleaned = clean_name(letter * 300 + ".pdf")

    assert len(cleaned.encode()) <= MAX_BYTES
    assert set(split_name(cleaned)[0]) == {letter}
    assert cleaned.endswith(".pdf")


def test_cleaning_twice_changes_nothing():
    once = clean_name("..\\a\u202e\r\n'\"b" * 40 + ".PDF")

    assert clean_name(once) == once
