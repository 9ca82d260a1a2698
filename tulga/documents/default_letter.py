"""The template a letter is written on until the secretariat puts its own in use."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

if TYPE_CHECKING:
    from docx.document import Document as DocxDocument
    from docx.text.paragraph import Paragraph

FONT = "Arial"  # what offices in Mongolia write official letters in; every Office has it or its like
LINE = "_" * 30
SPELLING = {"mn": "mn-MN", "en": "en-GB"}


def default_letter(language: str) -> bytes:
    paper = Document()
    _set_up(paper, SPELLING.get(language, language))
    _line(paper, "{{ sender }}", bold=True, centred=True, after=18)
    row = paper.add_table(rows=1, cols=2).rows[0].cells
    row[0].paragraphs[0].add_run("{{ date }}")
    row[1].paragraphs[0].add_run("{{ number }}")
    row[1].paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _line(paper, "{{ addressee }}", bold=True, before=18)
    _optional(paper, "addressee_person", "{{ addressee_person }}")
    _line(paper, "{{ subject }}", bold=True, before=12)
    _optional(paper, "salutation", "{{ salutation }}")
    _repeat(paper, "paragraphs", "{{ each }}")
    _control(paper, "{%p if facts %}")
    _facts(paper)
    _control(paper, "{%p endif %}")
    _control(paper, "{%p for each in points %}")
    _line(paper, "{{ loop.index }}. {{ each.title }}", bold=True, before=6, after=2)
    _optional(paper, "each.text", "{{ each.text }}")
    _control(paper, "{%p endfor %}")
    _repeat(paper, "closing", "{{ each }}")
    _line(paper, "{{ signatory }}", bold=True, before=24).add_run(f"  {LINE}")
    _optional(paper, "contact", "{{ contact }}")
    written = io.BytesIO()
    paper.save(written)
    return written.getvalue()


def _set_up(paper: DocxDocument, spelling: str) -> None:
    page = paper.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin, page.right_margin, page.top_margin, page.bottom_margin = Mm(30), Mm(15), Mm(20), Mm(20)
    text = paper.styles["Normal"]
    text.font.name, text.font.size = FONT, Pt(12)
    fonts = text.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:cs", "w:eastAsia"):
        fonts.set(qn(script), FONT)
    for mark in paper.styles.element.iter(qn("w:lang")):
        mark.set(qn("w:val"), spelling)
    about = paper.core_properties
    about.author, about.comments, about.title, about.language = "", "", "{{ subject }}", spelling


def _line(
    paper: DocxDocument, text: str, *, bold: bool = False, centred: bool = False, before: int = 0, after: int = 8
) -> Paragraph:
    line = paper.add_paragraph()
    line.add_run(text).bold = bold
    line.paragraph_format.space_before, line.paragraph_format.space_after = Pt(before), Pt(after)
    if centred:
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return line


def _control(paper: DocxDocument, text: str) -> None:
    """A line that vanishes when the letter is filled."""
    paper.add_paragraph(text)


def _optional(paper: DocxDocument, name: str, text: str) -> None:
    _control(paper, f"{{%p if {name} %}}")
    _line(paper, text)
    _control(paper, "{%p endif %}")


def _repeat(paper: DocxDocument, name: str, text: str) -> None:
    _control(paper, f"{{%p for each in {name} %}}")
    _line(paper, text)
    _control(paper, "{%p endfor %}")


def _facts(paper: DocxDocument) -> None:
    table = paper.add_table(rows=3, cols=2)
    table.style = "Table Grid"
    table.rows[0].cells[0].text = "{%tr for each in facts %}"
    table.rows[1].cells[0].text = "{{ each.label }}"
    table.rows[1].cells[1].text = "{{ each.value }}"
    table.rows[2].cells[0].text = "{%tr endfor %}"
