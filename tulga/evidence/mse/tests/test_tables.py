from __future__ import annotations

import pytest

from tulga.evidence.mse.sentences import BadTable
from tulga.evidence.mse.tables import read_resamples, read_table, table_from_text

from .tables import table_of

GOOD = "цагдаа,хамгаалах байр,“hotline”,тоо\n1,0,0,40\n0,1,0,30\n0,0,1,20\n1,1,0,6\n"


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        GOOD.replace(",", ";"),
        GOOD.replace(",", "\t"),
        GOOD.replace("\n", "\r\n"),
        GOOD + "\n\n,,,\n",
        "\n" + GOOD,
    ],
    ids=["commas", "semicolons", "tabs", "carriage returns", "blank rows", "blank first row"],
)
def test_a_table_is_read_in_any_script_and_with_any_separator(text):
    table = table_from_text(text)

    assert table.lists == ("цагдаа", "хамгаалах байр", "“hotline”")
    assert table.cases == 96
    assert table.counts.tolist() == [0, 40, 30, 6, 20, 0, 0, 0]


def test_a_file_may_begin_with_a_byte_order_mark(tmp_path):
    path = tmp_path / "lists.csv"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.encode())

    assert read_table(path).lists[0] == "цагдаа"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "needs a row of names"),
        ("a,b,c,n\n", "needs a row of names"),
        ("a,n\n1,4\n", "has one list"),
        ("a,b,n\n1,0,4\n", "has 2 lists"),
        (",".join(f"l{i}" for i in range(30)) + ",n\n" + "1," * 30 + "4\n", "has 30 lists"),
        ("a,b,c,n\n1,0,0,-4\n", "Row 2, the count, must be a whole number from 0 up, not “-4”"),
        ("a,b,c,n\n1,0,0,4.5\n", "not “4.5”"),
        ("a,b,c,n\n1,0,0,<5\n", "not “<5”"),
        ("a,b,c,n\n1,0,0,\n", "not “”"),
        ("a,b,c,n\n1,0,0,١٢\n", "whole number"),
        ("a,b,c,n\n1,0,0,99999999999\n", "more than a billion"),
        ("a,b,c,n\n1,0,0,600000000\n0,1,0,600000000\n", "more than a billion"),
        ("a,b,c,n\n1,0,0,0\n", "holds no case"),
        ("a,b,c,n\n0,0,0,9\n", "Row 2 is on no list"),
        ("a,b,c,n\n1,0,2,9\n", "Row 2, column 3: a list holds a case (1) or not (0), not “2”"),
        ("a,b,c,n\n1,0,0,9\n\n1,0,0,8\n", "Rows 2 and 4 have the same history"),
        ("a,b,c,n\n1,0,9\n", "Row 2 has 3 columns and the first row 4"),
        ("a,b,c,n\n1,0,0,9,9\n", "Row 2 has 5 columns"),
        ("a,b,a,n\n1,0,0,9\n", "“a” is none"),
        ("a,,c,n\n1,0,0,9\n", "needs a name"),
        ("a,b\x07,c,n\n1,0,0,9\n", "needs a name that can be printed"),
        ("1,0,0,9\n0,1,0,9\n", "“1” is none"),
        ("a,b,c,n\n1,0,0,9\0\n", "not text"),
        ('a,b,c,n\n1,0,0,"9' + "9" * 200_000 + '"\n', "a field has no end"),
        ('a,"b,c,n\n1,0,0,40\n', "not closed"),
    ],
)
def test_a_bad_table_is_refused_with_a_sentence_that_says_where(text, sentence):
    with pytest.raises(BadTable) as refused:
        table_from_text(text)

    assert sentence in str(refused.value)


@pytest.mark.parametrize(
    ("content", "sentence"), [(None, "cannot be read: No such file"), (b"\xff\xfea\x00", "not text in UTF-8")]
)
def test_a_file_that_cannot_be_read_is_refused(tmp_path, content, sentence):
    path = tmp_path / "lists.csv"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(BadTable, match=sentence):
        read_table(path)


def test_a_list_left_out_takes_those_along_who_were_on_no_other():
    table = table_of({0b001: 5, 0b010: 7, 0b011: 3, 0b101: 2, 0b110: 1, 0b100: 9}).without(1)

    assert table.lists == ("A", "C")
    assert table.counts.tolist() == [0, 5 + 3, 9 + 1, 2]


def test_two_lists_read_as_one_lose_nobody():
    table = table_of({0b001: 5, 0b010: 7, 0b011: 3, 0b101: 2, 0b110: 1, 0b100: 9})

    merged = table.merged(0, 2)

    assert merged.lists == ("A + C", "B")
    assert merged.counts.tolist() == [0, 5 + 9 + 2, 7, 3 + 1]
    assert merged.cases == table.cases


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("code\n1\n", "no resample"),
        ("code,V1\n8,1\n", "8 is not a history of 3 lists"),
        ("code,V1\n0,1\n", "0 is not a history"),
        ("code,V1\n1,1\n1,2\n", "was given before"),
        ("code,V1\n1,-1\n", "must be a whole number"),
        ("code,V1,V2\n1,1,0\n", "A resample holds no case"),
    ],
)
def test_bad_resamples_are_refused(tmp_path, text, sentence):
    path = tmp_path / "counts.csv"
    path.write_text(text)

    with pytest.raises(BadTable) as refused:
        read_resamples(path, 3)

    assert sentence in str(refused.value)
