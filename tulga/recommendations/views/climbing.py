"""What is late, what an agency has to do, and after how many days who is told."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from tulga.kit import exports
from tulga.kit.access import Access
from tulga.kit.views import ActionPage, CreatePage, EditPage, ListPage, Page
from tulga.recommendations.choices import Action
from tulga.recommendations.forms import LadderDaysForm, LadderStepForm
from tulga.recommendations.models import LadderStep
from tulga.recommendations.policies import policy
from tulga.recommendations.services import climbing
from tulga.recommendations.summaries import Late, duties_of, late_on
from tulga.recommendations.tables import LadderTable

LABELS = (
    gettext_lazy("Agency"),
    gettext_lazy("What is late"),
    gettext_lazy("Counted from"),
    gettext_lazy("Days"),
    gettext_lazy("Has reached"),
)


class RedList(Page):
    """Who is late, by how many days, since which step. What has reached the chair comes first."""

    access = Access.ACTION
    title = gettext_lazy("Red list")
    lead = gettext_lazy("Who is late, by how many days, and whom it has reached since when.")
    template_name = "recommendations/red_list.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        policy.require(self.actor, Action.READ_RED_LIST)
        late = late_on(timezone.localdate(), self.actor)
        shows_all = request.GET.get("show") == "all"
        shown = [each for each in late if shows_all or each.is_red]
        if (asked := request.GET.get("format", "")) in tuple(exports.Format):
            return exports.export_response(asked, "red-list", COLUMNS, shown)
        return self.show(
            labels=LABELS,
            rows=[each.cells() for each in shown],
            shows_all=shows_all,
            red_count=sum(each.is_red for each in late),
            late_count=len(late),
            export_formats=list(exports.Format),
        )


def _agency(late: Late) -> str:
    return str(late.agency)


def _what(late: Late) -> str:
    return str(late.what)


COLUMNS = (
    exports.Column(gettext_lazy("Agency"), _agency, "agency"),
    exports.Column(gettext_lazy("What is late"), _what, "what"),
    exports.Column(gettext_lazy("Counted from"), lambda late: late.counted_from, "counted_from"),
    exports.Column(gettext_lazy("Days"), lambda late: late.days, "days"),
    exports.Column(gettext_lazy("Has reached"), lambda late: late.reached, "reached"),
    exports.Column(gettext_lazy("Since"), lambda late: late.reached_on, "reached_on"),
)


class DutyList(Page):
    """What the agencies of the person owe, with the days that are left."""

    access = Access.SIGNED_IN
    title = gettext_lazy("What your agency has to do")
    lead = gettext_lazy("Answers, signatures and promises, each with the days that are left.")
    template_name = "recommendations/duty_list.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show(
            duties=duties_of(self.actor, timezone.localdate()),
            answers=bool(self.actor.agencies_where(Action.COMMIT)),
            may_read_red_list=bool(policy.ask(self.actor, Action.READ_RED_LIST)),
        )


class LadderList(ListPage):
    title = gettext_lazy("After how many days who is told")
    lead = gettext_lazy("Warnings before a deadline, and how far what is late climbs. Each step is told once.")
    queryset = LadderStep.objects.for_listing()
    table_class = LadderTable
    create_url_name = "ladder_add"
    create_label = gettext_lazy("Add a step")
    create_action = Action.CONSOLIDATE


class LadderAdd(CreatePage):
    title = gettext_lazy("Add a step")
    policy = policy
    action = Action.SET_LADDER
    form_class = LadderStepForm
    submit_label = gettext_lazy("Add the step")

    def perform(self, form: LadderStepForm) -> LadderStep:
        return climbing.add_step(actor=self.actor, **form.content)

    def back_url(self) -> str:
        return reverse("ladder_list")


class LadderEdit(EditPage):
    queryset = LadderStep.objects.all()
    template_name = "recommendations/ladder_edit.html"
    policy = policy
    action = Action.SET_LADDER
    form_class = LadderDaysForm

    def get_title(self) -> str:
        return str(self.object.get_who_display())

    def perform(self, form: LadderDaysForm) -> LadderStep:
        content = form.cleaned_data
        return climbing.move_step(
            step=self.object, days=content["days"], expected_version=content["version"], actor=self.actor
        )


class LadderTakeOut(ActionPage):
    title = gettext_lazy("Take the step out")
    lead = gettext_lazy("Nobody is told at this step any more. What was told stays told.")
    queryset = LadderStep.objects.all()
    policy = policy
    action = Action.SET_LADDER
    form_class = forms.Form
    submit_label = gettext_lazy("Take it out")
    is_warning = True

    def perform(self, form: forms.Form) -> None:
        climbing.take_step_out(step=self.object, actor=self.actor)

    def success_url(self, result: Any) -> str:
        return reverse("ladder_list")
