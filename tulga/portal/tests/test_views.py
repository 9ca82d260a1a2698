from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tulga.agencies.tests.factories import AgencyFactory
from tulga.audit.services import record
from tulga.kit.actor import Actor
from tulga.kit.audience import Audience
from tulga.kit.i18n import I18nText
from tulga.meetings.models import Meeting, Participation, WorkingSession
from tulga.portal.summaries import bodies, figures
from tulga.recommendations.choices import CommitmentStatus
from tulga.recommendations.tests.factories import CommitmentFactory
from tulga.thread.tests.factories import (
    DECIDED_WORDS,
    DRAFT_WORDS,
    SUBMITTED_WORDS,
    endorsed_with_changes,
    verified_commitment,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def published():
    agency = AgencyFactory(name=I18nText(en="Inspection agency"))
    recommendation = endorsed_with_changes(Audience.PUBLIC, addressees=[agency], reference="R-2018-07")
    verified_commitment(recommendation, agency=agency, text=I18nText(en="Joint inspections"))
    meeting = Meeting.objects.create(
        code="ub-2018", title=I18nText(en="Consultative meeting"), held_on="2018-01-10", is_public=True
    )
    WorkingSession.objects.create(
        meeting=meeting, number=1, title=I18nText(en="Session on ports"), circle=recommendation.circle
    )
    Participation.objects.create(meeting=meeting, agency=agency)
    return recommendation


PAGES = [
    "",
    "recommended/",
    "recommended/?q=passports",
    "recommended/R-2018-07/",
    "met/ub-2018/",
    "met/ub-2018/calendar.ics",
    "met/",
    "bodies/",
    "about/",
]


@pytest.mark.parametrize("language", ["mn", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_a_public_page_is_the_same_for_everybody(published, page, language):
    client = Client()
    response = client.get(f"/{language}/{page}")
    assert response.status_code == 200
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    assert response["Cache-Control"] == "public, max-age=60"
    assert b"csrfmiddlewaretoken" not in response.content

    again = client.get(f"/{language}/{page}", headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert not again.cookies


def test_an_unchanged_page_costs_one_query_and_an_act_changes_it(published):
    etag = Client().get("/en/recommended/")["ETag"]
    with CaptureQueriesContext(connection) as queries:
        Client().get("/en/recommended/", headers={"If-None-Match": etag})
    assert len(queries) == 1

    record(actor=Actor.system("test"), verb="recommendations.share", target=published)
    assert Client().get("/en/recommended/", headers={"If-None-Match": etag}).status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_made_once_until_an_act(published, page):
    made = Client().get(f"/en/{page}")
    with CaptureQueriesContext(connection) as queries:
        kept = Client().get(f"/en/{page}")
    assert (len(queries), kept.content, kept.headers) == (1, made.content, made.headers)

    record(actor=Actor.system("test"), verb="recommendations.share", target=published)
    with CaptureQueriesContext(connection) as queries:
        anew = Client().get(f"/en/{page}")
    assert anew["ETag"] != made["ETag"]
    assert len(queries) > 1 or page == "about/"  # that page asks for nothing


def test_the_public_reads_what_was_endorsed_by_which_act_and_what_came_of_it(published):
    page = Client().get("/en/recommended/R-2018-07/").content.decode()
    for words in ["Endorsed words", DECIDED_WORDS, "А/14", "No order to inspect", "Inspection agency"]:
        assert words in page
    assert "Joint inspections" in page
    assert "/en/met/ub-2018/" in page
    for words in [DRAFT_WORDS, SUBMITTED_WORDS, "Hidden challenge", "Secret reasons", "Report in full"]:
        assert words not in page


@pytest.mark.parametrize("audiences", [(), (Audience.GOVERNMENT,)])
def test_what_is_not_public_does_not_exist(audiences):
    endorsed_with_changes(*audiences, reference="R-2018-09")
    Meeting.objects.create(code="closed", title=I18nText(en="Closed meeting"), held_on="2018-01-10")
    client = Client()
    assert client.get("/en/recommended/R-2018-09/").status_code == 404
    assert client.get("/en/met/closed/").status_code == 404
    assert client.get("/en/met/closed/calendar.ics").status_code == 404
    assert b"R-2018-09" not in client.get("/en/recommended/").content
    assert b"Closed meeting" not in client.get("/en/").content


def test_the_figures_count_what_everybody_may_see(published):
    CommitmentFactory(recommendation=published, status="named")
    CommitmentFactory(recommendation=endorsed_with_changes(Audience.GOVERNMENT), status="signed")
    assert [each.number for each in figures()] == [1, 1, 1, 1]


def test_what_was_withdrawn_is_promised_no_more():
    agency = AgencyFactory()
    recommendation = endorsed_with_changes(Audience.PUBLIC, addressees=[agency], reference="R-2018-11")
    CommitmentFactory(
        recommendation=recommendation, agency=agency, status=CommitmentStatus.WITHDRAWN, signed_at=timezone.now()
    )

    assert [each.number for each in figures()] == [1, 0, 0, 0]
    assert [each.promised for each in bodies()] == []
    for page in ("recommended/", "recommended/R-2018-11/"):
        content = Client().get(f"/en/{page}").content.decode()
        assert "Waits for commitments" in content
        assert "Being carried out" not in content


@pytest.mark.parametrize("page", ["", "recommended/"])
def test_a_page_makes_as_many_queries_for_many_as_for_one(published, page):
    with CaptureQueriesContext(connection) as few:
        Client().get(f"/en/{page}")
    for _each in range(4):
        verified_commitment(endorsed_with_changes(Audience.PUBLIC, addressees=[AgencyFactory()]))
    record(actor=Actor.system("test"), verb="recommendations.share", target=published)
    with CaptureQueriesContext(connection) as many:
        Client().get(f"/en/{page}")
    assert len(few) == len(many) <= 12


@pytest.mark.parametrize(("demonstration", "kept_out"), [(True, True), (False, False)])
def test_a_demonstration_is_in_no_search_engine(settings, published, demonstration, kept_out):
    settings.DEMONSTRATION = demonstration
    response = Client().get("/en/")
    assert (response.get("X-Robots-Tag") == "noindex") is kept_out
    assert ("Disallow: /\n" in Client().get("/robots.txt").content.decode()) is kept_out


def test_leaving_needs_no_script_and_leaves_nothing_in_the_cache():
    response = Client().get("/en/leave/")
    assert (response.status_code, response["Location"]) == (303, "https://www.wikipedia.org/")
    assert response["Cache-Control"] == "no-store"
    assert response["Clear-Site-Data"] == '"cache"'
    assert not response.cookies


@pytest.mark.parametrize(
    ("due", "is_verified", "says"),
    [("2018-02-01", True, "All kept"), ("2018-02-01", False, "1 overdue"), ("2090-02-01", False, "Being carried out")],
)
def test_everybody_reads_which_agency_kept_what_it_promised(due, is_verified, says):
    agency = AgencyFactory(name=I18nText(en="Inspection agency"))
    recommendation = endorsed_with_changes(Audience.PUBLIC, addressees=[agency], reference="R-2018-07")
    make = verified_commitment if is_verified else CommitmentFactory
    more = {} if is_verified else {"recommendation": recommendation, "status": "signed"}
    make(*([recommendation] if is_verified else []), agency=agency, due_on=due, **more)
    CommitmentFactory(agency=AgencyFactory(name=I18nText(en="Secret office")))

    page = Client().get("/en/bodies/").content.decode()

    assert "Inspection agency" in page
    assert says in page
    assert "Secret office" not in page
