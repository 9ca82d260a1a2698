from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tulga.desk import services
from tulga.desk.choices import Action
from tulga.desk.forms import StepTimeForm
from tulga.desk.models import StepTime
from tulga.desk.policies import policy
from tulga.desk.summaries.badge import keep_badges
from tulga.desk.summaries.desk import Desk as DeskOfPerson
from tulga.desk.summaries.desk import desk_of
from tulga.desk.summaries.sessions import running_sessions
from tulga.desk.summaries.state import state_of
from tulga.desk.tables import StepTimeTable
from tulga.kit.access import Access
from tulga.kit.views import EditPage, ListPage, Page
from tulga.notices.models import Notice
from tulga.recommendations.choices import Action as Decide
from tulga.recommendations.querysets import READS_DRAFTS

NOTICES_SHOWN, DECISIONS_SHOWN, NEWS_SHOWN = 4, 3, 2


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
