from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from tests.people import actor_at
from tulga.accounts.choices import Role
from tulga.accounts.tests.factories import UserFactory
from tulga.agencies.tests.factories import AgencyFactory
from tulga.kit.actor import Actor
from tulga.kit.audience import Audience
from tulga.recommendations.choices import CommitmentStatus, ItemEnd, Outcome
from tulga.recommendations.models import (
    Challenge,
    CircleMember,
    Commitment,
    Decision,
    DraftingCircle,
    Recommendation,
    Submission,
    SubmissionItem,
)
from tulga.recommendations.tests.factories import (
    ChallengeFactory,
    CircleFactory,
    CommitmentFactory,
    EndorsedFactory,
    RecommendationFactory,
)

pytestmark = pytest.mark.django_db

GOV, LAW, CIVIL, PUBLIC = Audience.GOVERNMENT, Audience.LAW_ENFORCEMENT, Audience.CIVIL_SOCIETY, Audience.PUBLIC


@pytest.mark.parametrize("model", [RecommendationFactory, ChallengeFactory])
@pytest.mark.parametrize(
    ("role", "agency_audiences", "row_audiences", "seen"),
    [
        (Role.SECRETARIAT, {GOV}, set(), True),
        (Role.CHAIR, {GOV}, set(), True),
        (Role.NATIONAL_RAPPORTEUR, {GOV}, set(), True),
        (Role.FOCAL_POINT, {GOV, LAW}, set(), False),
        (Role.FOCAL_POINT, {GOV, LAW}, {CIVIL}, False),
        (Role.FOCAL_POINT, {GOV, LAW}, {LAW}, True),
        (Role.FOCAL_POINT, {GOV}, {LAW}, False),
        (Role.CASE_OFFICER, {CIVIL}, {LAW}, False),
        (Role.CASE_OFFICER, {CIVIL}, {LAW, CIVIL}, True),
        (Role.PARTNER, {CIVIL}, {PUBLIC}, True),
        (Role.AGENCY_HEAD, {GOV}, set(), False),
    ],
)
def test_rows_are_seen_by_role_or_audience(model, role, agency_audiences, row_audiences, seen):
    row = model(audiences=frozenset(row_audiences))
    actor = actor_at(AgencyFactory(audiences=frozenset(agency_audiences)), role)

    assert type(row).objects.visible_to(actor).filter(pk=row.pk).exists() is seen


@pytest.mark.parametrize(
    ("audiences", "seen"), [(set(), False), ({GOV}, False), ({PUBLIC}, True), ({GOV, PUBLIC}, True)]
)
def test_the_public_sees_what_is_shared_with_it(audiences, seen):
    row = EndorsedFactory(audiences=frozenset(audiences))

    assert Recommendation.objects.visible_to(Actor()).filter(pk=row.pk).exists() is seen
    assert not DraftingCircle.objects.visible_to(Actor()).exists()


@pytest.mark.parametrize(
    ("since", "until", "seen"),
    [(-10, None, True), (-10, 0, True), (-10, -1, False), (1, None, False)],
)
def test_a_draft_is_seen_by_its_circle_between_the_dates(since, until, seen):
    today = dt.date.today()  # noqa: DTZ011 - the dates of a test
    draft, challenge = RecommendationFactory(), None
    challenge = ChallengeFactory(circle=draft.circle)
    other = RecommendationFactory()
    person = UserFactory()
    CircleMember.objects.create(
        circle=draft.circle,
        user=person,
        valid_from=today + dt.timedelta(days=since),
        valid_to=None if until is None else today + dt.timedelta(days=until),
    )
    actor = actor_at(AgencyFactory(), Role.FOCAL_POINT, user_id=person.pk)

    assert set(Recommendation.objects.visible_to(actor)) == ({draft} if seen else set())
    assert set(Challenge.objects.visible_to(actor)) == ({challenge} if seen else set())
    assert set(DraftingCircle.objects.visible_to(actor)) == ({draft.circle} if seen else set())
    assert other not in Recommendation.objects.visible_to(actor)


@pytest.mark.parametrize(
    ("status", "audiences", "own", "seen"),
    [
        (CommitmentStatus.NAMED, set(), True, True),
        (CommitmentStatus.NAMED, {PUBLIC}, False, False),
        (CommitmentStatus.SIGNED, {PUBLIC}, False, True),
        (CommitmentStatus.VERIFIED, {GOV}, False, True),
        (CommitmentStatus.VERIFIED, {CIVIL}, False, False),
        (CommitmentStatus.SIGNED, set(), False, False),
        (CommitmentStatus.WITHDRAWN, {PUBLIC}, False, False),  # before anybody signed it
        (CommitmentStatus.WITHDRAWN, {PUBLIC}, True, True),
    ],
)
def test_a_commitment_is_its_agencys_until_it_is_signed(status, audiences, own, seen):
    agency = AgencyFactory(audiences=frozenset({GOV}))
    recommendation = EndorsedFactory(audiences=frozenset(audiences))
    owner = agency if own else AgencyFactory()
    row = CommitmentFactory(recommendation=recommendation, agency=owner, status=status)

    visible = Commitment.objects.visible_to(actor_at(agency, Role.FOCAL_POINT))

    assert visible.filter(pk=row.pk).exists() is seen


@pytest.mark.parametrize("reader", [Role.PARTNER, Role.FOCAL_POINT, Role.SECRETARIAT])
def test_what_was_let_off_after_it_was_signed_stays_and_the_office_in_charge_is_for_who_reads_reports(reader):
    police = AgencyFactory()
    recommendation = EndorsedFactory(audiences=frozenset({PUBLIC}))
    let_off = {"status": CommitmentStatus.WITHDRAWN, "signed_at": timezone.now()}
    CommitmentFactory(recommendation=recommendation, agency=police, owner="Unit 5", **let_off)
    agency = police if reader == Role.FOCAL_POINT else AgencyFactory()

    (row,) = Commitment.objects.visible_to(actor_at(agency, reader))

    assert row.office_read == ("" if reader == Role.PARTNER else "Unit 5")


@pytest.mark.parametrize(
    ("role", "audiences", "in_force_on", "seen"),
    [
        (Role.SECRETARIAT, set(), None, True),
        (Role.FOCAL_POINT, {GOV}, dt.date(2018, 1, 22), True),
        (Role.FOCAL_POINT, {GOV}, None, False),
        (Role.FOCAL_POINT, {CIVIL}, dt.date(2018, 1, 22), False),
    ],
)
def test_a_decision_is_seen_by_who_reads_drafts_or_what_it_put_in_force(role, audiences, in_force_on, seen):
    row = EndorsedFactory(text="Боомт бүрд шалгах.", audiences=frozenset(audiences), in_force_on=in_force_on)
    wording = row.latest_wording()
    item = SubmissionItem.objects.create(
        submission=Submission.objects.create(), recommendation=row, wording=wording, ended_as=ItemEnd.DECIDED
    )
    Decision.objects.create(item=item, outcome=Outcome.ENDORSED, wording=wording, wording_hash=wording.hash)

    reader = actor_at(AgencyFactory(audiences=frozenset({GOV})), role)

    assert Decision.objects.visible_to(reader).exists() is seen


def test_the_administrator_of_an_agency_sees_no_commitment_of_it():
    agency = AgencyFactory()
    CommitmentFactory(agency=agency)

    assert not Commitment.objects.visible_to(actor_at(agency, Role.ADMINISTRATOR)).exists()


def test_overdue_are_those_named_or_signed_whose_day_is_past():
    today = dt.date(2018, 6, 1)
    late = CommitmentFactory(status=CommitmentStatus.SIGNED, due_on=dt.date(2018, 5, 31))
    CommitmentFactory(status=CommitmentStatus.SIGNED, due_on=today)
    CommitmentFactory(status=CommitmentStatus.DONE, due_on=dt.date(2018, 5, 1))

    assert list(Commitment.objects.overdue(today)) == [late]


def test_a_circle_is_found_by_its_members_only():
    circle = CircleFactory()
    member, stranger = UserFactory(), UserFactory()
    CircleMember.objects.create(circle=circle, user=member, valid_from=dt.date(2018, 1, 1))

    assert circle.has_member(member.pk, dt.date(2018, 1, 1))
    assert not circle.has_member(member.pk, dt.date(2017, 12, 31))
    assert not circle.has_member(stranger.pk, dt.date(2018, 1, 1))
