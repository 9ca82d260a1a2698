from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from tests.people import actor_at
from tulga.accounts.choices import Role
from tulga.accounts.tests.factories import UserFactory
from tulga.agencies.tests.factories import AgencyFactory
from tulga.desk.models import Visit
from tulga.desk.services import note_visit
from tulga.desk.summaries.news import news_of
from tulga.kit.actor import Actor
from tulga.recommendations.choices import Hand
from tulga.recommendations.models import Part, Verification
from tulga.recommendations.tests.factories import CommitmentFactory, RecommendationFactory, WordingFactory
from tulga.thread.tests.factories import endorsed_with_changes, verified_commitment

pytestmark = pytest.mark.django_db
MORNING = dt.datetime(2018, 6, 1, 9, 0, tzinfo=dt.UTC)


def at(minutes):
    return MORNING + dt.timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("opened", "since"),
    [
        ([0], [None]),
        ([0, 1, 20, 49], [None, None, None, None]),  # each within half an hour of the one before
        ([0, 31], [None, 0]),
        ([0, 31, 31.5, 40, 69], [None, 0, 0, 0, 0]),  # a reload empties nothing
        ([0, 20, 51], [None, None, 20]),  # the first visit lasted twenty minutes
        ([0, 31, 1500, 1501], [None, 0, 31, 31]),
    ],
)
def test_the_news_begin_where_the_visit_before_ended(opened, since):
    actor = Actor(user_id=UserFactory().pk)

    told = [note_visit(actor=actor, now=at(minutes)) for minutes in opened]

    assert told == [None if each is None else at(each) for each in since]


def test_everybody_has_visits_of_their_own():
    one, other = (Actor(user_id=UserFactory().pk) for _each in range(2))
    note_visit(actor=one, now=at(0))

    assert note_visit(actor=other, now=at(60)) is None
    assert note_visit(actor=one, now=at(60)) == at(0)
    assert note_visit(actor=Actor(), now=at(60)) is None
    assert Visit.objects.count() == 2


def test_two_tabs_opened_at_once_say_the_same():
    actor = Actor(user_id=UserFactory().pk)
    note_visit(actor=actor, now=at(0))

    assert [note_visit(actor=actor, now=at(100 + tab / 100)) for tab in range(2)] == [at(0), at(0)]


def test_ones_own_acts_are_no_news():
    secretary, rapporteur = (
        actor_at(AgencyFactory(), role, user_id=UserFactory().pk)
        for role in (Role.SECRETARIAT, Role.NATIONAL_RAPPORTEUR)
    )
    before = timezone.now()
    draft = RecommendationFactory()
    WordingFactory(recommendation=draft, written_by_id=secretary.user_id)
    Part.objects.create(recommendation=draft, user_id=secretary.user_id, hand=Hand.DRAFTER)
    CommitmentFactory(recommendation=draft, named_by_id=secretary.user_id)
    verified_commitment(draft)
    Verification.objects.update(verified_by=rapporteur.user_id)

    def titles(actor):
        return sorted(each.title for each in news_of(actor, before))

    assert titles(secretary) == ["Verified result"]
    assert titles(rapporteur) == ["Commitment named", "Drafted", "Reported done"]


def test_only_what_is_newer_is_news_and_of_each_thing_the_latest():
    secretary = actor_at(AgencyFactory(), Role.SECRETARIAT, user_id=UserFactory().pk)
    shared = endorsed_with_changes()
    verified_commitment(shared)

    assert {each.title for each in news_of(secretary, None)} == {"Endorsed with changes", "Verified result"}
    assert news_of(secretary, timezone.now()) == ()
