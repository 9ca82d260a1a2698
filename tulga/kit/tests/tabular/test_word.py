from __future__ import annotations

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from tests.shared_data import SHARED, needs_shared_data
from tulga.kit.tabular.content import EMPTY, Grid, Passage
from tulga.kit.tabular.reading import Unreadable, read_file
from tulga.kit.tabular.refused import Reason
from tulga.kit.tests.tabular import samples

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def in_order(document) -> None:
    document.add_heading("Action plan", 1)
    document.add_paragraph("Some words.")
    document.add_table(1, 2).cell(0, 0).text = "Milestone"
    document.add_paragraph()
    document.add_heading("Second", 2)
    document.add_table(1, 1).cell(0, 0).text = "x"


def test_body_is_read_in_its_order_with_the_levels_of_headings(read):
    content = read(samples.word(in_order), "plan.docx")

    assert [(type(block), getattr(block, "level", None)) for block in content.blocks] == [
        (Passage, 1),
        (Passage, 0),
        (Grid, None),
        (Passage, 2),
        (Grid, None),
    ]
    assert [grid.where(0, 1) for grid in content.grids] == ["table 1, row 1, column 2", "table 2, row 1, column 2"]
    assert content.passages[2].where == "paragraph 3"


def merged(document) -> None:
    table = document.add_table(4, 3)
    for row in range(4):
        for column in range(3):
            table.cell(row, column).text = f"{row}{column}"
    across, down = table.cell(0, 0).merge(table.cell(0, 2)), table.cell(1, 0).merge(table.cell(3, 0))
    across.text, down.text = "Level", "1.1"


def test_merged_cells_across_and_down(read):
    (grid,) = read(samples.word(merged), "plan.docx").grids

    assert (grid.cell(0, 0).columns, grid.shown(0, 2).text, grid.cell(0, 1)) == (3, "Level", EMPTY)
    assert (grid.cell(1, 0).rows, grid.shown(3, 0).text, grid.cell(3, 1).text) == (3, "1.1", "31")


def struck(document) -> None:
    paragraph = document.add_table(1, 1).cell(0, 0).paragraphs[0]
    paragraph.add_run("June 30, 2020").font.strike = True
    paragraph.add_run(" July 31, 2020")
    deletion = OxmlElement("w:del")
    run, text = OxmlElement("w:r"), OxmlElement("w:delText")
    text.text = " at last"
    run.append(text)
    deletion.append(run)
    paragraph._p.append(deletion)
    paragraph.add_run("").font.strike = True
    not_struck = paragraph.add_run("*")
    not_struck.font.strike = False


def test_struck_out_and_deleted_words_are_the_former_ones(read):
    (grid,) = read(samples.word(struck), "plan.docx").grids

    assert (grid.cell(0, 0).text, grid.cell(0, 0).former) == ("July 31, 2020*", "June 30, 2020 at last")


def run_xml(words: str, properties: str = "") -> str:
    return f"<w:r {nsdecls('w')}><w:rPr>{properties}</w:rPr>{words}</w:r>"


def text_xml(words: str) -> str:
    return f"<w:t>{words}</w:t>"


RAISED = '<w:vertAlign w:val="superscript"/>'
SYMBOL = '<w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/>'
FORMULA = '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math">{}</m:oMath>'


@pytest.mark.parametrize(
    ("runs", "shown"),
    [
        ([run_xml(text_xml("6")), run_xml(text_xml("1"), RAISED)], "6¹"),
        ([run_xml(text_xml("CO")), run_xml(text_xml("2"), '<w:vertAlign w:val="subscript"/>')], "CO₂"),
        ([run_xml(text_xml("1")), run_xml(text_xml("st"), RAISED)], "1st"),
        ([run_xml(text_xml("6")), run_xml(text_xml("1"), '<w:vertAlign w:val="baseline"/>')], "61"),
        ([run_xml(text_xml("6")), run_xml(text_xml("1"), '<w:rStyle w:val="Mark"/>')], "6¹"),
        ([FORMULA.format("<m:sSup><m:e><m:r><m:t>10</m:t></m:r></m:e><m:sup><m:r><m:t>6</m:t></m:r></m:sup></m:sSup>")]
         , "10⁶"),
        ([FORMULA.format("<m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f>")],
         "1/2"),
        ([run_xml('<w:sym w:font="Symbol" w:char="F0A3"/>'), run_xml(text_xml("5"))], "≤5"),
        ([run_xml(text_xml("\uf0b3"), SYMBOL), run_xml(text_xml("5"))], "≥5"),
        ([run_xml('<w:sym w:font="Symbol" w:char="F061"/>'), run_xml(text_xml("5"))], "α5"),
        ([run_xml('<w:sym w:font="Wingdings" w:char="F0FC"/>')], "✓"),
        ([run_xml('<w:sym w:font="Segoe UI Symbol" w:char="2264"/>'), run_xml(text_xml("5"))], "≤5"),
        ([run_xml('<w:sym w:font="Some Signs" w:char="F041"/>'), run_xml(text_xml("5"))], "\ufffd5"),
        ([run_xml('<w:sym w:font="Symbol" w:char="F0FF"/>'), run_xml(text_xml("5"))], "\ufffd5"),
        ([run_xml("<w:sym/>"), run_xml(text_xml("5"))], "\ufffd5"),
    ],
)  # fmt: skip
def test_what_only_looks_like_a_digit_or_is_a_sign_of_a_font_is_written_as_it_looks(runs, shown, read):
    def write(document):
        mark = document.styles.add_style("Mark", WD_STYLE_TYPE.CHARACTER)
        mark.font.superscript = True
        paragraph = document.add_table(1, 1).cell(0, 0).paragraphs[0]._p
        for run in runs:
            paragraph.append(parse_xml(run))

    (grid,) = read(samples.word(write), "plan.docx").grids

    assert grid.cell(0, 0).text == shown


def test_hidden_words_and_rows_are_left_out_and_told(read):
    def write(document):
        table = document.add_table(2, 1)
        for run in (run_xml(text_xml("7")), run_xml(text_xml("99"), "<w:vanish/>")):
            table.cell(0, 0).paragraphs[0]._p.append(parse_xml(run))
        table.cell(1, 0).text = "hidden"
        table.rows[1]._tr.insert(0, parse_xml(f"<w:trPr {nsdecls('w')}><w:hidden/></w:trPr>"))

    content = read(samples.word(write), "plan.docx")

    assert [[cell.text for cell in row] for row in content.grids[0].rows] == [["7"]]
    assert [str(remark) for remark in content.remarks] == ["Words that are hidden in the document were left out."]


@pytest.mark.parametrize(
    ("mark", "rows"),
    [
        ("<w:trPr {}><w:del w:id='1' w:author='a'/></w:trPr>", [[("", "00"), ("", "01")], [("10", ""), ("11", "")]]),
        (
            "<w:tcPr {}><w:cellDel w:id='1' w:author='a'/></w:tcPr>",
            [[("", "00"), ("01", "")], [("10", ""), ("11", "")]],
        ),
    ],
)
def test_deleted_row_or_cell_without_marks_on_its_words_is_a_former_one(mark, rows, read):
    def write(document):
        table = document.add_table(2, 2)
        for row in range(2):
            for column in range(2):
                table.cell(row, column).text = f"{row}{column}"
        properties = parse_xml(mark.format(nsdecls("w")))
        if properties.tag == qn("w:tcPr"):
            cell = table.cell(0, 0)._tc
            cell.remove(cell.tcPr)
            cell.insert(0, properties)
        else:
            table.rows[0]._tr.insert(0, properties)

    (grid,) = read(samples.word(write), "plan.docx").grids

    assert [[(cell.text, cell.former) for cell in row] for row in grid.rows] == rows


def controlled(document) -> None:
    """A row and a cell inside content controls, a line break, a table inside a cell."""
    table = document.add_table(2, 2)
    table.cell(0, 0).text = "one\ntwo"
    table.cell(0, 1).add_table(1, 1).cell(0, 0).text = "inner"
    table.cell(1, 1).text = "last"
    row = table.rows[1]._tr
    control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
    row.addprevious(control)
    control.append(content)
    content.append(row)


def test_what_word_wraps_around_cells_does_not_hide_them(read):
    (grid,) = read(samples.word(controlled), "plan.docx").grids

    assert [[cell.text for cell in row] for row in grid.rows] == [["one\ntwo", "inner"], ["", "last"]]


def test_style_based_on_a_heading_is_one(read):
    def write(document):
        style = document.styles.add_style("Зорилт", 1)
        style.base_style = document.styles["Heading 2"]
        document.add_paragraph("Objective 1", style=style)
        outlined = document.add_paragraph("Objective 2")
        level = OxmlElement("w:outlineLvl")
        level.set(qn("w:val"), "2")
        outlined._p.get_or_add_pPr().append(level)

    passages = read(samples.word(write), "plan.docx").passages

    assert [(each.text, each.level) for each in passages] == [("Objective 1", 2), ("Objective 2", 3)]


def test_document_that_asks_for_other_files_is_refused(read):
    body = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
    members = {
        "[Content_Types].xml": f'<Types xmlns="{samples.PACKAGE}/content-types">'
        f'<Override PartName="/word/document.xml" ContentType="{WORD}"/></Types>',
        "word/document.xml": body,
    }

    with pytest.raises(Unreadable) as refused:
        read(samples.zipped(**{name: text.encode() for name, text in members.items()}), "plan.docx")

    assert refused.value.reason == Reason.ENTITIES


@needs_shared_data
def test_real_plan_has_its_tables_and_its_former_deadlines():
    path = SHARED / "data" / "real" / "plans" / "us-data-strategy-2019-2020-draft-plan.docx"

    content = read_file(path, path.name)

    former = [cell.former for grid in content.grids for row in grid.rows for cell in row if cell.former]
    assert (len(content.grids), former.count("June 30, 2020"), len(former)) == (20, 3, 5)
    assert docx.Document(str(path)).tables[0].cell(0, 0).text == content.grids[0].cell(0, 0).text
