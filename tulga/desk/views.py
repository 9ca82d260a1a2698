from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from tulga.desk import services
from tulga.desk.choices import Action
from tulga.desk.forms import StepTimeForm
from tulga.desk.models import StepTime
from tulga.desk.policies import policy
from tulga.desk.summaries.badge import keep_badges
from tulga.desk.summaries.desk import desk_of
from tulga.desk.tables import StepTimeTable
from tulga.kit.access import Access
from tulga.kit.views import EditPage, ListPage, Page
from tulga.notices.models import Notice

NOTICES_SHOWN = 4


class Desk(Page):
    """What waits for the person who signed in. Its title says so in a sentence."""

    access = Access.SIGNED_IN
    template_name = "desk/desk.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        now = timezone.now()
        since = services.note_visit(actor=self.actor, now=now)
        desk = desk_of(self.actor, timezone.localdate(now), since)
        keep_badges(request, self.actor, duties=len(desk.tasks))
        return self.show(
            desk=desk,
            title=desk.title,
            lead=desk.lead,
            notices=list(Notice.objects.visible_to(self.actor).unread().for_listing()[:NOTICES_SHOWN]),
            may_set_times=self.actor.may(Action.SET_TIMES),
        )


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
