from __future__ import annotations

import datetime as dt

import pytest

from tests.people import actor_at
from tulga.accounts.choices import Role
from tulga.agencies.tests.factories import AgencyFactory
from tulga.answers.choices import Extent, Standing
from tulga.answers.models import Link
from tulga.answers.querysets import activities_nobody_asked_for, with_standing
from tulga.answers.tests.factories import LinkFactory, PublishedAnswersFactory
from tulga.findings.models import Finding
from tulga.findings.tests.factories import FindingFactory
from tulga.kit.actor import Actor
from tulga.kit.audience import Audience
from tulga.plan.choices import ActivityStatus, EditionStatus
from tulga.plan.models import PlanEdition
from tulga.plan.tests.factories import ActivityFactory, EditionFactory, PlanFactory, StatusLineFactory
from tulga.recommendations.choices import Status
from tulga.recommendations.tests.factories import EndorsedFactory, RecommendationFactory

pytestmark = pytest.mark.django_db
DAY = dt.date(2018, 6, 1)
PUBLIC, POLICE = frozenset({Audience.PUBLIC}), frozenset({Audience.LAW_ENFORCEMENT})


def person(role=Role.SECRETARIAT):
    return actor_at(AgencyFactory(), role)


def activity(**values):
    """Of a plan that is in force."""
    return ActivityFactory(**values)


def dropped():
    return StatusLineFactory(activity=activity(), status=ActivityStatus.DROPPED).activity


def of_an_expired_plan(until=dt.date(2016, 12, 31)):
    return ActivityFactory(
        plan=PlanFactory(status=EditionStatus.EXPIRED, valid_from=dt.date(2010, 1, 1), valid_to=until)
    )


def replaced():
    PlanFactory()
    return of_an_expired_plan()


def of_a_draft():
    return ActivityFactory(plan=PlanFactory(status=EditionStatus.DRAFT))


def amended_away():
    """Its entry is in an edition that another has taken the place of."""
    left_out = activity()
    plan = left_out.plan
    EditionFactory(plan=plan, status=EditionStatus.DRAFT)
    PlanEdition.objects.filter(pk=plan.current_id).update(status=EditionStatus.AMENDED)
    plan.current = plan.editions.get(status=EditionStatus.DRAFT)
    PlanEdition.objects.filter(pk=plan.current_id).update(status=EditionStatus.IN_FORCE)
    plan.save(update_fields=["current"])
    return left_out


def recommendation(status, *, in_force=False):
    day = DAY if in_force else None
    number = f"R-2018-{status}" if in_force else None
    return RecommendationFactory(status=status, in_force_on=day, reference=number)


def standing_of(finding, actor):
    return Standing(with_standing(Finding.objects.current().filter(pk=finding.pk), actor).get().standing)


def test_a_finding_that_nothing_answers_is_not_answered():
    assert standing_of(FindingFactory(), person()) == Standing.UNANSWERED


@pytest.mark.parametrize(
    ("make", "extent", "standing"),
    [
        (activity, Extent.FULLY, Standing.FULLY),
        (activity, Extent.PARTLY, Standing.PARTLY),
        (activity, Extent.NOT, Standing.UNANSWERED),
        (dropped, Extent.FULLY, Standing.UNANSWERED),
        (of_an_expired_plan, Extent.FULLY, Standing.FULLY),
        (replaced, Extent.FULLY, Standing.UNANSWERED),
        (of_a_draft, Extent.FULLY, Standing.UNANSWERED),
        (amended_away, Extent.FULLY, Standing.UNANSWERED),
        (lambda: recommendation(Status.ENDORSED, in_force=True), Extent.FULLY, Standing.FULLY),
        (lambda: recommendation(Status.IMPLEMENTED, in_force=True), Extent.PARTLY, Standing.PARTLY),
        (lambda: recommendation(Status.ENDORSED), Extent.FULLY, Standing.PROPOSED),
        (lambda: recommendation(Status.DRAFT), Extent.FULLY, Standing.PROPOSED),
        (lambda: recommendation(Status.DEFERRED), Extent.FULLY, Standing.PROPOSED),
        (lambda: recommendation(Status.DRAFT), Extent.NOT, Standing.UNANSWERED),
        (lambda: recommendation(Status.DECLINED), Extent.FULLY, Standing.UNANSWERED),
        (lambda: recommendation(Status.WITHDRAWN), Extent.FULLY, Standing.UNANSWERED),
        (lambda: recommendation(Status.SUPERSEDED, in_force=True), Extent.FULLY, Standing.UNANSWERED),
    ],
)
def test_what_a_link_makes_of_a_finding(make, extent, standing):
    answer, finding = make(), FindingFactory()
    field = "activity" if answer._meta.model_name == "activity" else "recommendation"
    LinkFactory(finding=finding, extent=extent, **{field: answer})

    assert standing_of(finding, person()) == standing


def test_the_best_answer_counts():
    finding = FindingFactory()
    LinkFactory(finding=finding, activity=activity(), extent=Extent.PARTLY)
    LinkFactory(finding=finding, activity=activity(), extent=Extent.FULLY)
    LinkFactory(finding=finding, activity=activity(), extent=Extent.NOT)

    assert standing_of(finding, person()) == Standing.FULLY


@pytest.mark.parametrize(
    ("status", "in_force", "standing"),
    [
        (Status.ENDORSED, True, Standing.PARTLY),
        (Status.DRAFT, False, Standing.PROPOSED),
        (Status.DECLINED, False, Standing.UNANSWERED),
    ],
)
def test_what_drafters_named_counts_in_part_until_somebody_says_how_far(status, in_force, standing):
    finding, named = FindingFactory(), recommendation(status, in_force=in_force)
    named.findings.add(finding)

    assert standing_of(finding, person()) == standing

    LinkFactory(finding=finding, recommendation=named, extent=Extent.NOT)

    assert standing_of(finding, person()) == Standing.UNANSWERED


def test_a_link_outlives_a_correction_of_the_finding():
    old = FindingFactory(number=4)
    LinkFactory(finding=old, activity=activity())
    new = FindingFactory(assessment=old.assessment, number=4, revision=2, supersedes=old)

    assert standing_of(new, person()) == Standing.FULLY


def test_another_finding_of_the_same_number_is_another():
    LinkFactory(finding=FindingFactory(number=4), activity=activity())

    assert standing_of(FindingFactory(number=4), person()) == Standing.UNANSWERED


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        (Role.SECRETARIAT, {"activity", "shared", "draft", "refused"}),
        (Role.CHAIR, {"activity", "shared", "draft", "refused"}),
        (Role.NATIONAL_RAPPORTEUR, {"activity", "shared", "draft", "refused"}),
        (Role.FOCAL_POINT, {"activity"}),
        (Role.ADMINISTRATOR, {"activity"}),
    ],
)
def test_who_sees_which_link(role, seen):
    links = {
        "activity": LinkFactory(activity=activity()),
        "shared": LinkFactory(recommendation=EndorsedFactory(audiences=POLICE)),
        "draft": LinkFactory(recommendation=RecommendationFactory()),
        "refused": LinkFactory(activity=activity(), extent=Extent.NOT),
    }

    visible = set(Link.objects.visible_to(person(role)))

    assert {name for name, link in links.items() if link in visible} == seen


def test_the_public_sees_what_was_published_and_no_more():
    published = LinkFactory(activity=activity())
    PublishedAnswersFactory(assessment=published.finding.assessment)
    hidden = LinkFactory(finding=published.finding, recommendation=EndorsedFactory(audiences=POLICE))
    shared = LinkFactory(finding=published.finding, recommendation=EndorsedFactory(audiences=PUBLIC))
    LinkFactory(activity=activity())

    assert set(Link.objects.visible_to(Actor())) == {published, shared}
    assert hidden not in Link.objects.visible_to(person(Role.FOCAL_POINT))


def test_of_two_expired_plans_the_later_is_still_answered_for():
    findings = [FindingFactory(), FindingFactory()]
    LinkFactory(finding=findings[0], activity=of_an_expired_plan(dt.date(2015, 12, 31)))
    LinkFactory(finding=findings[1], activity=of_an_expired_plan(dt.date(2016, 12, 31)))

    assert [standing_of(finding, person()) for finding in findings] == [Standing.UNANSWERED, Standing.FULLY]


def test_a_draft_that_the_reader_may_not_see_leaves_no_trace_in_the_standing():
    finding = FindingFactory()
    LinkFactory(finding=finding, recommendation=RecommendationFactory())
    named = RecommendationFactory()
    named.findings.add(finding)

    assert standing_of(finding, person(Role.FOCAL_POINT)) == Standing.UNANSWERED
    assert standing_of(finding, person(Role.CHAIR)) == Standing.PROPOSED


def test_activities_that_answer_nothing_asked():
    alone, linked, named, gone = activity(), activity(), activity(), dropped()
    LinkFactory(activity=linked)
    refused = LinkFactory(activity=activity(), extent=Extent.NOT).activity
    EndorsedFactory(audiences=PUBLIC).activities.add(named)

    unasked = set(activities_nobody_asked_for(person()))

    assert unasked == {alone, refused}
    assert gone not in unasked
