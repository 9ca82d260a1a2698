"""Files for the tests, made here byte by byte, good and bad."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from random import Random

from PIL import Image, PngImagePlugin
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    TextStringObject,
)
from xlsxwriter import Workbook

SECRET = "Taken at the shelter"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
WORD_WITH_MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
PROGRAM = b"MZ\x90\x00\x03" + bytes(200)
ENTITY = b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
CSV = "код,нэр\n1,Өмнөговь\n-5,+976 9911 2233\n".encode()


# --- Pictures


def picture(format: str, *, mode: str = "RGB", size: tuple[int, int] = (40, 30), **options) -> bytes:
    written = io.BytesIO()
    Image.new(mode, size).save(written, format=format, **options)
    return written.getvalue()


def telling_jpeg() -> bytes:
    """Lying on its side, with a place, a comment and an author."""
    exif = Image.Exif()
    exif[0x0112], exif[0x013B] = 6, SECRET
    exif.get_ifd(0x8825).update({1: "N", 2: (47.0, 55.0, 0.0)})
    return picture("JPEG", exif=exif, comment=SECRET.encode())


def telling_png() -> bytes:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Comment", SECRET)
    return picture("PNG", mode="RGBA", pnginfo=texts)


def boastful_png(side: int = 60_000) -> bytes:
    """74 bytes that claim 60,000 x 60,000 pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 9)) + chunk(b"IEND", b"")
    )


# --- PDF


def pdf(*, pages: int = 1, password: str = "", script: str = "", attachment: bytes = b"", **catalogue) -> bytes:
    writer = PdfWriter()
    for _page in range(pages):
        writer.add_blank_page(width=200, height=200)
    if script:
        action = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject(script)}
        writer.root_object[NameObject("/OpenAction")] = writer._add_object(DictionaryObject(action))
    if attachment:
        writer.add_attachment("inside.exe", attachment)
    for key, value in catalogue.items():
        writer.root_object[NameObject(f"/{key}")] = value
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def pdf_action(kind: str) -> bytes:
    action = DictionaryObject({NameObject("/S"): NameObject(kind), NameObject("/F"): TextStringObject("cmd.exe")})
    return pdf(OpenAction=action)


def pdf_with_form() -> bytes:
    return pdf(AcroForm=DictionaryObject({NameObject("/XFA"): ArrayObject()}))


def pdf_with_scripted_page() -> bytes:
    """The script sits in an annotation of a page, two dictionaries deep."""
    writer = PdfWriter()
    page = writer.add_blank_page(width=200, height=200)
    action = DictionaryObject({NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("1")})
    note = DictionaryObject({NameObject("/AA"): DictionaryObject({NameObject("/E"): writer._add_object(action)})})
    page[NameObject("/Annots")] = ArrayObject([writer._add_object(note)])
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def pdf_with_unlisted_script() -> bytes:
    """An object its table of contents does not list, its name spelt in hexadecimal."""
    return pdf() + b"\n99 0 obj\n<< /S /#4aava#53cript /JS (app.alert(1)) >>\nendobj\n"


def pdf_with_deep_nesting() -> bytes:
    deep = b"1 0 obj\n<< /Type /Catalog /Pages 2 0 R /X " + b"[" * 200_000 + b"]" * 200_000 + b" >>\nendobj\n"
    pages = b"2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n"
    return b"%PDF-1.7\n" + deep + pages + b"trailer\n<< /Root 1 0 R /Size 3 >>\n%%EOF"


def pdf_bomb() -> bytes:
    """A table of contents that unpacks to two gigabytes of nothing."""
    squeezer = zlib.compressobj(9)
    packed = b"".join(squeezer.compress(bytes(1024 * 1024)) for _megabyte in range(2048)) + squeezer.flush()
    body = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
    table = b"3 0 obj\n<< /Type /XRef /W [1 2 1] /Size 4 /Root 1 0 R /Filter /FlateDecode /Length %d >>\nstream\n"
    return body + table % len(packed) + packed + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF" % len(body)


# --- Word and Excel


def office(main: str = WORD, *, more: dict[str, bytes] | None = None, stored: bool = False) -> bytes:
    part = "word/document.xml" if "word" in main else "xl/workbook.xml"
    members = {
        "[Content_Types].xml": f'<Types><Override PartName="/{part}" ContentType="{main}"/></Types>'.encode(),
        "_rels/.rels": b"<Relationships/>",
        part: "<document><p>Өмнөговь</p></document>".encode(),
        **(more or {}),
    }
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return written.getvalue()


def workbook(rows: int = 3) -> bytes:
    """As a real program writes it, with a link, a chart and a picture."""
    written = io.BytesIO()
    with Workbook(written, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Төлөвлөгөө")
        for row in range(rows):
            sheet.write_row(row, 0, [f"Үйл ажиллагаа {row}", row])
        sheet.write_url("D1", "https://example.org/")
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=Төлөвлөгөө!$B$1:$B$3"})
        sheet.insert_chart("F2", chart)
        sheet.insert_image("F20", "small.png", {"image_data": io.BytesIO(picture("PNG"))})
    return written.getvalue()


def link(kind: str, target: str) -> dict[str, bytes]:
    relation = f'<Relationship Id="r1" Type="http://x/{kind}" Target="{target}" TargetMode="External"/>'
    return {"word/_rels/document.xml.rels": f"<Relationships>{relation}</Relationships>".encode()}


def field_code(*pieces: str) -> dict[str, bytes]:
    runs = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)
    return {"word/footer1.xml": f'<w:ftr xmlns:w="w"><w:p>{runs}</w:p></w:ftr>'.encode()}


def office_bomb() -> bytes:
    return office(more={"word/media.xml": b"<a>" + b" " * 50_000_000 + b"</a>"})


def huge_office() -> bytes:
    """Just below every limit of size, but much work to read."""
    megabyte = b"<b/>" * 240_000 + Random(1).randbytes(20_000).hex().encode()
    return office(more={"word/big.xml": b"<a>" + megabyte * 95 + b"</a>"})


def overlapping_office() -> bytes:
    """Many entries of the directory that share the same packed bytes."""
    plain = office(more={"word/big.xml": Random(1).randbytes(300_000)})
    end = plain.rindex(b"PK\x05\x06")
    directory_at = struct.unpack("<I", plain[end + 16 : end + 20])[0]
    entry_at = plain.rindex(b"PK\x01\x02", directory_at, end)
    entry = plain[entry_at:end]
    copies = b"".join(entry.replace(b"word/big.xml", f"word/b{n:02}.xml".encode()) for n in range(15))
    count, size = 3 + 1 + 15, end - directory_at + len(copies)
    tail = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, count, count, size, directory_at, 0)
    return plain[:end] + copies + tail
