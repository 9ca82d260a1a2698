from __future__ import annotations

import datetime as dt
import socket

import pytest
import time_machine
from aiosmtpd.controller import Controller
from django.core.management import call_command
from django.utils import timezone

from tulga.accounts.models import User
from tulga.accounts.tests.factories import UserFactory
from tulga.notices.mailing import message_for, send_mail_of
from tulga.notices.models import Notice
from tulga.notices.querysets import MOST_FAILURES
from tulga.notices.tasks import retry_mails
from tulga.notices.tests.factories import NoticeFactory

pytestmark = pytest.mark.django_db


class Post:
    """What a mail server does with a message: keep it, refuse it, or break off."""

    def __init__(self, answer="250 kept"):
        self.answer, self.kept = answer, []

    async def handle_DATA(self, server, session, envelope):
        self.kept.append(envelope)
        if self.answer == "break off":
            server.transport.abort()
        return self.answer


@pytest.fixture
def post(settings):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    handler = Post()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "tulga.notices.outbox.OutboxBackend"
    settings.SMTP_URL = f"smtp://127.0.0.1:{port}"
    yield handler
    controller.stop()


def test_a_mail_server_gets_one_message_however_often_it_is_asked_for(post):
    notice = NoticeFactory()

    sent = [send_mail_of(notice.pk) for _ in range(3)]

    assert sent == [True, False, False]
    assert [envelope.rcpt_tos for envelope in post.kept] == [[notice.recipient.email]]
    notice.refresh_from_db()
    assert notice.mail_sent_at


@pytest.mark.parametrize("language", ["mn", "en"])
def test_the_message_says_nothing_of_what_waits(language):
    secrets = ["Planted Name", "Planted Agency", "planted subject", "ORD-7741", "planted-path", "planted-key"]
    notice = NoticeFactory(
        recipient=UserFactory(full_name=secrets[0], language=language),
        kind=secrets[1],
        subject={"en": secrets[2], "mn": secrets[3]},
        url_path=f"/{secrets[4]}/",
        once_key=secrets[5],
    )

    message = message_for(notice)

    whole = message.message().as_string() + message.subject + message.body
    assert not [secret for secret in secrets if secret.lower() in whole.lower()]
    assert f"/{language}/" in message.body


def test_the_same_notice_has_the_same_message_number():
    notice = NoticeFactory()

    assert len({message_for(notice).message()["Message-ID"] for _ in range(2)}) == 1


def test_a_refused_message_is_tried_again_later_and_later(post):
    notice = NoticeFactory()
    post.answer = "451 come back"
    pauses = []

    for _ in range(3):
        send_mail_of(notice.pk)
        notice.refresh_from_db()
        pauses.append(round((notice.mail_next_at - timezone.now()).total_seconds() / 60))

    assert pauses == [5, 10, 20]
    assert notice.mail_started_at is None
    assert notice.mail_problem == "SMTPDataError"


def test_the_clock_sends_what_failed_before(post):
    notice = NoticeFactory()
    post.answer = "451 come back"
    send_mail_of(notice.pk)
    post.answer = "250 kept"

    too_early = retry_mails.func()
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=6)):
        in_time = retry_mails.func()

    assert (too_early, in_time) == (0, 1)
    assert Notice.objects.get().mail_sent_at


def test_a_message_whose_fate_is_unknown_is_named_and_never_sent_again(post, capsys):
    notice = NoticeFactory()
    post.answer = "break off"

    send_mail_of(notice.pk)
    again = send_mail_of(notice.pk)
    call_command("list_undelivered")

    assert not again
    assert len(post.kept) == 1
    assert f"notice {notice.pk}" in capsys.readouterr().out


def test_a_server_that_is_away_is_tried_again(settings):
    settings.EMAIL_BACKEND = "tulga.notices.outbox.OutboxBackend"
    settings.SMTP_URL = "smtp://127.0.0.1:1"
    notice = NoticeFactory()

    send_mail_of(notice.pk)

    assert list(Notice.objects.mail_due(timezone.now() + dt.timedelta(minutes=6))) == [notice]


def test_in_the_end_it_is_given_up_and_named(settings, capsys):
    notice = NoticeFactory(mail_failures=MOST_FAILURES, mail_problem="SMTPDataError", mail_next_at=timezone.now())

    call_command("list_undelivered")

    assert not Notice.objects.mail_due(timezone.now()).exists()
    assert f"notice {notice.pk}" in capsys.readouterr().out


@pytest.mark.parametrize(
    "address", ["a@b.example\nbcc: all@b.example", "a@b.example\r\n\r\nhello", "a b@b.example", ""]
)
def test_an_address_that_is_none_gets_nothing(address, mailoutbox):
    notice = NoticeFactory()
    User.objects.filter(pk=notice.recipient_id).update(email=address)

    send_mail_of(notice.pk)

    assert mailoutbox == []
    assert Notice.objects.get().mail_problem


def test_a_closed_account_gets_no_mail(mailoutbox):
    notice = NoticeFactory(recipient=UserFactory(is_active=False))

    send_mail_of(notice.pk)

    assert mailoutbox == []
