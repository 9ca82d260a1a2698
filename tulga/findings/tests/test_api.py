from __future__ import annotations

from copy import deepcopy

import pytest
from ninja.testing import TestClient

from tulga.findings.api.endpoints import router
from tulga.findings.labels import Labels
from tulga.findings.models import Outcome
from tulga.findings.tests.factories import AssessmentFactory, FindingFactory
from tulga.kit.i18n import I18nText

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def api():
    return TestClient(deepcopy(router))  # a router belongs to one API only


def test_anybody_reads_assessments(api):
    assessment = FindingFactory(assessment=AssessmentFactory(code="TIP", tier="2", year=2017)).assessment
    AssessmentFactory(year=2016)

    item = api.get("/assessments?year=2017").json()["items"][0]

    assert (item["code"], item["tier"], item["findings"]) == ("TIP", "2", 1)
    assert item["body"] == {"en": "Department of State"}
    assert api.get(f"/assessments/{assessment.pk}").json()["title"] == item["title"]


def test_findings_are_listed_in_their_latest_revision_and_found_in_any(api):
    old = FindingFactory(number=1, text="Old words")
    new = FindingFactory(
        assessment=old.assessment, number=1, revision=2, supersedes=old, translations=I18nText(mn="Яг үг")
    )

    items = api.get(f"/findings?assessment={old.assessment.code}").json()["items"]

    assert [item["id"] for item in items] == [new.pk]
    assert items[0]["text"] == {"en": new.text}
    assert items[0]["unofficial_translations"] == {"mn": "Яг үг"}
    assert api.get(f"/findings/{old.pk}").json()["text"] == {"en": "Old words"}


def test_findings_are_searched(api):
    wanted = FindingFactory(translations=I18nText(mn="Паспорт барьцаалах"))
    FindingFactory()

    assert [item["id"] for item in api.get("/findings?q=pasport").json()["items"]] == [wanted.pk]


def test_a_page_of_findings_makes_a_fixed_number_of_queries(api, django_assert_num_queries):
    for number in range(1, 12):
        FindingFactory(number=number, theme=I18nText(en=f"Theme {number}"), recommended_by="Norway")

    # The rows with their assessments; their labels, outcomes and repetitions.
    with django_assert_num_queries(4):
        api.get("/findings")


def test_findings_tell_what_they_are_about_and_are_asked_for_by_it(api):
    FindingFactory()
    finding = FindingFactory(
        number="121.3",
        theme=I18nText(en="Demand"),
        recommended_by="France; Lithuania",
        labels=Labels(further_themes=("Justice",), goals=(5, 16), groups=("Women",)),
        assessment__year=2019,
    )
    Outcome.objects.create(finding=finding, year=2020, degree="some", words="a law")

    for query in ("theme=justice", "recommending_state=LTU", "goal=16", "year=2019"):
        (item,) = api.get(f"/findings?{query}").json()["items"]
        assert (item["number"], item["goals"], item["affected_persons"]) == ("121.3", [5, 16], [{"en": "Women"}])
        assert [theme["code"] for theme in item["themes"]] == ["demand", "justice"]
        assert [state["code"] for state in item["recommending_states"]] == ["FRA", "LTU"]
        assert item["outcomes"] == [{"year": 2020, "progress": "some", "words": "a law", "is_asked": False}]


@pytest.mark.parametrize("path", ["/assessments/404", "/findings/404"])
def test_what_does_not_exist_is_not_found(api, path):
    assert api.get(path).status_code == 404
