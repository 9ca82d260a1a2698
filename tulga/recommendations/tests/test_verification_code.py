from __future__ import annotations

import pytest

from tulga.recommendations.verification_code import ALPHABET, LENGTH, digest_of, in_groups, new_code, read_code


def test_a_code_has_eighty_bits_and_no_letters_that_look_alike():
    code = new_code()

    assert len(code) == LENGTH
    assert set(code) <= set(ALPHABET)
    assert len(set(ALPHABET)) ** LENGTH == 2**80
    assert not set("ILOU") & set(ALPHABET)
    assert len({new_code() for _each in range(200)}) == 200


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("K3F9-7QXM-2B4D-9TRW", "K3F97QXM2B4D9TRW"),
        (" k3f9 7qxm 2b4d 9trw ", "K3F97QXM2B4D9TRW"),
        ("K3F9–7QXM—2B4D.9TRW", "K3F97QXM2B4D9TRW"),
        ("O1IL-0000-0000-0000", "0111000000000000"),
        ("К3F9-7QХМ-2В4D-9ТRW", "K3F97QXM2B4D9TRW"),  # К Х М В Т from a Cyrillic keyboard
        ("K3F9-7QXM-2B4D-9TR", ""),
        ("K3F9-7QXM-2B4D-9TRW2", ""),
        ("K3F9-7QXM-2B4D-9TR!", ""),
        ("K3F9-7QXM-2B4D-9TRЖ", ""),
        ("", ""),
        ("\0" * 16, ""),
        ("K" * 10_000, ""),
    ],
)
def test_what_a_hand_types_from_paper_is_read_or_is_no_code(typed, read):
    assert read_code(typed) == read


def test_a_printed_code_reads_back():
    code = new_code()

    assert read_code(in_groups(code)) == code
    assert digest_of(code) != digest_of(new_code())
