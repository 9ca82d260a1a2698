from __future__ import annotations

import pytest

from tulga.agencies.tests.factories import AgencyFactory
from tulga.findings.models import Assessment, Finding
from tulga.findings.tests.factories import AssessmentFactory, FindingFactory
from tulga.kit.actor import Actor
from tulga.kit.i18n import I18nText

pytestmark = pytest.mark.django_db


def test_what_outside_bodies_published_is_everybodys():
    finding = FindingFactory()

    assert finding in Finding.objects.visible_to(Actor())
    assert finding.assessment in Assessment.objects.visible_to(Actor())


def test_a_superseded_finding_is_not_current_and_not_counted_twice():
    old = FindingFactory(number=1)
    new = FindingFactory(assessment=old.assessment, number=1, revision=2, supersedes=old)

    assert list(Finding.objects.current()) == [new]
    assert Assessment.objects.for_listing().get().findings_count == 1


@pytest.mark.parametrize("query", ["паспорт", "ПАСПОРТ барьцаанд", "pasport", "collateral", "жолооч TIP-2017"])
def test_search_finds_a_finding_in_any_of_its_languages(query):
    assessment = AssessmentFactory(code="TIP-2017-MNG")
    wanted = FindingFactory(
        assessment=assessment,
        text="Passports taken as collateral",
        translations=I18nText(mn="Жолоочийн паспортыг барьцаанд авдаг"),
    )
    FindingFactory(assessment=assessment)

    assert list(Finding.objects.search(query)) == [wanted]


@pytest.mark.parametrize("query", ["2017 MNG", "state department", "CEDAW"])
def test_search_finds_an_assessment_by_code_year_or_body(query):
    wanted = [
        AssessmentFactory(code="TIP-2017-MNG", body_name=I18nText(en="State Department")),
        AssessmentFactory(code="X", year=1999, state="SVN", body=AgencyFactory(code="CEDAW"), body_name=I18nText()),
    ]

    assert list(Assessment.objects.search(query)) == [wanted[query == "CEDAW"]]
