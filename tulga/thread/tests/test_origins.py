from __future__ import annotations

import io

import pytest
from django.test import RequestFactory
from django.utils import translation
from django.utils.html import escape
from pypdf import PdfReader

from tests.people import actor_at
from tulga.accounts.choices import Role
from tulga.accounts.tests.factories import UserFactory
from tulga.agencies.tests.factories import AgencyFactory
from tulga.answers.choices import Extent
from tulga.answers.tests.factories import LinkFactory
from tulga.audit.models import AuditEvent
from tulga.findings.tests.factories import FindingFactory
from tulga.kit.audience import Audience
from tulga.kit.i18n import I18nText
from tulga.plan.tests.factories import ActivityFactory, PlanFactory
from tulga.recommendations.models import Recommendation
from tulga.recommendations.tests.factories import ChallengeFactory, CommitmentFactory, RecommendationFactory
from tulga.thread.services import print_dossier
from tulga.thread.summaries.origins import ORIGINS, recommendations_through
from tulga.thread.summaries.thread import thread_of
from tulga.thread.tests.factories import endorsed_with_changes, released, verified_commitment
from tulga.thread.views import RecordThread

pytestmark = pytest.mark.django_db


@pytest.fixture
def police():
    return AgencyFactory(audiences=frozenset({Audience.LAW_ENFORCEMENT}))


def somebody(agency, *roles):
    return actor_at(agency, *(roles or (Role.FOCAL_POINT,)), user_id=UserFactory().pk)


@pytest.fixture
def shared(police):
    return endorsed_with_changes(Audience.LAW_ENFORCEMENT)


def origin_of(kind, shared):
    """A record of each kind that the shared recommendation is tied to."""
    match kind:
        case "recommendation":
            return shared
        case "challenge":
            return shared.challenges.get(audiences__gt=0)
        case "activity":
            activity = ActivityFactory()
            shared.activities.add(activity)
            return activity
        case "commitment":
            return verified_commitment(shared)
        case "order":
            return shared.submission_items.get().decision.order
        case "release":
            return released(shared, Audience.LAW_ENFORCEMENT)
        case "finding":
            finding = FindingFactory()
            shared.findings.add(finding)
            return finding
    return None


@pytest.mark.parametrize("kind", ["recommendation", "challenge", "activity", "commitment", "order", "release"])
def test_the_thread_of_any_record_passes_through_its_recommendation(kind, shared, police):
    origin = origin_of(kind, shared)

    assert list(recommendations_through(kind, origin, somebody(police))) == [shared]
    assert list(recommendations_through(kind, origin, somebody(AgencyFactory()))) == []


@pytest.mark.parametrize("tie", ["challenge", "commitment"])
def test_an_activity_never_tells_of_a_tie_through_what_is_hidden(tie, shared, police):
    activity = ActivityFactory()
    if tie == "challenge":
        hidden = ChallengeFactory(circle=shared.circle, activity=activity)
        shared.challenges.add(hidden)
    else:
        CommitmentFactory(recommendation=shared, activity=activity, status="named")

    assert list(recommendations_through("activity", activity, somebody(police))) == []
    assert list(recommendations_through("activity", activity, somebody(AgencyFactory(), Role.SECRETARIAT))) == [shared]


def shown(kind, origin, actor):
    request = RequestFactory().get("/en/threads/")
    request.actor = actor
    with translation.override("en"):
        response = RecordThread.as_view()(request, kind=kind, pk=origin.pk)
        return response.content.decode()


def test_the_page_tells_each_branch_and_never_the_hidden_one(shared, police):
    activity = origin_of("activity", shared)
    RecommendationFactory(title=I18nText(en="A secret draft")).activities.add(activity)

    page = shown("activity", activity, somebody(police))

    assert "Passports of drivers" in page
    assert "secret draft" not in page
    assert "A secret draft" in shown("activity", activity, somebody(AgencyFactory(), Role.SECRETARIAT))


@pytest.mark.parametrize(("kind", "part"), [("finding", "Findings"), ("activity", "Plan"), ("order", "Orders")])
def test_the_title_is_plain_and_the_records_own_part_is_marked(shared, kind, part):
    origin = origin_of(kind, shared)

    page = " ".join(shown(kind, origin, somebody(AgencyFactory(), Role.SECRETARIAT)).split())

    assert f'<h1 class="tu-title">{escape(str(origin))}</h1>' in page
    assert f'href="{origin.get_absolute_url()}">Back to its own page</a>' in page.replace("/mn/", "/en/")
    assert f'aria-current="page">{part}</a>' in page


@pytest.mark.parametrize("kind", ["finding", "activity"])
@pytest.mark.parametrize(("extent", "tells"), [(Extent.FULLY, True), (Extent.PARTLY, True), (Extent.NOT, False)])
def test_a_finding_stands_beside_the_activity_that_answers_it(police, kind, extent, tells):
    finding = FindingFactory(text="Passports are taken as collateral")
    activity = ActivityFactory(title=I18nText(en="Inspect the companies"))
    LinkFactory(finding=finding, activity=activity, extent=extent, words="By day only.")
    origin = {"finding": finding, "activity": activity}[kind]

    page = shown(kind, origin, somebody(police))

    if tells:
        story = page[page.index('id="beside"') :]
        assert story.index("Passports are taken") < story.index("Inspect the companies")
        assert "By day only." in story
    else:
        assert "By day only." not in page
        assert "No recommendation that you may see" in page


def test_nobody_learns_of_an_activity_by_the_finding_it_answers_in_a_draft_plan(police):
    finding = FindingFactory()
    draft = ActivityFactory(plan=PlanFactory(status="draft"), title=I18nText(en="A secret activity"))
    LinkFactory(finding=finding, activity=draft)

    for role in (Role.PARTNER, Role.NATIONAL_RAPPORTEUR):
        assert "A secret activity" not in shown("finding", finding, somebody(police, role))
    assert "A secret activity" in shown("finding", finding, somebody(AgencyFactory(), Role.SECRETARIAT))


def test_the_dossier_holds_what_stands_beside(police):
    finding = FindingFactory(text="Passports are taken as collateral")
    LinkFactory(finding=finding, activity=ActivityFactory(title=I18nText(en="Inspect the companies")))
    with translation.override("en"):
        pdf = print_dossier(kind="finding", origin=finding, actor=somebody(police))

    words = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    assert words.index("Passports are taken") < words.index("Inspect the companies")


def test_an_empty_thread_says_so(police):
    assert "No recommendation that you may see" in shown("activity", ActivityFactory(), somebody(police))


@pytest.mark.parametrize("language", ["mn", "en"])
def test_the_dossier_is_read_by_a_pdf_reader_and_holds_only_what_one_may_see(shared, police, language):
    shared.challenges.add(
        ChallengeFactory(
            circle=shared.circle,
            text=I18nText(mn="Өмнөговийн Үйлчилгээ: ёс, ₮500"),
            audiences=frozenset({Audience.LAW_ENFORCEMENT}),
        )
    )
    with translation.override(language):
        pdf = print_dossier(kind="recommendation", origin=shared, actor=somebody(police))

    words = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    assert "Өмнөговийн Үйлчилгээ: ёс, ₮500" in " ".join(words.split())
    assert "Hidden challenge" not in words
    assert "Secret reasons" not in words
    assert AuditEvent.objects.filter(verb="thread.print_dossier", target_id=str(shared.pk)).count() == 1


def test_every_kind_of_origin_is_a_record_one_can_only_reach_through_what_is_visible():
    assert all(hasattr(origin.rows(), "visible_to") for origin in ORIGINS.values())


def test_a_finding_leads_to_what_drafters_named_and_to_what_was_found_to_answer_it_since(police):
    old = FindingFactory(number=5)
    finding = FindingFactory(assessment=old.assessment, number=5, revision=2, supersedes=old)
    named, linked, refused, hidden = (
        RecommendationFactory(audiences=frozenset({Audience.LAW_ENFORCEMENT})) for _each in range(4)
    )
    named.findings.add(old)
    LinkFactory(finding=old, recommendation=linked)
    LinkFactory(finding=old, recommendation=refused, extent=Extent.NOT)
    LinkFactory(finding=old, recommendation=RecommendationFactory())

    through = recommendations_through("finding", finding, somebody(police))

    assert set(through) == {named, linked}
    assert hidden not in through


@pytest.mark.parametrize(("extent", "tells"), [(Extent.FULLY, True), (Extent.PARTLY, True), (Extent.NOT, False)])
def test_a_thread_begins_with_what_it_was_found_to_answer(police, extent, tells):
    finding = FindingFactory(text="Passports are taken as collateral")
    recommendation = RecommendationFactory(audiences=frozenset({Audience.LAW_ENFORCEMENT}))
    LinkFactory(finding=finding, recommendation=recommendation, extent=extent)
    actor = somebody(police)

    thread = thread_of(Recommendation.objects.visible_to(actor).get(pk=recommendation.pk), actor)

    assert ("Passports are taken as collateral" in [str(event.words) for event in thread.events]) is tells
