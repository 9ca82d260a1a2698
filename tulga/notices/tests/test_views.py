from __future__ import annotations

import pytest
from django.http import Http404
from django.test import RequestFactory
from django.utils import translation

from tulga.kit import once
from tulga.kit.actor import Actor
from tulga.notices.models import Notice
from tulga.notices.tests.factories import NoticeFactory
from tulga.notices.views import MarkAllRead, NoticeList, OpenNotice

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


def opened(notice, actor):
    request = RequestFactory().get(f"/en/notices/{notice.pk}/")
    request.actor = actor
    with translation.override("en"):
        return OpenNotice.as_view()(request, pk=notice.pk)


def test_opening_a_notice_reads_it_and_leads_on_in_the_readers_language():
    notice, other = NoticeFactory(url_path="/mn/places/"), NoticeFactory()
    reader = Actor(user_id=notice.recipient_id)

    assert f"/en/notices/{notice.pk}/" in page(NoticeList, reader).content.decode()
    answers = [opened(notice, reader) for _time in range(2)]

    assert [(each.status_code, each["Location"]) for each in answers] == [(302, "/en/places/")] * 2
    assert list(Notice.objects.unread()) == [other]


def test_nobody_opens_anothers_notice():
    notice = NoticeFactory()

    with pytest.raises(Http404):
        opened(notice, Actor(user_id=notice.recipient_id + 1))

    assert Notice.objects.unread().exists()


def test_all_are_marked_read_once():
    mine, other = NoticeFactory(), NoticeFactory()
    actor = Actor(user_id=mine.recipient_id)

    answer = page(MarkAllRead, actor, {once.FIELD: once.new_token(actor.user_id)})

    assert answer.status_code == 302
    assert list(Notice.objects.unread()) == [other]
