"""How dates and numbers are written and read in each language (config/formats)."""

from __future__ import annotations

import datetime as dt

import pytest
from django import forms
from django.utils import translation
from django.utils.formats import date_format, get_format, number_format

DAY = dt.date(2018, 1, 9)


@pytest.mark.parametrize(
    ("language", "format", "written"),
    [
        ("mn", "DATE_FORMAT", "2018 оны 1-р сарын 9"),
        ("mn", "YEAR_MONTH_FORMAT", "2018 оны 1-р сар"),
        ("mn", "SHORT_DATE_FORMAT", "2018.01.09"),
        ("en", "DATE_FORMAT", "9 January 2018"),
        ("en", "SHORT_DATE_FORMAT", "2018-01-09"),
    ],
)
def test_dates_are_written(language: str, format: str, written: str) -> None:
    with translation.override(language):
        assert date_format(DAY, format) == written


@pytest.mark.parametrize("language", ["mn", "en"])
@pytest.mark.parametrize("typed", ["2018.01.09", "2018-01-09", "2018/1/9"])
def test_dates_are_read(language: str, typed: str) -> None:
    with translation.override(language):
        assert forms.DateField().clean(typed) == DAY
        assert 'value="2018-01-09"' in forms.DateInput().render("day", DAY)


def test_a_written_mongolian_date_is_read_back() -> None:
    with translation.override("mn"):
        assert forms.DateField().clean(date_format(DAY)) == DAY


@pytest.mark.parametrize("language", ["mn", "en"])
def test_numbers_and_weeks(language: str) -> None:
    with translation.override(language):
        assert number_format(1234567.5, force_grouping=True) == "1,234,567.5"
        assert get_format("FIRST_DAY_OF_WEEK") == 1
