"""What everybody may read of how findings are answered."""

from __future__ import annotations

import pytest
from django.test import Client

from tulga.answers.choices import Extent
from tulga.answers.tests.factories import LinkFactory, PublishedAnswersFactory
from tulga.findings.tests.factories import AssessmentFactory, FindingFactory
from tulga.kit.audience import Audience
from tulga.kit.i18n import I18nText
from tulga.recommendations.tests.factories import EndorsedFactory, RecommendationFactory

pytestmark = pytest.mark.django_db
ADDRESS = "/en/answered/TIP/"


@pytest.fixture
def finding():
    return FindingFactory(assessment=AssessmentFactory(code="TIP"), text="Passports are taken as collateral")


def test_what_is_not_published_answers_like_what_does_not_exist(finding):
    LinkFactory(finding=finding, recommendation=EndorsedFactory(audiences=frozenset({Audience.PUBLIC})))

    hidden, missing = Client().get(ADDRESS), Client().get("/en/answered/XYZ/")

    assert (hidden.status_code, missing.status_code) == (404, 404)
    assert hidden.content.replace(b"TIP", b"XYZ") == missing.content
    assert b"TIP" not in Client().get("/en/answered/").content


def test_everybody_reads_findings_with_what_is_public_of_their_answers(finding):
    PublishedAnswersFactory(assessment=finding.assessment)
    shared = EndorsedFactory(
        reference="R-2018-07", title=I18nText(en="Watch the ports"), audiences=frozenset({Audience.PUBLIC})
    )
    LinkFactory(finding=finding, recommendation=shared, words="By day only.")
    for hidden in (
        EndorsedFactory(title=I18nText(en="Secret raid"), audiences=frozenset({Audience.LAW_ENFORCEMENT})),
        RecommendationFactory(title=I18nText(en="Secret draft")),
    ):
        LinkFactory(finding=finding, recommendation=hidden, words="Secret words")

    response = Client().get(ADDRESS)
    page = response.content.decode()

    assert all(words in page for words in ["Passports", "R-2018-07", "Watch the ports", "By day only.", "Answered"])
    assert "Secret" not in page
    assert "Set-Cookie" not in response.headers
    assert response.headers["Cache-Control"] == "public, max-age=60"
    assert "1 finding, 0 not answered" in Client().get("/en/answered/").content.decode()


def test_what_was_refused_is_not_told(finding):
    PublishedAnswersFactory(assessment=finding.assessment)
    refused = EndorsedFactory(title=I18nText(en="Another matter"), audiences=frozenset({Audience.PUBLIC}))
    LinkFactory(finding=finding, recommendation=refused, extent=Extent.NOT, words="Not about ports.")

    page = Client().get(ADDRESS).content.decode()

    assert "Another matter" not in page
    assert "Nothing answers it yet" in page
