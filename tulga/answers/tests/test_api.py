from __future__ import annotations

import pytest
from django.test import Client

from tulga.answers.tests.factories import LinkFactory, PublishedAnswersFactory
from tulga.kit.audience import Audience
from tulga.recommendations.tests.factories import EndorsedFactory, RecommendationFactory

pytestmark = pytest.mark.django_db
PUBLIC = frozenset({Audience.PUBLIC})


def test_programs_without_a_token_get_what_was_published():
    published = LinkFactory(recommendation=EndorsedFactory(audiences=PUBLIC), words="By day only.")
    PublishedAnswersFactory(assessment=published.finding.assessment)
    draft = LinkFactory(finding=published.finding, recommendation=RecommendationFactory())
    unpublished = LinkFactory(recommendation=EndorsedFactory(audiences=PUBLIC))

    items = Client().get("/api/v1/answers").json()["items"]

    assert [(item["id"], item["number"], item["status"]) for item in items] == [
        (published.pk, published.finding.number, "fully")
    ]
    assert Client().get(f"/api/v1/answers/{published.pk}").json()["words"] == "By day only."
    for hidden in (draft, unpublished):
        assert Client().get(f"/api/v1/answers/{hidden.pk}").status_code == 404


def test_answers_are_narrowed_and_searched():
    link = LinkFactory(recommendation=EndorsedFactory(audiences=PUBLIC))
    PublishedAnswersFactory(assessment=link.finding.assessment)

    for query, found in (
        ({"assessment": link.finding.assessment.code}, 1),
        ({"assessment": "no-such"}, 0),
        ({"extent": "partly"}, 0),
        ({"q": "carry out"}, 1),
        ({"q": "nothing of this"}, 0),
    ):
        assert len(Client().get("/api/v1/answers", query).json()["items"]) == found
