"""A first look at how a file begins. It parses nothing, so it needs no walls around it."""

from __future__ import annotations

from tulga.documents.inspection import Reason

LOOKED_AT = 4096

_BEGINNINGS: tuple[tuple[tuple[bytes, ...], str], ...] = (
    ((b"%PDF-",), "pdf"),
    ((b"\x89PNG\r\n\x1a\n",), "png"),
    ((b"\xff\xd8\xff",), "jpeg"),
    ((b"PK\x03\x04",), "office"),
    (
        (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"L\0\0\0\x01\x14"),
        Reason.PROGRAM,
    ),
    ((b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",), Reason.OLD_OFFICE),
    ((b"PK", b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd"), Reason.ARCHIVE),
    ((b"GIF8", b"BM", b"II*\0", b"MM\0*", b"RIFF", b"8BPS"), Reason.OTHER_PICTURE),
    ((b"<",), Reason.MARKUP),
)


def recognise(head: bytes) -> str:
    """A kind, "office" for Word or Excel, a Reason to refuse, or "" when the beginning says nothing."""
    if head[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypavif"):
        return Reason.OTHER_PICTURE
    for beginnings, what in _BEGINNINGS:
        if head.startswith(beginnings):
            return what
    if head[257:262] == b"ustar":
        return Reason.ARCHIVE
    # A mark of byte order or white space may stand before a web page or a PDF.
    start = head.decode("utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig", "ignore").lstrip()
    if start.startswith("<"):
        return Reason.MARKUP
    return "pdf" if start.startswith("%PDF-") else ""
