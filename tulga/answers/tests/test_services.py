from __future__ import annotations

import threading

import pytest
from django.db import connection

from tests.people import actor_at
from tulga.accounts.choices import Role
from tulga.accounts.tests.factories import UserFactory
from tulga.agencies.tests.factories import AgencyFactory
from tulga.answers import services
from tulga.answers.choices import Extent
from tulga.answers.models import Link, PublishedAnswers
from tulga.answers.tests.factories import LinkFactory
from tulga.audit.models import AuditEvent
from tulga.findings.tests.factories import AssessmentFactory, FindingFactory
from tulga.kit.errors import NotAllowed, RuleBroken, StaleEdit
from tulga.plan.tests.factories import ActivityFactory
from tulga.recommendations.tests.factories import RecommendationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer():
    return actor_at(AgencyFactory(), Role.SECRETARIAT, user_id=UserFactory().pk)


def link(finding, *answers, actor, extent=Extent.FULLY, words=""):
    return services.link_finding(finding=finding, answers=answers, extent=extent, words=words, actor=actor)


def test_several_answers_are_said_at_once_and_each_is_recorded(writer):
    finding = FindingFactory()

    links = link(finding, ActivityFactory(), RecommendationFactory(), actor=writer, words="Covers the ports only.")

    assert {each.finding for each in links} == {finding}
    assert {each.words for each in links} == {"Covers the ports only."}
    events = AuditEvent.objects.filter(verb="answers.link")
    assert {event.target_id for event in events} == {str(each.pk) for each in links}
    assert {event.target_type for event in events} == {"answers.link"}


def test_said_again_of_the_same_pair_replaces_what_was_said(writer):
    finding, activity = FindingFactory(), ActivityFactory()
    link(finding, activity, actor=writer)

    link(finding, activity, actor=writer, extent=Extent.NOT)

    assert [each.extent for each in Link.objects.all()] == [Extent.NOT]
    assert "Fully" in AuditEvent.objects.filter(verb="answers.link").latest("sequence").before


def test_a_link_points_at_the_first_revision(writer):
    old = FindingFactory(number=3)
    new = FindingFactory(assessment=old.assessment, number=3, revision=2, supersedes=old)

    (said,) = link(new, ActivityFactory(), actor=writer)

    assert said.finding == old


def test_something_has_to_be_chosen(writer):
    with pytest.raises(RuleBroken, match="Choose what answers"):
        link(FindingFactory(), actor=writer)


def test_nobody_else_says_it():
    with pytest.raises(NotAllowed):
        link(FindingFactory(), ActivityFactory(), actor=actor_at(AgencyFactory(), Role.FOCAL_POINT))


def test_a_change_begins_from_what_was_read(writer):
    said = LinkFactory(activity=ActivityFactory())
    change = {"link": said, "extent": Extent.PARTLY, "words": "In two aimags.", "actor": writer}

    services.change_link(expected_version=1, **change)

    with pytest.raises(StaleEdit):
        services.change_link(expected_version=1, **change)
    assert Link.objects.get().extent == Extent.PARTLY


def test_answers_are_published_once_and_withdrawn_once(writer):
    assessment = AssessmentFactory()

    services.publish_answers(assessment=assessment, actor=writer)
    with pytest.raises(RuleBroken, match="published already"):
        services.publish_answers(assessment=assessment, actor=writer)
    services.withdraw_answers(assessment=assessment, reason="A mistake in number 4.", actor=writer)
    with pytest.raises(RuleBroken, match="not published"):
        services.withdraw_answers(assessment=assessment, reason="Twice.", actor=writer)

    assert not PublishedAnswers.objects.exists()
    verbs = list(AuditEvent.objects.order_by("sequence").values_list("verb", flat=True))
    assert verbs == ["answers.publish", "answers.withdraw"]


@pytest.mark.django_db(transaction=True)
def test_two_people_who_link_one_pair_at_once_make_one_link():
    finding, activity = FindingFactory(), ActivityFactory()
    agency = AgencyFactory()
    actors = [actor_at(agency, Role.SECRETARIAT, user_id=UserFactory().pk) for _each in range(2)]
    start, failures = threading.Barrier(2, timeout=30), []

    def say(actor, extent):
        start.wait()
        try:
            link(finding, activity, actor=actor, extent=extent)
        except Exception as failure:
            failures.append(failure)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=say, args=pair) for pair in zip(actors, (Extent.FULLY, Extent.PARTLY), strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert failures == []
    assert Link.objects.count() == 1
    assert AuditEvent.objects.filter(verb="answers.link").count() == 2
