from __future__ import annotations

import subprocess
import sys
from random import Random

import pytest
from django.utils import translation

from tests.shared_data import SHARED, needs_shared_data
from tulga.kit.confined import Ended, Limits
from tulga.kit.tabular import reading, refusals
from tulga.kit.tabular.content import place
from tulga.kit.tabular.reading import Unreadable, read_file, read_text
from tulga.kit.tabular.refused import Reason
from tulga.kit.tests.tabular import samples

REAL = SHARED / "data" / "real"
FILES = [
    REAL / "plans" / "us-data-strategy-2019-2020-draft-plan.docx",
    REAL / "findings" / "upr-slovenia-cycle3-thematic-list.docx",
    REAL / "findings" / "uprinfo-sessions-17-20.csv",
    REAL / "findings" / "uprinfo-sessions-17-20.xls",
    REAL / "tiers" / "tip-tiers-1999-2015-jk_misc-map_tiers.csv",
    SHARED / "data" / "made" / "mongolia-plan-sample.xlsx",
]
DAMAGED_COPIES = 6  # of each file; more were tried when this was written

BAD = [
    ("empty.xlsx", lambda: b"", Reason.EMPTY, ""),
    ("blank.csv", lambda: b"\r\n \r\n", Reason.EMPTY, ""),
    ("nothing.xlsx", lambda: samples.raw_workbook(samples.sheet_xml("")), Reason.NOTHING_INSIDE, ""),
    ("photo.xlsx", samples.picture, Reason.PICTURE, ""),
    ("archive.xlsx", lambda: samples.zipped(a=b"b"), Reason.ARCHIVE, ""),
    ("program.xlsx", lambda: b"MZ\x90\x00" + bytes(99), Reason.PROGRAM, ""),
    ("letter.xlsx", lambda: samples.ole("WordDocument"), Reason.OLD_WORD, ""),
    ("letter.doc", lambda: samples.ole("WordDocument"), Reason.OLD_WORD, ""),
    ("locked.xlsx", lambda: samples.ole("EncryptionInfo", "EncryptedPackage"), Reason.PASSWORD, ""),
    ("locked.ods", lambda: samples.ods("", manifest="<encryption-data/>"), Reason.PASSWORD, ""),
    ("macros.xlsm", samples.with_macros, Reason.MACROS, ""),
    ("macros.xls", lambda: samples.ole("Workbook", "_VBA_PROJECT_CUR"), Reason.MACROS, ""),
    ("entity.xlsx", samples.with_entity, Reason.ENTITIES, ""),
    ("page.xls", lambda: b"<html><table><tr><td>1</td></tr></table></html>", Reason.WEB_PAGE, ""),
    ("data.xml", lambda: b"<?xml version='1.0'?><a/>", Reason.MARKUP, ""),
    ("noise.csv", lambda: b"a,b\n\0\0\1\2,c", Reason.NOT_TEXT, ""),
    ("noise.xlsx", lambda: b"no workbook at all", Reason.DAMAGED, ""),
    ("cut.xlsx", lambda: samples.far_cell()[:-200], Reason.DAMAGED, ""),
    ("old.xls", lambda: samples.ole("Workbook"), Reason.DAMAGED, ""),
    ("bomb.xlsx", samples.bomb, Reason.BOMB, ""),
    ("long.xlsx", samples.rows_200_000, Reason.TOO_MANY_ROWS, "sheet Plan, row 15001"),
    ("long.csv", lambda: b"1,2\n" * 200_000, Reason.TOO_MANY_ROWS, "row 15001"),
    ("wide.csv", lambda: b"1," * 1_001, Reason.TOO_WIDE, "row 1, column ALM"),
    ("far.xlsx", samples.far_cell, Reason.FAR_CELL, "sheet Plan, row 1048576, column XFD"),
    ("open.csv", lambda: b'a,b\n1,"' + b"x" * 200_000, Reason.LONG_CELL, "row 2"),
    ("quote.csv", lambda: b'a,b,c\n1,"Train,x\n2,Fund,x\n3,Arm,x\n', Reason.OPEN_QUOTATION, "row 2"),
    ("quotes.csv", lambda: b'a,b,c\n1,x,y\n2,"Fund,x\n3,Arm,"Spain"\n', Reason.OPEN_QUOTATION, "row 3"),
    ("quotes.tsv", lambda: b'"a"\t"b"\r"1"\t"Fund\r"2"\t"Arm"\r', Reason.OPEN_QUOTATION, "row 2"),
    ("long.txt", lambda: b"Short.\n\n" + b"A line.\n" * 25_000, Reason.LONG_PARAGRAPH, "paragraph 2"),
]


@pytest.mark.parametrize(
    ("row", "cells", "is_told"),
    [
        ('1,"Fund\nshelters" ,Chad', ["1", "Fund\nshelters", "Chad"], False),
        ('1,"Fund\nshelters","Chad" (obs)', ["1", "Fund\nshelters", "Chad (obs)"], False),
        ('1,"Fund\n2,Arm,"Chad" or', ["1", 'Fund\n2,Arm,Chad" or'], True),
    ],
)
def test_quotation_that_is_closed_before_the_end_of_its_cell_is_read(row, cells, is_told, read):
    content = read(f"No,Text,From\n{row}\n9,Hire,Peru\n".encode(), "a.csv")

    assert [cell.text for cell in content.grids[0].rows[1]][: len(cells)] == cells
    assert any("look like rows" in str(remark) for remark in content.remarks) == is_told


@pytest.mark.parametrize(("name", "make", "reason", "place"), BAD, ids=[row[0] for row in BAD])
def test_what_cannot_be_read_is_refused_with_what_to_do(name, make, reason, place, read):
    with pytest.raises(Unreadable) as refused:
        read(make(), name)

    assert (refused.value.reason, refused.value.place) == (reason, place)
    assert str(refused.value).startswith(refusals.SENTENCES[reason])


def test_where_a_file_is_refused_is_told_in_its_readers_language():
    refused = Unreadable(Reason.TOO_MANY_ROWS, place("sheet", "Plan", 1, 15_000))

    with translation.override("mn"):
        assert "(Plan хуудас, 15001" in str(refused.sentence)


def test_million_formatted_cells_with_nothing_in_them_are_nothing(read):
    (grid,) = read(samples.million_empty_cells(), "formatted.xlsx").grids

    assert [[cell.text for cell in row] for row in grid.rows] == [["Activity"]]


def test_every_reason_has_a_sentence():
    assert set(refusals.SENTENCES) == set(Reason)


def test_reader_starts_without_django():
    script = "import sys, tulga.kit.tabular.read_file, tulga.kit.tabular.workbooks, tulga.kit.tabular.word"
    script += "; print(any(name.startswith('django') for name in sys.modules))"

    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)  # noqa: S603

    assert ended.stdout == "False\n"


def test_reading_is_ended_when_it_takes_too_much_memory(tmp_path):
    path = tmp_path / "rows.csv"
    path.write_bytes(b"text\n" * 6_000_000)

    with pytest.raises(Unreadable, match="too much time or memory"):
        read_file(path, "rows.csv", limits=Limits(memory=60 * 1024 * 1024))


@pytest.mark.parametrize(
    "ended",
    [
        Ended(0, b""),
        Ended(0, b"[]"),
        Ended(0, b'{"is_read": false}'),
        Ended(0, b'{"refused": "invented", "place": {}}'),
        Ended(0, b'{"refused": "bomb", "place": 7}'),
        Ended(1, b'{"is_read": true}'),
        Ended(-9, b'{"is_read": true}'),
        Ended(75, b'{"is_read": true}'),
    ],
)
def test_only_an_expected_answer_is_believed(ended):
    with pytest.raises(Unreadable):
        reading._require_read(ended)


@pytest.mark.parametrize(
    "line",
    ["", "7", '{"row": [0, [["a", "number", "twelve", "", 1, 1]]]}', '{"row": 1}', '{"remark": "x", "values": {}}'],
)
def test_only_expected_lines_are_believed(line):
    with pytest.raises((ValueError, TypeError, KeyError, ArithmeticError, AttributeError)):
        reading._content([line, '{"end": true}'] if line else [])


def test_pasted_text_is_its_paragraphs():
    content = read_text("First\r\nlines\r\n \r\n\nsecond\u200b one \n")

    assert [(each.text, each.number) for each in content.passages] == [("First\nlines", 1), ("second one", 2)]


@needs_shared_data
def test_old_macintosh_export_and_old_workbook_hold_the_same():
    of_text = read_file(FILES[2], FILES[2].name)
    of_sheet = read_file(FILES[3], FILES[3].name)

    assert _texts(of_text)[1:] == _texts(of_sheet)[1:]
    assert len(_texts(of_text)) == 7_985
    assert "read as Mac OS Roman" in str(of_text.remarks[0])
    assert "per cents come as decimals" in str(of_sheet.remarks[0])


@needs_shared_data
@pytest.mark.parametrize("path", FILES, ids=[each.name for each in FILES])
def test_damaged_copies_are_read_or_refused(path, tmp_path):
    chance = Random(path.name)
    for number in range(DAMAGED_COPIES):
        copy = tmp_path / f"{number}{path.suffix}"
        copy.write_bytes(_damaged(path.read_bytes(), chance))

        try:
            content = read_file(copy, path.name)
        except Unreadable as refused:
            assert str(refused)  # noqa: PT017 - either is right; anything else is a fault
        else:
            assert content.blocks


def _damaged(content: bytes, chance: Random) -> bytes:
    """Cut, or with some bytes changed, or with a piece repeated."""
    kind = chance.randrange(3)
    at = chance.randrange(len(content))
    if kind == 0:
        return content[:at]
    if kind == 1:
        changed = bytearray(content)
        for _byte in range(chance.choice([1, 10, 200])):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        return bytes(changed)
    return content[:at] + content[max(0, at - 500) :]


def _texts(content):
    return [[cell.text for cell in row] + [""] * (11 - len(row)) for row in content.grids[0].rows]
