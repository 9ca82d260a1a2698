from __future__ import annotations

import json

import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from tests.people import actor_at
from tulga.accounts.choices import Role
from tulga.accounts.tests.factories import UserFactory
from tulga.agencies.tests.factories import AgencyFactory
from tulga.answers import services, views
from tulga.answers.choices import Extent
from tulga.answers.models import Link, PublishedAnswers
from tulga.answers.tests.factories import LinkFactory
from tulga.findings.tests.factories import AssessmentFactory, FindingFactory
from tulga.kit import once
from tulga.kit.i18n import I18nText
from tulga.plan.tests.factories import ActivityFactory, PlanFactory
from tulga.recommendations.tests.factories import EndorsedFactory, RecommendationFactory

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
        words in page for words in [">Not answered</strong>", "1 of 2 findings are not answered", "Police", "<svg"]
    )
    assert "Say otherwise" not in page
    assert "Nothing answers it yet" not in page  # the tag says so
    assert 'tu-table__number" data-label="Not answered">1<' in page
    assert 'tu-table__number tu-table__zero" data-label="An answer is proposed">0<' in page


def test_the_page_costs_the_same_for_eleven_findings(outsider, django_assert_max_num_queries):
    for _each in range(11):
        LinkFactory(activity=activity())

    # The page's findings; links; keys; ties; recommendations; activities; those that count; the counts, with themes and
    # their words; two for the shares; the reports of the filter.
    with django_assert_max_num_queries(13):
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


@pytest.fixture
def two_states():
    """A report on the own State with one open finding, and one on Slovenia with two."""
    FindingFactory(text="Own words", assessment=AssessmentFactory(code="TIP", year=2017), theme=I18nText(en="Demand"))
    slovene = AssessmentFactory(code="UPR-SVN", state="SVN", year=2019)
    return [FindingFactory(text=f"Slovene words {each}", assessment=slovene) for each in "ab"]


@pytest.mark.parametrize(
    ("query", "heading"),
    [
        ({}, "1 of 1 finding is"),
        ({"by": "year"}, "1 of 1 finding is"),
        ({"state": "MNG"}, "1 of 1 finding is"),
        ({"state": "SVN"}, "2 of 2 findings are"),
        ({"state": "AFG"}, "1 of 1 finding is"),
        ({"assessment": "UPR-SVN"}, "2 of 2 findings are"),
        ({"assessment": "UPR-SVN", "state": "MNG"}, "1 of 1 finding is"),
        ({"assessment": "TIP", "state": "SVN"}, "2 of 2 findings are"),
    ],
)
def test_states_are_never_mixed_and_the_own_one_is_meant_unless_another_is_asked_for(
    outsider, two_states, query, heading
):
    page = shown(views.Gap, outsider, query=query)
    file = ask(views.Gap, outsider, query={**query, "format": "json"})

    assert heading in page
    assert ("Slovene words" in page) is ("2 of 2" in heading)
    assert ("Own words" in page) is ("1 of 1" in heading)
    assert {row["state"] for row in json.loads(file.content)} == {"SVN" if "2 of 2" in heading else "MNG"}


def test_a_state_is_offered_only_where_there_are_reports_on_several(outsider):
    FindingFactory()
    assert 'name="state"' not in shown(views.Gap, outsider) + shown(views.RepeatedFindings, outsider)

    FindingFactory(assessment__state="SVN")
    assert 'value="SVN"' in shown(views.Gap, outsider)
    assert 'value="SVN"' in shown(views.RepeatedFindings, outsider)


def test_what_is_planned_here_is_not_suggested_for_a_finding_on_another_state(writer, outsider, two_states):
    activity(title=I18nText(en="Slovene words a"))
    page = shown(views.FindingWithAnswers, writer, **address_of(two_states[0]))

    assert "This may answer it" not in page
    assert "Nothing is suggested: the report is on Slovenia" in page
    assert "Nothing is suggested" not in shown(views.FindingWithAnswers, outsider, **address_of(two_states[0]))


def test_shares_are_of_the_findings_on_the_state_that_the_page_is_about(outsider, two_states):
    led = activity(lead_agency=AgencyFactory(name={"en": "Police"}))
    LinkFactory(finding=two_states[0], activity=led)

    cell = 'data-label="Findings answered">{}<'
    assert cell.format(0) in shown(views.Gap, outsider)
    assert cell.format(1) in shown(views.Gap, outsider, query={"state": "SVN"})


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
        assert "Nothing answers it yet" in page or ">Not answered</strong>" in page


def test_an_activity_lists_the_findings_it_answers_who_said_so_and_when(writer, outsider):
    asked = activity()
    old = FindingFactory(text="Old words", assessment=AssessmentFactory(code="TIP"))
    FindingFactory(text="Latest words", assessment=old.assessment, number=old.number, revision=2, supersedes=old)
    said = {"actor": writer, "answers": [asked], "words": "Transport companies only."}
    services.link_finding(finding=old, extent=Extent.PARTLY, **said)
    refused = FindingFactory(text="Refused words")
    services.link_finding(finding=refused, extent=Extent.NOT, **said)
    LinkFactory(finding=FindingFactory(text="Words of another"), activity=activity())

    theirs, ours = (shown(views.ActivityWithFindings, actor, pk=asked.pk) for actor in (outsider, writer))

    told = ["Latest words", "2017", "Report TIP", "Partly", "Transport companies only.", f"said by {writer.label}"]
    assert all(words in theirs for words in told)
    assert not any(words in theirs for words in ["Old words", "Refused words", "Words of another", "Say otherwise"])
    assert "Say otherwise" in ours


def test_eleven_findings_cost_an_activitys_page_as_much_as_two(outsider, django_assert_num_queries):
    asked = activity()
    for _each in range(2):
        LinkFactory(activity=asked)
    with CaptureQueriesContext(connection) as few:
        shown(views.ActivityWithFindings, outsider, pk=asked.pk)
    for _each in range(9):
        LinkFactory(activity=asked)
    with django_assert_num_queries(len(few)):
        shown(views.ActivityWithFindings, outsider, pk=asked.pk)


def test_an_activity_that_answers_nothing_says_nothing_of_findings(outsider):
    assert "Which findings it answers" not in shown(views.ActivityWithFindings, outsider, pk=activity().pk)


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


@pytest.mark.parametrize("typed", ["1.1", "1.1 Watch the ports", "watch"])
def test_activities_of_one_name_come_back_with_their_plans_to_choose_from(writer, typed):
    for code in ("NAP-1", "NAP-2"):
        ActivityFactory(plan=PlanFactory(code=code), number="1.1", title=I18nText(en="Watch the ports"))

    sent = {"extent": "fully", "activities_typed": typed}
    page = ask(views.AnswerFinding, writer, sent, **address_of(FindingFactory())).content.decode()

    assert all(f"1.1 Watch the ports ({code})" in page for code in ("NAP-1", "NAP-2"))


def test_nobody_else_gets_the_forms(outsider):
    said = LinkFactory(activity=activity())

    for view, address in ((views.AnswerFinding, address_of(said.finding)), (views.LinkEdit, {"pk": said.pk})):
        assert ask(view, outsider, **address).status_code == 403


def test_what_was_said_can_be_said_otherwise(writer):
    said = LinkFactory(activity=activity())

    response = ask(views.LinkEdit, writer, {"extent": "not", "words": "Another matter.", "version": "1"}, pk=said.pk)

    assert response["Location"] == said.finding.get_absolute_url()
    assert Link.objects.get().extent == Extent.NOT


def test_what_was_refused_stays_below_to_be_said_otherwise_for_those_who_judge(writer, outsider):
    finding = FindingFactory()
    asked = activity(title=I18nText(en="Watch the ports"))
    services.link_finding(finding=finding, answers=[asked], extent=Extent.NOT, words="Another matter.", actor=writer)
    watching = actor_at(AgencyFactory(), Role.NATIONAL_RAPPORTEUR, user_id=UserFactory().pk)

    ours, watched, theirs = (
        shown(views.FindingWithAnswers, actor, **address_of(finding)) for actor in (writer, watching, outsider)
    )

    told = ["Refused (1)", f"/links/{Link.objects.get().pk}/edit/", "Say otherwise"]
    assert all(words in ours for words in [*told, "Nothing answers it yet"])
    assert not any(words in watched for words in told)
    assert all("said how far it answers the finding" in page and "Another matter." in page for page in (ours, watched))
    assert "Watch the ports" not in theirs
    assert "Another matter." not in theirs


def test_what_drafters_only_named_is_called_so_on_every_page_and_in_the_file(outsider):
    named = EndorsedFactory(audiences=frozenset(outsider.audiences))
    for year in (2014, 2017):
        words = "Inspect the passports of drivers at ports"
        named.findings.add(FindingFactory(assessment=AssessmentFactory(year=year), text=words))

    (row, _later) = json.loads(ask(views.Gap, outsider, query={"format": "json"}).content)

    assert row["standing"] == "Named, not judged"
    assert "(Named, not judged)" in row["answers"]
    pages = [shown(views.Gap, outsider), shown(views.RepeatedFindings, outsider)]
    assert all(">Named, not judged<" in page and ">Partly<" not in page for page in pages)
    assert "counts as answered in part" in pages[0]
    assert "0 of 2 findings are not answered" in pages[0]


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
    assert page.count(">Not reported</strong>") == 11
    assert page.count("Nobody asked") == shown(views.UnaskedActivities, outsider, query={"status": "no_line"}).count(
        "Nobody asked"
    )


def test_what_is_asked_year_after_year_is_shown_once(outsider):
    for year in (2014, 2017):
        FindingFactory(assessment=AssessmentFactory(year=year), text="Inspect the passports of drivers at ports")

    page = shown(views.RepeatedFindings, outsider)

    assert "2014 · 2017" in " ".join(page.split())
    assert "Nothing was asked for in more than one year" in shown_empty(outsider)


def test_what_two_states_were_asked_is_not_asked_for_again(outsider):
    words = "Inspect the passports of drivers at ports"
    for state, year in (("MNG", 2014), ("SVN", 2017), ("SVN", 2019)):
        FindingFactory(assessment=AssessmentFactory(state=state, year=year), text=words)

    assert "Nothing was asked for in more than one year" in shown(views.RepeatedFindings, outsider)
    theirs = " ".join(shown(views.RepeatedFindings, outsider, query={"state": "SVN"}).split())
    assert "2017 · 2019" in theirs
    assert "2014" not in theirs


def shown_empty(actor):
    from tulga.findings.models import Finding

    Finding.objects.all().delete()
    return shown(views.RepeatedFindings, actor)
