from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.db import connection
from django.utils import timezone

from tests.people import actor_at
from tulga.accounts.actors import actor_of
from tulga.accounts.choices import Role
from tulga.accounts.tests.factories import MembershipFactory, UserFactory
from tulga.agencies.choices import AgencyKind
from tulga.agencies.models import Agency
from tulga.agencies.tests.factories import AgencyFactory
from tulga.audit.models import AuditEvent
from tulga.dissemination.choices import Action, DeliveryStatus, ReleaseStatus, Reminded
from tulga.dissemination.models import Acknowledgement, Delivery, Release, ReminderDays
from tulga.dissemination.services import approving, delivering, preparing, reminding
from tulga.dissemination.summaries import coverage_of, tree_of
from tulga.dissemination.tasks import remind_of_acknowledgements
from tulga.dissemination.tests.factories import DeliveryFactory, InForceFactory, ReleasedFactory, ReleaseFactory
from tulga.dissemination.workflow import release_is_out
from tulga.documents.paper import CameBy, Paper
from tulga.kit.audience import Audience
from tulga.kit.errors import NotAllowed, RuleBroken
from tulga.notices.models import Notice

pytestmark = pytest.mark.django_db
GOVERNMENT = frozenset({Audience.GOVERNMENT})
CALLED = Paper(CameBy.TELEPHONE, "", dt.date(2018, 4, 3), caller="The registry of the office")


def office(**values) -> Agency:
    return AgencyFactory.create(**{"audiences": GOVERNMENT, **values})


def focal_point_of(agency):
    return actor_of(MembershipFactory(agency=agency, role=Role.FOCAL_POINT).user)


@pytest.fixture
def secretariat():
    return actor_at(AgencyFactory(), Role.SECRETARIAT, user_id=UserFactory().pk)


@pytest.fixture
def approver():
    return actor_at(AgencyFactory(), Role.CHAIR, user_id=UserFactory().pk)


@pytest.fixture
def ministry():
    return office(kind=AgencyKind.MINISTRY)


def released(approver, **values):
    release = ReleaseFactory(carrying=[InForceFactory()], **values)
    return approving.approve_release(release=release, actor=approver)


def statuses(release):
    return {each.agency_id: each.status for each in Delivery.objects.filter(release=release)}


# --- Delivered and passed on ----------------------------------------------------------------------------------------
def test_every_office_of_the_audiences_receives_it_and_local_ones_wait_for_the_office_above(approver, ministry):
    local = office(kind=AgencyKind.LOCAL, parent=ministry)
    alone = office(kind=AgencyKind.LOCAL)
    ended = office(valid_to=timezone.localdate() - dt.timedelta(days=1))
    elsewhere = AgencyFactory(audiences=frozenset({Audience.CIVIL_SOCIETY}))

    release = released(approver)

    found = statuses(release)
    assert found[ministry.pk] == found[alone.pk] == DeliveryStatus.DELIVERED
    assert found[local.pk] == DeliveryStatus.WAITING
    assert not {ended.pk, elsewhere.pk} & set(found)
    assert Delivery.objects.get(agency=local).trail == f"/{ministry.pk}/{local.pk}/"


def test_what_is_for_the_public_alone_has_no_office(approver, ministry):
    assert statuses(released(approver, audiences=frozenset({Audience.PUBLIC}))) == {}


def test_a_circle_in_the_register_does_not_stop_a_release(approver):
    one = office(kind=AgencyKind.LOCAL)
    other = office(kind=AgencyKind.LOCAL, parent=one)
    Agency.objects.filter(pk=one.pk).update(parent=other)

    release = released(approver)

    assert statuses(release)[one.pk] == statuses(release)[other.pk] == DeliveryStatus.DELIVERED
    assert set(Delivery.objects.filter(agency__in=[one, other]).values_list("parent", flat=True)) == {None}


def test_a_ministry_passes_it_on_and_sees_its_offices_as_a_tree(approver, ministry):
    local = office(kind=AgencyKind.LOCAL, parent=ministry)
    release = released(approver)
    founded_since = office(kind=AgencyKind.LOCAL, parent=ministry)
    below = focal_point_of(local)
    own = Delivery.objects.get(agency=ministry)

    delivering.pass_on(delivery=own, offices=[local, founded_since], actor=focal_point_of(ministry))

    assert statuses(release)[local.pk] == statuses(release)[founded_since.pk] == DeliveryStatus.DELIVERED
    assert Notice.objects.get(recipient=below.user_id).kind == "dissemination.passed_on"
    delivering.acknowledge(delivery=Delivery.objects.get(agency=local), actor=below)
    (root,) = [each for each in tree_of(Delivery.objects.for_tree()) if each.delivery.agency_id == ministry.pk]
    assert root.acknowledged == (1, 2)


def test_it_is_passed_to_ones_own_offices_alone_and_never_in_a_circle(approver, ministry, secretariat):
    local, stranger = office(kind=AgencyKind.LOCAL, parent=ministry), office()
    released(approver)
    own, actor = Delivery.objects.get(agency=ministry), focal_point_of(ministry)

    for offices, words in [
        ([stranger], "no office of yours"),
        ([ministry], "no office of yours"),
        ([], "at least one"),
    ]:
        with pytest.raises(RuleBroken, match=words):
            delivering.pass_on(delivery=own, offices=offices, actor=actor)
    with pytest.raises(NotAllowed):
        delivering.pass_on(delivery=own, offices=[local], actor=focal_point_of(stranger))

    # Back upwards, from the office below to the one above it.
    delivering.pass_on(delivery=own, offices=[local], actor=secretariat)
    with pytest.raises(RuleBroken, match="no office of yours"):
        delivering.pass_on(delivery=Delivery.objects.get(agency=local), offices=[ministry], actor=focal_point_of(local))


# --- Opened and acknowledged ----------------------------------------------------------------------------------------
def test_opening_is_noted_once_for_ones_own_office(approver, ministry):
    other = office()
    release = released(approver)
    reader = focal_point_of(ministry)

    delivering.open_release(release=release, actor=reader)
    first = Delivery.objects.get(agency=ministry).opened_at
    delivering.open_release(release=release, actor=reader)

    assert first is not None
    assert Delivery.objects.get(agency=ministry).opened_at == first
    assert statuses(release)[other.pk] == DeliveryStatus.DELIVERED


def test_reading_what_was_acknowledged_by_letter_changes_nothing(secretariat):
    delivery = DeliveryFactory()
    delivering.acknowledge(delivery=delivery, paper=CALLED, actor=secretariat)
    events = AuditEvent.objects.count()

    delivering.open_release(release=delivery.release, actor=focal_point_of(delivery.agency))

    assert Delivery.objects.get().status == DeliveryStatus.ACKNOWLEDGED
    assert AuditEvent.objects.count() == events


def test_an_office_acknowledges_once():
    delivery = DeliveryFactory()
    actor = focal_point_of(delivery.agency)

    said = delivering.acknowledge(delivery=delivery, words="Read at our meeting.", actor=actor)

    assert (said.given_by_id, said.was_late, delivery.status) == (actor.user_id, False, DeliveryStatus.ACKNOWLEDGED)
    with pytest.raises(NotAllowed):
        delivering.acknowledge(delivery=delivery, actor=actor)


def test_what_came_by_telephone_is_entered_by_staff_and_never_by_the_office_itself(secretariat):
    delivery = DeliveryFactory()

    with pytest.raises(NotAllowed):
        delivering.acknowledge(delivery=delivery, paper=CALLED, actor=focal_point_of(delivery.agency))
    said = delivering.acknowledge(delivery=delivery, paper=CALLED, actor=secretariat)

    assert (said.given_by_id, said.entered_by_id, said.came_by) == (None, secretariat.user_id, CameBy.TELEPHONE)


def test_a_letter_older_than_the_release_is_questioned(secretariat):
    earlier = Paper(CameBy.TELEPHONE, "", dt.date(2018, 3, 31), caller="The registry")

    with pytest.raises(RuleBroken, match="older than the release"):
        delivering.acknowledge(delivery=DeliveryFactory(), paper=earlier, actor=secretariat)


def test_who_is_late_says_why_before_or_with_the_acknowledgement():
    late = {"due_on": timezone.localdate() - dt.timedelta(days=1)}
    delivery, explained = DeliveryFactory(**late), DeliveryFactory(**late)
    actor = focal_point_of(delivery.agency)

    with pytest.raises(RuleBroken, match="say why it took longer"):
        delivering.acknowledge(delivery=delivery, actor=actor)
    assert delivering.acknowledge(delivery=delivery, late_reason="Our registry moved.", actor=actor).was_late

    actor = focal_point_of(explained.agency)
    with pytest.raises(RuleBroken, match="Give a reason"):
        delivering.explain_delay(delivery=explained, reason=" ", actor=actor)
    delivering.explain_delay(delivery=explained, reason="The head is travelling.", actor=actor)
    assert delivering.acknowledge(delivery=explained, actor=actor).late_reason == "The head is travelling."
    with pytest.raises(NotAllowed, match="already"):
        delivering.explain_delay(delivery=explained, reason="Again.", actor=actor)

    replaced = DeliveryFactory(**late)
    Release.objects.filter(pk=replaced.release_id).update(status=ReleaseStatus.SUPERSEDED)
    with pytest.raises(NotAllowed, match="replaced by a newer one"):
        delivering.explain_delay(delivery=replaced, reason="Late.", actor=focal_point_of(replaced.agency))


@pytest.mark.django_db(transaction=True)
def test_of_two_acknowledgements_at_once_one_counts():
    delivery = DeliveryFactory()
    people = [focal_point_of(delivery.agency), focal_point_of(delivery.agency)]
    start, outcomes = threading.Barrier(2), []

    def say(actor):
        try:
            mine = Delivery.objects.get(pk=delivery.pk)
            start.wait(timeout=20)
            outcomes.append(delivering.acknowledge(delivery=mine, actor=actor).given_by_id)
        except NotAllowed:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=say, args=[each]) for each in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert sorted(outcomes, key=str) == sorted(["refused", Acknowledgement.objects.get().given_by_id], key=str)


# --- An office that is no more --------------------------------------------------------------------------------------
@pytest.fixture
def abolished():
    """Received it, and ended before it could answer."""
    delivery = DeliveryFactory()
    successor = office()
    Agency.objects.filter(pk=delivery.agency_id).update(
        valid_to=timezone.localdate() - dt.timedelta(days=1), successor=successor
    )
    return Delivery.objects.get(pk=delivery.pk)


def test_an_abolished_office_says_nothing_and_its_successor_receives_it(abolished, secretariat):
    with pytest.raises(NotAllowed, match="hand the release over to its successor"):
        delivering.acknowledge(delivery=abolished, actor=focal_point_of(abolished.agency))

    received = delivering.hand_over_to_successor(delivery=abolished, actor=secretariat)

    abolished.refresh_from_db()
    assert (abolished.status, received.agency_id) == (DeliveryStatus.CLOSED, abolished.agency.successor_id)
    assert "its duties passed to" in abolished.closed_reason
    assert received.status == DeliveryStatus.DELIVERED
    assert received.due_on > timezone.localdate()


def test_a_successor_that_has_it_already_is_asked_once(abolished, secretariat):
    has_it = DeliveryFactory(release=abolished.release, agency=abolished.agency.successor)

    assert delivering.hand_over_to_successor(delivery=abolished, actor=secretariat) == has_it


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"successor": None}, "names no office that has its duties"),
        ({"valid_to": None}, "still exists"),
    ],
)
def test_without_an_end_and_a_successor_nothing_is_handed_over(abolished, secretariat, changes, words):
    Agency.objects.filter(pk=abolished.agency_id).update(**changes)

    with pytest.raises(NotAllowed, match=words):
        delivering.hand_over_to_successor(delivery=Delivery.objects.get(pk=abolished.pk), actor=secretariat)


def test_a_successor_outside_the_audiences_gets_nothing(abolished, secretariat):
    Agency.objects.filter(pk=abolished.agency.successor_id).update(audiences=frozenset({Audience.CIVIL_SOCIETY}))

    with pytest.raises(NotAllowed, match="belongs to no audience"):
        delivering.hand_over_to_successor(delivery=Delivery.objects.get(pk=abolished.pk), actor=secretariat)


def test_successors_in_a_circle_end_nowhere(abolished, secretariat):
    Agency.objects.filter(pk=abolished.agency.successor_id).update(
        valid_to=timezone.localdate() - dt.timedelta(days=1), successor=abolished.agency
    )

    with pytest.raises(NotAllowed, match="names no office"):
        delivering.hand_over_to_successor(delivery=Delivery.objects.get(pk=abolished.pk), actor=secretariat)


def test_of_a_release_that_was_replaced_nothing_is_said_or_handed_over_any_more(abolished, secretariat):
    standing = DeliveryFactory(release=abolished.release)
    type(abolished.release).objects.update(status=ReleaseStatus.SUPERSEDED)

    def stored(delivery):
        return Delivery.objects.get(pk=delivery.pk)

    with pytest.raises(NotAllowed, match="replaced by a newer one"):
        delivering.acknowledge(delivery=stored(standing), actor=focal_point_of(standing.agency))
    with pytest.raises(NotAllowed, match="replaced by a newer one"):
        delivering.hand_over_to_successor(delivery=stored(abolished), actor=secretariat)


def test_it_is_closed_with_a_reason(abolished, secretariat):
    delivering.close_delivery(delivery=abolished, reason="Abolished without a successor.", actor=secretariat)

    abolished.refresh_from_db()
    assert abolished.closed_reason == "Abolished without a successor."


# --- Revised --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("is_material", "asked_again"), [(True, True), (False, False)])
def test_a_material_change_asks_again_and_a_correction_does_not(
    secretariat, approver, ministry, is_material, asked_again
):
    release = released(approver)
    actor = focal_point_of(ministry)
    delivering.acknowledge(delivery=Delivery.objects.get(agency=ministry), actor=actor)

    revision = preparing.revise_release(release=release, is_material=is_material, reason="Typing.", actor=secretariat)
    approving.approve_release(release=revision, actor=approver)

    again = Delivery.objects.get(release=revision, agency=ministry)
    assert (again.status == DeliveryStatus.DELIVERED) is asked_again
    assert hasattr(again, "acknowledgement") is not asked_again
    old = Delivery.objects.get(release=release, agency=ministry)
    assert "replaced by a newer one" in release_is_out(old, secretariat).reason


# --- Reminded and counted -------------------------------------------------------------------------------------------
def test_reminders_come_on_the_days_of_the_data_and_never_twice(secretariat):
    today = timezone.localdate()
    delivery = DeliveryFactory(due_on=today)
    focal_point, head = (
        MembershipFactory(agency=delivery.agency, role=role).user for role in (Role.FOCAL_POINT, Role.AGENCY_HEAD)
    )
    reminding.set_reminder_days(
        days={Reminded.OFFICE: [-3, 0], Reminded.HEAD: [7], Reminded.ABOVE: [], Reminded.SECRETARIAT: []},
        actor=secretariat,
    )

    told = [(day, reminding.remind(today=today + dt.timedelta(days=day))) for day in (-4, -3, -3, 1, 7, 30)]

    assert told == [(-4, 0), (-3, 1), (-3, 0), (1, 1), (7, 1), (30, 0)]
    assert Notice.objects.filter(recipient=focal_point).count() == 2
    assert Notice.objects.get(recipient=head).kind == "dissemination.reminded_head"


def test_who_takes_over_between_two_reminders_gets_the_next_one(secretariat):
    """The focal point is asked for on the day, not when the release went out."""
    today = timezone.localdate()
    delivery = DeliveryFactory(due_on=today)
    gone = MembershipFactory(agency=delivery.agency, role=Role.FOCAL_POINT)
    ReminderDays.objects.update(days=[])
    ReminderDays.objects.update_or_create(reminded=Reminded.OFFICE, defaults={"days": [-3, 0]})
    reminding.remind(today=today - dt.timedelta(days=3))
    type(gone).objects.filter(pk=gone.pk).update(
        valid_from=today - dt.timedelta(days=9), valid_to=today - dt.timedelta(days=1)
    )
    new = MembershipFactory(agency=delivery.agency, role=Role.FOCAL_POINT).user

    reminding.remind(today=today)

    assert [Notice.objects.filter(recipient=each).count() for each in (gone.user, new)] == [1, 1]


def test_the_office_above_is_reminded_of_one_that_waits(approver, ministry):
    office(kind=AgencyKind.LOCAL, parent=ministry)
    release = released(approver)
    above = focal_point_of(ministry)
    Notice.objects.all().delete()
    Delivery.objects.exclude(parent=None).update(due_on=timezone.localdate())
    ReminderDays.objects.update(days=[])
    for reminded in (Reminded.OFFICE, Reminded.ABOVE):
        ReminderDays.objects.update_or_create(reminded=reminded, defaults={"days": [0]})

    remind_of_acknowledgements.call()

    assert list(Notice.objects.filter(recipient=above.user_id).values_list("kind", flat=True)) == [
        "dissemination.reminded_above"
    ]
    assert release.status == "released"


def test_only_the_secretariat_sets_the_days():
    with pytest.raises(NotAllowed):
        reminding.set_reminder_days(days={}, actor=focal_point_of(office()))


def test_coverage_counts_offices_of_each_audience():
    release = ReleasedFactory(audiences=frozenset({Audience.GOVERNMENT, Audience.PUBLIC}))
    for status in (DeliveryStatus.ACKNOWLEDGED, DeliveryStatus.OPENED, DeliveryStatus.WAITING, DeliveryStatus.CLOSED):
        DeliveryFactory(release=release, status=status, due_on=dt.date(2018, 4, 15))

    (line,) = coverage_of(release, list(Delivery.objects.all()))

    assert (line.offices, line.acknowledged, line.late, line.closed, line.share) == (3, 1, 2, 1, 33)


def test_an_act_is_written_down(approver, ministry):
    released(approver)

    assert AuditEvent.objects.filter(verb=Action.DELIVER).count() == 1
