from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

import pytest

from tests.shared_data import SHARED, needs_shared_data
from tulga.kit.tabular.content import EMPTY, Cell
from tulga.kit.tabular.reading import read_file
from tulga.kit.tests.tabular import samples


def one_row(*cells: str) -> bytes:
    return samples.raw_workbook(samples.sheet_xml(samples.row_xml(1, *cells)))


def typed(book) -> None:
    sheet = book.add_worksheet("Төлөвлөгөө")
    sheet.write_row(1, 1, [12, 0.1 + 0.2, 320_500_000.5, "320,5", "<10", True])
    sheet.write_datetime(2, 0, dt.datetime(2018, 1, 10), book.add_format({"num_format": "yyyy-mm-dd"}))  # noqa: DTZ001
    sheet.write_number(2, 1, 43110)
    sheet.write_number(2, 2, 0.75, book.add_format({"num_format": "0%"}))
    sheet.write_number(2, 3, 0.125, book.add_format({"num_format": '0.0"%" '}))
    sheet.write_formula(2, 4, "=1+1", None, 2)
    sheet.write_formula(2, 5, '=HYPERLINK("http://example.org")', None, "link")


def test_values_are_typed_as_the_sheet_types_them_and_counted_from_a1(read):
    content = read(samples.workbook(typed), "typed.xlsx")

    (grid,) = content.grids
    assert (grid.name, grid.form, grid.width) == ("Төлөвлөгөө", "sheet", 7)
    assert grid.rows[0] == ()
    assert [cell.text for cell in grid.rows[1]] == ["", "12", "0.3", "320500000.5", "320,5", "<10", "TRUE"]
    assert [cell.value for cell in grid.rows[1]][1:4] == [Decimal("12"), Decimal("0.3"), Decimal("320500000.5")]
    assert [cell.value for cell in grid.rows[1]][4:] == [None, None, True]
    assert grid.rows[2] == (
        Cell("2018-01-10", dt.date(2018, 1, 10)),
        Cell("43110", Decimal("43110")),
        Cell("75%", Decimal("0.75")),
        Cell("0.125", Decimal("0.125")),
        Cell("2", Decimal("2")),
        Cell("link"),
    )


def test_formula_without_a_value_counts_as_empty_and_is_told(read):
    content = read(one_row(samples.text_xml("A1", "Total"), '<c r="B1"><f>SUM(C1:C9)</f></c>'), "made.xlsx")

    assert content.grids[0].cell(0, 1) == EMPTY
    assert [str(remark) for remark in content.remarks] == [
        "A formula has no value, because the file was never opened in a spreadsheet program after it was made; "
        "the cell counts as empty: sheet Plan, row 1, column B."
    ]


def struck(book) -> None:
    sheet = book.add_worksheet()
    out = book.add_format({"font_strikeout": True})
    sheet.write_rich_string(0, 0, "July 31 ", out, "June 30, 2020", " 2020")
    sheet.write_string(0, 1, "dropped", out)
    sheet.write_number(0, 2, 12, out)
    sheet.write_rich_string(0, 3, "plain ", book.add_format({"bold": True}), "words")
    raised, lowered = book.add_format({"font_script": 1}), book.add_format({"font_script": 2})
    sheet.write_rich_string(0, 4, "6", raised, "1")
    sheet.write_rich_string(0, 5, out, "7", book.add_format({"font_script": 1, "font_strikeout": True}), "2", " 8")
    sheet.write_rich_string(0, 6, "CO", lowered, "2", raised, "st")


def test_struck_out_words_are_the_former_ones_and_raised_digits_are_none_of_the_number(read):
    (grid,) = read(samples.workbook(struck), "struck.xlsx").grids

    assert [(cell.text, cell.former, cell.value) for cell in grid.rows[0]] == [
        ("July 31  2020", "June 30, 2020", None),
        ("", "dropped", None),
        ("", "12", None),
        ("plain words", "", None),
        ("6¹", "", None),
        ("8", "7²", None),
        ("CO₂st", "", None),
    ]


def merged(book) -> None:
    sheet = book.add_worksheet()
    sheet.merge_range(0, 0, 0, 3, "Objective")
    sheet.merge_range(1, 0, 2, 0, "1.1")
    sheet.write_row(1, 1, ["a", "b", "c"])
    sheet.write_row(2, 1, ["d", "e", "f"])
    sheet.merge_range(3, 1, 900, 1, "to the bottom")


def test_merged_cells_cover_what_they_cover_and_no_more_than_the_sheet_holds(read):
    (grid,) = read(samples.workbook(merged), "merged.xlsx").grids

    assert (grid.cell(0, 0).columns, grid.cell(0, 2), grid.shown(0, 2).text) == (4, EMPTY, "Objective")
    assert (grid.cell(1, 0).rows, grid.shown(2, 0).text, grid.origin(2, 0)) == (2, "1.1", (1, 0))
    assert (grid.cell(3, 1).rows, len(grid.rows), grid.shown(2, 3).text) == (1, 4, "f")


def test_hidden_sheet_is_read_and_told(read):
    def write(book):
        book.add_worksheet("Plan").write(0, 0, "a")
        hidden = book.add_worksheet("Old")
        hidden.write(0, 0, "b")
        hidden.hide()

    content = read(samples.workbook(write), "two.xlsx")

    assert [(grid.name, grid.number, grid.is_hidden) for grid in content.grids] == [
        ("Plan", 1, False),
        ("Old", 2, True),
    ]
    assert [str(remark) for remark in content.remarks] == ["The sheet Old is hidden in the file."]


ODS_ROWS = """
<table:table table:name="Төлөвлөгөө">
  <table:table-row>
    <table:table-cell table:number-columns-spanned="3" office:value-type="string"><text:p>Зорилт 1</text:p>
    </table:table-cell><table:covered-table-cell table:number-columns-repeated="2"/>
  </table:table-row>
  <table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="3"/>
  </table:table-row>
  <table:table-row>
    <table:table-cell table:number-rows-spanned="2" office:value-type="string"><text:p>1.1</text:p></table:table-cell>
    <table:table-cell office:value-type="float" office:value="12.5"><text:p>12,5</text:p></table:table-cell>
    <table:table-cell office:value-type="percentage" office:value="0.75"><text:p>75%</text:p></table:table-cell>
    <table:table-cell office:value-type="date" office:date-value="2018-01-10"><text:p>10.01.18</text:p>
    </table:table-cell>
    <table:table-cell office:value-type="string">
      <text:p>July <text:span text:style-name="T1">June</text:span>31</text:p>
    </table:table-cell>
  </table:table-row>
  <table:table-row>
    <table:covered-table-cell/><table:table-cell office:value-type="string"><text:p>b</text:p></table:table-cell>
  </table:table-row>
  <table:table-row table:number-rows-repeated="1048000">
    <table:table-cell table:number-columns-repeated="16384"/>
  </table:table-row>
</table:table>
<table:table table:name="Second"><table:table-row><table:table-cell office:value-type="string"><text:p>x</text:p>
</table:table-cell></table:table-row></table:table>
"""
STRUCK_STYLE = (
    '<style:style style:name="T1" style:family="text">'
    '<style:text-properties style:text-line-through-style="solid"/></style:style>'
)


@pytest.mark.parametrize(
    ("position", "shown"),
    [("super 58%", "6¹"), ("-33% 58%", "6₁"), ("33% 58%", "6¹"), ("sub 58%", "6₁"), ("0% 100%", "61")],
)
def test_raised_digits_of_open_document_sheets_are_none_of_the_number(position, shown, read):
    style = f'<style:text-properties style:text-position="{position}"/>'
    table = (
        '<table:table table:name="Plan"><table:table-row><table:table-cell office:value-type="string">'
        "<office:annotation><text:p>a comment</text:p></office:annotation>"
        '<text:p>6<text:span text:style-name="T1">1</text:span></text:p></table:table-cell></table:table-row>'
        "</table:table>"
    )
    styles = f'<style:style style:name="T1" style:family="text">{style}</style:style>'

    (grid,) = read(samples.ods(table, styles=styles), "plan.ods").grids

    assert grid.cell(0, 0).text == shown


@pytest.mark.parametrize("rows", [re.sub(r">\s+<", "><", ODS_ROWS), ODS_ROWS], ids=["as saved", "set out"])
def test_open_document_sheets_are_read_alike(read, rows):
    first, second = read(samples.ods(rows, styles=STRUCK_STYLE), "plan.ods").grids

    assert (first.name, second.name, second.cell(0, 0).text) == ("Төлөвлөгөө", "Second", "x")
    assert (first.cell(0, 0).columns, first.shown(0, 2).text) == (3, "Зорилт 1")
    assert (first.cell(3, 0).rows, first.shown(4, 0).text, first.cell(4, 1).text) == (2, "1.1", "b")
    assert first.rows[3][1:] == (
        Cell("12.5", Decimal("12.5")),
        Cell("75%", Decimal("0.75")),
        Cell("2018-01-10", dt.date(2018, 1, 10)),
        Cell("July 31", None, "June"),
    )


@needs_shared_data
@pytest.mark.parametrize(("row", "column", "text"), [(7, 1, ""), (17, 14, ""), (6, 14, "45.5"), (14, 6, "<10")])
def test_sample_plan_is_read_cell_by_cell(row, column, text):
    path = SHARED / "data" / "made" / "mongolia-plan-sample.xlsx"

    plan, abbreviations = read_file(path, path.name).grids

    assert plan.cell(row, column).text == text
    assert plan.where(row, column).startswith("sheet Арга хэмжээний төлөвлөгөө, row ")
    assert len(plan.rows) == 27
    assert [cell.text for cell in abbreviations.rows[2]] == ["ЦЕГ", "Цагдаагийн ерөнхий газар"]
