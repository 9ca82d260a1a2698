from __future__ import annotations

import re
from pathlib import Path

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import IndirectObject

from tulga.documents.inspection import Reason, Refused

MAX_OBJECTS = 200_000

_ACTIONS = {"/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Rendition", "/Movie", "/Sound"}
_KEYS = {
    "/JS": Reason.PDF_SCRIPT,
    "/EF": Reason.PDF_ATTACHMENT,
    "/RichMedia": Reason.PDF_ATTACHMENT,
    "/RichMediaContent": Reason.PDF_ATTACHMENT,
    "/XFA": Reason.PDF_FORM,
}
# Readers that mend a broken file find objects which its own table of contents does not list.
_UNLISTED = {
    Reason.PDF_SCRIPT: re.compile(rb"/S\s*/JavaScript\b"),
    Reason.PDF_ACTION: re.compile(rb"/S\s*/Launch\b"),
    Reason.PDF_ATTACHMENT: re.compile(rb"/Type\s*/EmbeddedFile\b"),
}


def inspect(path: Path, kind: str, output: Path | None) -> bool:
    """Raise Refused unless it is a readable PDF in which nothing acts."""
    try:
        reader = PdfReader(path)
        if reader.is_encrypted:
            raise Refused(Reason.ENCRYPTED)
        if not len(reader.pages):
            raise Refused(Reason.DAMAGED)
        listed = [(number, generation) for generation, table in reader.xref.items() for number in table]
        listed += [(number, 0) for number in reader.xref_objStm]
        if len(listed) > MAX_OBJECTS:
            raise Refused(Reason.TOO_DEMANDING)
        _search(reader.trailer)
        for number, generation in listed:
            _search(reader.get_object(IndirectObject(number, generation, reader)))
    except PyPdfError as error:
        raise Refused(Reason.DAMAGED) from error

    spelt_out = re.sub(rb"#([0-9A-Fa-f]{2})", lambda code: bytes([int(code[1], 16)]), path.read_bytes())
    for reason, pattern in _UNLISTED.items():
        if pattern.search(spelt_out):
            raise Refused(reason)
    return False


def _search(thing: object) -> None:
    """Look for anything that acts, without following references: each object is visited by itself."""
    waiting: list[object] = [thing]
    while waiting:
        found = waiting.pop()
        if isinstance(found, dict):
            for key in found.keys() & _KEYS.keys():
                raise Refused(_KEYS[key])
            action = dict.get(found, "/S")
            if action == "/JavaScript":
                raise Refused(Reason.PDF_SCRIPT)
            if action in _ACTIONS:
                raise Refused(Reason.PDF_ACTION)
            waiting.extend(dict.values(found))
        elif isinstance(found, list):
            waiting.extend(list.__iter__(found))
