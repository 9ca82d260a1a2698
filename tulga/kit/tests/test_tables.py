from __future__ import annotations

import datetime as dt
from html.parser import HTMLParser

import pytest
from django.db import models
from django.template import Context, Template
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django_cotton.compiler_regex import CottonCompiler

from tulga.kit.i18n import I18nText
from tulga.kit.tables import Cell, DateColumn, StatusColumn, Table, TextColumn, drawn_rows

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</td></tr></table><form action=//evil.example>",
    "<!-- {{ csrf_token }} {% now 'Y' %} <c-empty />",
    "&lt;b&gt; &amp;amp; \u2028<svg/onload=alert(1)>",
]


class Seen(HTMLParser):
    """What a browser would make of it: elements, with their attributes, and the words between them."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize(
    ("cell", "elements"),
    [
        (lambda text: Cell(text), ["span"]),
        (lambda text: Cell(text, is_late=True), ["span"]),
        (lambda text: Cell("x", url=f"/en/?q={text}"), ["a"]),
        (lambda text: Cell(text, url="/en/"), ["a"]),
        (lambda text: Cell(text, colour="red"), ["strong"]),
        (lambda text: Cell("x", colour=text), ["strong"]),
        (lambda text: Cell("x", lang=text), ["span", "span"]),
        (lambda text: Cell("x", note=text), ["span", "span"]),
        (lambda text: Cell("", note=text), ["span"]),
    ],
)
def test_no_text_becomes_markup_wherever_it_stands_in_a_cell(text, cell, elements):
    seen = Seen(drawn_rows([[cell(text)]], [text]))

    assert [tag for tag, _attributes in seen.elements] == ["tr", "td", *elements]
    assert {name for _tag, attributes in seen.elements for name in attributes} <= {
        *("class", "data-label", "href", "lang", "aria-hidden")
    }
    assert dict(seen.elements[1][1]) == {"data-label": text}


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_becomes_markup_through_the_component(text):
    component = '<c-data-table :labels="labels" :rows="rows" caption="{{ caption }}" />'
    template = Template(CottonCompiler().process(component))

    markup = template.render(Context({"labels": [text], "rows": [[Cell(text)]], "caption": text}))

    assert "<script" not in markup
    assert [tag for tag, _attributes in Seen(markup).elements].count("span") == 1
    assert Seen(markup).words.count(text) == 3  # the caption, the heading, the cell


def test_words_marked_as_markup_are_taken_as_such():
    assert "<b>x</b>" in drawn_rows([[Cell(SafeString("<b>x</b>"))]], ["Label"])


def test_a_row_with_a_cell_too_many_is_an_error():
    with pytest.raises(ValueError, match="zip"):
        drawn_rows([[Cell("a"), Cell("b")]], ["Label"])


class Light(models.TextChoices):
    RED = "red", _("Late")

    @property
    def colour(self) -> str:
        return "red"


class SampleTable(Table):
    title = TextColumn("Title", note="place")
    state = StatusColumn("State", states=Light)
    on = DateColumn("On")


def test_a_tables_cells_are_drawn_with_their_language_their_note_and_their_colour():
    row = {"title": I18nText(mn="Шалгах"), "place": "<Zamyn-Uud>", "state": "red", "on": dt.date(2018, 1, 10)}

    with translation.override("en"):
        markup = drawn_rows(SampleTable.cells([row, {**row, "state": "", "on": None}]), SampleTable.labels())

    first, second = markup.splitlines()
    assert first == (
        '<tr><td data-label="Title"><span lang="mn">Шалгах</span>'
        '<span class="tu-foreign__language" aria-hidden="true">mn</span>'
        '<span class="tu-record__note">&lt;Zamyn-Uud&gt;</span></td>'
        '<td data-label="State"><strong class="tu-tag tu-tag--red">Late</strong></td>'
        '<td data-label="On"><span>2018-01-10</span></td></tr>'
    )
    assert second.endswith('<td data-label="State"></td><td data-label="On"></td></tr>')


def test_a_moment_is_told_by_its_day_where_the_installation_is(settings):
    settings.TIME_ZONE = "Asia/Ulaanbaatar"
    row = {"title": "", "place": "", "state": "", "on": dt.datetime(2026, 11, 30, 21, 15, tzinfo=dt.UTC)}

    with translation.override("en"):
        markup = drawn_rows(SampleTable.cells([row]), SampleTable.labels())

    assert "2026-12-01" in markup
    assert SampleTable.columns[-1].exported(row) == dt.date(2026, 12, 1)
