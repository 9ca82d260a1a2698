from __future__ import annotations

import io

import pytest

from tulga.kit.plain_xml import PIECE, surely_lacks

TABLE = '<?xml version="1.0" encoding="UTF-8"?><table><row/></table>'


@pytest.mark.parametrize(
    ("part", "is_sure"),
    [
        (TABLE.encode(), True),
        (b"<table/>", True),
        (b"\xef\xbb\xbf<table/>", True),
        (b"<table><strike/></table>", False),
        (b"<table>" + b" " * (PIECE - 10) + b"<strike/></table>", False),  # over the edge of a piece
        (TABLE.replace("UTF-8", "UTF-16").encode("utf-16"), False),
        (TABLE.replace("UTF-8", "UTF-16BE").encode("utf-16-be"), False),
        (TABLE.replace("UTF-8", "cp037").encode("cp037"), False),
        (TABLE.replace("UTF-8", "KOI8-R").encode(), False),
        (b"", False),
    ],
)
def test_only_what_is_written_in_plain_letters_is_sure(part, is_sure):
    assert surely_lacks(io.BytesIO(part), "strike", "<!DOCTYPE") is is_sure
