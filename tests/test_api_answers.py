"""What programs rely on: an unchanged answer is told as such, and nobody's answer is kept for somebody else."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tulga.accounts.choices import Role
from tulga.accounts.services import issue_api_token
from tulga.accounts.tests.factories import MembershipFactory
from tulga.agencies.models import Agency
from tulga.agencies.tests.factories import AgencyFactory
from tulga.audit.services import record
from tulga.kit.actor import Actor
from tulga.kit.i18n import I18nText
from tulga.recommendations.tests.factories import RecommendationFactory

pytestmark = pytest.mark.django_db
URL = "/api/v1/agencies"


def test_an_unchanged_answer_is_empty_and_a_changed_one_is_not(client):
    agency = AgencyFactory()
    first = client.get(URL)

    again = client.get(URL, headers={"If-None-Match": first["ETag"]})
    record(actor=Actor.system("test"), verb="agencies.edit", target=agency)
    changed = client.get(URL, headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert (changed.status_code, changed["ETag"] == first["ETag"]) == (200, False)
    assert (first["Cache-Control"], "Authorization" in first["Vary"]) == ("public, no-cache", True)


def test_what_everybody_reads_is_made_once_until_an_act_changes_it(client):
    agency = AgencyFactory(name=I18nText(en="Before"))
    made = client.get(URL)
    with CaptureQueriesContext(connection) as queries:
        kept = client.get(URL)
    assert (len(queries), kept.content, kept.headers) == (1, made.content, made.headers)

    Agency.objects.filter(pk=agency.pk).update(name=I18nText(en="After"))
    record(actor=Actor.system("test"), verb="agencies.edit", target=agency)
    assert b"After" in client.get(URL).content


def test_what_a_person_reads_is_not_what_everybody_reads(client):
    """Neither order of asking gives one reader what was made for the other."""
    user = MembershipFactory(role=Role.SECRETARIAT).user
    _token, text = issue_api_token(user=user, label="a test", actor=Actor.system("api_token"))
    token = {"Authorization": f"Bearer {text}"}
    RecommendationFactory(status="draft")
    url = "/api/v1/recommendations"

    asked = [b"draft" in client.get(url, headers=each).content for each in ({}, token, {}, token)]
    assert asked == [False, True, False, True]


def test_what_a_person_reads_is_kept_by_no_cache(client):
    user = MembershipFactory(role=Role.SECRETARIAT).user
    _token, text = issue_api_token(user=user, label="a test", actor=Actor.system("api_token"))

    answer = client.get("/api/v1/recommendations", headers={"Authorization": f"Bearer {text}"})

    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store, private")


def test_a_misspelt_filter_is_refused_and_the_known_ones_are_named(client):
    RecommendationFactory()

    answer = client.get("/api/v1/recommendations?q=port&sttaus=endorsed")

    assert answer.status_code == 422
    assert "sttaus" in answer.json()["detail"]
    assert "limit, " in answer.json()["detail"]


@pytest.mark.parametrize("path", ["/api/v1/recommendations/1", "/api/v1/nothing"])
def test_what_is_not_found_has_no_version(client, path):
    answer = client.get(path)

    assert answer.status_code == 404
    assert "ETag" not in answer
