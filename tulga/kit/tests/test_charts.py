from __future__ import annotations

import datetime as dt
from xml.etree import ElementTree

import pytest
from django.utils.safestring import SafeString

from tulga.kit.charts import Bar, Series, Span, bars, spans, stacked_bars

SERIES = [Series("done", "Done"), Series("late", "Late"), Series("dropped", "Dropped")]
ITEMS = [Bar("Prevention", 3, of=8), Bar("<script>alert(1)</script>", 8, of=8), Bar("None", 0, of=0)]


def parsed(chart: SafeString) -> ElementTree.Element:
    return ElementTree.fromstring(chart)  # noqa: S314 - we drew it


def drawn_spans(**words: str) -> SafeString:
    periods = [Span("Goal", dt.date(2018, 1, 1), dt.date(2018, 12, 31)), Span("<script>", None, None)]
    return spans(periods, first=dt.date(2017, 1, 1), last=dt.date(2020, 12, 31), today=dt.date(2019, 1, 1), **words)


@pytest.fixture(params=["bars", "stacked_bars", "spans"])
def chart(request: pytest.FixtureRequest) -> SafeString:
    if request.param == "bars":
        return bars(ITEMS, title="Progress & plan", description="By pillar")
    if request.param == "spans":
        return drawn_spans(title="Progress & plan", description="By pillar")
    rows = [("Prevention", {"done": 3, "late": 1}), ("<script>", {"done": 1200}), ("None", {})]
    return stacked_bars(rows, SERIES, title="Progress & plan", description="By pillar")


def test_a_chart_is_one_picture_with_a_title(chart: SafeString) -> None:
    picture = parsed(chart)

    assert picture.get("role") == "img"
    assert [child.text for child in picture][:2] == ["Progress & plan", "By pillar"]


def test_a_chart_obeys_the_content_security_policy(chart: SafeString) -> None:
    assert "style" not in chart
    assert "<script" not in chart
    assert "http" not in chart.replace('xmlns="http://www.w3.org/2000/svg"', "")


def test_every_number_is_written() -> None:
    texts = [text.text for text in parsed(bars(ITEMS, title="x")).iter() if text.tag.endswith("text")]

    assert texts[:2] == ["Prevention", "3 of 8"]
    assert texts[-2:] == ["None", "0 of 0"]


def test_parts_fill_the_bar_and_are_coloured_by_class() -> None:
    picture = parsed(stacked_bars([("Prevention", {"done": 3, "late": 1})], SERIES, title="x"))
    parts = [part for part in picture.iter() if part.tag.endswith("rect")][:3]

    assert [part.get("class") for part in parts] == ["tu-chart-done", "tu-chart-late", "tu-chart-dropped"]
    assert sum(float(part.get("width", "")) for part in parts) == pytest.approx(320)


def test_nothing_to_draw_is_no_mistake() -> None:
    assert "<svg" in bars([], title="x")
    assert "<svg" in stacked_bars([], [], title="x")


def test_a_period_stands_where_its_days_are_and_an_open_one_goes_to_the_edge() -> None:
    picture = parsed(drawn_spans(title="x"))
    periods = [each for each in picture.iter() if each.get("class") == "tu-chart-blue"]
    years = [each.text for each in picture.iter() if each.text and each.text.isdecimal()]

    assert [(each.get("x"), each.get("width")) for each in periods] == [("80.0", "79.8"), ("0.0", "320.0")]
    assert years == ["2017", "2018", "2019", "2020"]
    assert [each.get("class") for each in picture.iter()].count("tu-chart-today") == 2
