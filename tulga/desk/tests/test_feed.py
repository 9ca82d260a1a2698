from __future__ import annotations

import datetime as dt

import pytest
from django.core.cache import cache
from django.utils import timezone
from icalendar import Calendar

from tulga.accounts.actors import actor_of
from tulga.accounts.choices import Role
from tulga.accounts.models import User
from tulga.accounts.one_time_links import token_of
from tulga.accounts.tests.factories import MembershipFactory
from tulga.audit.models import AuditEvent
from tulga.desk import services
from tulga.desk.choices import Action
from tulga.desk.models import CalendarFeed
from tulga.desk.summaries.feed import feed_of
from tulga.kit.actor import Actor
from tulga.kit.errors import NotAllowed
from tulga.kit.i18n import I18nText
from tulga.recommendations.choices import CommitmentStatus
from tulga.recommendations.tests.factories import CommitmentFactory

pytestmark = pytest.mark.django_db
SECRET = "Secret words of a commitment"


@pytest.fixture(autouse=True)
def _nobody_failed_before():
    cache.clear()


@pytest.fixture
def membership():
    return MembershipFactory(role=Role.FOCAL_POINT)


@pytest.fixture
def person(membership):
    return actor_of(membership.user)


def promise(membership, day):
    return CommitmentFactory(
        agency=membership.agency,
        status=CommitmentStatus.SIGNED,
        text=I18nText(en=SECRET, mn=SECRET),
        owner=SECRET,
        due_on=day,
    )


def path_of(feed):
    return f"/en/calendar/{token_of(feed.nonce)}.ics"


def test_a_calendar_program_reads_the_days_and_the_numbers_and_nothing_else(client, membership, person):
    day = timezone.localdate() + dt.timedelta(days=20)
    for due_on in (day, day, day + dt.timedelta(days=1)):
        promise(membership, due_on)
    feed = services.make_feed(actor=person)

    response = client.get(path_of(feed))

    assert (response.status_code, response["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert response["Cache-Control"] == "no-store, private"
    assert not response.cookies
    events = Calendar.from_ical(response.content).walk("VEVENT")
    assert [(each.decoded("dtstart"), str(each["summary"])) for each in events] == [
        (day, "2 things are due in Tulga"),
        (day + dt.timedelta(days=1), "1 thing is due in Tulga"),
    ]
    content = response.content.decode()
    assert not any(
        words in content for words in [SECRET, str(membership.agency), "/commitments/", membership.user.email]
    )
    assert content.count("\r\n") == content.count("\n")
    assert all(len(line.encode()) <= 75 for line in content.split("\r\n"))


def test_it_speaks_the_language_of_its_address(client, person, membership):
    promise(membership, timezone.localdate() + dt.timedelta(days=20))
    feed = services.make_feed(actor=person)

    (event,) = Calendar.from_ical(client.get(path_of(feed).replace("/en/", "/mn/")).content).walk("VEVENT")

    assert "Тулга" in str(event["summary"])
    assert "due" not in str(event["summary"])


def test_a_new_address_ends_the_old_one_and_a_withdrawn_one_is_none(client, person):
    first = services.make_feed(actor=person)
    second = services.make_feed(actor=person)

    assert [client.get(path_of(each)).status_code for each in (first, second)] == [404, 200]
    services.withdraw_feed(feed=second, actor=person)
    assert client.get(path_of(second)).status_code == 404
    assert [each.verb for each in AuditEvent.objects.order_by("sequence")] == [
        Action.MAKE_FEED,
        Action.MAKE_FEED,
        Action.WITHDRAW_FEED,
    ]


def test_what_a_person_lost_their_calendar_loses_too(client, membership, person):
    promise(membership, timezone.localdate() + dt.timedelta(days=20))
    feed = services.make_feed(actor=person)
    type(membership).objects.filter(pk=membership.pk).update(
        valid_from=timezone.localdate() - dt.timedelta(days=9), valid_to=timezone.localdate() - dt.timedelta(days=1)
    )

    assert not Calendar.from_ical(client.get(path_of(feed)).content).walk("VEVENT")
    User.objects.filter(pk=person.user_id).update(is_active=False)
    assert client.get(path_of(feed)).status_code == 404


def test_guessing_is_slowed_down(client, person):
    feed = services.make_feed(actor=person)
    guessed = [client.get(f"/en/calendar/aaaa-bbbb-{number:04}.ics").status_code for number in range(20)]

    assert set(guessed) == {404}
    assert client.get(path_of(feed)).status_code == 429


def test_the_address_is_its_owners_alone(person):
    feed = services.make_feed(actor=person)
    other = actor_of(MembershipFactory(role=Role.SECRETARIAT).user)

    assert not CalendarFeed.objects.visible_to(other).exists()
    assert not CalendarFeed.objects.visible_to(Actor()).exists()
    assert feed.nonce not in str(feed)
    for act in (lambda: services.make_feed(actor=Actor()), lambda: services.withdraw_feed(feed=feed, actor=Actor())):
        with pytest.raises(NotAllowed):
            act()


def test_without_deadlines_the_calendar_is_empty(person):
    assert not Calendar.from_ical(feed_of(person, timezone.localdate())).walk("VEVENT")
