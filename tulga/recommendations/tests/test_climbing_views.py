from __future__ import annotations

import datetime as dt
import json

import pytest
from django.utils import timezone

from tulga.accounts.choices import Role
from tulga.agencies.tests.factories import AgencyFactory
from tulga.kit.audience import Audience
from tulga.kit.i18n import I18nText
from tulga.recommendations.choices import ClimbsFor, ClimbsTo, CommitmentStatus
from tulga.recommendations.models import LadderStep
from tulga.recommendations.tests.factories import CommitmentFactory, EndorsedFactory, ObjectionFactory
from tulga.recommendations.tests.test_views import ask, shown, somebody
from tulga.recommendations.views import climbing
from tulga.recommendations.views.committing import CommitmentList

pytestmark = pytest.mark.django_db
SIGNED = CommitmentStatus.SIGNED


@pytest.fixture(autouse=True)
def ladder():
    LadderStep.objects.all().delete()
    LadderStep.objects.bulk_create(
        [
            LadderStep(about=ClimbsFor.DUE, who=ClimbsTo.OFFICER, days=0),
            LadderStep(about=ClimbsFor.DUE, who=ClimbsTo.HEAD, days=7),
            LadderStep(about=ClimbsFor.DUE, who=ClimbsTo.CHAIR, days=30),
            LadderStep(about=ClimbsFor.ANSWER, who=ClimbsTo.CHAIR, days=60),
        ]
    )


@pytest.fixture
def police():
    return AgencyFactory(name=I18nText(en="Police"))


@pytest.fixture
def officer(police):
    return somebody(Role.FOCAL_POINT, agency=police)


@pytest.fixture
def secretary():
    return somebody(Role.SECRETARIAT)


def late(police, days, text):
    due_on = timezone.localdate() - dt.timedelta(days=days)
    return CommitmentFactory(agency=police, status=SIGNED, due_on=due_on, text=I18nText(en=text))


@pytest.mark.parametrize("language", ["mn", "en"])
@pytest.mark.parametrize("role", [Role.CHAIR, Role.NATIONAL_RAPPORTEUR, Role.SECRETARIAT])
def test_those_who_watch_read_who_is_late_and_since_which_step(police, role, language):
    late(police, 31, "Inspect.")
    late(police, 8, "Train.")
    reader = somebody(role)

    red, whole = (shown(climbing.RedList, reader, query=query, language=language) for query in ({}, {"show": "all"}))

    assert "Inspect." in red
    assert "Train." not in red
    assert all(words in whole for words in ["Inspect.", "Train.", "Police", ">31<", ">8<"])


@pytest.mark.parametrize(
    "role", [Role.FOCAL_POINT, Role.AGENCY_HEAD, Role.CASE_OFFICER, Role.PARTNER, Role.ADMINISTRATOR]
)
def test_nobody_else_reads_the_red_list(police, role):
    late(police, 31, "Inspect.")

    answer = ask(climbing.RedList, somebody(role, agency=police))

    assert answer.status_code == 403
    assert "Inspect." not in answer.content.decode()


def test_a_recommendation_without_an_answer_is_late_too(police, secretary):
    recommendation = EndorsedFactory(addressees=[police], audiences=frozenset({Audience.PUBLIC}))
    at = timezone.now() - dt.timedelta(days=70)
    recommendation.shared_words.update(issued_at=at)

    page = shown(climbing.RedList, secretary)

    assert f"No answer to {recommendation.reference}" in page
    assert f"/recommendations/{recommendation.pk}/answers/" in page


def test_the_red_list_is_a_file_with_days_and_steps(police, secretary):
    late(police, 31, "Inspect.")

    rows = json.loads(ask(climbing.RedList, secretary, query={"format": "json"}).content)

    assert [(each["agency"], each["what"], each["days"], each["reached"]) for each in rows] == [
        ("Police", "Inspect.", 31, "Chair: the red list")
    ]
    assert ask(climbing.RedList, secretary, query={"format": "csv"}).status_code == 200
    assert ask(climbing.RedList, secretary, query={"format": "exe"}).status_code == 200


def test_an_empty_red_list_says_so(secretary):
    assert "Nothing has reached the chair." in shown(climbing.RedList, secretary)
    assert "Nobody is late." in shown(climbing.RedList, secretary, query={"show": "all"})


def test_the_red_list_asks_the_same_however_many_are_late(police, secretary, django_assert_num_queries):
    for number in range(11):
        late(police, 40 + number, f"Line {number}")
    ask(climbing.RedList, secretary)

    # the steps, the commitments, the pairs without an answer
    with django_assert_num_queries(3):
        page = shown(climbing.RedList, secretary)

    assert "Line 10" in page


@pytest.mark.parametrize("language", ["mn", "en"])
def test_an_agency_reads_what_it_has_to_do_with_the_days_that_are_left(police, officer, language):
    own = late(police, 3, "Inspect.")
    today = timezone.localdate()
    CommitmentFactory(agency=police, status=SIGNED, due_on=today + dt.timedelta(days=5), text=I18nText(en="Train."))
    CommitmentFactory(agency=police, text=I18nText(en="Sign me."))
    CommitmentFactory(agency=police, status=CommitmentStatus.DONE, text=I18nText(en="Was done."))
    CommitmentFactory(agency=police, status=CommitmentStatus.VERIFIED, text=I18nText(en="Long ago."))
    CommitmentFactory(status=SIGNED, text=I18nText(en="Of others."))
    ObjectionFactory(agency=police)
    EndorsedFactory(addressees=[police], audiences=frozenset({Audience.PUBLIC}), title=I18nText(en="Answer me"))

    page = shown(climbing.DutyList, officer, language=language)

    assert all(words in page for words in ["Inspect.", "Train.", "Sign me.", "Was done.", "Answer me"])
    assert not any(words in page for words in ["Long ago.", "Of others."])
    assert f"/commitments/{own.pk}/" in page
    if language == "en":
        assert all(words in page for words in ["3 days late", "5 days left", "Objection to R-2018"])


def test_who_owes_nothing_and_who_answers_for_nobody_are_told_so(officer, secretary):
    assert "Your agency owes nothing now." in shown(climbing.DutyList, officer)
    assert "You answer for no agency." in shown(climbing.DutyList, secretary)


def test_the_duties_ask_the_same_however_many_they_are(police, officer, django_assert_num_queries):
    for number in range(11):
        late(police, number, f"Line {number}")
        EndorsedFactory(addressees=[police], audiences=frozenset({Audience.PUBLIC}))
    ask(climbing.DutyList, officer)

    # the commitments, the pairs without an answer, their agencies, their recommendations, when their words were issued,
    # the objections, the requests
    with django_assert_num_queries(7):
        ask(climbing.DutyList, officer)


@pytest.mark.parametrize("language", ["mn", "en"])
def test_the_secretariat_keeps_the_ladder(secretary, officer, language):
    step = LadderStep.objects.get(who=ClimbsTo.HEAD)
    page = shown(climbing.LadderList, secretary, language=language)
    assert "/deadlines/steps/add/" in page
    assert "/deadlines/steps/add/" not in shown(climbing.LadderList, officer)

    def send(view, sent, **address):
        return ask(view, secretary, sent=sent, language=language, **address)

    assert send(climbing.LadderEdit, {"days": "400", "version": "1"}, pk=step.pk).status_code == 422
    assert send(climbing.LadderEdit, {"days": "30000000000", "version": "1"}, pk=step.pk).status_code == 422
    assert send(climbing.LadderEdit, {"days": "9", "version": "1"}, pk=step.pk).status_code == 302
    assert send(climbing.LadderEdit, {"days": "11", "version": "1"}, pk=step.pk).status_code == 409
    added = {"about": "due", "who": "head", "days": "9"}
    assert send(climbing.LadderAdd, added).status_code == 422
    assert send(climbing.LadderAdd, {**added, "days": "-2"}).status_code == 302
    assert send(climbing.LadderTakeOut, {}, pk=step.pk).status_code == 302
    assert [each.days for each in LadderStep.objects.filter(who=ClimbsTo.HEAD)] == [-2]
    assert ask(climbing.LadderEdit, officer, pk=LadderStep.objects.first().pk).status_code == 403


def test_the_list_of_commitments_leads_to_what_each_reader_may_open(officer, secretary):
    assert "/duties/" in shown(CommitmentList, officer)
    assert "/red-list/" not in shown(CommitmentList, officer)
    assert "/red-list/" in shown(CommitmentList, secretary)
