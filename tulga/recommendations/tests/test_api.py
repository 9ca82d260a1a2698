from __future__ import annotations

import datetime as dt
from copy import deepcopy

import pytest
from ninja.testing import TestClient

from tests.people import actor_at
from tulga.accounts.choices import Role
from tulga.accounts.tests.factories import UserFactory
from tulga.agencies.tests.factories import AgencyFactory
from tulga.kit.audience import Audience
from tulga.kit.i18n import I18nText
from tulga.recommendations.api.endpoints import router
from tulga.recommendations.choices import CommitmentStatus, Outcome, Status
from tulga.recommendations.models import CircleMember, Decision, Order, Submission, SubmissionItem, Translation
from tulga.recommendations.tests.factories import (
    ChallengeFactory,
    CommitmentFactory,
    EndorsedFactory,
    RecommendationFactory,
    WordingFactory,
    issue_words,
)

pytestmark = pytest.mark.django_db
PUBLIC = frozenset({Audience.PUBLIC})


@pytest.fixture(scope="module")
def api():
    return TestClient(deepcopy(router))  # a router belongs to one API only


def in_force(**values):
    """Endorsed with its second wording, by a registered order."""
    recommendation = EndorsedFactory(addressees=[AgencyFactory()], **values)
    WordingFactory(recommendation=recommendation, text="Ноорог.")
    wording = WordingFactory(recommendation=recommendation, number=2)
    Translation.objects.create(wording=wording, language="en", number=1, text="Inspect every port.")
    item = SubmissionItem.objects.create(
        submission=Submission.objects.create(), recommendation=recommendation, wording=wording
    )
    registered_at = dt.datetime(2018, 1, 22, tzinfo=dt.UTC)
    order, _made = Order.objects.get_or_create(
        number="A/14", dated_on=registered_at.date(), defaults={"registered_at": registered_at}
    )
    Decision.objects.create(
        item=item, outcome=Outcome.ENDORSED, wording=wording, wording_hash=wording.hash, order=order
    )
    issue_words(recommendation, Audience.PUBLIC)
    return recommendation


def test_the_public_reads_the_decided_words_of_what_is_shared_with_it(api):
    recommendation = in_force()

    item = api.get("/recommendations").json()["items"][0]

    assert item["text"] == {"mn": "Боомт бүрд шалгах.", "en": "Inspect every port."}
    assert (item["order"], item["in_force_on"]) == ("A/14", "2018-01-22")
    assert item["addressees"] == [recommendation.addressees.get().code]
    assert item["audiences"] == ["public"]
    assert api.get(f"/recommendations/{recommendation.pk}").json() == item


def test_drafts_have_no_words_here_even_for_the_secretariat(api):
    draft = RecommendationFactory(text="Ноорог.")
    secretariat = actor_at(AgencyFactory(), Role.SECRETARIAT)

    assert api.get("/recommendations").json()["items"] == []
    assert api.get(f"/recommendations/{draft.pk}").status_code == 404
    assert api.get(f"/recommendations/{draft.pk}", actor=secretariat).json()["text"] is None


def test_challenges_come_with_what_is_shared(api):
    shared = ChallengeFactory(audiences=PUBLIC, text=I18nText(en="No order for inspections"))
    ChallengeFactory()

    items = api.get("/challenges").json()["items"]

    assert [item["id"] for item in items] == [shared.pk]
    assert items[0]["agency"] == shared.agency.code


def test_a_commitment_shows_once_it_is_signed(api):
    recommendation = in_force()
    signed = CommitmentFactory(recommendation=recommendation, status=CommitmentStatus.SIGNED)
    named = CommitmentFactory(recommendation=recommendation)

    taken_back = CommitmentFactory(recommendation=recommendation, status=CommitmentStatus.WITHDRAWN)

    assert [(item["id"], item["owner"]) for item in api.get("/commitments").json()["items"]] == [(signed.pk, "")]
    for hidden in (named, taken_back):
        assert api.get(f"/commitments/{hidden.pk}").status_code == 404


def test_lists_are_filtered_and_searched(api):
    in_force(title=I18nText(en="Ports"))
    implemented = in_force(title=I18nText(en="Shelters"), status=Status.IMPLEMENTED)
    signed = CommitmentFactory(recommendation=implemented, status=CommitmentStatus.SIGNED)

    for query in ("status=implemented", "q=shelter"):
        assert [item["id"] for item in api.get(f"/recommendations?{query}").json()["items"]] == [implemented.pk]
    for query in ("status=signed", f"agency={signed.agency.code}", "q=shelter"):
        assert [item["id"] for item in api.get(f"/commitments?{query}").json()["items"]] == [signed.pk]
    assert api.get("/commitments?q=ports").json()["items"] == []


@pytest.mark.parametrize(("path", "queries"), [("/recommendations", 4), ("/challenges", 2), ("/commitments", 1)])
def test_pages_make_a_fixed_number_of_queries(api, path, queries, django_assert_max_num_queries):
    for _each in range(11):
        recommendation = in_force()
        CommitmentFactory(recommendation=recommendation, status=CommitmentStatus.SIGNED)
        ChallengeFactory(audiences=PUBLIC)

    # Recommendations: the rows; their addressees; the orders; the words issued to the public. Challenges: their places.
    with django_assert_max_num_queries(queries):
        assert len(api.get(path).json()["items"]) == 11


@pytest.mark.parametrize("path", ["/challenges/404", "/recommendations/404", "/commitments/404"])
def test_what_does_not_exist_is_not_found(api, path):
    assert api.get(path).status_code == 404


@pytest.mark.parametrize("wrong", ["recommendations?status=new", "commitments?status=new", "challenges?limit=0"])
def test_what_cannot_be_asked_is_refused(api, wrong):
    assert api.get(f"/{wrong}").status_code == 422


def test_a_merge_is_told_to_who_drafts_with_both(api):
    parent = RecommendationFactory(text="Хил.")
    other = RecommendationFactory(text="Боомт.")
    merged = RecommendationFactory(text="Нэг.")
    merged.circle.joins.set([parent.circle, other.circle])
    type(parent).objects.filter(pk__in=[parent.pk, other.pk]).update(merged_into=merged, status=Status.MERGED)
    member = actor_at(AgencyFactory(), Role.FOCAL_POINT, user_id=UserFactory().pk)
    CircleMember.objects.create(circle=parent.circle, user_id=member.user_id, valid_from=dt.date(2018, 1, 1))
    secretariat = actor_at(AgencyFactory(), Role.SECRETARIAT)
    issue_words(merged, Audience.PUBLIC)

    told = [
        api.get(f"/recommendations/{row.pk}", actor=actor).json()
        for row, actor in ((merged, secretariat), (merged, member), (parent, member))
    ]

    assert [each["merged_from"] for each in told] == [[parent.pk, other.pk], [parent.pk], []]
    assert [each["merged_into"] for each in told] == [None, None, merged.pk]
    assert api.get(f"/recommendations/{merged.pk}").json()["merged_from"] == []


def test_a_decision_in_force_comes_with_outcome_order_date_and_the_hash_of_the_words_shown(api):
    in_force()
    draft = RecommendationFactory(text="Ноорог.")

    decision = api.get("/recommendations").json()["items"][0]["decision"]
    secretariat = actor_at(AgencyFactory(), Role.SECRETARIAT)

    assert (decision["outcome"], decision["order"], decision["dated_on"]) == ("endorsed", "A/14", "2018-01-22")
    assert len(decision["hash"]) == 64
    assert api.get(f"/recommendations/{draft.pk}", actor=secretariat).json()["decision"] is None
