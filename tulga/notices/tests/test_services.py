from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from tulga.accounts.tests.factories import UserFactory
from tulga.kit.actor import Actor
from tulga.kit.i18n import I18nText
from tulga.notices import tasks
from tulga.notices.models import Notice
from tulga.notices.services import mark_read, notify
from tulga.notices.tests.factories import NoticeFactory

pytestmark = pytest.mark.django_db


def tell(*people, key="recommendations.endorsed 17", actor=None, url_path="/mn/places/"):
    return notify(
        recipients=[person.pk for person in people],
        kind="recommendations.endorsed",
        subject=I18nText(en="Recommendation 17 was endorsed"),
        url_path=url_path,
        once_key=key,
        actor=actor or Actor.system("test"),
    )


def test_each_person_is_told_once(django_capture_on_commit_callbacks, mailoutbox):
    first, second = UserFactory(), UserFactory()

    with django_capture_on_commit_callbacks(execute=True):
        counts = [tell(first, first), tell(first, second), tell(first, second)]

    assert counts == [1, 1, 0]
    assert Notice.objects.count() == 2
    assert sorted(message.to[0] for message in mailoutbox) == sorted([first.email, second.email])


def test_the_database_refuses_a_second_notice_of_the_same_event():
    notice = NoticeFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        NoticeFactory(recipient=notice.recipient, once_key=notice.once_key)


def test_whoever_acted_is_not_told():
    person = UserFactory()

    assert tell(person, actor=Actor(user_id=person.pk)) == 0


@pytest.mark.parametrize("path", ["https://elsewhere.example/", "//elsewhere.example/", "desk/", ""])
def test_a_notice_leads_nowhere_else(path):
    with pytest.raises(ValueError, match="page of Tulga"):
        tell(UserFactory(), url_path=path)


def test_an_act_stands_when_its_mail_cannot_be_queued(django_capture_on_commit_callbacks, monkeypatch, mailoutbox):
    monkeypatch.setattr(tasks.send_mail.func, "__code__", (lambda notice_id: 1 / 0).__code__)

    with django_capture_on_commit_callbacks(execute=True):
        tell(UserFactory())

    assert Notice.objects.count() == 1
    assert mailoutbox == []


def test_one_marks_ones_own_only():
    mine, other = NoticeFactory(), NoticeFactory()

    count = mark_read(actor=Actor(user_id=mine.recipient_id), notice_ids=[mine.pk, other.pk])

    assert count == 1
    assert list(Notice.objects.unread()) == [other]


@pytest.mark.parametrize(("whose", "count"), [("own", 1), ("another's", 0), ("public", 0), ("system", 0)])
def test_only_its_recipient_sees_a_notice(whose, count):
    notice = NoticeFactory()
    actors = {
        "own": Actor(user_id=notice.recipient_id),
        "another's": Actor(user_id=notice.recipient_id + 1),
        "public": Actor(),
        "system": Actor.system("test"),
    }

    assert Notice.objects.visible_to(actors[whose]).count() == count
