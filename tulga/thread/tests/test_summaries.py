from __future__ import annotations

import datetime as dt
from dataclasses import astuple

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from tests.people import actor_at
from tulga.accounts.choices import Role
from tulga.accounts.tests.factories import UserFactory
from tulga.agencies.tests.factories import AgencyFactory
from tulga.kit.actor import Actor
from tulga.kit.audience import Audience
from tulga.kit.i18n import I18nText
from tulga.plan.tests.factories import ActivityFactory
from tulga.recommendations.choices import Status
from tulga.recommendations.models import CircleMember
from tulga.recommendations.tests.factories import CommitmentFactory, RecommendationFactory
from tulga.thread.summaries.thread import thread_of
from tulga.thread.tests.factories import (
    DECIDED_WORDS,
    DRAFT_WORDS,
    SUBMITTED_WORDS,
    endorsed_with_changes,
    released,
    verified_commitment,
)

pytestmark = pytest.mark.django_db

EVERYBODY = (Audience.PUBLIC,)


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def police():
    return AgencyFactory(name=I18nText(en="Police"), audiences=frozenset({Audience.LAW_ENFORCEMENT}))


@pytest.fixture
def recommendation(police):
    found = endorsed_with_changes(Audience.PUBLIC, Audience.LAW_ENFORCEMENT, addressees=[police])
    released(found, Audience.PUBLIC)
    verified_commitment(found, agency=police, text=I18nText(en="Joint inspections"))
    CommitmentFactory(recommendation=found, agency=police, status="named", text=I18nText(en="Unsigned promise"))
    CommitmentFactory(recommendation=found, agency=police, status="withdrawn", text=I18nText(en="Never signed"))
    return found


def reader(name, recommendation, police):
    council = AgencyFactory()
    if name == "member":
        user = UserFactory()
        CircleMember.objects.create(circle=recommendation.circle, user=user, valid_from=dt.date(2018, 1, 1))
        return actor_at(council, Role.PARTNER, user_id=user.pk)
    return {
        "secretariat": actor_at(council, Role.SECRETARIAT),
        "chair": actor_at(council, Role.CHAIR),
        "rapporteur": actor_at(council, Role.NATIONAL_RAPPORTEUR),
        "police": actor_at(police, Role.FOCAL_POINT),
        "administrator": actor_at(police, Role.ADMINISTRATOR),
        "outsider": actor_at(council, Role.FOCAL_POINT),
        "public": Actor(),
    }[name]


DRAFTS = [DRAFT_WORDS, SUBMITTED_WORDS, "Secret reasons", "adviser", "Hidden challenge"]
UNSIGNED = ["Unsigned promise", "Never signed"]
REPORTS = ["Report in full", "Verdict in full", "A folder", "Inspection unit"]


@pytest.mark.parametrize(
    ("name", "sees", "never_sees"),
    [
        ("secretariat", [*DRAFTS, *REPORTS, *UNSIGNED], []),
        ("chair", [*DRAFTS, *REPORTS, *UNSIGNED], []),
        ("rapporteur", [*DRAFTS, *REPORTS, *UNSIGNED], []),
        ("member", DRAFTS, UNSIGNED),
        ("police", [*REPORTS, *UNSIGNED], DRAFTS),
        ("administrator", [], [*DRAFTS, *REPORTS, *UNSIGNED, "Your commitment"]),
        ("outsider", [], [*DRAFTS, *REPORTS, *UNSIGNED]),
        ("public", [], [*DRAFTS, *REPORTS, *UNSIGNED, "/en/recommendations/", "/en/orders/"]),
    ],
)
def test_each_reader_gets_their_part_and_no_hint_of_the_rest(recommendation, police, name, sees, never_sees):
    thread = thread_of(recommendation, reader(name, recommendation, police))
    everything = repr(astuple(thread))

    everyone_sees = [DECIDED_WORDS, "Endorsed words", "Joint inspections", "No order to inspect", "А/14", "Released"]
    assert [words for words in [*everyone_sees, *sees] if words not in everything] == []
    assert [words for words in never_sees if words in everything] == []
    assert "example.mn" not in everything
    assert "Person " not in everything


@pytest.mark.parametrize(
    ("values", "here"),
    [
        ({"status": Status.DRAFT, "in_force_on": None}, "Recommendation"),
        ({"status": Status.SUBMITTED, "in_force_on": None}, "Endorsement"),
        ({"status": Status.ENDORSED, "in_force_on": None}, "Endorsement"),
        ({"status": Status.ENDORSED}, "Dissemination"),
        ({"status": Status.ENDORSED, "audiences": EVERYBODY}, "Commitment"),
        ({"status": Status.IMPLEMENTED, "audiences": EVERYBODY}, None),
    ],
)
def test_it_stands_at_the_first_step_that_is_not_behind_it(police, values, here):
    values = {"in_force_on": dt.date(2018, 1, 22), **values}
    recommendation = RecommendationFactory(addressees=[police], **values)

    rail = thread_of(recommendation, Actor.system("test")).rail

    assert len(rail) == 7
    assert [step.label for step in rail if step.state == "here"] == ([here] if here else [])
    labels = [step.label for step in rail]
    behind = labels.index(here) if here else 7
    assert [step.state for step in rail[:behind]] == ["done"] * behind


def test_the_deciding_language_stands_under_a_translation(recommendation):
    words = thread_of(recommendation, Actor()).words
    assert words is not None
    assert (words.text.text, words.is_translation, words.is_decided) == ("Endorsed words", True, True)
    assert [other.text for other in words.others] == [DECIDED_WORDS]


@pytest.mark.parametrize(
    ("status", "role", "labels"),
    [
        (
            Status.ADOPTED,
            Role.SECRETARIAT,
            ["Consolidate and number", "Write a new wording", "Translate", "Split off another", "Withdraw"],
        ),
        (Status.SUBMITTED, Role.CHAIR, ["Decide", "Return for redrafting"]),
        (Status.DRAFT, Role.NATIONAL_RAPPORTEUR, []),
    ],
)
def test_the_moves_open_to_a_reader_are_their_buttons(status, role, labels):
    recommendation = RecommendationFactory(status=status, text="Үг", addressees=[AgencyFactory()])
    actions = thread_of(recommendation, actor_at(AgencyFactory(), role)).actions
    assert [act.label for act in actions] == labels
    assert [act.is_filled for act in actions] == [index == 0 for index in range(len(labels))]


def test_an_addressee_without_a_commitment_is_asked_for_one(police):
    recommendation = endorsed_with_changes(Audience.LAW_ENFORCEMENT, addressees=[police])
    actor = actor_at(police, Role.FOCAL_POINT)
    assert [act.label for act in thread_of(recommendation, actor).actions] == ["Name a commitment", "Who answered"]
    CommitmentFactory(recommendation=recommendation, agency=police)
    assert [act.label for act in thread_of(recommendation, actor).actions] == ["Who answered"]


@pytest.mark.parametrize(("name", "at_most"), [("secretariat", 17), ("police", 15), ("public", 15)])
def test_it_makes_as_many_queries_for_a_long_story_as_for_a_short_one(recommendation, police, name, at_most):
    """Each part once; who reads drafts asks for wordings, translations and submissions besides."""
    actor = reader(name, recommendation, police)
    with CaptureQueriesContext(connection) as short:
        thread_of(recommendation, actor)
    for _each in range(5):
        verified_commitment(recommendation, agency=AgencyFactory())
        released(recommendation, Audience.GOVERNMENT, number=f"2019/{_each}")
        recommendation.addressees.add(AgencyFactory())
    with CaptureQueriesContext(connection) as long:
        thread_of(recommendation, actor)
    assert len(long) == len(short) <= at_most


def test_a_commitment_stands_beside_the_activity_that_carries_it(recommendation, police):
    activity = ActivityFactory(number="3.2", title=I18nText(en="Run joint patrols"))
    CommitmentFactory(recommendation=recommendation, agency=police, status="signed", activity=activity)

    thread = thread_of(recommendation, actor_at(police, Role.FOCAL_POINT))

    assert any("3.2 Run joint patrols" in event.note for event in thread.events)
