"""Files for the tests, made here, good and bad."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence

import docx
from PIL import Image
from xlsxwriter import Workbook

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
ODS_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
    for name, space in (("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"))
)


def workbook(write: Callable[[Workbook], object]) -> bytes:
    """As a real program writes it."""
    written = io.BytesIO()
    with Workbook(written, {"in_memory": True}) as book:
        write(book)
    return written.getvalue()


def raw_workbook(sheet: str | Sequence[str], *, main: str = SHEET, more: dict[str, str] | None = None) -> bytes:
    """A workbook of one sheet named Plan, whose XML is given, in pieces where it is long."""
    pieces = [sheet] if isinstance(sheet, str) else sheet
    members = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{main}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="Plan" sheetId="1" r:id="r1"/></sheets></workbook>',
        **(more or {}),
    }
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as stream:
            for piece in pieces:
                stream.write(piece.encode())
    return written.getvalue()


def sheet_xml(data: str) -> str:
    return f'<worksheet xmlns="{MAIN}"><sheetData>{data}</sheetData></worksheet>'


def row_xml(number: int, *cells: str) -> str:
    return f'<row r="{number}">' + "".join(cells) + "</row>"


def text_xml(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def bomb() -> bytes:
    """About a megabyte that unpacks to 600."""
    blanks = " " * 1024 * 1024
    return raw_workbook([f'<worksheet xmlns="{MAIN}"><sheetData>', *[blanks] * 600, "</sheetData></worksheet>"])


def rows_200_000() -> bytes:
    return raw_workbook(sheet_xml("".join(row_xml(n, f'<c r="A{n}"><v>{n}</v></c>') for n in range(1, 200_001))))


def million_empty_cells() -> bytes:
    """A thousand rows of a thousand formatted cells with nothing in them, and one with words."""
    empty = '<c s="0"/>' * 1000
    rows = (f'<row r="{n}">{empty}</row>' for n in range(2, 1002))
    return raw_workbook(sheet_xml(row_xml(1, text_xml("A1", "Activity")) + "".join(rows)))


def far_cell() -> bytes:
    return raw_workbook(
        sheet_xml(row_xml(1, text_xml("A1", "Activity")) + row_xml(1048576, text_xml("XFD1048576", "x")))
    )


def with_entity() -> bytes:
    entity = '<!DOCTYPE worksheet [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'
    return raw_workbook(entity + sheet_xml(row_xml(1, text_xml("A1", "&secret;"))))


def with_macros() -> bytes:
    return raw_workbook(sheet_xml(""), main="application/vnd.ms-excel.sheet.macroEnabled.main+xml")


def ole(*streams: str) -> bytes:
    """The old container, as far as the names of its streams tell what it is."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    return head + b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in streams) + bytes(2048)


def ods(table: str, *, styles: str = "", manifest: str = "") -> bytes:
    """An OpenDocument spreadsheet whose tables' XML is given."""
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    content = (
        f'<office:document-content {ODS_SPACES} office:version="1.2"><office:automatic-styles>{styles}'
        f"</office:automatic-styles><office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", f"<manifest>{manifest}</manifest>")
    return written.getvalue()


def word(write: Callable[[docx.document.Document], object]) -> bytes:
    document, written = docx.Document(), io.BytesIO()
    write(document)
    document.save(written)
    return written.getvalue()


def picture() -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (40, 30)).save(written, format="JPEG")
    return written.getvalue()


def zipped(**members: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return written.getvalue()
