"""What everybody may read of how findings are answered."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tulga.answers.choices import Extent
from tulga.answers.tests.factories import LinkFactory, PublishedAnswersFactory
from tulga.findings.tests.factories import AssessmentFactory, FindingFactory
from tulga.kit.audience import Audience
from tulga.kit.i18n import I18nText
from tulga.portal.answered import published_reports
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


def test_the_numbers_are_drawn_beside_their_table_and_the_rows_come_as_a_file(finding):
    PublishedAnswersFactory(assessment=finding.assessment)
    shared = EndorsedFactory(title=I18nText(en="Watch the ports"), audiences=frozenset({Audience.PUBLIC}))
    LinkFactory(finding=finding, recommendation=shared)
    LinkFactory(finding=finding, recommendation=RecommendationFactory(title=I18nText(en="Secret draft")))

    page = Client().get(ADDRESS).content.decode()
    assert "<svg" in page
    assert "Findings by how they are answered" in page
    for form in ("csv", "xlsx", "json"):
        assert f"{ADDRESS}file.{form}" in page
        assert Client().get(f"{ADDRESS}file.{form}").status_code == 200
    (row,) = Client().get(f"{ADDRESS}file.json").json()
    assert (row["assessment"], row["state"], row["year"], row["standing"]) == ("TIP", "MNG", 2017, "Answered")
    assert "Watch the ports" in row["answers"]
    assert "Secret" not in row["answers"]


def test_everybody_reads_what_drafters_only_named_as_not_judged(finding):
    PublishedAnswersFactory(assessment=finding.assessment)
    EndorsedFactory(title=I18nText(en="Watch the ports"), audiences=frozenset({Audience.PUBLIC})).findings.add(finding)

    page = Client().get(ADDRESS).content.decode()
    (row,) = Client().get(f"{ADDRESS}file.json").json()

    assert page.count(">Named, not judged<") == 2  # the finding, and what was named
    assert "counts as answered in part" in page
    assert (row["standing"], "(Named, not judged)" in row["answers"]) == ("Named, not judged", True)


def test_no_file_of_what_is_not_published(finding):
    assert Client().get(f"{ADDRESS}file.json").status_code == 404


def test_a_published_report_on_another_state_stands_where_it_is_asked_for(finding):
    slovene = FindingFactory(assessment__code="UPR-SVN", assessment__state="SVN").assessment
    for assessment in (finding.assessment, slovene):
        PublishedAnswersFactory(assessment=assessment)

    own, theirs = (Client().get(f"/en/answered/{query}").content.decode() for query in ("", "?state=SVN"))

    assert ("/answered/TIP/" in own, "/answered/UPR-SVN/" in own) == (True, False)
    assert ("/answered/TIP/" in theirs, "/answered/UPR-SVN/" in theirs) == (False, True)


def test_six_published_reports_are_counted_in_as_many_queries_as_one():
    def published(number):
        for _each in range(number):
            PublishedAnswersFactory(assessment=FindingFactory().assessment)
        with CaptureQueriesContext(connection) as asked:
            _state, reports = published_reports()
        return len(asked), [(each.together.total, each.together.unanswered) for each in reports]

    assert published(1) == (2, [(1, 1)])
    assert published(5) == (2, [(1, 1)] * 6)


def test_a_published_report_without_findings_is_counted_as_none():
    PublishedAnswersFactory()

    assert "0 findings, 0 not answered" in Client().get("/en/answered/").content.decode()


def test_what_was_refused_is_not_told(finding):
    PublishedAnswersFactory(assessment=finding.assessment)
    refused = EndorsedFactory(title=I18nText(en="Another matter"), audiences=frozenset({Audience.PUBLIC}))
    LinkFactory(finding=finding, recommendation=refused, extent=Extent.NOT, words="Not about ports.")

    page = Client().get(ADDRESS).content.decode()

    assert "Another matter" not in page
    assert ">Not answered</strong>" in page
