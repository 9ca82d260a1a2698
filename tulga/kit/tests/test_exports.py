from __future__ import annotations

import csv
import datetime as dt
import io
import json
from decimal import Decimal
from typing import Any

import pytest
from django.http import Http404
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from tulga.kit.exports import Column, export_response, write_csv, write_json, write_xlsx
from tulga.kit.formulas import neutral, restored
from tulga.kit.i18n import I18nText

COLUMNS = [
    Column("Name", lambda row: row[0], name="name"),
    Column(gettext_lazy("Amount"), lambda row: row[1], name="amount"),
]
DANGEROUS = ["=1+1", "+976", "-x", "@SUM(A1)", "\t=1", "\r=1", "\x00=1", "'=1"]


def cells(body: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))


def sheet(body: bytes) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(body)).get_sheet_by_index(0).to_python()


@pytest.mark.parametrize("text", DANGEROUS)
def test_formulas_are_neutralised(text: str) -> None:
    assert cells(b"".join(write_csv(COLUMNS, [(text, 1)])))[1] == [f"'{text}", "1"]
    if "\x00" not in text:
        assert sheet(write_xlsx(COLUMNS, [(text, 1)], "x"))[1][0].strip("\t\r") == f"'{text}".strip("\t\r")


@given(st.one_of(st.text(), st.sampled_from(DANGEROUS), st.text("'=-+@ x")))
def test_an_exported_cell_can_be_read_back(text: str) -> None:
    assert restored(neutral(text)) == text


@pytest.mark.parametrize(
    ("value", "in_csv", "in_xlsx"),
    [
        (-5, "-5", -5),
        (Decimal("-1.50"), "-1.50", -1.5),
        (0.5, "0.5", 0.5),
        (float("nan"), "nan", "nan"),
        (12345678901234567, "12345678901234567", "12345678901234567"),
        (None, "", ""),
        ("2018", "2018", "2018"),
        ("https://example.mn", "https://example.mn", "https://example.mn"),
        (dt.date(2018, 1, 10), "2018-01-10", dt.date(2018, 1, 10)),
        (dt.datetime(2018, 1, 10, 1, 30, tzinfo=dt.UTC), "2018-01-10 09:30", "2018-01-10 09:30"),
        (I18nText(mn="Өмнөговь", en="Umnugovi"), "Umnugovi", "Umnugovi"),
    ],
)
def test_values_stay_what_they_are(value: Any, in_csv: str, in_xlsx: Any) -> None:
    assert cells(b"".join(write_csv(COLUMNS, [(value, 1)])))[1] == [in_csv, "1"]
    assert sheet(write_xlsx(COLUMNS, [(value, 1)], "x"))[1] == [in_xlsx, 1]


def test_csv_is_what_a_spreadsheet_expects() -> None:
    body = b"".join(write_csv(COLUMNS, [('Хил, "боомт"', 1)]))

    assert body == b"\xef\xbb\xbf" + 'Name,Amount\r\n"Хил, ""боомт""",1\r\n'.encode()


def test_a_text_too_long_for_a_cell_is_cut_not_lost() -> None:
    assert sheet(write_xlsx(COLUMNS, [("х" * 40_000, 1)], "Recommendations: [2018]/*" * 3))[1][0].endswith("хх…")


def test_json_keeps_every_language() -> None:
    body = write_json(COLUMNS, [(I18nText(mn="Хил", en="Border"), Decimal("1.5"))])

    assert json.loads(body) == [{"name": {"mn": "Хил", "en": "Border"}, "amount": "1.5"}]
    assert "Хил" in body.decode()


@pytest.mark.parametrize("format", ["csv", "xlsx", "json"])
def test_the_response_is_a_file_that_nobody_keeps(format: str) -> None:
    response = export_response(format, 'Зөвлөмж\r\nX: 1/"2018"', COLUMNS, [("Хил", 1)])

    assert response["Cache-Control"] == "no-store, private"
    disposition = response["Content-Disposition"]
    assert disposition.startswith("attachment; filename*=utf-8''%D0%97%D3%A9")
    assert disposition.endswith(f".{format}")
    assert "\n" not in disposition


def test_an_unknown_format_does_not_exist() -> None:
    with pytest.raises(Http404):
        export_response("zip", "x", COLUMNS, [])
