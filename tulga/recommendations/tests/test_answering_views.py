from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404

from tulga.accounts.choices import Role
from tulga.agencies.tests.factories import AgencyFactory
from tulga.documents.tests.samples import pdf
from tulga.kit.audience import Audience
from tulga.kit.i18n import I18nText
from tulga.recommendations.choices import CommitmentStatus, ObjectionStatus
from tulga.recommendations.models import Commitment, Objection
from tulga.recommendations.tests.factories import CommitmentFactory, EndorsedFactory, ObjectionFactory
from tulga.recommendations.tests.test_views import ask, shown, somebody
from tulga.recommendations.views import answering, committing, objecting

pytestmark = pytest.mark.django_db
PUBLIC = frozenset({Audience.PUBLIC})
REASONS = "Our law gives us no power to open a driver's file."


@pytest.fixture(autouse=True)
def documents_dir(settings, tmp_path):
    settings.DOCUMENTS_DIR = tmp_path / "documents"
    settings.DOCUMENTS_LEAST_FREE_SHARE = 0


@pytest.fixture
def police():
    return AgencyFactory(name=I18nText(en="Police"))


@pytest.fixture
def recommendation(police):
    other = AgencyFactory(name=I18nText(en="Border"))
    return EndorsedFactory(addressees=[police, other], audiences=PUBLIC, text="Шалгах.")


@pytest.fixture
def officer(police):
    return somebody(Role.FOCAL_POINT, agency=police)


@pytest.fixture
def head(police):
    return somebody(Role.AGENCY_HEAD, agency=police)


@pytest.fixture
def secretary():
    return somebody(Role.SECRETARIAT)


@pytest.fixture
def decider():
    return somebody(Role.CHAIR)


@pytest.fixture
def stranger():
    return somebody(Role.FOCAL_POINT)


@pytest.fixture
def objection(recommendation, police):
    return ObjectionFactory(recommendation=recommendation, agency=police)


def moved(row, status):
    type(row).objects.filter(pk=row.pk).update(status=status)


def letter():
    return {"paper_scan": SimpleUploadedFile("letter.pdf", pdf())}


PAPER = {"came_by": "letter", "paper_number": "5/312", "paper_dated_on": "2026-01-05"}


@pytest.mark.parametrize("language", ["mn", "en"])
def test_an_addressee_objects_and_the_way_goes_on_to_the_chair(
    recommendation, police, officer, head, secretary, decider, language
):
    def send(view, actor, sent, pk):
        return ask(view, actor, sent=sent, pk=pk, language=language)

    assert "/object/" in shown(committing.CommitmentCreate, officer, pk=recommendation.pk)
    send(objecting.ObjectionCreate, officer, {"agency": police.pk, "reasons": REASONS}, recommendation.pk)
    objection = Objection.objects.get()
    send(objecting.ObjectionSign, head, {}, objection.pk)
    send(objecting.ObjectionPass, secretary, {"words": "We found no common view."}, objection.pk)
    before = shown(objecting.ObjectionDecide, decider, pk=objection.pk)
    send(objecting.ObjectionDecide, decider, {"is_upheld": "no", "reasons": "The law allows it."}, objection.pk)

    objection.refresh_from_db()
    page = shown(objecting.ObjectionDetail, officer, pk=objection.pk, language=language)
    assert objection.status == ObjectionStatus.REFUSED
    assert "no common view" in before
    assert all(words in page for words in ["no power to open", "no common view", "The law allows it."])


ACTS = [
    (objecting.ObjectionSign, ObjectionStatus.RAISED, "head"),
    (objecting.ObjectionPaper, ObjectionStatus.RAISED, "officer"),
    (objecting.ObjectionWithdraw, ObjectionStatus.RAISED, "officer"),
    (objecting.ObjectionPass, ObjectionStatus.SIGNED, "secretary"),
    (objecting.ObjectionDecide, ObjectionStatus.PASSED, "decider"),
]


@pytest.mark.parametrize(("view", "status", "whose"), ACTS)
def test_each_step_is_open_to_its_hands_and_hidden_from_strangers(request, objection, stranger, view, status, whose):
    moved(objection, status)

    assert REASONS[:20] in shown(view, request.getfixturevalue(whose), pk=objection.pk)
    with pytest.raises(Http404):
        ask(view, stranger, pk=objection.pk)


@pytest.mark.parametrize(("view", "_status", "whose"), ACTS)
def test_a_step_that_is_over_is_refused_with_what_was_typed(request, objection, view, _status, whose):
    moved(objection, ObjectionStatus.WITHDRAWN)
    actor = request.getfixturevalue(whose)

    answer = ask(view, actor, sent={"reason": "Mine", "words": "Mine", "reasons": "Mine"}, pk=objection.pk)

    assert answer.status_code == 403
    assert "already" in answer.content.decode()


@pytest.mark.parametrize("wrong", [{"reasons": " "}, {"reasons": "Ask 99112233"}, {"reasons": REASONS, "agency": "0"}])
def test_an_objection_that_cannot_stand_is_refused(recommendation, police, officer, wrong):
    sent = {"agency": police.pk, **wrong}

    assert ask(objecting.ObjectionCreate, officer, sent=sent, pk=recommendation.pk).status_code == 422
    assert not Objection.objects.exists()


def test_the_agency_that_objects_is_told_why_it_cannot_commit_as_well(recommendation, police, officer, objection):
    sent = {"agency": police.pk, "text_en": "Inspect.", "owner": "Unit", "due_on": "2999-01-01"}

    answer = ask(committing.CommitmentCreate, officer, sent=sent, pk=recommendation.pk)

    assert answer.status_code == 422
    assert all(words in answer.content.decode() for words in ["Withdraw the objection first", "Inspect."])


@pytest.mark.parametrize("whose", ["officer", "secretary"])
def test_a_signed_letter_is_entered_with_its_scan(request, recommendation, police, stranger, whose):
    actor = request.getfixturevalue(whose)
    sent = {**PAPER, "agency": police.pk, "kind": "commitments", "text_en": "Inspect.", "owner": "Unit"}
    sent["due_on"] = "2999-01-01"

    assert ask(answering.PaperAnswer, stranger, pk=recommendation.pk).status_code == 403
    answer = ask(answering.PaperAnswer, actor, sent=sent, files=letter(), pk=recommendation.pk)

    commitment = Commitment.objects.get()
    assert answer.status_code == 302
    assert commitment.status == CommitmentStatus.SIGNED
    page = shown(committing.CommitmentDetail, actor, pk=commitment.pk)
    assert "by letter No 5/312" in page
    kept = ask(committing.CommitmentScan, actor, pk=commitment.pk)
    assert b"".join(kept.streaming_content).startswith(b"%PDF")
    with pytest.raises(Http404):
        ask(committing.CommitmentScan, stranger, pk=commitment.pk)


def test_an_objection_on_paper_is_entered_with_its_scan(recommendation, police, secretary, officer):
    sent = {**PAPER, "agency": police.pk, "kind": "objection", "reasons": REASONS}

    ask(answering.PaperAnswer, secretary, sent=sent, files=letter(), pk=recommendation.pk)

    objection = Objection.objects.get()
    assert objection.status == ObjectionStatus.SIGNED
    assert b"".join(ask(objecting.ObjectionScan, officer, pk=objection.pk).streaming_content).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("wrong", "files"),
    [
        ({}, {}),
        ({"paper_number": ""}, letter()),
        ({"paper_dated_on": "2999-01-01"}, letter()),
        ({"came_by": "telephone"}, letter()),
        ({"came_by": "here"}, letter()),
        ({"kind": "objection"}, letter()),
        ({"text_en": ""}, letter()),
        ({"owner": ""}, letter()),
        ({"due_on": ""}, letter()),
        ({"due_on": "2018-01-01"}, letter()),
        ({"kind": "both"}, letter()),
    ],
)
def test_a_paper_that_cannot_stand_is_refused_and_kept(recommendation, police, secretary, wrong, files):
    sent = {**PAPER, "agency": police.pk, "kind": "commitments", "text_en": "Inspect.", "owner": "My unit"}
    sent |= {"due_on": "2999-01-01", **wrong}

    answer = ask(answering.PaperAnswer, secretary, sent=sent, files=files, pk=recommendation.pk)

    assert answer.status_code == 422
    assert (sent["owner"] or "Inspect.") in answer.content.decode()
    assert not Commitment.objects.exists()
    assert not Objection.objects.exists()


def test_a_head_s_signature_on_paper_is_entered_later_too(recommendation, police, officer, objection):
    commitment = CommitmentFactory(agency=police)

    ask(committing.CommitmentPaper, officer, sent=PAPER, files=letter(), pk=commitment.pk)
    ask(objecting.ObjectionPaper, officer, sent=PAPER, files=letter(), pk=objection.pk)

    commitment.refresh_from_db()
    objection.refresh_from_db()
    assert (commitment.status, objection.status) == (CommitmentStatus.SIGNED, ObjectionStatus.SIGNED)


def test_who_answered_is_told_only_to_those_who_would_see_an_answer(
    recommendation, police, officer, secretary, stranger, objection
):
    assert all(words in shown(answering.AnswerList, secretary, pk=recommendation.pk) for words in ["Waits", "Owes an"])
    own = shown(answering.AnswerList, officer, pk=recommendation.pk)
    assert "Waits" in own
    assert "Owes an" not in own
    page = shown(answering.AnswerList, stranger, pk=recommendation.pk)
    assert "Police" in page
    assert not any(words in page for words in ["Waits", "Owes an", "Objection"])


def test_the_list_of_objections_makes_one_query(secretary, django_assert_num_queries):
    for _each in range(11):
        ObjectionFactory()

    with django_assert_num_queries(1):
        page = shown(objecting.ObjectionList, secretary)

    assert REASONS[:20] in page


def test_a_commitment_not_yet_signed_is_taken_back_with_a_reason(police, officer):
    commitment = CommitmentFactory(agency=police, due_on=dt.date(2030, 1, 1))

    ask(committing.CommitmentWithdraw, officer, sent={"reason": "Named twice."}, pk=commitment.pk)

    commitment.refresh_from_db()
    assert commitment.status == CommitmentStatus.WITHDRAWN
    assert "Named twice." in shown(committing.CommitmentDetail, officer, pk=commitment.pk)
