from __future__ import annotations

from urllib.parse import quote

from django.http import FileResponse, HttpResponse

from tulga.documents import storage
from tulga.documents.choices import Kind
from tulga.documents.models import Document


def document_response(document: Document) -> FileResponse:
    """Send the file to be saved, never shown. The calling page has already made sure that the reader may have it."""
    response = FileResponse(
        storage.path_of(document.public_name).open("rb"), content_type=Kind(document.kind).content_type
    )
    response["Content-Length"] = str(document.byte_size)
    response["Content-Disposition"] = disposition(document.original_name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "no-store, private"
    return response


def made_response(name: str, content: bytes) -> HttpResponse:
    """Send a file that was made just now, to be saved; its name's ending says what it is."""
    response = HttpResponse(content, content_type=_MADE[name.rpartition(".")[2]])
    response["Content-Disposition"] = disposition(name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store, private"
    return response


_MADE = {
    **{kind.value: kind.content_type for kind in (Kind.PDF, Kind.DOCX)},
    "zip": "application/zip",
    "csv": "text/csv; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
}


def disposition(name: str) -> str:
    """RFC 6266: the name in UTF-8, and before it one in ASCII for old programs."""
    plain = name if name.isascii() and name.isprintable() else f"document.{name.rpartition('.')[2]}"
    escaped = plain.replace("\\", "_").replace('"', "_")
    return f"attachment; filename=\"{escaped}\"; filename*=UTF-8''{quote(name, safe='')}"
