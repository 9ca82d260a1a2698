from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tulga.kit import once
from tulga.kit.views import FormPage, ListPage, Page
from tulga.notices.forms import MarkReadForm
from tulga.notices.models import Notice
from tulga.notices.services import mark_read
from tulga.notices.tables import NoticeTable


class NoticeList(ListPage):
    title = _("Notices")
    lead = _("What waited for you, the newest first. Nobody else sees this list.")
    queryset = Notice.objects.for_listing()
    table_class = NoticeTable
    template_name = "notices/notice_list.html"

    def context(self) -> dict[str, Any]:
        return {
            "unread_count": Notice.objects.visible_to(self.actor).unread().count(),
            "once_token": once.new_token(self.actor.user_id),
        }


class OpenNotice(Page):
    """One of one's own: from now on it is read, and the way leads to what it is about."""

    queryset = Notice.objects.all()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        notice = self.get_object()
        if notice.read_at is None:
            mark_read(actor=self.actor, notice_ids=[notice.pk])
        return HttpResponseRedirect(notice.get_absolute_url())


class MarkAllRead(FormPage):
    title = _("Mark all notices as read")
    form_class = MarkReadForm
    submit_label = _("Mark all as read")

    def perform(self, form: MarkReadForm) -> int:
        return mark_read(actor=self.actor)

    def success_url(self, result: int) -> str:
        return reverse("notice_list")

    def back_url(self) -> str:
        return reverse("notice_list")
