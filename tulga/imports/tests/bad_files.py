"""Files of which nothing can be made, and what their sender sees: the same wherever they are sent to."""

from __future__ import annotations

import re
from html import unescape

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from django.utils.translation import gettext

from tulga.documents import refusals as of_documents
from tulga.documents.inspection import Reason as Inspected
from tulga.documents.models import Document
from tulga.imports import views
from tulga.imports.choices import Status
from tulga.imports.models import Import, ImportedRow
from tulga.imports.tests.test_views import ask
from tulga.kit.tabular import refusals
from tulga.kit.tabular.content import SHEET, where
from tulga.kit.tabular.refused import Reason
from tulga.kit.tests.tabular import samples

LANGUAGES = ["en", "mn"]
NOTHING_FOUND = (
    "Nothing in this file looks like something Tulga can read here: no table with headings, no list of "
    "recommendations. Check that it is the right file."
)
READ, INSPECTED = refusals.SENTENCES, of_documents.SENTENCES
BAD = [
    ("locked.xlsx", lambda: samples.ole("EncryptionInfo", "EncryptedPackage"), INSPECTED[Inspected.OLD_OFFICE]),
    ("locked.ods", lambda: samples.ods("", manifest="<encryption-data/>"), READ[Reason.PASSWORD]),
    ("cut.xlsx", lambda: samples.far_cell()[:-200], INSPECTED[Inspected.DAMAGED]),
    ("old.xls", lambda: samples.ole("Workbook"), READ[Reason.DAMAGED]),
    ("bomb.xlsx", samples.bomb, INSPECTED[Inspected.BOMB]),
    ("long.xlsx", samples.rows_200_000, READ[Reason.TOO_MANY_ROWS]),
    ("long.csv", lambda: b"1,2\n" * 200_000, READ[Reason.TOO_MANY_ROWS]),
    ("far.xlsx", samples.far_cell, READ[Reason.FAR_CELL]),
    ("photo.xlsx", samples.picture, "This is %(kind)s. Send one of these instead: %(kinds)s."),
    ("archive.zip", lambda: samples.zipped(a=b"b"), INSPECTED[Inspected.ARCHIVE]),
    ("letter.doc", lambda: samples.ole("WordDocument"), INSPECTED[Inspected.OLD_OFFICE]),
    ("entity.xlsx", samples.with_entity, INSPECTED[Inspected.DAMAGED]),
    ("macros.xlsm", samples.with_macros, INSPECTED[Inspected.MACROS]),
    ("formatted.xlsx", samples.million_empty_cells, NOTHING_FOUND),
]
PLACES = {"long.xlsx": ("Plan", 15_000, None), "long.csv": ("", 15_000, None), "far.xlsx": ("Plan", 1_048_575, 16_383)}


def sent(actor, target, name, content, language, capture, code="NAP-2030") -> str:
    """What the sender sees once the worker has looked at the file."""
    upload = SimpleUploadedFile(name, content)
    with capture(execute=True):
        answer = ask(
            views.StartImport,
            actor,
            {"into": "new", "new_code": code, "file": upload},
            language=language,
            target=target,
        )
    if answer.status_code != 302:
        return unescape(answer.content.decode())
    return shown(actor, language)


def previewed(actor, language, capture) -> str:
    """What the sender sees once the file that was sent has been compared."""
    with capture(execute=True):
        ask(views.PreviewImport, actor, {}, language=language, pk=Import.objects.get().pk)
    return shown(actor, language)


def shown(actor, language, **query) -> str:
    page = ask(views.ImportDetail, actor, query=query, language=language, pk=Import.objects.get().pk)
    return unescape(page.content.decode())


def require_told_and_nothing_kept(page, name, sentence, language) -> None:
    """A sentence in the sender's language, with the place where there is one; and of the file at most that it was."""
    with translation.override(language):
        assert [words for words in re.split(r"%\(\w+\)s", gettext(sentence)) if words not in page] == []
        if name in PLACES:
            sheet, row, column = PLACES[name]
            assert where(SHEET, sheet, 1, row, column) in page
    assert set(Import.objects.values_list("status", flat=True)) <= {Status.FAILED}
    assert not ImportedRow.objects.exists()
    assert Document.objects.count() == Import.objects.exclude(document=None).count()
