from __future__ import annotations

import threading

import pytest
from django.db import IntegrityError, connection, transaction

from tests.people import actor_at
from tulga.accounts.choices import Role
from tulga.accounts.tests.factories import UserFactory
from tulga.agencies.tests.factories import AgencyFactory
from tulga.audit.models import AuditEvent
from tulga.dissemination.choices import Action, ReleaseStatus
from tulga.dissemination.models import Release
from tulga.dissemination.services import approving, preparing
from tulga.dissemination.tests.factories import InForceFactory, ReleasedFactory, ReleaseFactory
from tulga.kit.actor import Actor
from tulga.kit.audience import Audience
from tulga.kit.errors import NotAllowed, RuleBroken, StaleEdit
from tulga.kit.i18n import I18nText
from tulga.recommendations.models import Recommendation

pytestmark = pytest.mark.django_db
TITLE = I18nText(mn="Хамгаалах байр", en="Shelters")


def somebody(role):
    return actor_at(AgencyFactory(), role, user_id=UserFactory().pk)


@pytest.fixture
def preparer():
    return somebody(Role.SECRETARIAT)


@pytest.fixture
def approver():
    return somebody(Role.CHAIR)


def prepare(actor, *recommendations, audiences=(Audience.PUBLIC,), **more):
    content = {"title": TITLE, "recommendations": recommendations, "audiences": audiences, "actor": actor}
    return preparing.prepare_release(**{**content, **more})


def test_a_prepared_release_shares_nothing_yet(preparer):
    recommendation = InForceFactory()

    first, second = prepare(preparer, recommendation, year=2018), prepare(preparer, recommendation, year=2018)

    assert (first.number, second.number, first.state) == ("2018/1", "2018/2", ReleaseStatus.PREPARED)
    assert Recommendation.objects.get().audiences == frozenset()
    assert not Release.objects.visible_to(Actor()).exists()
    assert AuditEvent.objects.latest("sequence").verb == Action.PREPARE


def test_what_is_not_in_force_or_for_nobody_is_refused_and_nothing_is_kept(preparer):
    in_force, decided = InForceFactory(), InForceFactory(in_force_on=None)

    for wrong, field in [
        ({"recommendations": [in_force, decided]}, "recommendations"),
        ({"recommendations": []}, "recommendations"),
        ({"audiences": []}, "audiences"),
    ]:
        with pytest.raises(RuleBroken) as refused:
            prepare(preparer, in_force, **wrong)
        assert refused.value.field == field

    assert not Release.objects.exists()
    assert not AuditEvent.objects.exists()


def test_approval_by_a_second_person_shares_with_the_audiences(preparer, approver):
    recommendation = InForceFactory()
    release = prepare(preparer, recommendation)

    approving.approve_release(release=release, actor=approver)

    release.refresh_from_db()
    assert (release.state, release.approved_by_id) == (ReleaseStatus.RELEASED, approver.user_id)
    assert release.released_on
    assert Release.objects.visible_to(Actor()).get() == release
    assert Recommendation.objects.visible_to(Actor()).get() == recommendation
    verbs = set(AuditEvent.objects.values_list("verb", flat=True))
    assert {Action.APPROVE, "recommendations.share"} <= verbs


def test_nobody_approves_what_they_prepared_or_changed_last(preparer):
    colleague = somebody(Role.SECRETARIAT)
    recommendation = InForceFactory()
    release = prepare(preparer, recommendation)

    with pytest.raises(NotAllowed):
        approving.approve_release(release=release, actor=preparer)
    preparing.edit_release(
        release=release,
        title=I18nText(en="Shelters and helplines"),
        recommendations=[recommendation],
        audiences=[Audience.PUBLIC],
        expected_version=1,
        actor=colleague,
    )
    with pytest.raises(NotAllowed):
        approving.approve_release(release=release, actor=colleague)
    approving.approve_release(release=release, actor=preparer)

    assert Release.objects.get().prepared_by_id == colleague.user_id


def test_an_empty_release_is_not_approved(approver):
    with pytest.raises(NotAllowed, match="carries no recommendation"):
        approving.approve_release(release=ReleaseFactory(), actor=approver)


def test_what_changed_since_it_was_read_is_not_approved(preparer, approver):
    recommendation = InForceFactory()
    release = prepare(preparer, recommendation)
    Release.objects.update(version=2)

    with pytest.raises(StaleEdit):
        approving.approve_release(release=release, actor=approver, expected_version=1)

    stored = Release.objects.get()
    assert (stored.status, stored.approved_by) == (ReleaseStatus.PREPARED, None)
    assert Recommendation.objects.get().audiences == frozenset()


def test_a_release_whose_recommendation_cannot_be_shared_is_undone_whole(preparer, approver):
    first, second = InForceFactory(), InForceFactory()
    release = prepare(preparer, first, second)
    Recommendation.objects.filter(pk=second.pk).update(in_force_on=None)
    before = AuditEvent.objects.count()

    with pytest.raises(NotAllowed):
        approving.approve_release(release=release, actor=approver)

    assert Release.objects.get().status == ReleaseStatus.PREPARED
    assert Recommendation.objects.get(pk=first.pk).audiences == frozenset()
    assert AuditEvent.objects.count() == before


def test_what_was_released_is_neither_changed_nor_withdrawn(preparer):
    recommendation = InForceFactory()
    release = ReleasedFactory(carrying=[recommendation])

    with pytest.raises(NotAllowed):
        preparing.withdraw_prepared(release=release, reason="A mistake.", actor=preparer)
    with pytest.raises(NotAllowed):
        preparing.edit_release(
            release=release,
            title=TITLE,
            recommendations=[recommendation],
            audiences=[Audience.PUBLIC],
            expected_version=1,
            actor=preparer,
        )

    assert Release.objects.get().title == {"en": "Shelters"}


def test_a_prepared_release_is_withdrawn_with_a_reason(preparer, approver):
    release = ReleaseFactory(carrying=[InForceFactory()])

    with pytest.raises(RuleBroken):
        preparing.withdraw_prepared(release=release, reason=" ", actor=preparer)
    preparing.withdraw_prepared(release=release, reason="Prepared twice.", actor=preparer)
    with pytest.raises(NotAllowed):
        approving.approve_release(release=release, actor=approver)

    assert Release.objects.get().status == ReleaseStatus.WITHDRAWN
    assert AuditEvent.objects.latest("sequence").reason == "Prepared twice."


@pytest.mark.parametrize("role", [Role.FOCAL_POINT, Role.NATIONAL_RAPPORTEUR, Role.PARTNER, Role.ADMINISTRATOR])
def test_everybody_else_is_refused_and_leaves_no_trace(role):
    actor = somebody(role)
    release = ReleaseFactory(carrying=[InForceFactory()])

    for attempt in (
        lambda: prepare(actor, InForceFactory()),
        lambda: approving.approve_release(release=release, actor=actor),
        lambda: preparing.withdraw_prepared(release=release, reason="Mine.", actor=actor),
    ):
        with pytest.raises(NotAllowed):
            attempt()

    assert Release.objects.get().status == ReleaseStatus.PREPARED
    assert not AuditEvent.objects.exists()


def test_the_database_itself_refuses_what_the_rules_forbid():
    release = ReleaseFactory()
    for wrong in (
        {"approved_by": release.prepared_by},
        {"status": ReleaseStatus.RELEASED},
        {"status": "lost"},
        {"audiences": frozenset()},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Release.objects.filter(pk=release.pk).update(**wrong)


@pytest.mark.django_db(transaction=True)
def test_of_two_approvals_at_once_one_counts():
    release = ReleaseFactory(carrying=[InForceFactory()])
    people = [somebody(Role.CHAIR), somebody(Role.SECRETARIAT)]
    start, outcomes = threading.Barrier(2), []

    def approve(actor):
        try:
            mine = Release.objects.get(pk=release.pk)
            start.wait()
            approving.approve_release(release=mine, actor=actor)
            outcomes.append(actor.user_id)
        except NotAllowed:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=approve, args=[each]) for each in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    winner = Release.objects.get().approved_by_id
    assert sorted(outcomes, key=str) == sorted(["refused", winner], key=str)
    assert AuditEvent.objects.filter(verb=Action.APPROVE).count() == 1
    assert AuditEvent.objects.filter(verb="recommendations.share").count() == 1
