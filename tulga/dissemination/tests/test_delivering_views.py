"""A release on its way, as people press it: acknowledged, entered from a letter, passed on, handed over, closed."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.utils import timezone

from tests.asking import ask, shown
from tests.people import actor_at
from tulga.accounts.actors import actor_of
from tulga.accounts.choices import Role
from tulga.accounts.tests.factories import MembershipFactory, UserFactory
from tulga.agencies.models import Agency
from tulga.agencies.tests.factories import AgencyFactory
from tulga.dissemination.choices import DeliveryStatus, Reminded
from tulga.dissemination.models import Delivery, ReminderDays
from tulga.dissemination.tests.factories import DeliveryFactory, ReleasedFactory
from tulga.dissemination.views import delivering, reading
from tulga.documents.tests.samples import pdf
from tulga.kit.audience import Audience

pytestmark = pytest.mark.django_db
GOVERNMENT = frozenset({Audience.GOVERNMENT})
YESTERDAY = timezone.localdate() - dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def documents_dir(settings, tmp_path):
    settings.DOCUMENTS_DIR = tmp_path / "documents"
    settings.DOCUMENTS_LEAST_FREE_SHARE = 0


@pytest.fixture
def secretariat():
    return actor_at(AgencyFactory(), Role.SECRETARIAT, user_id=UserFactory().pk)


@pytest.fixture
def delivery():
    return DeliveryFactory()


@pytest.fixture
def reader(delivery):
    return focal_point_of(delivery.agency)


def focal_point_of(agency):
    return actor_of(MembershipFactory(agency=agency, role=Role.FOCAL_POINT).user)


def office_below(delivery, **values):
    agency = AgencyFactory(parent=delivery.agency, audiences=GOVERNMENT)
    return DeliveryFactory(
        release=delivery.release, agency=agency, parent=delivery, status=DeliveryStatus.WAITING, **values
    )


def letter(**changes):
    sent = {"came_by": "letter", "paper_number": "5/12", "paper_dated_on": timezone.localdate().isoformat()}
    return {**sent, **changes}


def test_an_office_reads_acknowledges_and_is_not_asked_again(delivery, reader):
    page = shown(reading.ReleaseDetail, reader, pk=delivery.release_id)
    assert f"/en/deliveries/{delivery.pk}/acknowledge/" in page

    answer = ask(delivering.DeliveryAcknowledge, reader, {"words": "Read at our meeting."}, pk=delivery.pk)

    assert answer.url == f"/en/deliveries/{delivery.pk}/"
    assert Delivery.objects.get().status == DeliveryStatus.ACKNOWLEDGED
    page = shown(delivering.DeliveryDetail, reader, pk=delivery.pk)
    assert "Read at our meeting." in page
    assert "/acknowledge/" not in page
    assert ask(delivering.DeliveryAcknowledge, reader, {}, pk=delivery.pk).status_code == 403


def test_who_is_late_is_asked_why_unless_it_was_said_before(delivery, reader):
    Delivery.objects.update(due_on=YESTERDAY)
    assert ask(delivering.DeliveryAcknowledge, reader, {"words": ""}, pk=delivery.pk).status_code == 422

    assert (
        ask(delivering.DeliveryDelay, reader, {"reason": "The head is travelling."}, pk=delivery.pk).status_code == 302
    )
    assert "late_reason" not in shown(delivering.DeliveryAcknowledge, reader, pk=delivery.pk)
    assert ask(delivering.DeliveryAcknowledge, reader, {"words": ""}, pk=delivery.pk).status_code == 302
    assert Delivery.objects.get().acknowledgement.late_reason == "The head is travelling."


def test_a_letter_is_entered_with_its_number_its_date_and_its_scan(delivery, secretariat, reader):
    assert ask(delivering.DeliveryEnter, secretariat, letter(paper_number=""), pk=delivery.pk).status_code == 422
    assert ask(delivering.DeliveryEnter, reader, letter(), pk=delivery.pk).status_code == 403

    sent = letter(words="By our registry.", paper_scan=SimpleUploadedFile("letter.pdf", pdf()))
    assert ask(delivering.DeliveryEnter, secretariat, sent, pk=delivery.pk).status_code == 302

    said = Delivery.objects.get().acknowledgement
    assert (said.paper_number, said.words, said.given_by_id) == ("5/12", "By our registry.", None)
    page = shown(delivering.DeliveryDetail, secretariat, pk=delivery.pk)
    assert "by letter No 5/12" in page
    assert b"".join(ask(delivering.DeliveryScan, secretariat, pk=delivery.pk).streaming_content).startswith(b"%PDF")


def test_a_call_after_the_day_needs_the_reason_it_gave(delivery, secretariat):
    Delivery.objects.update(due_on=YESTERDAY)
    call = letter(came_by="telephone", paper_number="", paper_caller="The registry")

    assert ask(delivering.DeliveryEnter, secretariat, call, pk=delivery.pk).status_code == 422
    call["late_reason"] = "Our registry moved."
    assert ask(delivering.DeliveryEnter, secretariat, call, pk=delivery.pk).status_code == 302

    assert Delivery.objects.get().acknowledgement.was_late


def test_without_a_letter_there_is_no_scan(delivery, secretariat):
    with pytest.raises(Http404):
        ask(delivering.DeliveryScan, secretariat, pk=delivery.pk)
    ask(delivering.DeliveryEnter, secretariat, letter(), pk=delivery.pk)
    with pytest.raises(Http404):
        ask(delivering.DeliveryScan, secretariat, pk=delivery.pk)


def test_a_ministry_passes_it_on_to_offices_it_ticks_and_to_no_others(delivery, reader):
    one, other, stranger = office_below(delivery), office_below(delivery), AgencyFactory(audiences=GOVERNMENT)
    assert "/pass-on/" in shown(delivering.DeliveryDetail, reader, pk=delivery.pk)
    assert ask(delivering.DeliveryPassOn, reader, {"offices": []}, pk=delivery.pk).status_code == 422
    assert ask(delivering.DeliveryPassOn, reader, {"offices": [stranger.pk]}, pk=delivery.pk).status_code == 422

    assert ask(delivering.DeliveryPassOn, reader, {"offices": [one.agency_id]}, pk=delivery.pk).status_code == 302

    statuses = dict(Delivery.objects.exclude(parent=None).values_list("pk", "status"))
    assert statuses == {one.pk: DeliveryStatus.DELIVERED, other.pk: DeliveryStatus.WAITING}
    ask(delivering.DeliveryPassOn, reader, {"offices": [other.agency_id]}, pk=delivery.pk)
    refused = ask(delivering.DeliveryPassOn, reader, pk=delivery.pk)
    assert refused.status_code == 403
    assert "Every office below has received the release" in refused.content.decode()


def test_an_office_that_ended_is_told_of_its_successor_which_receives_it(delivery, reader, secretariat):
    successor = AgencyFactory(audiences=GOVERNMENT)
    Agency.objects.filter(pk=delivery.agency_id).update(valid_to=YESTERDAY, successor=successor)
    assert "hand the release over to its successor" in shown(delivering.DeliveryDetail, reader, pk=delivery.pk)
    assert "/hand-over/" in shown(delivering.DeliveryDetail, secretariat, pk=delivery.pk)

    answer = ask(delivering.DeliveryHandOver, secretariat, {}, pk=delivery.pk)

    received = Delivery.objects.get(agency=successor)
    assert answer.url == received.get_absolute_url()
    assert Delivery.objects.get(pk=delivery.pk).status == DeliveryStatus.CLOSED


def test_an_old_delivery_leads_to_the_one_of_the_newer_release(delivery, reader):
    assert "newer one" not in shown(delivering.DeliveryDetail, reader, pk=delivery.pk)
    revision = ReleasedFactory(supersedes=delivery.release)
    newer = DeliveryFactory(release=revision, agency=delivery.agency)

    page = shown(delivering.DeliveryDetail, reader, pk=delivery.pk)

    assert "This release was replaced by a newer one" in page
    assert newer.get_absolute_url() in page


def test_a_delivery_is_closed_with_a_reason_and_stays_closed(delivery, reader, secretariat):
    assert ask(delivering.DeliveryClose, reader, {"reason": "No."}, pk=delivery.pk).status_code == 403
    assert ask(delivering.DeliveryClose, secretariat, {"reason": ""}, pk=delivery.pk).status_code == 422

    assert ask(delivering.DeliveryClose, secretariat, {"reason": "Abolished."}, pk=delivery.pk).status_code == 302

    assert "Abolished." in shown(delivering.DeliveryDetail, secretariat, pk=delivery.pk)
    assert ask(delivering.DeliveryEnter, secretariat, letter(), pk=delivery.pk).status_code == 403


def test_everybody_who_watches_sees_the_tree_and_offices_only_their_own_branch(delivery, reader, secretariat):
    below, elsewhere = office_below(delivery), DeliveryFactory(release=delivery.release)

    page = shown(delivering.ReleaseDeliveries, secretariat, pk=delivery.release_id)

    assert all(str(each.agency) in page for each in (delivery, below, elsewhere))
    assert "0 (0 %)" in page
    with pytest.raises(Http404):
        ask(delivering.ReleaseDeliveries, reader, pk=delivery.release_id)
    own = shown(delivering.DeliveryDetail, reader, pk=delivery.pk)
    assert str(below.agency) in own
    assert str(elsewhere.agency) not in own


def test_the_list_of_deliveries_makes_as_many_queries_for_eleven_as_for_one(secretariat, django_assert_num_queries):
    release = ReleasedFactory()
    for _each in range(11):
        DeliveryFactory(release=release)

    # The rows with their office, release and acknowledgement; the choices of the filters.
    with django_assert_num_queries(1):
        assert release.number in shown(delivering.DeliveryList, secretariat)


@pytest.mark.parametrize(("days", "status"), [("-3, 0; 7", 302), ("soon", 422)])
def test_days_of_reminders_are_set_as_numbers(secretariat, reader, days, status):
    sent = {each.value: "" for each in Reminded} | {Reminded.OFFICE.value: days}
    assert ask(delivering.ReminderDaysEdit, reader, sent).status_code == 403

    assert ask(delivering.ReminderDaysEdit, secretariat, sent).status_code == status

    if status == 302:
        assert ReminderDays.objects.get(reminded=Reminded.OFFICE).days == [-3, 0, 7]
