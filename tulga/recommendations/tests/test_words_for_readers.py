"""An audience reads the words issued to it: in a title, in a text, in a search, and nowhere more."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import IntegrityError, transaction

from tests.people import actor_at
from tulga.accounts.choices import Role
from tulga.accounts.tests.factories import UserFactory
from tulga.agencies.tests.factories import AgencyFactory
from tulga.kit.actor import Actor
from tulga.kit.audience import Audience
from tulga.kit.errors import NotAllowed, RuleBroken
from tulga.kit.i18n import I18nText
from tulga.recommendations.models import CircleMember, Commitment, Recommendation, SharedWords
from tulga.recommendations.reading import words_read_by
from tulga.recommendations.services.sharing import Words, share
from tulga.recommendations.tests.factories import CommitmentFactory, EndorsedFactory, WordingFactory

pytestmark = pytest.mark.django_db

GOV, LAW, PUBLIC = Audience.GOVERNMENT, Audience.LAW_ENFORCEMENT, Audience.PUBLIC
FULL = Words(I18nText(en="Raids at the port"), I18nText(mn="Шалга. Нууц шөнө.", en="Inspect. By secret night."), "mn")
CUT = Words(I18nText(en="Inspections"), I18nText(mn="Шалга."), "mn")


@pytest.fixture
def secretary():
    return actor_at(AgencyFactory(), Role.SECRETARIAT, user_id=UserFactory().pk)


@pytest.fixture
def recommendation(secretary):
    """The police read it whole, the departments and the public the rest."""
    row = EndorsedFactory(title=FULL.title, text=FULL.text["mn"])
    share(recommendation=row, words={LAW: FULL, GOV: CUT, PUBLIC: CUT}, actor=secretary)
    return row


def reader(*audiences, role=Role.FOCAL_POINT):
    return actor_at(AgencyFactory(audiences=frozenset(audiences)), role, user_id=UserFactory().pk)


@pytest.mark.parametrize(
    ("audiences", "words"),
    [((), CUT), ((GOV,), CUT), ((LAW,), FULL), ((LAW, GOV), FULL), ((Audience.CIVIL_SOCIETY,), CUT)],
)
def test_each_reader_reads_the_fullest_words_of_its_audiences(recommendation, audiences, words):
    actor = reader(*audiences) if audiences else Actor()

    row = Recommendation.objects.visible_to(actor).get()

    assert row.title == words.title
    assert words_read_by(actor, [row])[row.pk].text == words.text
    assert str(row) == f"{row.reference} {words.title}"


@pytest.mark.parametrize(
    ("query", "found_by_all"), [("inspect", True), ("шалга", True), ("secret", False), ("шөнө", False), ("raid", False)]
)
def test_cut_words_are_not_found_by_those_who_may_not_read_them(recommendation, query, found_by_all):
    CommitmentFactory(recommendation=recommendation, status="signed")
    for actor in (Actor(), reader(GOV)):
        assert Recommendation.objects.visible_to(actor).search(query).exists() is found_by_all
        assert Commitment.objects.visible_to(actor).search(query).exists() is found_by_all
    assert Recommendation.objects.visible_to(reader(LAW)).search(query).exists()


def test_whoever_drafted_it_finds_and_reads_it_whole(recommendation):
    actor = reader(GOV)
    since = dt.date(2018, 1, 1)
    CircleMember.objects.create(circle=recommendation.circle, user_id=actor.user_id, valid_from=since)

    row = Recommendation.objects.visible_to(actor).get()

    assert row.title == FULL.title
    assert words_read_by(actor, [row])[row.pk].text["mn"] == FULL.text["mn"]


def test_a_row_taken_without_its_reader_has_no_title_and_is_not_searched(recommendation):
    row = Recommendation.objects.get()

    with pytest.raises(AttributeError, match="visible_to"):
        _ = row.title
    with pytest.raises(ImproperlyConfigured, match="visible_to"):
        Recommendation.objects.search("port")
    with pytest.raises(FieldError):
        Commitment.objects.values("recommendation__title")
    assert str(row) == row.reference


def test_an_audience_without_words_of_its_own_has_no_row(recommendation):
    SharedWords.objects.filter(audience=PUBLIC).delete()

    assert not Recommendation.objects.visible_to(Actor()).exists()


def test_newer_words_replace_older_ones_which_stay_for_the_record(recommendation, secretary):
    issued = share(recommendation=recommendation, words={LAW: CUT, GOV: CUT}, actor=secretary, withdrawn_from=[PUBLIC])

    recommendation.refresh_from_db()
    assert recommendation.audiences == {LAW, GOV}
    assert not Recommendation.objects.visible_to(Actor()).exists()
    assert Recommendation.objects.visible_to(reader(LAW)).get().title == CUT.title
    assert not SharedWords.objects.visible_to(reader(LAW)).exclude(pk=issued[LAW].pk).exists()
    assert SharedWords.objects.visible_to(secretary).count() == 4
    assert SharedWords.objects.get(audience=GOV).replaced_at is None
    assert all(each.is_intact() for each in SharedWords.objects.all())


def test_nothing_is_issued_with_nothing_in_it_or_twice(recommendation, secretary):
    with pytest.raises(RuleBroken, match="leave the recommendation out"):
        share(recommendation=recommendation, words={LAW: Words(CUT.title, I18nText(), "mn")}, actor=secretary)
    words = SharedWords.objects.get(audience=LAW)
    with pytest.raises(IntegrityError), transaction.atomic():
        SharedWords.objects.create(recommendation=recommendation, audience=LAW, length=1, hash="0", search_key="")
    assert SharedWords.objects.get(audience=LAW) == words


def test_only_a_release_issues_words():
    pending, in_force = EndorsedFactory(in_force_on=None, text="Шалга."), EndorsedFactory(text="Шалга.")

    with pytest.raises(NotAllowed):
        share(recommendation=in_force, words={LAW: CUT}, actor=reader(LAW))
    with pytest.raises(RuleBroken, match="not in force"):
        share(recommendation=pending, words={LAW: CUT}, actor=reader(LAW, role=Role.SECRETARIAT))


def test_a_newer_draft_wording_changes_nothing_for_readers(recommendation):
    WordingFactory(recommendation=recommendation, number=2, text="Өөр үг.")

    assert words_read_by(Actor(), [recommendation])[recommendation.pk].text == CUT.text
