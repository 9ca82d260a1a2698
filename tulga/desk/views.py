from __future__ import annotations

import datetime as dt
from http import HTTPStatus
from typing import Any, cast

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import View

from tulga.accounts.actors import actor_of
from tulga.accounts.one_time_links import full_link
from tulga.desk import services
from tulga.desk.choices import Action
from tulga.desk.forms import StepTimeForm
from tulga.desk.models import CalendarFeed, StepTime
from tulga.desk.policies import policy
from tulga.desk.summaries.badge import keep_badges
from tulga.desk.summaries.beginning import first_steps_of
from tulga.desk.summaries.desk import Desk as DeskOfPerson
from tulga.desk.summaries.desk import desk_of
from tulga.desk.summaries.feed import feed_of
from tulga.desk.summaries.sessions import running_sessions
from tulga.desk.summaries.state import state_of
from tulga.desk.tables import StepTimeTable
from tulga.kit import throttle
from tulga.kit.access import Access
from tulga.kit.policy import Decision
from tulga.kit.views import ActionPage, EditPage, FormPage, ListPage, Page
from tulga.notices.models import Notice
from tulga.recommendations.choices import Action as Decide
from tulga.recommendations.querysets import READS_DRAFTS

NOTICES_SHOWN, DECISIONS_SHOWN, NEWS_SHOWN = 4, 3, 2
FAILED_TOKENS = 20
CALENDAR = "text/calendar; charset=utf-8"


class Desk(Page):
    """What waits for the person who signed in. Its title says so in a sentence."""

    access = Access.SIGNED_IN
    template_name = "desk/desk.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        now = timezone.now()
        today, since = timezone.localdate(now), services.note_visit(actor=self.actor, now=now)
        desk = desk_of(self.actor, today, since)
        keep_badges(request, self.actor, duties=len(desk.tasks))
        if self.actor.may(Decide.DECIDE) and "all" not in request.GET:
            return self.show_sheet(desk, today)
        return self.show(
            desk=desk,
            title=desk.title,
            lead=desk.lead,
            first_steps=() if desk.tasks else first_steps_of(self.actor),
            sessions=running_sessions(self.actor, today),
            notices=list(Notice.objects.visible_to(self.actor).unread().for_listing()[:NOTICES_SHOWN]),
            may_set_times=self.actor.may(Action.SET_TIMES),
            reads_the_state=self.actor.holds_anywhere(*READS_DRAFTS),
        )

    def show_sheet(self, desk: DeskOfPerson, today: dt.date) -> HttpResponse:
        """Who decides gets one screen, and one sheet of paper: what to decide, what is late, how things stand."""
        context = {
            "desk": desk,
            "title": desk.title,
            "lead": desk.lead,
            "tasks": desk.tasks[:DECISIONS_SHOWN],
            "more_tasks": len(desk.tasks) - DECISIONS_SHOWN,
            "news": desk.news[:NEWS_SHOWN],
            "state": state_of(self.actor, today),
        }
        return render(self.request, "desk/state.html", context)


class StateOfThings(Page):
    """The chair's sheet for whoever prepares it or watches: without the chair's own tasks."""

    access = Access.SIGNED_IN
    template_name = "desk/state.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.actor.holds_anywhere(*READS_DRAFTS):
            raise Http404
        today = timezone.localdate()
        title = _("How things stand on %(day)s") % {"day": date_format(today, "DATE_FORMAT")}
        return self.show(title=title, desk=None, state=state_of(self.actor, today))


class OwnCalendar(FormPage):
    """The secret address of one's deadlines, to be given to a calendar program."""

    title = gettext_lazy("Your deadlines in your calendar")
    lead = gettext_lazy(
        "Your calendar program asks Tulga for the days on which something of yours is due. It learns how many things "
        "are due on which day, and nothing else: what they are, you read after signing in."
    )
    template_name = "desk/own_calendar.html"
    form_class = forms.Form

    def prepare(self) -> Decision:
        self.object = CalendarFeed.objects.visible_to(self.actor).first()
        return policy.ask(self.actor, Action.MAKE_FEED)

    def context(self) -> dict[str, Any]:
        feed = self.object
        return {"address": full_link("deadline_feed", feed.nonce, get_language() or "") if feed else ""}

    def perform(self, form: forms.Form) -> CalendarFeed:
        return services.make_feed(actor=self.actor)

    def success_message(self, result: CalendarFeed) -> str:
        return _("The address is ready. Give it to your calendar program, and to nobody else.")

    def back_url(self) -> str:
        return reverse("desk")


class WithdrawCalendar(ActionPage):
    title = gettext_lazy("Withdraw the address of your calendar")
    lead = gettext_lazy(
        "Whoever knows the address learns nothing any more, and your calendar program shows no new day."
    )
    queryset = CalendarFeed.objects.all()
    policy = policy
    action = Action.WITHDRAW_FEED
    form_class = forms.Form
    submit_label = gettext_lazy("Withdraw it")
    is_warning = True

    def get_object(self) -> CalendarFeed:
        feed = self.visible().first()
        if feed is None:
            raise Http404
        return cast("CalendarFeed", feed)

    def perform(self, form: forms.Form) -> None:
        services.withdraw_feed(feed=self.object, actor=self.actor)

    def success_url(self, result: None) -> str:
        return reverse("own_calendar")

    def success_message(self, result: None) -> str:
        return _("Withdrawn. You can make another address at any time.")


class DeadlineFeed(View):
    """What a calendar program is told: it has no session, only the secret of its address.

    The person's rights are those of the moment, as everywhere; a closed account has no calendar.
    """

    access = Access.PUBLIC

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        if throttle.has_failed_too_often(request, "calendar", FAILED_TOKENS):
            return HttpResponse(status=HTTPStatus.TOO_MANY_REQUESTS, headers={"Retry-After": "300"})
        feed = CalendarFeed.objects.opened_by(token).first()
        if feed is None:
            throttle.count_failure(request, "calendar")
            raise Http404
        response = HttpResponse(feed_of(actor_of(feed.user), timezone.localdate()), content_type=CALENDAR)
        response["Content-Disposition"] = 'inline; filename="tulga.ics"'
        response["Cache-Control"] = "no-store, private"
        return response


class StepTimeList(ListPage):
    title = gettext_lazy("How long each step may take")
    lead = gettext_lazy("A step that waits longer is late, on the desk of whoever it waits for.")
    queryset = StepTime.objects.for_listing()
    table_class = StepTimeTable


class StepTimeEdit(EditPage):
    queryset = StepTime.objects.all()
    slug_field = "step"
    policy = policy
    action = Action.SET_TIMES
    form_class = StepTimeForm

    def get_title(self) -> str:
        return str(self.object)

    def perform(self, form: StepTimeForm) -> StepTime:
        content = form.cleaned_data
        return services.set_step_time(
            step_time=self.object, days=content["days"], expected_version=content["version"], actor=self.actor
        )
