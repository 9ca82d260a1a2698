"""What kind of file it is, by its content. The name decides only between kinds of plain text."""

from __future__ import annotations

import zipfile
from pathlib import Path

from tulga.kit.tabular.archives import elements, opened
from tulga.kit.tabular.refused import Reason, Refused

LOOKED_AT = 8192
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_BEGINNINGS: tuple[tuple[tuple[bytes, ...], Reason], ...] = (
    ((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"RIFF", b"8BPS"), Reason.PICTURE),
    ((b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"L\0\0\0\x01\x14"), Reason.PROGRAM),
    ((b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd"), Reason.ARCHIVE),
    ((b"{\\rtf",), Reason.OTHER_OFFICE),
)
_PICTURES_OF_PHONES = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypavif")
_MAIN_PARTS = {
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": "xlsx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml": "xlsx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": "docx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml": "docx",
}
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument.spreadsheet"
_CONTENT_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_TEXTS = {"csv": "csv", "tsv": "csv", "tab": "csv", "txt": "txt", "md": "txt", "": "txt"}


def recognise(path: Path, name: str) -> str:
    """The kind whose reader takes it: xlsx, xls, ods, docx, csv, pdf, html or txt. Anything else is refused."""
    with path.open("rb") as file:
        head = file.read(LOOKED_AT)
    if not head.strip(b"\0 \r\n\t"):
        raise Refused(Reason.EMPTY)
    if head.startswith(b"PK\x03\x04"):
        return _kind_of_package(path)
    if head.startswith(OLE):
        return _kind_of_old_office(path.read_bytes())
    if head[4:12] in _PICTURES_OF_PHONES:
        raise Refused(Reason.PICTURE)
    for beginnings, reason in _BEGINNINGS:
        if head.startswith(beginnings):
            raise Refused(reason)
    if head.startswith(b"PK"):
        raise Refused(Reason.ARCHIVE)
    return _kind_of_text(head, name)


def _kind_of_package(path: Path) -> str:
    with opened(path) as archive:
        names = {member.filename.lower() for member in archive.infolist()}
        if "mimetype" in names and archive.read("mimetype").strip().startswith(b"application/vnd.oasis"):
            return _kind_of_open_document(archive)
        if "[content_types].xml" not in names:
            raise Refused(Reason.ARCHIVE)
        tags = (f"{_CONTENT_TYPES}Override", f"{_CONTENT_TYPES}Default")
        types = {element.get("ContentType", "") for element in elements(archive, "[Content_Types].xml", *tags)}
    if any("macroenabled" in each.lower() or "vbaproject" in each.lower() for each in types):
        raise Refused(Reason.MACROS)
    if any("vbaproject" in each or "macrosheets" in each for each in names):
        raise Refused(Reason.MACROS)
    if any("sheet.binary" in each for each in types):
        raise Refused(Reason.BINARY_WORKBOOK)
    for each in types:
        if each in _MAIN_PARTS:
            return _MAIN_PARTS[each]
    raise Refused(Reason.OTHER_OFFICE)


def _kind_of_open_document(archive: zipfile.ZipFile) -> str:
    manifest = archive.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in archive.namelist() else b""
    if b"encryption-data" in manifest:
        raise Refused(Reason.PASSWORD)
    if not archive.read("mimetype").strip().startswith(_OPEN_DOCUMENT):
        raise Refused(Reason.OTHER_OFFICE)
    if any(name.startswith(("Basic/", "Scripts/")) for name in archive.namelist()):
        raise Refused(Reason.MACROS)
    return "ods"


def _kind_of_old_office(content: bytes) -> str:
    """The streams of the old container, by their names in its directory."""

    def holds(name: str) -> bool:
        return name.encode("utf-16-le") in content

    if holds("EncryptedPackage"):
        raise Refused(Reason.PASSWORD)
    if holds("Workbook") or holds("Book"):
        if holds("_VBA_PROJECT"):
            raise Refused(Reason.MACROS)
        return "xls"
    raise Refused(Reason.OLD_WORD if holds("WordDocument") else Reason.OTHER_OFFICE)


def _kind_of_text(head: bytes, name: str) -> str:
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    start = head.decode("utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig", "ignore").lstrip()
    if start.startswith("%PDF-"):
        return "pdf"
    if start.startswith("<"):
        is_page = "<html" in start.lower() or "<!doctype html" in start.lower() or "<table" in start.lower()
        if ending in ("html", "htm", "xhtml"):
            return "html"
        raise Refused(Reason.WEB_PAGE if is_page else Reason.MARKUP)
    if ending not in _TEXTS:
        raise Refused(Reason.DAMAGED if ending in ("xlsx", "xls", "ods", "docx", "pdf") else Reason.UNKNOWN)
    kind = _TEXTS[ending]
    return "csv" if kind == "txt" and _is_tabbed(head) else kind


def _is_tabbed(head: bytes) -> bool:
    """Whether the first lines are cells parted by tabulators, as a spreadsheet saves its Unicode text."""
    lines = [line for line in head.replace(b"\r", b"\n").split(b"\n")[:-1] if line.strip()]
    tabs = {line.count(b"\t") for line in lines[:5]}
    return len(lines) > 1 and len(tabs) == 1 and tabs != {0}
