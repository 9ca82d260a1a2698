from __future__ import annotations

import pytest
from django.test import RequestFactory
from django.utils import translation

from tulga.kit import once
from tulga.kit.actor import Actor
from tulga.notices.models import Notice
from tulga.notices.tests.factories import NoticeFactory
from tulga.notices.views import MarkAllRead, NoticeList

pytestmark = pytest.mark.django_db


def page(view, actor, data=None):
    request = RequestFactory().get("/en/notices/") if data is None else RequestFactory().post("/en/notices/read/", data)
    request.actor = actor
    with translation.override("en"):
        return view.as_view()(request)


def test_the_list_shows_ones_own_only(django_assert_num_queries):
    mine, other = NoticeFactory(), NoticeFactory(subject={"en": "For somebody else"})

    with django_assert_num_queries(2):  # the rows; how many are unread
        shown = page(NoticeList, Actor(user_id=mine.recipient_id)).content.decode()

    assert str(mine.subject) in shown
    assert str(other.subject) not in shown


def test_the_link_is_in_the_readers_language():
    notice = NoticeFactory(url_path="/mn/places/")

    shown = page(NoticeList, Actor(user_id=notice.recipient_id)).content.decode()

    assert 'href="/en/places/"' in shown


def test_all_are_marked_read_once():
    mine, other = NoticeFactory(), NoticeFactory()
    actor = Actor(user_id=mine.recipient_id)

    answer = page(MarkAllRead, actor, {once.FIELD: once.new_token(actor.user_id)})

    assert answer.status_code == 302
    assert list(Notice.objects.unread()) == [other]
