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
        Cell("0.125%"),
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


def test_error_in_a_cell_is_told_and_words_that_are_none_are_not(read):
    content = read(
        one_row(
            samples.text_xml("A1", "Total"),
            '<c r="B1" t="e"><f>1/0</f><v>#DIV/0!</v></c>',
            '<c r="C1" t="str"><f>A2</f><v></v></c>',
        ),
        "made.xlsx",
    )

    assert content.grids[0].cell(0, 1) == EMPTY
    assert [str(remark) for remark in content.remarks] == [
        "An error stands in this cell, #DIV/0!; the cell counts as empty: sheet Plan, row 1, column B."
    ]


def formatted(book) -> None:
    sheet = book.add_worksheet("Plan")
    for column, (number, code) in enumerate(
        [(5, '"<"0'), (0.75, "0%"), (500, "[$$-409]#,##0"), (7, ";;;"), (1205, r"00\.00"), (12, "0")]
    ):
        sheet.write_number(0, column, number, book.add_format({"num_format": code}))
    sheet.write_string(0, 6, "words", book.add_format({"num_format": '"<"0'}))
    sheet.write_formula(0, 7, "=2+3", book.add_format({"num_format": '"<"0'}), 5)


def test_numbers_are_read_as_their_formats_show_them(read):
    content = read(samples.workbook(formatted), "formats.xlsx")

    assert content.grids[0].rows[0] == (
        Cell("<5"),
        Cell("75%", Decimal("0.75")),
        Cell("$500", Decimal(500)),
        EMPTY,
        Cell("1205", Decimal(1205)),
        Cell("12", Decimal(12)),
        Cell("words"),
        Cell("<5"),
    )
    assert [str(remark) for remark in content.remarks] == [
        "The number 7 is in this cell, but its format hides it; the cell counts as empty: sheet Plan, row 1, column D.",
        "The format of this number shows something else than its digits; it was read as 1205: sheet Plan, row 1, "
        "column E.",
    ]


def test_of_many_cells_the_first_are_told_and_the_others_counted(read):
    def write(book):
        sheet = book.add_worksheet("Plan")
        sheet.write(0, 0, "Total")
        for row in range(1, 31):
            sheet.write_formula(row, 0, "=1/0", None, "#DIV/0!")

    remarks = read(samples.workbook(write), "errors.xlsx").remarks

    assert len(remarks) == 21
    assert str(remarks[-1]) == "Further cells of the sheet Plan are so (10)."


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
    sheet.write_rich_string(0, 7, book.add_format({"font_name": "Symbol"}), "£", " 5")


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
        ("≤ 5", "", None),
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


def test_hidden_rows_and_columns_are_read_and_told(read):
    def write(book):
        sheet = book.add_worksheet("Plan")
        for row in range(4):
            sheet.write_row(row, 0, ["a", "b", "c", "d"])
        for row in (1, 3, 9):
            sheet.set_row(row, None, None, {"hidden": True})
        sheet.set_column(2, 2, None, None, {"hidden": True})
        sheet.set_column(7, 16383, None, None, {"hidden": True})

    content = read(samples.workbook(write), "hidden.xlsx")

    assert [[cell.text for cell in row] for row in content.grids[0].rows] == [["a", "b", "c", "d"]] * 4
    assert [str(remark) for remark in content.remarks] == [
        "Rows of the sheet Plan are hidden in the file (2). They were read like the others.",
        "Columns of the sheet Plan are hidden in the file (1). They were read like the others.",
    ]


def ods_table(*rows: str, columns: str = "") -> bytes:
    return samples.ods(f'<table:table table:name="Plan">{columns}{"".join(rows)}</table:table>')


def test_hidden_rows_and_columns_of_open_document_sheets_are_told(read):
    cell = '<table:table-cell office:value-type="string"><text:p>a</text:p></table:table-cell>'
    rows = [
        f"<table:table-row{visibility}>{cell * 2}</table:table-row>"
        for visibility in ("", ' table:visibility="filter"', ' table:visibility="collapse"')
    ]
    rows += ['<table:table-row table:number-rows-repeated="1048570" table:visibility="collapse"/>']
    columns = '<table:table-column/><table:table-column table:visibility="collapse" table:number-columns-repeated="3"/>'

    content = read(ods_table(*rows, columns=columns), "plan.ods")

    assert len(content.grids[0].rows) == 3
    assert [str(remark) for remark in content.remarks] == [
        "Rows of the sheet Plan are hidden in the file (2). They were read like the others.",
        "Columns of the sheet Plan are hidden in the file (1). They were read like the others.",
    ]


@pytest.mark.parametrize(
    ("kind", "value", "shown", "cell"),
    [
        ("float", "5", "&lt;5", Cell("<5")),
        ("float", "10", "10 хүртэл", Cell("10 хүртэл")),
        ("float", "5", "5%", Cell("5%")),
        ("float", "5000000", "5M", Cell("5M")),
        ("float", "12500", "12,5", Cell("12,5")),
        ("float", "1234.5", "1.234,50", Cell("1234.5", Decimal("1234.5"))),
        ("float", "-5", "(5)", Cell("-5", Decimal(-5))),
        ("float", "0", "-", Cell("0", Decimal(0))),
        ("float", "0.5", "1/2", Cell("0.5", Decimal("0.5"))),
        ("float", "1e15", "1E+15", Cell("1000000000000000", Decimal(10**15))),
        ("percentage", "0.75", "75,00 %", Cell("75%", Decimal("0.75"))),
        ("percentage", "0.05", "&lt;5%", Cell("<5%")),
        ("currency", "1234.5", "$1,234.50", Cell("$1234.5", Decimal("1234.5"))),
        ("currency", "-500", "-500,00 ₮", Cell("-500 ₮", Decimal(-500))),
        ("float", "7", "", EMPTY),
    ],
)
def test_numbers_of_open_document_sheets_are_read_as_they_are_shown(kind, value, shown, cell, read):
    number = f'<table:table-cell office:value-type="{kind}" office:value="{value}"><text:p>{shown}</text:p>'
    label = '<table:table-cell office:value-type="string"><text:p>a</text:p></table:table-cell>'

    content = read(ods_table(f"<table:table-row>{label}{number}</table:table-cell></table:table-row>"), "plan.ods")

    assert content.grids[0].cell(0, 1) == cell
    assert bool(content.remarks) is (cell == EMPTY)


def test_error_in_an_open_document_sheet_is_told(read):
    error = (
        '<table:table-cell xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0" '
        'table:formula="of:=1/0" office:value-type="string" office:string-value="" calcext:value-type="error">'
        "<text:p>#DIV/0!</text:p></table:table-cell>"
    )
    label = '<table:table-cell office:value-type="string"><text:p>a</text:p></table:table-cell>'

    content = read(ods_table(f"<table:table-row>{label}{error}</table:table-row>"), "plan.ods")

    assert content.grids[0].cell(0, 1) == EMPTY
    assert [str(remark) for remark in content.remarks] == [
        "An error stands in this cell, #DIV/0!; the cell counts as empty: sheet Plan, row 1, column B."
    ]


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
