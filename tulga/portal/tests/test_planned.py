from __future__ import annotations

import pytest
from django.test import Client

from tulga.answers.choices import Action, Extent
from tulga.answers.tests.factories import LinkFactory, PublishedAnswersFactory
from tulga.audit.services import record
from tulga.findings.tests.factories import FindingFactory
from tulga.kit.actor import Actor
from tulga.kit.audience import Audience
from tulga.kit.i18n import I18nText
from tulga.plan.choices import EditionStatus
from tulga.plan.tests.factories import (
    EditionFactory,
    EntryFactory,
    IndicatorFactory,
    IndicatorValueFactory,
    ItemFactory,
    PlanFactory,
    StatusLineFactory,
)
from tulga.portal import planned
from tulga.thread.tests.factories import endorsed_with_changes

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry():
    plan = PlanFactory(code="NAP", title=I18nText(en="Programme"), level_names=[I18nText(en="Objective")])
    item = ItemFactory(edition=plan.edition, number="1", title=I18nText(en="Prevention"))
    entry = EntryFactory(edition=plan.edition, item=item, number="1.1", title=I18nText(en="Warn people at ports"))
    IndicatorValueFactory(indicator=IndicatorFactory(entry=entry), given="<10")
    StatusLineFactory(activity=entry.activity)
    return entry


def page(path, language="en"):
    return Client().get(f"/{language}/planned/{path}")


@pytest.mark.parametrize("language", ["mn", "en"])
@pytest.mark.parametrize("path", ["", "NAP/", "NAP/?group=1", "NAP/{activity}/", "NAP/file.xlsx", "NAP/file.json"])
def test_the_plan_is_the_same_for_everybody(entry, path, language):
    path = path.format(activity=entry.activity_id)
    response = page(path, language)

    assert response.status_code == 200
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    assert response["Cache-Control"] == "public, max-age=60"
    again = Client().get(f"/{language}/planned/{path}", headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304


def test_what_was_promised_and_how_it_stands_is_read_in_the_countrys_words(entry):
    assert "Programme" in page("").content.decode()
    plan = page("NAP/").content.decode()
    activity = page(f"NAP/{entry.activity_id}/").content.decode()

    assert all(words in plan for words in ["Objective 1", "Prevention", "Warn people at ports", "On track"])
    assert f"/en/planned/NAP/{entry.activity_id}/" in plan
    assert all(words in activity for words in ["&lt;10", "Begun in two provinces."])


def test_a_recommendation_about_an_activity_is_led_to_where_everybody_may_read_it(entry):
    shared = endorsed_with_changes(Audience.PUBLIC, reference="R-2018-07")
    kept = endorsed_with_changes(Audience.GOVERNMENT, reference="R-2018-08")
    for each in (shared, kept):
        each.activities.add(entry.activity)

    activity = page(f"NAP/{entry.activity_id}/").content.decode()

    assert "R-2018-07" in activity
    assert "R-2018-08" not in activity


def test_the_findings_it_answers_are_told_once_they_are_published(entry):
    finding = FindingFactory(text="Passports are taken", assessment__code="TIP")
    LinkFactory(finding=finding, activity=entry.activity, words="By day only.")
    LinkFactory(finding=FindingFactory(text="Refused words"), activity=entry.activity, extent=Extent.NOT)
    address = f"NAP/{entry.activity_id}/"
    assert b"Passports" not in page(address).content

    PublishedAnswersFactory(assessment=finding.assessment)
    record(actor=Actor.system("publish"), verb=Action.PUBLISH, target=finding.assessment)

    told = page(address).content.decode()
    assert all(words in told for words in ["Passports are taken", "By day only.", "/answered/TIP/#finding-"])
    assert "Refused words" not in told


def test_a_draft_is_nobodys_business(entry):
    plan = PlanFactory(code="DRAFT", status=EditionStatus.DRAFT, title=I18nText(en="Secret plan"))
    secret = EntryFactory(edition=plan.edition)
    amendment = EditionFactory(plan=entry.edition.plan, status=EditionStatus.DRAFT)
    added = EntryFactory(edition=amendment, number="9.9", title=I18nText(en="Secret activity"))

    paths = ["DRAFT/", f"DRAFT/{secret.activity_id}/", f"NAP/{added.activity_id}/", "DRAFT/file.json", "NONE/"]

    assert [page(path).status_code for path in paths] == [404] * 5
    assert "Secret" not in page("").content.decode() + page("NAP/").content.decode()
    assert "Secret" not in page("NAP/file.json").content.decode()


@pytest.mark.parametrize("path", ["NAP/?group=7", "NAP/987654321/", "NAP/99999999999999999999/", "NAP/file.exe"])
def test_what_is_not_there_is_not_found(entry, path):
    assert page(path).status_code == 404


def test_a_large_plan_is_read_group_by_group(entry, monkeypatch):
    monkeypatch.setattr(planned, "MOST_SHOWN", 0)

    assert "Warn people" not in page("NAP/").content.decode()
    assert "Warn people" in page("NAP/?group=1").content.decode()


def test_the_plan_makes_as_many_queries_for_eleven_as_for_one(entry, django_assert_num_queries):
    for number in range(10):
        EntryFactory(edition=entry.edition, item=entry.item, number=f"1.1{number}")

    # The state that the page has; the plan with its edition; its activities with leads and latest lines; its groups.
    with django_assert_num_queries(4):
        page("NAP/")
