"""What was merged, as branches on the thread's pages: each reader meets only what they draft with."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.people import actor_at
from tulga.accounts.choices import Role
from tulga.accounts.tests.factories import UserFactory
from tulga.agencies.tests.factories import AgencyFactory
from tulga.kit.actor import Actor
from tulga.kit.audience import Audience
from tulga.kit.i18n import I18nText
from tulga.meetings.tests.factories import SessionFactory
from tulga.recommendations.choices import Status
from tulga.recommendations.models import CircleMember, Recommendation
from tulga.recommendations.services.consolidating import merge
from tulga.recommendations.tests.factories import ChallengeFactory, CircleFactory, RecommendationFactory, issue_words
from tulga.thread.summaries.branches import branches_of
from tulga.thread.summaries.origins import recommendations_through

pytestmark = pytest.mark.django_db
TITLE = I18nText(mn="Нэгдсэн")


@pytest.fixture
def secretariat():
    return actor_at(AgencyFactory(), Role.SECRETARIAT, user_id=UserFactory().pk)


def adopted(title, circle=None, **options):
    options = {"title": I18nText(en=title), "text": f"{title}.", "status": Status.ADOPTED, **options}
    return RecommendationFactory(circle=circle or CircleFactory(), **options)


def member_of(circle):
    actor = actor_at(AgencyFactory(), Role.FOCAL_POINT, user_id=UserFactory().pk)
    CircleMember.objects.create(circle=circle, user_id=actor.user_id, valid_from=dt.date(2018, 1, 1))
    return actor


def as_read(row, actor):
    return Recommendation.objects.visible_to(actor).get(pk=row.pk)


@pytest.fixture
def parents():
    first, other = adopted("Patrols"), adopted("Boards")
    first.challenges.add(ChallengeFactory(circle=first.circle), ChallengeFactory())
    return first, other


@pytest.fixture
def merged(parents, secretariat):
    return merge(parents=parents, title=TITLE, text=I18nText(mn="Нэг."), addressees=[], actor=secretariat)


def test_the_merged_one_carries_every_voice_for_who_reads_all_drafts(merged, parents, secretariat):
    branches = branches_of(as_read(merged, secretariat), secretariat)

    assert [str(each.title) for each in branches.voices] == ["Patrols", "Boards"]
    assert [each.words.text for each in branches.voices] == ["Patrols.", "Boards."]
    assert branches.voices[0].note == "answers 2 challenges"
    assert branches.voices[0].compare_url.endswith(f"?old={parents[0].pk}-1&new=1")
    assert branches.became is None


def test_a_session_meets_its_own_voice_and_what_it_became(merged, parents):
    first, _other = parents
    member = member_of(first.circle)

    of_merged, of_own = branches_of(as_read(merged, member), member), branches_of(as_read(first, member), member)

    assert [str(each.title) for each in of_merged.voices] == ["Patrols"]
    assert of_merged.voices[0].note == "answers 1 challenge"  # the other is another session's
    assert of_own.became.number == merged.reference
    assert of_own.became.compare_url.endswith(f"?old=1&new={merged.pk}-1")
    assert not of_own.voices


@pytest.mark.parametrize("reader", ["public", "addressee"])
def test_who_reads_the_released_words_meets_no_branch(merged, parents, reader):
    issue_words(merged, Audience.PUBLIC)
    actor = Actor(audiences=frozenset({Audience.PUBLIC})) if reader == "public" else actor_at(AgencyFactory())

    assert not branches_of(as_read(merged, actor), actor)


def test_what_was_split_off_leads_both_ways(secretariat):
    whole = adopted("Two matters")
    half = adopted("One matter", circle=whole.circle, split_from=whole)

    assert [str(each.title) for each in branches_of(as_read(whole, secretariat), secretariat).split_off] == [
        "One matter"
    ]
    assert str(branches_of(as_read(half, secretariat), secretariat).split_from.title) == "Two matters"


def test_branches_cost_the_same_however_many(secretariat, django_assert_num_queries):
    rows = [adopted(f"Patrols {number}") for number in range(11)]
    many = merge(parents=rows, title=TITLE, text=I18nText(mn="Нэг."), addressees=[], actor=secretariat)
    row = as_read(many, secretariat)

    # 1 the relatives with their circles, 2 wordings, 3 translations, 4 joined circles, 5 challenges; 6 the own wording.
    with django_assert_num_queries(7):
        assert len(branches_of(row, secretariat).voices) == 11


def test_a_merged_recommendation_is_on_the_way_of_each_session_and_meeting_it_came_from(secretariat):
    sessions = [SessionFactory(), SessionFactory()]
    parents = [adopted("Patrols", circle=each.circle) for each in sessions]
    merged = merge(parents=parents, title=TITLE, text=I18nText(mn="Нэг."), addressees=[], actor=secretariat)

    for session, parent in zip(sessions, parents, strict=True):
        assert list(recommendations_through("session", session, secretariat)) == [parent, merged]
        assert list(recommendations_through("meeting", session.meeting, secretariat)) == [parent, merged]
