from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from tulga.kit import once
from tulga.kit.access import Access
from tulga.kit.views import CreatePage, FormPage, ListPage, Page
from tulga.notices.choices import Action
from tulga.notices.forms import MarkReadForm
from tulga.notices.models import Notice
from tulga.notices.policies import policy
from tulga.notices.services import mark_read, try_post_again
from tulga.notices.tables import NoticeTable, PostTable


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
            "keeps_post": self.actor.may(Action.KEEP_POST),
        }


class OpenNotice(Page):
    """One of one's own: from now on it is read, and the way leads to what it is about."""

    queryset = Notice.objects.all()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        notice = self.get_object()
        if notice.read_at is None:
            mark_read(actor=self.actor, notice_ids=[notice.pk])
        return HttpResponseRedirect(notice.get_absolute_url())


class Post(ListPage):
    """E-mails that have not left, to whoever looks after them: for whom and how often, never about what."""

    access = Access.ACTION
    title = _("E-mails that have not left")
    lead = _(
        "While the mail server is away, e-mails wait and are tried again by themselves, at longer and longer pauses. "
        "What they tell of waits in Tulga all the while."
    )
    template_name = "notices/post.html"
    table_class = PostTable

    def get_queryset(self) -> Any:
        return Notice.objects.order_by("pk")

    def visible(self) -> Any:
        return self.get_queryset().post_visible_to(self.actor)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        policy.require(self.actor, Action.KEEP_POST)
        return super().get(request, *args, **kwargs)

    def context(self) -> dict[str, Any]:
        return {"can_be_tried": self.visible().mail_unsent().exists()}


class PostAgain(CreatePage):
    title = _("Try the e-mails again now")
    lead = _("Each e-mail that is certain not to have left is handed over anew, in a minute or so.")
    policy = policy
    action = Action.KEEP_POST
    form_class = MarkReadForm
    submit_label = _("Try again now")

    def perform(self, form: MarkReadForm) -> int:
        return try_post_again(actor=self.actor)

    def success_message(self, result: int) -> str:
        return ngettext("%(count)s e-mail is tried again.", "%(count)s e-mails are tried again.", result) % {
            "count": result
        }

    def success_url(self, result: int) -> str:
        return reverse("post")

    def back_url(self) -> str:
        return reverse("post")


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
