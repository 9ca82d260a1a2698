"""What no plan can be made of, sent through the pages: a sentence in the sender's language, and nothing of it stays."""

from __future__ import annotations

from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from django.utils.translation import gettext

from tulga.accounts.actors import actor_of
from tulga.accounts.choices import Role
from tulga.accounts.tests.factories import MembershipFactory
from tulga.documents import refusals as of_documents
from tulga.documents.inspection import Reason as Inspected
from tulga.documents.models import Document
from tulga.documents.tests.conftest import documents_dir  # noqa: F401 - a fixture
from tulga.imports import views
from tulga.imports.choices import Status
from tulga.imports.models import Import, ImportedRow
from tulga.imports.tests.test_views import ask
from tulga.kit.tabular import refusals
from tulga.kit.tabular.content import SHEET, where
from tulga.kit.tabular.refused import Reason
from tulga.kit.tests.tabular import samples
from tulga.plan.models import Activity, Plan

pytestmark = pytest.mark.django_db
LANGUAGES = ["en", "mn"]
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
    ("photo.xlsx", samples.picture, ""),
    ("archive.zip", lambda: samples.zipped(a=b"b"), INSPECTED[Inspected.ARCHIVE]),
    ("letter.doc", lambda: samples.ole("WordDocument"), INSPECTED[Inspected.OLD_OFFICE]),
    ("entity.xlsx", samples.with_entity, INSPECTED[Inspected.DAMAGED]),
    ("macros.xlsm", samples.with_macros, INSPECTED[Inspected.MACROS]),
    ("formatted.xlsx", samples.million_empty_cells, ""),
]
PLACES = {"long.xlsx": ("Plan", 50_000, None), "long.csv": ("", 50_000, None), "far.xlsx": ("Plan", 1_048_575, 16_383)}


@pytest.fixture
def writer():
    return actor_of(MembershipFactory(role=Role.SECRETARIAT).user)


def page_after(actor, name, content, language, capture) -> str:
    """What the sender sees once the worker has looked at the file."""
    upload = SimpleUploadedFile(name, content)
    with capture(execute=True):
        answer = ask(
            views.StartImport,
            actor,
            {"into": "new", "new_code": "NAP-2030", "file": upload},
            language=language,
            target="plan",
        )
    if answer.status_code != 302:
        return unescape(answer.content.decode())
    batch = Import.objects.get()
    return unescape(ask(views.ImportDetail, actor, language=language, pk=batch.pk).content.decode())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "make", "sentence"), BAD, ids=[row[0] for row in BAD])
def test_what_is_no_plan_is_told_in_a_sentence_and_leaves_nothing(
    name, make, sentence, language, writer, django_capture_on_commit_callbacks
):
    page = page_after(writer, name, make(), language, django_capture_on_commit_callbacks)

    with translation.override(language):
        assert gettext(sentence).partition("%(")[0] in page
        if name in PLACES:
            sheet, row, column = PLACES[name]
            assert where(SHEET, sheet, 1, row, column) in page
    assert set(Import.objects.values_list("status", flat=True)) <= {Status.FAILED}
    assert not any(model.objects.exists() for model in (Plan, Activity, ImportedRow))
    assert Document.objects.count() == Import.objects.exclude(document=None).count()


DOUBTFUL = [
    ("No", "Activity", "Who does it", "Period"),
    ("Objective 1. Prevention", "", "", ""),
    ("7", "", "Nobody", "2018"),
    ("1.1", "Train officers", "", 43_101),
    ("1.1", "Warn travellers", "", "2018"),
    ("1.2", "Жолоочийн пaспортыг шалгах", "", "2018"),  # with a Latin letter
]


def doubtful(book):
    sheet = book.add_worksheet("Plan")
    for row, cells in enumerate(DOUBTFUL):
        sheet.write_row(row, 0, cells)
    sheet.merge_range(1, 0, 1, 3, DOUBTFUL[1][0])


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_doubtful_is_told_with_its_row_and_column(language, writer, django_capture_on_commit_callbacks):
    page_after(writer, "plan.xlsx", samples.workbook(doubtful), language, django_capture_on_commit_callbacks)
    batch = Import.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        ask(views.PreviewImport, writer, {}, language=language, pk=batch.pk)

    page = unescape(ask(views.ImportDetail, writer, language=language, pk=batch.pk).content.decode())

    with translation.override(language):
        told = [
            gettext("“%(words)s” may be a date that lost its format: %(day)s. It was kept as words.")
            % {"words": "43101", "day": "2018-01-01"},
            gettext("This row has the number of an earlier one (%(place)s). Is it another activity?")
            % {"place": where(SHEET, "Plan", 1, 3)},
            gettext("The word “%(word)s” mixes Latin and Cyrillic letters that look alike; it would not be found.")
            % {"word": "пaспортыг"},
            gettext("This row belongs to no activity and was left out: %(words)s") % {"words": "7; Nobody; 2018"},
            where(SHEET, "Plan", 1, 2),
        ]
    assert [words for words in told if words not in page] == []
    assert not Plan.objects.exists()
