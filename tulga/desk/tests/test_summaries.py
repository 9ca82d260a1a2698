from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from tests.people import actor_at
from tulga.accounts.choices import Role
from tulga.accounts.tests.factories import MembershipFactory, UserFactory
from tulga.agencies.tests.factories import AgencyFactory
from tulga.desk.summaries.beginning import first_steps_of
from tulga.desk.summaries.desk import desk_of, sentence_of
from tulga.desk.summaries.tasks import AT_MOST, FEW
from tulga.desk.views import Desk
from tulga.dissemination.choices import DeliveryStatus, ReleaseStatus
from tulga.dissemination.models import Delivery
from tulga.dissemination.tests.factories import DeliveryFactory
from tulga.kit.audience import Audience
from tulga.kit.i18n import I18nText
from tulga.meetings.models import Confirmation, Minutes, MinutesRevision
from tulga.meetings.tests.factories import MeetingFactory
from tulga.plan.tests.factories import ActivityFactory, StatusLineFactory
from tulga.recommendations.choices import Hand, OrderStatus, Outcome, Status
from tulga.recommendations.models import CircleMember, Decision, Part, Submission, SubmissionItem
from tulga.recommendations.tests.factories import (
    CommitmentFactory,
    EndorsedFactory,
    OrderFactory,
    RecommendationFactory,
    WordingFactory,
)
from tulga.thread.tests.factories import endorsed_with_changes, released, verified_commitment

pytestmark = pytest.mark.django_db
TODAY = dt.date(2018, 6, 1)
LAW = Audience.LAW_ENFORCEMENT


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def police():
    return AgencyFactory(audiences=frozenset({LAW}))


def verbs(actor, today=TODAY):
    return [task.verb for task in desk_of(actor, today).tasks]


def person(role, agency=None):
    return actor_at(agency or AgencyFactory(), role, user_id=UserFactory().pk)


@pytest.mark.parametrize(
    ("count", "language", "sentence"),
    [
        (0, "en", "Nothing waits for you"),
        (1, "en", "One thing waits for you"),
        (5, "en", "Five things wait for you"),
        (12, "en", "12 things wait for you"),
    ],
)
def test_the_title_is_a_sentence(count, language, sentence):
    with translation.override(language):
        assert sentence_of(count) == sentence


def test_more_than_the_desk_shows_is_not_counted_as_if_it_were_all():
    for _each in range(AT_MOST + 1):
        RecommendationFactory(status=Status.ADOPTED)
    desk = desk_of(person(Role.SECRETARIAT), TODAY)
    assert (len(desk.tasks), desk.title) == (AT_MOST, "At least 25 things wait for you")


@pytest.mark.parametrize(
    ("status", "role", "verb"),
    [
        (Status.ADOPTED, Role.SECRETARIAT, "Consolidate"),
        (Status.CONSOLIDATED, Role.SECRETARIAT, "Submit"),
        (Status.SUBMITTED, Role.CHAIR, "Decide"),
    ],
)
def test_a_recommendation_waits_for_whoever_moves_it_on(status, role, verb):
    RecommendationFactory(status=status, text="Үг")
    assert verbs(person(role)) == [verb]
    for other in set(Role) - {role}:
        assert verbs(person(other)) == []


def test_what_nobody_wrote_in_the_deciding_language_waits_to_be_written_in_it():
    recommendation = RecommendationFactory(status=Status.CONSOLIDATED)
    WordingFactory(recommendation=recommendation, number=1, language="en")
    assert verbs(person(Role.SECRETARIAT)) == ["Write a new wording"]
    assert verbs(person(Role.CHAIR)) == []

    WordingFactory(recommendation=recommendation, number=2, language="mn")
    assert verbs(person(Role.SECRETARIAT)) == ["Submit"]


def test_whoever_begins_an_empty_installation_is_told_what_comes_first():
    secretariat = person(Role.SECRETARIAT)
    assert [each.verb for each in first_steps_of(secretariat)] == ["Invite", "Import", "Begin"]
    assert first_steps_of(person(Role.FOCAL_POINT)) == ()

    ActivityFactory()
    MeetingFactory()
    MembershipFactory()
    assert first_steps_of(secretariat) == ()


def test_a_draft_waits_for_the_people_of_its_session():
    draft = RecommendationFactory()
    member, stranger = person(Role.PARTNER), person(Role.PARTNER)
    CircleMember.objects.create(circle=draft.circle, user_id=member.user_id, valid_from=dt.date(2018, 1, 1))
    assert verbs(member) == ["Adopt"]
    assert verbs(stranger) == []


def test_a_drafter_is_not_asked_to_decide():
    submitted, chair = RecommendationFactory(status=Status.SUBMITTED), person(Role.CHAIR)
    Part.objects.create(recommendation=submitted, user_id=chair.user_id, hand=Hand.DRAFTER)
    assert verbs(chair) == []


def test_what_was_endorsed_waits_for_its_order_then_for_registration_then_for_a_release(police):
    secretariat = person(Role.SECRETARIAT)
    recommendation = RecommendationFactory(status=Status.ENDORSED, text="Үг", addressees=[police])
    wording = recommendation.latest_wording()
    item = SubmissionItem.objects.create(
        submission=Submission.objects.create(), recommendation=recommendation, wording=wording
    )
    decision = Decision.objects.create(item=item, outcome=Outcome.ENDORSED, wording=wording, wording_hash=wording.hash)
    assert verbs(secretariat) == ["Print the order"]

    decision.order = OrderFactory()
    decision.save()
    assert verbs(secretariat) == ["Register"]

    type(decision.order).objects.update(status=OrderStatus.REGISTERED)
    type(recommendation).objects.update(in_force_on=dt.date(2018, 1, 22))
    assert verbs(secretariat) == ["Prepare"]

    release = released(recommendation, LAW, status=ReleaseStatus.PREPARED, prepared_by=UserFactory())
    assert verbs(secretariat) == ["Check and release"]
    release.prepared_by_id = secretariat.user_id
    release.save()
    assert verbs(secretariat) == []
    assert verbs(person(Role.CHAIR)) == ["Check and release"]


def test_a_commitment_goes_from_the_focal_point_to_the_head_and_to_the_verifier(police):
    focal_point, head = person(Role.FOCAL_POINT, police), person(Role.AGENCY_HEAD, police)
    secretariat, rapporteur = person(Role.SECRETARIAT), person(Role.NATIONAL_RAPPORTEUR)
    recommendation = EndorsedFactory(addressees=[police, AgencyFactory()], audiences=frozenset({LAW}))
    assert (verbs(focal_point), verbs(head)) == (["Name a commitment"], ["Name a commitment"])
    assert verbs(person(Role.FOCAL_POINT)) == []

    commitment = CommitmentFactory(recommendation=recommendation, agency=police)
    assert (verbs(focal_point), verbs(head)) == ([], ["Sign"])
    waiting = desk_of(focal_point, TODAY).waiting
    assert [(each.who, each.label) for each in waiting] == [("The head of your agency", "1 not signed")]

    type(commitment).objects.update(status="signed")
    assert (verbs(focal_point), verbs(head)) == (["Report"], ["Report"])

    type(commitment).objects.update(status="done")
    assert (verbs(focal_point), verbs(secretariat), verbs(rapporteur)) == ([], ["Verify"], ["Verify"])
    assert verbs(person(Role.NATIONAL_RAPPORTEUR, police)) == []
    Part.objects.create(recommendation=recommendation, user_id=secretariat.user_id, hand=Hand.DRAFTER)
    assert verbs(secretariat) == []


def test_an_agency_is_asked_about_activities_it_has_not_spoken_of_for_a_quarter(police):
    focal_point = person(Role.FOCAL_POINT, police)
    activity = ActivityFactory(lead_agency=police)
    ActivityFactory()
    assert verbs(focal_point) == ["Report"]
    StatusLineFactory(activity=activity, dated_on=dt.date(2018, 5, 1))
    assert verbs(focal_point) == []
    assert verbs(focal_point, today=dt.date(2018, 9, 1)) == ["Report"]
    ActivityFactory(lead_agency=police, plan=activity.plan)
    [task] = desk_of(focal_point, dt.date(2018, 9, 1)).tasks
    assert task.title.text == "How 2 activities stand"


def delivered(police, **values):
    release = released(endorsed_with_changes(LAW), LAW)
    return DeliveryFactory(**{"release": release, "agency": police, "audiences": frozenset({LAW}), **values})


def test_a_release_waits_for_the_office_that_received_it_until_it_is_acknowledged(police):
    delivery = delivered(police, due_on=dt.date(2018, 6, 3))
    focal_point = person(Role.FOCAL_POINT, police)

    [task] = desk_of(focal_point, TODAY).tasks

    assert (task.verb, task.due, task.url) == (
        "Read and acknowledge",
        "3 June 2018",
        f"/en/releases/{delivery.release_id}/",
    )
    assert verbs(person(Role.FOCAL_POINT)) == []
    Delivery.objects.update(status=DeliveryStatus.ACKNOWLEDGED)
    assert verbs(focal_point) == []


def test_the_office_above_passes_it_on_and_the_one_below_is_not_asked_before(police):
    ministry = AgencyFactory(audiences=frozenset({LAW}))
    above = delivered(ministry, status=DeliveryStatus.ACKNOWLEDGED)
    for office in (police, AgencyFactory()):
        delivered(office, release=above.release, parent=above, status=DeliveryStatus.WAITING)

    [task] = desk_of(person(Role.FOCAL_POINT, ministry), TODAY).tasks

    assert (task.verb, task.why) == ("Pass on", "2 offices of yours wait for it")
    assert task.url == f"/en/deliveries/{above.pk}/pass-on/"
    assert verbs(person(Role.FOCAL_POINT, police)) == []


def test_an_office_in_the_middle_passes_on_what_it_has_received_itself(police):
    above = delivered(AgencyFactory(audiences=frozenset({LAW})), status=DeliveryStatus.ACKNOWLEDGED)
    own = delivered(police, release=above.release, parent=above, status=DeliveryStatus.WAITING)
    delivered(AgencyFactory(), release=above.release, parent=own, status=DeliveryStatus.WAITING)
    officer = person(Role.FOCAL_POINT, police)

    assert verbs(officer) == []

    Delivery.objects.filter(pk=own.pk).update(status=DeliveryStatus.ACKNOWLEDGED)
    assert verbs(officer) == ["Pass on"]


def test_an_office_that_ended_leaves_its_answer_to_the_secretariat(police):
    delivered(police)
    assert verbs(person(Role.SECRETARIAT)) == []
    type(police).objects.filter(pk=police.pk).update(valid_to=TODAY - dt.timedelta(days=1))

    assert verbs(person(Role.SECRETARIAT)) == ["Hand over"]
    assert verbs(person(Role.FOCAL_POINT, police)) == []


def test_a_reservation_about_the_minutes_waits_for_the_secretariat():
    minutes = Minutes.objects.create(meeting=MeetingFactory(), status="circulated", confirm_by=TODAY)
    revision = MinutesRevision.objects.create(minutes=minutes, number=1, text=I18nText(en="Taken stock."))
    said = {"revision": revision, "agency": AgencyFactory()}
    Confirmation.objects.create(**said)
    assert verbs(person(Role.SECRETARIAT)) == []
    Confirmation.objects.update(reservation="Item 3 was not agreed.")

    assert verbs(person(Role.SECRETARIAT)) == ["Read and answer"]
    assert verbs(person(Role.CHAIR)) == []


def test_offices_that_have_not_acknowledged_are_waited_for_and_counted_by_audience(police):
    one = delivered(police, due_on=TODAY - dt.timedelta(days=1))
    other = delivered(AgencyFactory(), release=one.release, status=DeliveryStatus.ACKNOWLEDGED)
    delivered(AgencyFactory(), release=one.release, status=DeliveryStatus.CLOSED)

    desk = desk_of(person(Role.SECRETARIAT), TODAY)

    assert [(each.who, each.label) for each in desk.waiting if each.colour == "red"] == [("1 office", "1 late")]
    assert desk.acknowledged.share == 50
    assert [(each.label, each.value, each.of) for each in desk.acknowledged.bars] == [(LAW.label, 1, 2)]
    assert desk_of(person(Role.FOCAL_POINT, other.agency), TODAY).acknowledged is None


def test_late_comes_first_then_the_nearest_deadline_and_the_first_is_filled(police):
    recommendation = endorsed_with_changes(LAW, addressees=[police])
    for day in (dt.date(2018, 6, 10), dt.date(2018, 5, 29), dt.date(2018, 6, 2)):
        CommitmentFactory(recommendation=recommendation, agency=police, status="signed", due_on=day)
    desk = desk_of(person(Role.FOCAL_POINT, police), TODAY)
    assert [(each.due, each.is_late, each.is_filled) for each in desk.tasks] == [
        ("3 days late", True, True),
        ("Tomorrow", False, False),
        ("10 June 2018", False, False),
    ]
    assert desk.lead == "1 is late. 1 is due within a week."


@pytest.mark.parametrize(
    ("role", "numbers", "news"),
    [
        (Role.SECRETARIAT, [2, 2, 0, 1], {"Endorsed with changes", "Released", "Commitment named", "Verified result"}),
        (Role.FOCAL_POINT, [1, 1, 0, 1], {"Endorsed with changes", "Released", "Commitment named", "Verified result"}),
        (Role.ADMINISTRATOR, [0, 0, 0, 0], set()),
    ],
)
def test_figures_and_news_count_only_what_the_reader_may_see(police, role, numbers, news):
    shared = endorsed_with_changes(LAW, addressees=[police])
    endorsed_with_changes(Audience.CIVIL_SOCIETY)
    released(shared, LAW)
    verified_commitment(shared, agency=police)
    CommitmentFactory(recommendation=shared, agency=police, status="signed", due_on=dt.date(2018, 3, 1))
    agency = police if role == Role.FOCAL_POINT else AgencyFactory(audiences=frozenset())
    desk = desk_of(person(role, agency), TODAY)
    assert [each.number for each in desk.figures] == numbers
    assert {each.title for each in desk.news} == news


def test_the_desk_makes_as_many_queries_for_many_things_as_for_a_few(police):
    secretariat = person(Role.SECRETARIAT)

    def one_of_each():
        for status in (Status.ADOPTED, Status.CONSOLIDATED):
            RecommendationFactory(status=status)
        shared = endorsed_with_changes(LAW, addressees=[police])
        DeliveryFactory(release=released(shared, LAW), agency=police)
        CommitmentFactory(recommendation=shared, agency=police, status="done")
        verified_commitment(shared, agency=police)

    for _each in range(FEW + 1):  # fewer are told one by one, which saves two queries
        one_of_each()
    with CaptureQueriesContext(connection) as few:
        desk_of(secretariat, TODAY)
    for _each in range(4):
        one_of_each()
    with CaptureQueriesContext(connection) as many:
        desk_of(secretariat, TODAY)
    assert len(few) == len(many) <= 40


@pytest.mark.parametrize("role", list(Role))
def test_the_page_is_drawn_for_every_role(police, role):
    shared = endorsed_with_changes(LAW, addressees=[police], title=I18nText(en="Passports"))
    CommitmentFactory(recommendation=shared, agency=police, status="done")
    request = RequestFactory().get("/en/desk/")
    request.actor = person(role, police)
    page = Desk.as_view()(request).content.decode()
    assert "wait" in page
