"""The mail server is away: what did not leave is seen by those who look after it, and tried again."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core import mail
from django.test import RequestFactory
from django.utils import timezone, translation

from tests.people import actor_at
from tulga.accounts.choices import Role
from tulga.accounts.tests.factories import UserFactory
from tulga.audit.models import AuditEvent
from tulga.kit.errors import NotAllowed, RuleBroken
from tulga.notices.choices import Action
from tulga.notices.models import Notice
from tulga.notices.querysets import MOST_FAILURES
from tulga.notices.services import try_post_again
from tulga.notices.tests.factories import NoticeFactory
from tulga.notices.views import Post

pytestmark = pytest.mark.django_db
SUBJECT = {"en": "What waits is nobody else's business"}


@pytest.fixture
def keeper():
    return actor_at(900_001, Role.SECRETARIAT, user_id=UserFactory().pk)


def refused(times=1, **values):
    return NoticeFactory(subject=SUBJECT, mail_failures=times, mail_problem="ConnectionRefusedError", **values)


def unknown():
    return NoticeFactory(
        subject=SUBJECT, mail_started_at=timezone.now() - dt.timedelta(hours=2), mail_problem="unknown: TimeoutError"
    )


def page(actor):
    request = RequestFactory().get("/en/notices/post/")
    request.actor = actor
    with translation.override("en"):
        return Post.as_view()(request)


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (refused, "Tried again by itself"),
        (lambda: refused(MOST_FAILURES), "Given up"),
        (unknown, "May have arrived: not sent twice"),
    ],
)
def test_who_keeps_the_post_sees_for_whom_and_how_often_and_never_about_what(keeper, make, says):
    notice = make()

    shown = page(keeper).content.decode()

    assert says in shown
    assert notice.recipient.full_name in shown
    assert SUBJECT["en"] not in shown
    assert notice.url_path not in shown


def test_what_left_or_waits_for_its_first_try_is_no_trouble(keeper):
    NoticeFactory(mail_started_at=timezone.now(), mail_sent_at=timezone.now(), mail_failures=2)
    NoticeFactory()

    assert "Every e-mail has left." in page(keeper).content.decode()


def test_the_list_makes_as_many_queries_for_eleven_as_for_one(keeper, django_assert_num_queries):
    for _each in range(11):
        refused()

    with django_assert_num_queries(2):  # the rows with their recipients; whether any can be tried
        page(keeper)


@pytest.mark.parametrize("role", [Role.FOCAL_POINT, Role.CHAIR, Role.NATIONAL_RAPPORTEUR])
def test_nobody_else_learns_who_did_not_get_an_e_mail(role):
    refused()
    actor = actor_at(900_002, role, user_id=UserFactory().pk)

    assert page(actor).status_code == 403
    assert not Notice.objects.post_visible_to(actor).exists()
    with pytest.raises(NotAllowed):
        try_post_again(actor=actor)


@pytest.mark.django_db(transaction=True)
def test_once_the_server_is_back_they_leave_and_what_may_have_arrived_is_not_sent_twice(keeper):
    paused, given_up, open_question = refused(), refused(MOST_FAILURES), unknown()

    assert try_post_again(actor=keeper) == 2

    assert sorted(each.to[0] for each in mail.outbox) == sorted([paused.recipient.email, given_up.recipient.email])
    open_question.refresh_from_db()
    assert open_question.mail_sent_at is None
    assert (AuditEvent.objects.get().verb, AuditEvent.objects.get().after) == (Action.KEEP_POST, "2 e-mails")
    with pytest.raises(RuleBroken, match="No e-mail waits"):
        try_post_again(actor=keeper)
