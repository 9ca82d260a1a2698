from __future__ import annotations

import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.test import RequestFactory
from django.urls import reverse
from django.utils import translation

from tulga.accounts.actors import actor_of
from tulga.accounts.choices import Role
from tulga.accounts.tests.factories import MembershipFactory
from tulga.documents.tests.samples import office, picture
from tulga.imports import views
from tulga.imports.choices import Status
from tulga.imports.models import Import
from tulga.imports.tests.samples import HEADINGS, TWO, applied, previewed, started, understood, worked
from tulga.kit import once
from tulga.kit.imports.records import Problem, Severity, Where
from tulga.kit.sentences import say

pytestmark = pytest.mark.django_db


def ask(view, actor, sent=None, query=None, language="en", **address):
    if sent is None:
        request = RequestFactory().get(f"/{language}/imports/", query or {})
    else:
        request = RequestFactory().post("/en/imports/", {once.FIELD: once.new_token(actor.user_id), **sent})
    request.actor = actor
    request._messages = CookieStorage(request)
    with translation.override(language):
        return view.as_view()(request, **address)


def shown(*args, **options):
    return ask(*args, **options).content.decode()


def file(text=TWO, name="wishes.csv"):
    return SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode())


def send(actor, **sent):
    return ask(views.StartImport, actor, {"into": "2018", **sent}, target="wishes")


def test_a_file_is_sent_and_the_worker_reads_it_as_the_person_who_sent_it(django_capture_on_commit_callbacks):
    office = MembershipFactory(role=Role.SECRETARIAT)

    with django_capture_on_commit_callbacks(execute=True):
        response = send(actor_of(office.user), file=file())

    batch = Import.objects.get()
    assert response.url == batch.get_absolute_url()
    assert (batch.status, batch.work) == (Status.UNDERSTOOD, "")


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Choose a file, or paste the text."),
        ({"file": file(), "text": "1, 2"}, "not both"),
        ({"file": file(), "new_code": "other"}, "Leave this empty"),
        ({"file": file(), "into": ""}, "Choose one."),
        ({"file": file(), "into": "new"}, "Write a code for the new one"),
        ({"file": file(), "into": "new", "new_code": "no code"}, "Use Latin letters, digits"),
        ({"file": file(), "into": "new", "new_code": "2018"}, "No new list can have this code."),
        ({"file": file(), "into": "", "new_code": "2018"}, "No new list can have this code."),
        ({"file": file(picture("PNG"), "photo.png")}, "a CSV table, an old Excel workbook (.xls), an OpenDocument"),
        ({"file": file(picture("PNG"), "photo.xlsx")}, "Send one of these instead"),
        ({"file": file(b"PK\3\4 zip", "plan.zip")}, "Archives such as ZIP"),
        ({"file": file(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 word", "plan.doc")}, "older Office file"),
        ({"file": file(office(more={"word/vbaProject.bin": b"x"}), "plan.docx")}, "macros"),
        ({"file": file("", "empty.csv")}, "empty"),
    ],
)
def test_what_cannot_be_imported_is_refused_beside_its_field(writer, sent, sentence):
    response = send(writer, **sent)

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not Import.objects.exists()


def test_a_pasted_text_is_kept_as_a_file(writer):
    send(writer, text="Fund shelters;\r\ntrain drivers", into="new", new_code="TIP-2018")

    batch = Import.objects.select_related("document").get()
    assert (batch.into, batch.document.kind, batch.file_name) == ("TIP-2018", "txt", "Pasted text.txt")


def test_whoever_writes_a_code_has_chosen_a_new_one(writer):
    send(writer, file=file(), into="", new_code="2019")

    assert Import.objects.get().into == "2019"


def test_a_form_sent_twice_is_one_import(writer):
    sent = {once.FIELD: once.new_token(writer.user_id), "into": "2018", "file": file()}

    send(writer, **sent)
    send(writer, **{**sent, "file": file()})

    assert Import.objects.count() == 1


@pytest.mark.parametrize("view", [views.ImportDetail, views.ApplyImport])
def test_where_it_goes_is_said_before_it_is_applied(writer, wishes, view):
    batch = previewed(writer, target=wishes)

    assert "Written into the list 2018." in shown(view, writer, pk=batch.pk)


def test_a_file_of_headings_alone_is_not_applied(writer, wishes):
    batch = previewed(writer, f"{HEADINGS}\n", target=wishes)

    page = shown(views.ImportDetail, writer, pk=batch.pk)
    response = ask(views.ApplyImport, writer, {}, pk=batch.pk)

    assert "there is nothing to apply" in page
    assert reverse("import_apply", args=[batch.pk]) not in page
    assert response.status_code == 422
    assert "there is nothing to apply" in response.content.decode()
    assert (Import.objects.get().status, Import.objects.get().work) == (Status.PREVIEWED, "")


def test_the_list_shows_what_was_imported_to_those_who_may(writer, reader, wishes, django_assert_num_queries):
    for _each in range(11):
        started(writer, target=wishes)

    # The imports with who sent them.
    with django_assert_num_queries(1):
        page = shown(views.ImportList, writer)
    assert page.count("wishes.csv") == 11
    assert "Import: Wishes" in page
    assert "wishes.csv" not in shown(views.ImportList, reader)


@pytest.mark.parametrize(
    "view",
    [
        *(views.ImportDetail, views.CorrectImport, views.PreviewImport, views.AnswerDoubts, views.ApplyImport),
        *(views.CancelImport, views.TryAgain, views.ImportFile),
    ],
)
def test_an_import_is_nothing_to_others(writer, reader, wishes, view):
    batch = previewed(writer, target=wishes)

    with pytest.raises(Http404):
        ask(view, reader, pk=batch.pk)
    with pytest.raises(Http404):
        ask(view, writer, pk=batch.pk + 1)


def test_an_unknown_target_is_nothing(writer, reader):
    for actor, target in ((writer, "no-such"), (reader, "wishes")):
        with pytest.raises(Http404):
            ask(views.StartImport, actor, target=target)


def test_what_was_understood_is_said_with_how_sure_and_why(writer, wishes):
    page = shown(views.ImportDetail, writer, pk=understood(writer, target=wishes).pk)

    assert all(words in page for words in ["List of wishes", "100 %", "headings", "Show what would change", "Wish"])


def test_rows_are_shown_by_state_with_what_stands_there_and_what_would(writer, wishes, django_assert_max_num_queries):
    wishes.kept = {"1": {"text": "Close a shelter", "agency": "NPA"}, "3": {"text": "Same", "agency": ""}}
    batch = previewed(writer, f"{TWO}3,Same,\n", target=wishes)

    # The import with its file; doubts: open, all, for the rows; the rows; the history.
    with django_assert_max_num_queries(8):
        page = shown(views.ImportDetail, writer, pk=batch.pk)
    assert all(words in page for words in ["Close </del>", "Open </ins>a shelter", "Who is XYZ?", "row 2"])
    changed = shown(views.ImportDetail, writer, pk=batch.pk, query={"state": "changed"})
    assert "Open </ins>a shelter" in changed
    assert "Train drivers" not in changed
    assert "No row is in this state." in shown(views.ImportDetail, writer, pk=batch.pk, query={"state": "left_out"})
    assert "Train drivers" in shown(views.ImportDetail, writer, pk=batch.pk, query={"state": "'"})


def test_of_a_long_text_that_changes_only_the_passage_is_shown(writer, wishes):
    long = "word " * 400
    wishes.kept = {"1": {"text": f"{long}once {long}end", "agency": ""}}
    batch = previewed(writer, f"{HEADINGS}\n1,{long}twice {long}end,\n", target=wishes)

    page = shown(views.ImportDetail, writer, pk=batch.pk)

    assert "once</del>" in page
    assert "twice</ins> word word word word word …" in page


def test_the_same_again_says_that_nothing_would_change(writer, wishes):
    wishes.kept = {"1": {"text": "Open a shelter", "agency": ""}}

    same = previewed(writer, f"{HEADINGS}\n1,Open a shelter,\n", target=wishes)
    another = previewed(writer, f"{HEADINGS}\n1,Close a shelter,\n", target=wishes)

    told = "Nothing would change"
    assert [told in shown(views.ImportDetail, writer, pk=each.pk) for each in (same, another)] == [True, False]


def test_a_file_that_could_not_be_read_leads_to_another(writer, wishes):
    batch = worked(started(writer, "Good morning", name="wishes.txt", target=wishes), writer)

    page = shown(views.ImportDetail, writer, pk=batch.pk)

    assert batch.status == Status.FAILED
    assert reverse("import_start", args=["wishes"]) in page
    assert reverse("import_cancel", args=[batch.pk]) in page


@pytest.mark.parametrize(
    ("severity", "where", "is_first"),
    [
        (Severity.WARNING, Where(), True),
        (Severity.NOTE, Where(), False),
        (Severity.WARNING, Where("sheet", "A", 1, 3), False),
    ],
)
def test_a_warning_about_the_whole_file_stands_before_its_rows(writer, wishes, severity, where, is_first):
    batch = previewed(writer, target=wishes)
    problem = Problem(where, say("Read me"), severity)
    Import.objects.filter(pk=batch.pk).update(problems=[problem.as_json()])

    page = shown(views.ImportDetail, writer, pk=batch.pk)

    assert (page.index("Read me") < page.index('id="rows"')) is is_first
    assert ("Read me" in shown(views.ApplyImport, writer, pk=batch.pk)) is is_first


def test_of_very_many_problems_the_first_are_told_and_the_others_counted(writer, wishes):
    batch = previewed(writer, target=wishes)
    problems = [Problem(Where("sheet", "A", 1, row), say("Row %(row)s", row=row)) for row in range(1, 3_001)]
    Import.objects.filter(pk=batch.pk).update(problems=[each.as_json() for each in problems])

    page = shown(views.ImportDetail, writer, pk=batch.pk)

    assert "Row 100<" in page
    assert "Row 101<" not in page
    assert "And 2900 more like these." in page


def test_rows_come_twenty_five_at_a_time(writer, wishes):
    rows = "".join(f"{number},Wish {number},NPA\n" for number in range(1, 31))
    batch = previewed(writer, f"{HEADINGS}\n{rows}", target=wishes)

    first = shown(views.ImportDetail, writer, pk=batch.pk)
    second = shown(views.ImportDetail, writer, pk=batch.pk, query={"page": "2"})

    assert ("Wish 25<" in first, "Wish 26<" in first) == (True, False)
    assert "Wish 30<" in second


def test_a_page_at_work_refreshes_itself_without_scripts_and_with_them(writer, wishes):
    page = shown(views.ImportDetail, writer, pk=started(writer, target=wishes).pk)

    assert '<noscript><meta http-equiv="refresh"' in page
    assert 'hx-trigger="every 2s"' in page
    assert "It waits for its turn." in page


def test_a_correction_is_sent_and_asks_for_the_worker(writer, wishes):
    batch = understood(writer, "No,Хүсэлт,By\n1,Open,NPA\n", target=wishes)
    page = shown(views.CorrectImport, writer, pk=batch.pk)
    assert "Хүсэлт" in page

    sent = {
        "layout": "wish-list",
        "question_0": "number",
        "question_1": "text",
        "question_2": "agency",
        "question_3": "2019",
    }
    ask(views.CorrectImport, writer, sent, pk=batch.pk)

    batch.refresh_from_db()
    # What was only guessed, and not touched, is not held to be said by anybody.
    assert (batch.work, batch.given) == ("understand", {"column-1": "text", "year": "2019"})


def test_a_correction_without_what_must_be_answered_is_shown_again(writer, wishes):
    batch = understood(writer, target=wishes)

    response = ask(views.CorrectImport, writer, {"layout": "wish-list", "question_3": ""}, pk=batch.pk)

    assert response.status_code == 422


def test_open_doubts_come_before_applying(writer, wishes):
    batch = previewed(writer, f"{TWO}3,More,XYZ\n", target=wishes)
    links = [reverse(name, args=[batch.pk]) for name in ("import_doubts", "import_apply")]
    asked = shown(views.ImportDetail, writer, pk=batch.pk)

    batch.doubts.update(answer="MOJ")
    answered = shown(views.ImportDetail, writer, pk=batch.pk)

    assert [sorted(links, key=page.index) for page in (asked, answered)] == [links, links[::-1]]


def test_doubts_are_answered_once_for_all_their_rows(writer, wishes):
    batch = previewed(writer, f"{TWO}3,More,XYZ\n", target=wishes)
    page = shown(views.AnswerDoubts, writer, pk=batch.pk)
    assert all(words in page for words in ["Who is XYZ?", "Justice", "2 rows", "Leave these rows out"])

    ask(views.AnswerDoubts, writer, {f"doubt_{batch.doubts.get().pk}": "MOJ"}, pk=batch.pk)

    batch.refresh_from_db()
    assert (batch.work, batch.answers) == ("preview", {"agency:XYZ": "MOJ"})


def test_applying_is_asked_for_with_the_numbers_before_one_eye(writer, wishes):
    batch = previewed(writer, target=wishes)
    page = shown(views.ApplyImport, writer, pk=batch.pk)
    assert "Doubtful rows are written as far as that is certain" in page

    ask(views.ApplyImport, writer, {}, pk=batch.pk)

    batch.refresh_from_db()
    assert batch.work == "apply"


def test_an_applied_import_leads_to_what_came_of_it_and_cannot_be_changed(writer, wishes):
    batch = applied(writer, target=wishes)

    page = shown(views.ImportDetail, writer, pk=batch.pk)

    assert 'href="/wishes/2018/"' in page
    assert "Correct what was understood" not in page
    assert ask(views.ApplyImport, writer, {}, pk=batch.pk).status_code == 403


def test_the_file_is_given_back_as_it_came_to_be_saved(writer, wishes):
    batch = started(writer, target=wishes)

    response = ask(views.ImportFile, writer, pk=batch.pk)

    assert b"".join(response.streaming_content) == TWO.encode()
    assert response["Content-Disposition"].startswith("attachment")


def test_cancelling_leads_back_to_the_list(writer, wishes):
    batch = previewed(writer, target=wishes)
    assert shown(views.CancelImport, writer, pk=batch.pk)

    response = ask(views.CancelImport, writer, {}, pk=batch.pk)

    assert response.url.endswith("/imports/")
    batch.refresh_from_db()
    assert batch.status == Status.CANCELLED
    page = shown(views.ImportDetail, writer, pk=batch.pk)
    assert "The file as it came" not in page


def test_every_stage_has_its_page_in_each_language(writer, wishes):
    for stage in (started, previewed, applied):
        batch = stage(writer, target=wishes)
        for language in ("mn", "en"):
            assert shown(views.ImportDetail, writer, pk=batch.pk, language=language)
