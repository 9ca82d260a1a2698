from __future__ import annotations

import json

import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.test import RequestFactory
from django.utils import translation

from tests.people import actor_at
from tulga.accounts.choices import Role
from tulga.accounts.tests.factories import UserFactory
from tulga.agencies.tests.factories import AgencyFactory
from tulga.answers import views
from tulga.answers.choices import Extent
from tulga.answers.models import Link, PublishedAnswers
from tulga.answers.tests.factories import LinkFactory
from tulga.findings.tests.factories import AssessmentFactory, FindingFactory
from tulga.kit import once
from tulga.kit.i18n import I18nText
from tulga.plan.tests.factories import ActivityFactory, PlanFactory
from tulga.recommendations.tests.factories import RecommendationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer():
    return actor_at(AgencyFactory(), Role.SECRETARIAT, user_id=UserFactory().pk)


@pytest.fixture
def outsider():
    return actor_at(AgencyFactory(), Role.FOCAL_POINT)


def ask(view, actor, sent=None, query=None, **address):
    if sent is None:
        request = RequestFactory().get("/en/gaps/", query or {})
    else:
        request = RequestFactory().post("/en/gaps/", {once.FIELD: once.new_token(actor.user_id), **sent})
    request.actor = actor
    request._messages = CookieStorage(request)
    with translation.override("en"):
        return view.as_view()(request, **address)


def shown(*args, **options):
    return ask(*args, **options).content.decode()


def address_of(finding):
    return {"code": finding.assessment.code, "number": finding.number}


def activity(**values):
    return ActivityFactory(plan=PlanFactory(), **values)


def test_the_page_shows_numbers_findings_answers_and_shares(outsider):
    LinkFactory(
        finding=FindingFactory(text="Answered words"),
        activity=activity(lead_agency=AgencyFactory(name={"en": "Police"})),
    )
    FindingFactory(text="Unanswered words", assessment=AssessmentFactory(code="TIP"))

    page = shown(views.Gap, outsider)

    assert page.index("Unanswered words") < page.index("Answered words")
    assert all(
        words in page for words in ["Nothing answers it yet", "1 of 2 findings are not answered", "Police", "<svg"]
    )
    assert "Say otherwise" not in page


def test_the_page_costs_the_same_for_eleven_findings(outsider, django_assert_max_num_queries):
    for _each in range(11):
        LinkFactory(activity=activity())

    # The page's findings; links; keys; ties; recommendations; activities; those that count; the counts; two for the
    # shares; the reports of the filter.
    with django_assert_max_num_queries(11):
        shown(views.Gap, outsider)


@pytest.mark.parametrize(
    ("query", "seen"),
    [
        ({}, {"Open words", "Closed words"}),
        ({"standing": "0"}, {"Open words"}),
        ({"standing": "3"}, {"Closed words"}),
        ({"assessment": "TIP"}, {"Open words"}),
        ({"year": "2014"}, {"Open words"}),
        ({"q": "closed"}, {"Closed words"}),
        ({"kind": "observation"}, set()),
    ],
)
def test_the_page_is_narrowed(outsider, query, seen):
    FindingFactory(text="Open words", assessment=AssessmentFactory(code="TIP", year=2014))
    LinkFactory(finding=FindingFactory(text="Closed words"), activity=activity())

    page = shown(views.Gap, outsider, query=query)

    assert {words for words in ("Open words", "Closed words") if words in page} == seen
    assert ("No finding matches" in page) is (not seen)


def test_the_same_rows_come_as_a_file(outsider):
    LinkFactory(finding=FindingFactory(text="Closed words"), activity=activity(title=I18nText(en="Watch the ports")))

    (row,) = json.loads(ask(views.Gap, outsider, query={"format": "json"}).content)

    assert row["standing"] == "Answered"
    assert "Watch the ports (Fully)" in row["answers"]


def test_a_finding_shows_what_answers_it_and_suggests_to_the_secretariat_only(writer, outsider):
    finding = FindingFactory(text="Inspect the passports of drivers at border ports")
    LinkFactory(finding=finding, activity=activity(title=I18nText(en="Watch the ports")), words="By day only.")
    activity(title=I18nText(en="Inspect drivers and passports at border ports"))

    theirs, ours = (shown(views.FindingWithAnswers, actor, **address_of(finding)) for actor in (outsider, writer))

    assert all(words in theirs for words in ["Watch the ports", "Fully", "By day only."])
    assert "This may answer it" not in theirs
    assert all(words in ours for words in ["This may answer it", "they share:", "passports", "Say otherwise"])


def test_a_draft_of_others_is_nowhere_on_the_findings_page(outsider):
    finding = FindingFactory()
    LinkFactory(
        finding=finding, recommendation=RecommendationFactory(title=I18nText(en="Secret draft")), words="Secret words"
    )

    for view, address in ((views.FindingWithAnswers, address_of(finding)), (views.Gap, {})):
        page = shown(view, outsider, **address)
        assert "Secret" not in page
        assert "Nothing answers it yet" in page


def test_a_suggestion_is_accepted_with_one_press(writer):
    finding, asked = FindingFactory(), activity()

    response = ask(
        views.AnswerFinding, writer, {"activities": str(asked.pk), "extent": "partly"}, **address_of(finding)
    )

    assert response.status_code == 302
    assert response["Location"] == finding.get_absolute_url()
    assert [(each.activity, each.extent, each.said_by_id) for each in Link.objects.all()] == [
        (asked, Extent.PARTLY, writer.user_id)
    ]


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"extent": "fully"}, "Choose what answers the finding"),
        ({"extent": "fully", "activities_typed": "nothing of that name"}, "is called"),
        ({"extent": "wholly"}, "wholly is not one of"),
        ({"extent": "fully", "activities": "987654321"}, "not one of the available choices"),
    ],
)
def test_bad_input_is_refused_with_a_sentence_and_kept(writer, sent, sentence):
    response = ask(views.AnswerFinding, writer, {"words": "In two aimags.", **sent}, **address_of(FindingFactory()))

    page = response.content.decode()
    assert response.status_code == 422
    assert sentence in page
    assert "In two aimags." in page
    assert not Link.objects.exists()


def test_nobody_else_gets_the_forms(outsider):
    said = LinkFactory(activity=activity())

    for view, address in ((views.AnswerFinding, address_of(said.finding)), (views.LinkEdit, {"pk": said.pk})):
        assert ask(view, outsider, **address).status_code == 403


def test_what_was_said_can_be_said_otherwise(writer):
    said = LinkFactory(activity=activity())

    response = ask(views.LinkEdit, writer, {"extent": "not", "words": "Another matter.", "version": "1"}, pk=said.pk)

    assert response["Location"] == said.finding.get_absolute_url()
    assert Link.objects.get().extent == Extent.NOT


def test_answers_are_published_and_withdrawn_by_an_act(writer, outsider):
    finding = FindingFactory(assessment=AssessmentFactory(code="TIP"))
    assert "is not public" in shown(views.Gap, writer, query={"assessment": finding.assessment.code})

    ask(views.PublishAnswers, writer, {}, code="TIP")
    assert "Everybody can read" in shown(views.Gap, outsider, query={"assessment": "TIP"})

    ask(views.WithdrawAnswers, writer, {"reason": "Number 4 is wrong."}, code="TIP")
    assert not PublishedAnswers.objects.exists()


def test_activities_that_answer_nothing_are_listed(outsider, django_assert_num_queries):
    LinkFactory(activity=activity(title=I18nText(en="Asked for")))
    for _each in range(11):
        activity(title=I18nText(en="Nobody asked"))

    # The rows with their agencies and latest lines.
    with django_assert_num_queries(1):
        page = shown(views.UnaskedActivities, outsider)

    assert "Nobody asked" in page
    assert "Asked for" not in page


def test_what_is_asked_year_after_year_is_shown_once(outsider):
    for year in (2014, 2017):
        FindingFactory(assessment=AssessmentFactory(year=year), text="Inspect the passports of drivers at ports")

    page = shown(views.RepeatedFindings, outsider)

    assert "2014 · 2017" in " ".join(page.split())
    assert "Nothing was asked for in more than one year" in shown_empty(outsider)


def shown_empty(actor):
    from tulga.findings.models import Finding

    Finding.objects.all().delete()
    return shown(views.RepeatedFindings, actor)
