from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from django.utils import timezone, translation

from tests.people import actor_at
from tulga.accounts.choices import Role
from tulga.accounts.tests.factories import UserFactory
from tulga.agencies.tests.factories import AgencyFactory
from tulga.evidence import views
from tulga.evidence.choices import Status
from tulga.evidence.models import Estimate, ProtectedCounts
from tulga.evidence.tasks import work_out_estimate, work_out_protection
from tulga.evidence.tests.factories import CAPTURES, COUNTS, EstimateFactory, ProtectedCountsFactory
from tulga.kit import once

pytestmark = pytest.mark.django_db
ESTIMATE = {
    "title_en": "Hidden victims",
    "source": "Three offices, 2025",
    "table": CAPTURES,
    "method": "stepwise",
    "resamples": "200",
}
PROTECTED = {
    "title_en": "By aimag",
    "source": "Police, 2025",
    "table": COUNTS,
    "threshold": "10",
    "told_before_choice": "nothing",
}
# The small count alone is hidden, without totals: by itself it tells next to nothing.
TOLD_ELSEWHERE = COUNTS.replace("Dornogovi,men,3", "Dornogovi,men,")

ELSEWHERE = {
    **PROTECTED,
    "told_before_choice": "elsewhere",
    "told_before_title": "The ministry's yearly report",
    "told_before": TOLD_ELSEWHERE,
}


@pytest.fixture
def writer():
    return actor_at(AgencyFactory(), Role.SECRETARIAT, user_id=UserFactory().pk)


@pytest.fixture
def outsider():
    return actor_at(AgencyFactory(), Role.FOCAL_POINT)


def ask(view, actor, sent=None, query=None, **address):
    if sent is None:
        request = RequestFactory().get("/en/evidence/", query)
    else:
        request = RequestFactory().post("/en/evidence/", {once.FIELD: once.new_token(actor.user_id), **sent})
    request.actor = actor
    request._messages = CookieStorage(request)
    with translation.override("en"):
        return view.as_view()(request, **address)


def shown(*args, **options):
    return " ".join(ask(*args, **options).content.decode().split())


def worked_out(study):
    (work_out_estimate if isinstance(study, Estimate) else work_out_protection).call(study.pk)
    study.refresh_from_db()
    return study


@pytest.mark.parametrize(
    ("view", "sent", "model"),
    [(views.EstimateCreate, ESTIMATE, Estimate), (views.ProtectedCreate, PROTECTED, ProtectedCounts)],
)
def test_a_table_is_entered_and_handed_to_the_worker(writer, view, sent, model, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        response = ask(view, writer, sent)

    study = model.objects.get()
    assert response["Location"] == study.get_absolute_url()
    assert (study.status, study.made_by_id) == (Status.READY, writer.user_id)


def test_a_table_comes_as_a_file_too(writer):
    upload = SimpleUploadedFile("lists.csv", b"\xef\xbb\xbf" + CAPTURES.encode())

    ask(views.EstimateCreate, writer, {**ESTIMATE, "table": "", "file": upload})

    assert Estimate.objects.get().table == CAPTURES


@pytest.mark.parametrize(
    ("view", "sent", "sentence"),
    [
        (views.EstimateCreate, {**ESTIMATE, "table": ""}, "Paste the table, or choose a file."),
        (views.EstimateCreate, {**ESTIMATE, "table": "police,count\n1,5\n"}, "one list"),
        (views.EstimateCreate, {**ESTIMATE, "table": CAPTURES + "1,0,0,9\n"}, "same history"),
        (views.EstimateCreate, {**ESTIMATE, "table": CAPTURES.replace("54", "-5")}, "whole number"),
        (views.EstimateCreate, {**ESTIMATE, "table": CAPTURES + "0,0,0,9\n"}, "no list"),
        (
            views.EstimateCreate,
            {**ESTIMATE, "file": SimpleUploadedFile("x.csv", CAPTURES.encode())},
            "not both",
        ),
        (
            views.EstimateCreate,
            {**ESTIMATE, "table": "", "file": SimpleUploadedFile("x.csv", b"\xff\xfe\x00")},
            "not text in UTF-8",
        ),
        (
            views.EstimateCreate,
            {**ESTIMATE, "table": "", "file": SimpleUploadedFile("x.csv", b"1" * 400_001)},
            "too large",
        ),
        (views.ProtectedCreate, {**PROTECTED, "threshold": "4"}, "greater than or equal to 5"),
        (views.ProtectedCreate, {**PROTECTED, "told_before_choice": ""}, "Choose one."),
        (views.ProtectedCreate, {**PROTECTED, "told_before_choice": "not-one-of-them"}, "Select a valid choice"),
        (views.ProtectedCreate, {**PROTECTED, "told_before": "aimag,count\nKhovd,3\n"}, "or leave it out"),
        (views.ProtectedCreate, {**ELSEWHERE, "told_before_title": ""}, "Say where it was told."),
        (views.ProtectedCreate, {**ELSEWHERE, "told_before": ""}, "Paste the table, or choose a file."),
        (views.ProtectedCreate, {**ELSEWHERE, "told_before": "aimag,count\nKhovd,many\n"}, "many is not a count"),
        (views.ProtectedCreate, {**ELSEWHERE, "told_before": "aimag,count\nKhovd,28\n"}, "contradict each other"),
        (views.ProtectedCreate, {**ELSEWHERE, "told_before": "month,count\n2025-01,28\n"}, "has no column month"),
        (views.ProtectedCreate, {**PROTECTED, "table": "sex,count\nwomen,4.5\n"}, "whole numbers"),
    ],
)
def test_bad_input_gets_a_sentence_and_is_kept(writer, view, sent, sentence):
    response = ask(view, writer, sent)

    page = response.content.decode()
    assert response.status_code == 422
    assert sentence in page
    assert sent["source"] in page
    assert not Estimate.objects.exists()
    assert not ProtectedCounts.objects.exists()


@pytest.mark.parametrize("sent", [None, {}], ids=["empty", "in error"])
def test_what_is_needed_in_one_of_two_ways_is_not_called_optional(writer, sent):
    pages = [ask(view, writer, sent).content.decode() for view in (views.EstimateCreate, views.ProtectedCreate)]

    assert [page.count("(optional)") for page in pages] == [0, 0]
    assert all("Instead of pasting the table" in page for page in pages)


def test_everything_that_is_wrong_is_said_at_once(writer):
    page = shown(
        views.ProtectedCreate, writer, {**PROTECTED, "table": "sex,count\nwomen,4.5\n", "told_before_choice": ""}
    )

    assert "whole numbers" in page
    assert "Choose one." in page


def test_a_refused_file_leaves_every_field_as_it_was(writer):
    upload = SimpleUploadedFile("counts.csv", b"sex,count\nwomen,3\nwomen,4\n")
    sent = {**PROTECTED, "table": "", "file": upload, "threshold": "12"}
    sent.pop("protects_zero", None)

    page = ask(views.ProtectedCreate, writer, sent).content.decode()

    assert "women,3\nwomen,4" in page
    assert f'value="{PROTECTED["source"]}"' in page
    assert 'value="12"' in page
    assert "checked" not in page


def test_the_panel_is_shown_whole_with_its_caveats(writer):
    estimate = worked_out(EstimateFactory())

    page = shown(views.EstimateDetail, writer, public_id=estimate.public_id)

    assert "156 were observed" in page
    assert all(
        words in page for words in ["The answer is the whole panel", "without shelters", "<svg", "Three offices"]
    )


def test_a_page_says_the_same_numbers_as_the_library(writer):
    estimate = worked_out(EstimateFactory())

    page = shown(views.EstimateDetail, writer, public_id=estimate.public_id)

    found = [row["estimate"] for row in estimate.result["rows"]]
    assert any(each % 1 > 0.5 for each in found)
    assert all(f'<td class="tu-table__number" data-label="Estimate">{each:,.0f}</td>' in page for each in found)


def test_while_it_is_worked_out_the_page_asks_again(writer):
    page = shown(views.EstimateDetail, writer, public_id=EstimateFactory().public_id)

    assert '<meta http-equiv="refresh" content="2">' in page
    assert "It is being worked out" in page


@pytest.mark.parametrize(("waited", "asked"), [(0, 200), (4, 500), (600, 2000)])
def test_what_is_soon_ready_is_soon_asked_for(writer, waited, asked):
    estimate = EstimateFactory()
    Estimate.objects.filter(pk=estimate.pk).update(made_at=timezone.now() - dt.timedelta(seconds=waited))

    page = shown(views.EstimateDetail, writer, public_id=estimate.public_id)

    assert asked <= int(page.split("load delay:")[1].split("ms")[0]) < 2 * asked


def test_what_must_be_hidden_is_shown_with_the_reason_and_the_readers_interval(writer):
    counts = worked_out(ProtectedCountsFactory(made_by_id=writer.user_id))

    page = shown(views.ProtectedDetail, writer, public_id=counts.public_id)
    file = ask(views.ProtectedDownload, writer, public_id=counts.public_id)

    assert "cells must be hidden" in page
    assert all(words in page for words in ["small count", "would give another cell away", "Discard it"])
    assert file["Content-Type"] == "text/csv; charset=utf-8"
    assert b"Dornogovi,men,3" not in file.content


# Fifteen months, told as a calendar year and as a year from April to March.
def months(first, last, counts):
    return "period,count\n" + "".join(f"{2025 + n // 12}-{n % 12 + 1:02},{counts[n]}\n" for n in range(first, last))


BY_MONTH = [11, 12, 11, 14, 15, 3, 16, 17, 18, 19, 20, 21, 10, 22, 23]


def entered(writer, **sent):
    ask(views.ProtectedCreate, writer, {**PROTECTED, **sent})
    return worked_out(ProtectedCounts.objects.latest("pk"))


def test_two_releases_that_overlap_are_laid_together_cell_by_cell(writer):
    calendar_year = entered(writer, table=months(0, 12, BY_MONTH))
    assert "2025-06,\n" in calendar_year.may_be_told

    treaty_year = entered(writer, table=months(3, 15, BY_MONTH), told_before_choice=calendar_year.public_id)
    page = shown(views.ProtectedDetail, writer, public_id=treaty_year.public_id)

    assert treaty_year.told_before == calendar_year.may_be_told
    # April is in the calendar year for everybody to read: hiding it would give June away.
    assert "2025-04,14\n" in treaty_year.may_be_told
    assert "2025-06,\n" in treaty_year.may_be_told
    assert {cell["key"][0] for cell in treaty_year.result["with_others"]["cells"]} >= {"2025-06"}
    assert "From both together" in page
    assert "Readers of both are left with what stands here, or with more" not in page
    assert treaty_year.result["with_others"]["given_away"] == 0


def test_what_gives_cells_away_together_with_what_was_told_before_cannot_be_taken_from_here(writer):
    counts = entered(writer, **{name: ELSEWHERE[name] for name in ELSEWHERE if name.startswith("told")})

    page = shown(views.ProtectedDetail, writer, public_id=counts.public_id)

    assert counts.status == Status.READY
    assert "csv" not in counts.result
    assert "it cannot be taken from here" in page
    assert "Download it" not in page
    refused = ask(views.ProtectedDownload, writer, public_id=counts.public_id)
    assert (refused.status_code, refused["Content-Type"]) == (403, "text/html; charset=utf-8")
    assert "cannot be taken from here" in refused.content.decode()
    assert counts.public_id not in shown(views.ProtectedCreate, writer)


def test_what_time_left_open_of_two_tables_is_said(writer):
    counts = entered(writer, **{name: ELSEWHERE[name] for name in ELSEWHERE if name.startswith("told")})
    counts.result["with_others"]["unsettled"] = 3
    counts.save()

    page = shown(views.ProtectedDetail, writer, public_id=counts.public_id)

    assert "Time ended before the intervals of 3 cells were exact. Readers of both are left with what stands" in page


def test_what_adds_nothing_to_what_was_told_before_is_said_to_add_nothing(writer):
    first = entered(writer)
    second = entered(writer, told_before_choice=first.public_id)

    page = shown(views.ProtectedDetail, writer, public_id=second.public_id)

    assert second.may_be_told == first.may_be_told
    assert "learn no more than readers of one" in page
    assert "compared with no other table" in shown(views.ProtectedDetail, writer, public_id=first.public_id)


def test_only_tables_that_the_reader_may_see_are_offered_as_told_before(writer, outsider):
    ready = entered(writer)
    waiting = ProtectedCountsFactory()

    page = shown(views.ProtectedCreate, writer)

    assert ready.public_id in page
    assert waiting.public_id not in page
    assert not ProtectedCounts.objects.visible_to(outsider).that_may_be_told().exists()


def test_whoever_may_not_read_counts_learns_of_nothing(outsider):
    estimate, counts = EstimateFactory(), ProtectedCountsFactory()

    assert estimate.title.shown().text not in shown(views.EstimateList, outsider)
    for view, study in (
        (views.EstimateDetail, estimate),
        (views.ProtectedDetail, counts),
        (views.ProtectedDownload, counts),
        (views.EstimatePublish, estimate),
        (views.ProtectedDiscard, counts),
    ):
        with pytest.raises(views.Http404):
            ask(view, outsider, public_id=study.public_id)


@pytest.mark.parametrize(
    ("view", "factory"), [(views.EstimateList, EstimateFactory), (views.ProtectedList, ProtectedCountsFactory)]
)
def test_a_list_makes_one_query(writer, view, factory, django_assert_num_queries):
    factory.create_batch(11)

    # The rows.
    with django_assert_num_queries(1):
        shown(view, writer)


def test_a_search_without_hits_says_so_and_leads_back(writer):
    estimate = EstimateFactory()

    page = shown(views.EstimateList, writer, query={"q": "zzz"})

    assert "Nothing matches what you asked for." in page
    assert "No estimate yet" not in page
    assert '<a class="govuk-link" href="?">Show all</a>' in page.split('id="results"')[1]
    assert estimate.title.shown().text not in page


def test_everybody_reads_what_was_published_and_never_the_overlaps():
    estimate = worked_out(EstimateFactory())
    assert "Nothing has been made public yet" in Client().get("/en/estimates/").content.decode()

    Estimate.objects.filter(pk=estimate.pk).update(status=Status.PUBLISHED, published_at=timezone.now())
    response = Client().get("/en/estimates/", {"again": "1"})
    page = response.content.decode()

    assert all(words in page for words in ["Three offices", "The answer is the whole panel", "without shelters"])
    assert "1,1,1,3" not in page
    assert "Set-Cookie" not in response.headers
