from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404

from tulga.accounts.choices import Role
from tulga.agencies.tests.factories import AgencyFactory
from tulga.documents.tests.samples import pdf
from tulga.kit.audience import Audience
from tulga.recommendations.choices import ChangeStatus, CommitmentStatus
from tulga.recommendations.models import ChangeRequest, Commitment, ProgressLine, VerdictReply
from tulga.recommendations.services import changing, committing
from tulga.recommendations.tests.factories import CommitmentFactory, EndorsedFactory
from tulga.recommendations.tests.test_views import ask, shown, somebody
from tulga.recommendations.views import committing as pages
from tulga.recommendations.views import delivering

pytestmark = pytest.mark.django_db
NAMED, SIGNED, DONE, VERIFIED, WITHDRAWN = CommitmentStatus


@pytest.fixture(autouse=True)
def documents_dir(settings, tmp_path):
    settings.DOCUMENTS_DIR = tmp_path / "documents"
    settings.DOCUMENTS_LEAST_FREE_SHARE = 0


@pytest.fixture
def police():
    return AgencyFactory()


@pytest.fixture
def commitment(police):
    recommendation = EndorsedFactory(addressees=[police], audiences=frozenset({Audience.PUBLIC}))
    return CommitmentFactory(recommendation=recommendation, agency=police, status=SIGNED, due_on=dt.date(2999, 1, 1))


@pytest.fixture
def officer(police):
    return somebody(Role.FOCAL_POINT, agency=police)


@pytest.fixture
def secretary():
    return somebody(Role.SECRETARIAT)


@pytest.fixture
def stranger():
    return somebody(Role.FOCAL_POINT)


def moved(row, status):
    type(row).objects.filter(pk=row.pk).update(status=status)
    row.refresh_from_db()
    return row


ACTS = [
    (delivering.ReportProgress, SIGNED),
    (delivering.EditCommitment, NAMED),
    (delivering.ReassignCommitment, SIGNED),
    (delivering.AskForMoreTime, SIGNED),
    (delivering.AskToWithdraw, SIGNED),
]


@pytest.mark.parametrize("language", ["mn", "en"])
@pytest.mark.parametrize(("view", "status"), ACTS)
def test_acts_on_the_way_open_to_the_agency_alone(commitment, officer, secretary, stranger, view, status, language):
    moved(commitment, status)

    assert ask(view, officer, pk=commitment.pk, language=language).status_code == 200
    assert ask(view, secretary, pk=commitment.pk, language=language).status_code == 403
    if status == NAMED:
        with pytest.raises(Http404):
            ask(view, stranger, pk=commitment.pk)
    else:
        assert ask(view, stranger, pk=commitment.pk).status_code == 403


@pytest.mark.parametrize(("view", "_status"), ACTS)
def test_an_act_whose_time_is_over_is_refused_with_what_was_typed(commitment, officer, view, _status):
    moved(commitment, VERIFIED)

    answer = ask(
        view, officer, sent={"text": "Mine", "owner": "Mine", "reason": "Mine", "text_en": "Mine"}, pk=commitment.pk
    )

    assert answer.status_code == 403
    assert "Mine" in answer.content.decode()


@pytest.mark.parametrize(
    ("role", "status", "filled"),
    [
        (Role.AGENCY_HEAD, NAMED, ["Sign"]),
        (Role.FOCAL_POINT, NAMED, []),  # the paper and the withdrawal are open, but the head is awaited
        (Role.FOCAL_POINT, SIGNED, ["Report done"]),
        (Role.SECRETARIAT, NAMED, []),
        (Role.NATIONAL_RAPPORTEUR, DONE, ["Verify"]),
    ],
)
def test_one_button_at_most_is_filled_and_it_is_the_reader_s_own_step(commitment, police, role, status, filled):
    moved(commitment, status)
    reader = somebody(role, agency=police) if role in (Role.AGENCY_HEAD, Role.FOCAL_POINT) else somebody(role)
    words = shown(pages.CommitmentDetail, reader, pk=commitment.pk)

    assert [str(each) for each in re.findall(r'<a class="govuk-button"[^>]*>([^<]+)</a>', words)] == filled


def test_progress_is_reported_on_a_telephone_in_two_sentences(commitment, officer, stranger):
    sent = {"text": "Two ports.", "percent": "40", "dated_on": "2026-01-05", "evidence_link": "https://example.mn/7"}

    ask(
        delivering.ReportProgress,
        officer,
        sent=sent,
        files={"evidence": SimpleUploadedFile("list.pdf", pdf())},
        pk=commitment.pk,
    )

    line = ProgressLine.objects.get()
    page = shown(pages.CommitmentDetail, officer, pk=commitment.pk)
    assert all(words in page for words in ["Two ports.", "40 per cent", "On the web at example.mn:", "list.pdf"])
    assert 'href="https://example.mn' not in page
    kept = ask(delivering.ProgressEvidence, officer, pk=commitment.pk, line_pk=line.pk)
    assert b"".join(kept.streaming_content).startswith(b"%PDF")
    assert "Two ports." not in shown(pages.CommitmentDetail, stranger, pk=commitment.pk)
    for address in ({"line_pk": line.pk + 1}, {"line_pk": line.pk}):
        with pytest.raises(Http404):
            ask(delivering.ProgressEvidence, stranger, pk=commitment.pk, **address)


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": ""},
        {"text": "Ask 99112233"},
        {"percent": "140"},
        {"percent": "half"},
        {"dated_on": "2999-01-01"},
        {"dated_on": "yesterday"},
        {"evidence_link": "order A/7"},
        {"evidence_link": "javascript:alert(1)"},
        {"evidence_link": "https://gov.mn@evil.mn/"},
    ],
)
def test_a_line_that_cannot_stand_is_refused_and_kept(commitment, officer, wrong):
    sent = {"text": "Two ports.", "percent": "40", "dated_on": "2026-01-05", **wrong}

    answer = ask(delivering.ReportProgress, officer, sent=sent, pk=commitment.pk)

    assert answer.status_code == 422
    assert (sent["text"] or "40") in answer.content.decode()
    assert not ProgressLine.objects.exists()


def test_evidence_on_the_web_is_shown_as_text_with_its_host(commitment, officer, secretary):
    sent = {"text": "Done.", "evidence_link": "https://exаmple.mn/7"}

    ask(pages.CommitmentReport, officer, sent=sent, pk=commitment.pk)

    page = shown(pages.CommitmentVerify, secretary, pk=commitment.pk)
    assert "On the web at xn--exmple-4nf.mn:" in page
    assert 'href="https://ex' not in page


def test_two_corrections_at_once_lose_nothing(commitment, officer):
    moved(commitment, NAMED)
    sent = {"text_en": "Inspect.", "owner": "My unit", "due_on": "2999-01-01", "version": "1"}
    ask(delivering.EditCommitment, officer, sent={**sent, "owner": "Their unit"}, pk=commitment.pk)

    stale = ask(delivering.EditCommitment, officer, sent=sent, pk=commitment.pk)

    assert stale.status_code == 409
    assert all(words in stale.content.decode() for words in ["My unit", "Their unit"])


def test_the_head_who_read_an_older_text_is_shown_the_newer_one(commitment, officer, police):
    moved(commitment, NAMED)
    head = somebody(Role.AGENCY_HEAD, agency=police)
    sent = {"text_en": "Inspect twice.", "owner": "Unit", "due_on": "2999-01-01", "version": "1"}
    ask(delivering.EditCommitment, officer, sent=sent, pk=commitment.pk)

    stale = ask(pages.CommitmentSign, head, sent={"version": "1"}, pk=commitment.pk)

    assert stale.status_code == 409
    assert "Inspect twice." in stale.content.decode()
    assert Commitment.objects.get().status == NAMED


@pytest.mark.parametrize("language", ["mn", "en"])
def test_more_time_is_asked_for_and_agreed_to(commitment, officer, secretary, stranger, language):
    sent = {"new_due_on": "2999-06-01", "reason": "The ports were closed."}
    ask(delivering.AskForMoreTime, officer, sent=sent, pk=commitment.pk, language=language)
    asked = ChangeRequest.objects.get()

    assert "The ports were closed." in shown(delivering.AnswerChange, secretary, pk=asked.pk, language=language)
    assert f"/changes/{asked.pk}/answer/" in shown(pages.CommitmentDetail, secretary, pk=commitment.pk)
    assert f"/changes/{asked.pk}/take-back/" in shown(pages.CommitmentDetail, officer, pk=commitment.pk)
    assert ask(delivering.AnswerChange, officer, pk=asked.pk).status_code == 403
    with pytest.raises(Http404):
        ask(delivering.AnswerChange, stranger, pk=asked.pk)
    refused = ask(delivering.AnswerChange, secretary, sent={"is_agreed": "no"}, pk=asked.pk)
    ask(delivering.AnswerChange, secretary, sent={"is_agreed": "yes"}, pk=asked.pk)

    commitment.refresh_from_db()
    assert refused.status_code == 422
    assert commitment.due_on == dt.date(2999, 6, 1)
    assert "before: 1 January 2999" in shown(pages.CommitmentDetail, officer, pk=commitment.pk)
    assert "2999" in shown(pages.CommitmentDetail, officer, pk=commitment.pk, language=language)


@pytest.mark.parametrize("day", ["2018-01-01", "2999-01-01", "soon", ""])
def test_more_time_without_a_later_day_is_refused_and_kept(commitment, officer, day):
    answer = ask(delivering.AskForMoreTime, officer, sent={"new_due_on": day, "reason": "Closed."}, pk=commitment.pk)

    assert answer.status_code == 422
    assert "Closed." in answer.content.decode()


def test_what_was_asked_is_taken_back(commitment, officer):
    asked = changing.ask_to_withdraw(commitment=commitment, reason="No money.", actor=officer)

    ask(delivering.TakeBackChange, officer, sent={}, pk=asked.pk)

    asked.refresh_from_db()
    assert asked.status == ChangeStatus.TAKEN_BACK


def test_what_was_let_off_is_replaced_from_its_own_page(commitment, police, officer, secretary):
    asked = changing.ask_to_withdraw(commitment=commitment, reason="The law changed.", actor=officer)
    ask(delivering.AnswerChange, secretary, sent={"is_agreed": "yes"}, pk=asked.pk)

    page = shown(pages.CommitmentDetail, officer, pk=commitment.pk)
    form = shown(
        pages.CommitmentCreate, officer, pk=commitment.recommendation_id, query={"replaces": str(commitment.pk)}
    )
    sent = {"agency": police.pk, "text_en": "Train.", "owner": "Unit", "due_on": "2999-01-01"}
    ask(
        pages.CommitmentCreate,
        officer,
        sent={**sent, "replaces": commitment.pk},
        pk=commitment.recommendation_id,
    )

    assert f"?replaces={commitment.pk}" in page
    assert f'value="{commitment.pk}" selected' in form
    new = Commitment.objects.get(replaces=commitment)
    assert "Train." in shown(pages.CommitmentDetail, officer, pk=commitment.pk)
    assert "Replaces" in shown(pages.CommitmentDetail, officer, pk=new.pk)


def test_the_agency_replies_to_a_verdict_that_stands(commitment, officer, secretary):
    assert ask(delivering.ReplyToVerdict, officer, pk=commitment.pk).status_code == 403
    committing.report_done(commitment=commitment, text="Done.", evidence_words="Order 5", actor=officer)
    committing.verify(commitment=commitment, is_adequate=False, words="Two are missing.", actor=secretary)

    assert "Two are missing." in shown(delivering.ReplyToVerdict, officer, pk=commitment.pk)
    assert ask(delivering.ReplyToVerdict, officer, sent={"words": " "}, pk=commitment.pk).status_code == 422
    ask(delivering.ReplyToVerdict, officer, sent={"words": "They were closed."}, pk=commitment.pk)

    assert VerdictReply.objects.count() == 1
    assert ask(delivering.ReplyToVerdict, officer, pk=commitment.pk).status_code == 403
    assert "They were closed." in shown(pages.CommitmentDetail, secretary, pk=commitment.pk)


def test_who_sees_a_commitment_through_its_audience_reads_no_reports(commitment, officer, stranger):
    ask(delivering.AskForMoreTime, officer, sent={"new_due_on": "2999-06-01", "reason": "Closed."}, pk=commitment.pk)

    page = shown(pages.CommitmentDetail, stranger, pk=commitment.pk)

    assert str(commitment.text) in page
    assert not any(words in page for words in ["Closed.", "Waits for the secretariat", "What became of it"])


def test_the_page_of_a_commitment_asks_the_same_however_long_its_story(
    commitment, officer, secretary, django_assert_max_num_queries
):
    for number in range(12):
        ProgressLine.objects.create(commitment=commitment, dated_on=dt.date(2026, 1, 1), text=f"Line {number}")

    # the commitment, whether reports may be read, the recommendation and its words, requests, late, percent, lines,
    # reports, the verdict to reply to (twice), the history
    with django_assert_max_num_queries(16):
        page = shown(pages.CommitmentDetail, officer, pk=commitment.pk)

    assert "Line 11" in page
