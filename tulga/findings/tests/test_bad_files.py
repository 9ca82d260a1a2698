"""What no findings can be made of, or only with a person's help, sent through the pages in either language."""

from __future__ import annotations

import re

import pytest
from django.utils import translation
from django.utils.translation import gettext

from tulga.accounts.actors import actor_of
from tulga.accounts.choices import Role
from tulga.accounts.tests.factories import MembershipFactory
from tulga.documents.data_files import check_data_file
from tulga.documents.tests import factories
from tulga.documents.tests.conftest import documents_dir  # noqa: F401 - a fixture
from tulga.documents.tests.samples import pdf
from tulga.findings.models import Assessment, Finding
from tulga.imports import views
from tulga.imports.models import Import
from tulga.imports.services.starting import start_import
from tulga.imports.services.steering import answer_doubts, ask_apply, ask_preview
from tulga.imports.tests.bad_files import BAD, LANGUAGES, READ, previewed, require_told_and_nothing_kept, sent
from tulga.imports.tests.samples import worked
from tulga.imports.tests.test_views import ask
from tulga.kit.imports.changes import LEAVE_OUT
from tulga.kit.imports.targets import TARGETS
from tulga.kit.tabular.content import SHEET, where
from tulga.kit.tabular.refused import Reason

pytestmark = pytest.mark.django_db
CODE = "UPR-2030-MNG"
NOTHING_FOUND = (
    "Nothing in this file looks like something Tulga can read here: no table with headings, no list of "
    "recommendations. Check that it is the right file."
)
OWN = [
    *BAD,
    ("scan.pdf", pdf, READ[Reason.SCAN]),
    ("empty.txt", lambda: b"\n \n\t\n", READ[Reason.EMPTY]),
    ("only-headings.csv", lambda: b"No,Recommendation,Theme\n", NOTHING_FOUND),
]


@pytest.fixture
def writer():
    return actor_of(MembershipFactory(role=Role.SECRETARIAT).user)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "make", "sentence"), OWN, ids=[row[0] for row in OWN])
def test_what_holds_no_findings_is_told_in_a_sentence_and_leaves_nothing(
    name, make, sentence, language, writer, django_capture_on_commit_callbacks
):
    page = sent(writer, "findings", name, make(), language, django_capture_on_commit_callbacks, CODE)

    require_told_and_nothing_kept(page, name, sentence, language)
    assert not any(model.objects.exists() for model in (Assessment, Finding))
    if not Import.objects.exists():  # it was refused beside its field: what was chosen stays
        assert re.search(rf'name="new_code"[^>]*value="{CODE}"', page)
        assert re.search(r'<option value="new"\s+selected', page)


UPR = """To,To-Rgrp,To-Org,Text,From,From-Rgrp,From-Org,Response,Action,Issue,Session
Kazakhstan,Asia,OIC,Protect witnesses,Norway,WEOG,,Accepted,4,Trafficking,20
Mongolia,Asia,,Train border guards,Norway,WEOG,,Noted,4,Trafficking,22
"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_its_state_a_file_of_many_is_not_read(language, writer, django_capture_on_commit_callbacks):
    page = sent(writer, "findings", "upr.csv", UPR.encode(), language, django_capture_on_commit_callbacks, CODE)
    batch = Import.objects.get()
    asked = batch.understanding.unanswered

    refused = ask(views.PreviewImport, writer, {}, language=language, pk=batch.pk)
    wrong = ask(views.CorrectImport, writer, {"layout": "upr-info", "question_0": "Atlantis"}, pk=batch.pk)

    with translation.override(language):
        assert str(asked[0].label) in page
        assert gettext("Not found out: answer it") in page
        assert gettext("Show what would change") not in page
    assert (refused.status_code, wrong.status_code) == (422, 422)
    assert "Atlantis" in wrong.content.decode()
    assert not batch.rows.exists()


DOUBTFUL = """No,Recommendation,Recommended by,Response
7,Protect witnesses,Norway,Supported
7,Train border guards,Norway,Perhaps
8,Шалгах пaспортыг,Norway,Noted
nine hundred and ninety-nine or so of them all,Fund shelters,Norway,Noted
"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_doubtful_is_told_with_its_row_and_column(language, writer, django_capture_on_commit_callbacks):
    sent(writer, "findings", "list.csv", DOUBTFUL.encode(), language, django_capture_on_commit_callbacks, CODE)

    page = previewed(writer, language, django_capture_on_commit_callbacks)

    with translation.override(language):
        told = [
            gettext("Number %(number)s stands twice in this file. What is the second, “%(words)s”?")
            % {"number": "7", "words": "Train border guards"},
            gettext("The word “%(word)s” mixes Latin and Cyrillic letters that look alike; it would not be found.")
            % {"word": "пaспортыг"},
            gettext("“%(words)s” says neither supported nor noted: the State's words are kept, no position.")
            % {"words": "Perhaps"},
            where(SHEET, "", 1, 2),
        ]
    assert [words for words in told if words not in page] == []
    assert not Assessment.objects.exists()


@pytest.mark.parametrize("answer", [LEAVE_OUT, "next"])
def test_a_doubt_that_was_answered_and_applied_is_not_asked_again(answer, writer):
    def seen():
        upload = check_data_file(factories.sent("list.csv", DOUBTFUL.encode()))
        batch = start_import(target=TARGETS["findings"], into=CODE, upload=upload, actor=writer)
        return worked(ask_preview(batch=worked(batch, writer), actor=writer), writer)

    batch = seen()
    (asked,) = batch.doubts.filter(answer="")
    answered = worked(answer_doubts(batch=batch, answers={asked.name: answer}, actor=writer), writer)
    worked(ask_apply(batch=answered, actor=writer), writer)
    again = seen()

    assert not again.doubts.filter(answer="").exists()
    assert (again.counts["created"], again.counts["changed"], again.counts["doubtful"]) == (0, 0, 0)


HTML = """<html><head><title>T</title><script>document.title = "stolen"</script></head><body>
<p onclick="alert(1)">Recommendations:</p>
<ul><li>Fund shelters &amp; train <img src=x onerror=alert(2)>drivers</li><li>Publish the figures</li></ul>
<script>alert(3)</script></body></html>"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_of_a_web_page_only_its_words_are_taken(language, writer, django_capture_on_commit_callbacks):
    sent(writer, "findings", "report.html", HTML.encode(), language, django_capture_on_commit_callbacks, CODE)

    page = previewed(writer, language, django_capture_on_commit_callbacks)

    texts = [row.record["values"]["text"] for row in Import.objects.get().rows.all()]
    assert texts == ["Fund shelters & train drivers", "Publish the figures"]
    assert not any(words in page for words in ("alert(", "onerror", "stolen"))
