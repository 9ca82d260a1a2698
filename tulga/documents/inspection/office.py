from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import IO, TYPE_CHECKING
from xml.parsers import expat
from xml.sax import SAXException
from xml.sax.handler import ContentHandler

from defusedxml import DefusedXmlException
from defusedxml.sax import make_parser

from tulga.documents.inspection import Reason, Refused
from tulga.kit.plain_xml import surely_lacks

if TYPE_CHECKING:
    from xml.sax.xmlreader import AttributesImpl

MAX_MEMBERS = 2_000
MAX_UNPACKED = 100 * 1024 * 1024
MAX_RATIO = 100
RATIO_MATTERS_FROM = 10 * 1024 * 1024
MAX_NESTING = 2
PIECE = 64 * 1024

_MAIN_PART = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
}
_MACROS = re.compile(r"macroenabled|vbaproject|macrosheet|intlmacrosheet", re.IGNORECASE)
_HARMLESS_MEMBERS = {
    *("xml", "rels", "vml", "png", "jpg", "jpeg", "jpe", "gif", "bmp", "tif", "tiff", "emf", "wmf", "wdp", "svg"),
    *("odttf", "ttf", "sigs"),
}
_ELSEWHERE = re.compile(r"\s*(https?:|ftp:|mhtml:|\\\\|//|file:/{0,2}[^/\s]|file:/{4,})", re.IGNORECASE)
_ACTING = ("ddeLink", "oleLink", "fldSimple", "instrText")
_DDE = re.compile(r"\bDDE(AUTO)?\b", re.IGNORECASE)


def inspect(path: Path, kind: str, output: Path | None) -> bool:
    """Raise Refused unless it is a Word document or an Excel workbook in which nothing acts or hides."""
    _inspect_package(path, kind)
    return False


def _inspect_package(path: Path | IO[bytes], kind: str, nesting: int = 0) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            _measure(archive, members)
            names = {member.filename.lower() for member in members}
            if "[content_types].xml" not in names:
                raise Refused(Reason.ARCHIVE)
            if any(_MACROS.search(name) for name in names):
                raise Refused(Reason.MACROS)
            parts = _PartsListed()
            with archive.open("[Content_Types].xml") as listing:
                _parse(listing, parts)
            if _MAIN_PART[kind] not in parts.content_types:
                raise Refused(Reason.OTHER_OFFICE)
            for member in members:
                _inspect_member(archive, member, nesting)
    except (zipfile.BadZipFile, KeyError, NotImplementedError) as error:
        raise Refused(Reason.DAMAGED) from error


def _measure(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> None:
    """What the archive claims about itself; unpacking later never goes beyond the claim."""
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    stream = archive.fp
    size = stream.seek(0, 2) if stream else 0
    if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED or packed > size:
        raise Refused(Reason.BOMB)
    if unpacked > RATIO_MATTERS_FROM and unpacked > MAX_RATIO * size:
        raise Refused(Reason.BOMB)
    if any(member.flag_bits & 1 for member in members):
        raise Refused(Reason.ENCRYPTED)
    names = [member.filename.lower() for member in members]
    if len(set(names)) != len(names) or any(name.startswith("/") or ".." in name.split("/") for name in names):
        raise Refused(Reason.DAMAGED)


def _inspect_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, nesting: int) -> None:
    name = member.filename.lower()
    extension = name.rpartition(".")[2]
    if member.is_dir():
        return
    with archive.open(member) as stream:
        if extension in ("docx", "xlsx"):  # the numbers behind a chart in a Word document
            if nesting == MAX_NESTING:
                raise Refused(Reason.BOMB)
            _inspect_package(io.BytesIO(stream.read()), extension, nesting + 1)
        elif extension == "rels":
            _parse(stream, _LinksLocal())
        elif extension == "xml":
            if surely_lacks(stream, *_ACTING):
                stream.seek(0)
                _parse_unheard(stream)
            else:
                stream.seek(0)
                _parse(stream, _NothingActs())
        elif extension in _HARMLESS_MEMBERS or ("printersettings" in name and extension == "bin"):
            while stream.read(PIECE):  # the checksum is compared at the end
                pass
        else:
            raise Refused(Reason.OFFICE_OBJECT, member.filename)


def _parse(stream: IO[bytes], handler: ContentHandler) -> None:
    """Read XML piece by piece, keeping none of it. A document type or an entity is refused."""
    parser = make_parser()
    parser.forbid_dtd = True
    parser.setContentHandler(handler)
    try:
        parser.parse(stream)
    except (SAXException, DefusedXmlException) as error:
        raise Refused(Reason.DAMAGED) from error


def _parse_unheard(stream: IO[bytes]) -> None:
    """As `_parse`, of a part in which nobody listens for anything: a large table takes a tenth of the time."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_document_type
    try:
        parser.ParseFile(stream)
    except expat.ExpatError as error:
        raise Refused(Reason.DAMAGED) from error


def _refuse_document_type(*_declared: object) -> None:
    raise Refused(Reason.DAMAGED)


class _PartsListed(ContentHandler):
    """Reads [Content_Types].xml."""

    def __init__(self) -> None:
        super().__init__()
        self.content_types: set[str] = set()

    def startElement(self, name: str, attrs: AttributesImpl) -> None:
        content_type = attrs.get("ContentType", "")
        if _MACROS.search(content_type):
            raise Refused(Reason.MACROS)
        self.content_types.add(content_type)


class _LinksLocal(ContentHandler):
    """Allows links a reader may click; refuses what is fetched on opening."""

    def startElement(self, name: str, attrs: AttributesImpl) -> None:
        is_clicked = attrs.get("Type", "").endswith("/hyperlink")
        if attrs.get("TargetMode") == "External" and not is_clicked and _ELSEWHERE.match(attrs.get("Target", "")):
            raise Refused(Reason.OFFICE_REMOTE)


class _NothingActs(ContentHandler):
    """Refuses commands of the old dynamic data exchange, which can start programs."""

    def __init__(self) -> None:
        super().__init__()
        self._instruction = ""
        self._is_instruction = False

    def startElement(self, name: str, attrs: AttributesImpl) -> None:
        local = name.rpartition(":")[2]
        self._is_instruction = local == "instrText"
        if local in ("ddeLink", "oleLink"):
            raise Refused(Reason.OFFICE_OBJECT)
        if local == "fldSimple" and _DDE.search(attrs.get("w:instr", "")):
            raise Refused(Reason.OFFICE_OBJECT)

    def characters(self, content: str) -> None:
        if self._is_instruction:
            self._instruction += content  # an instruction may be cut over several runs

    def endElement(self, name: str) -> None:
        local = name.rpartition(":")[2]
        self._is_instruction = False
        if local == "p":
            if _DDE.search(self._instruction):
                raise Refused(Reason.OFFICE_OBJECT)
            self._instruction = ""
