from __future__ import annotations

from urllib.parse import unquote

import pytest

from tulga.documents.choices import Kind
from tulga.documents.services import store_document
from tulga.documents.serving import disposition, document_response
from tulga.documents.tests import samples
from tulga.documents.tests.factories import sent
from tulga.kit.actor import Actor


@pytest.mark.django_db
def test_file_is_sent_to_be_saved_and_never_shown():
    upload = sent("Жагсаалт.csv", samples.CSV)
    document = store_document(upload=upload, kinds={Kind.CSV}, actor=Actor.system("test"))

    response = document_response(document)

    assert b"".join(response.streaming_content) == samples.CSV
    assert dict(response.headers) == {
        "Content-Type": "text/csv; charset=utf-8",
        "Content-Length": str(len(samples.CSV)),
        "Content-Disposition": 'attachment; filename="document.csv"; '
        "filename*=UTF-8''%D0%96%D0%B0%D0%B3%D1%81%D0%B0%D0%B0%D0%BB%D1%82.csv",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "no-store, private",
    }


@pytest.mark.parametrize("name", ["plain.pdf", "Ө Ү.pdf", 'a"b\\.pdf', "a;b='c'.pdf", "a\r\nX: y.pdf", "100%.pdf"])
def test_disposition_holds_any_name_in_one_header(name):
    header = disposition(name)

    plain, _separator, exact = header.removeprefix('attachment; filename="').partition("\"; filename*=UTF-8''")
    assert header.isascii()
    assert header.isprintable()
    assert '"' not in plain
    assert unquote(exact) == name
