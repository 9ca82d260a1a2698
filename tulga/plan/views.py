from __future__ import annotations

from typing import Any, cast

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tulga.audit.summaries import history_of
from tulga.kit import charts
from tulga.kit.choosing import ChoicesPage
from tulga.kit.views import ActionPage, CreatePage, DetailPage, EditPage, ListPage
from tulga.plan import services
from tulga.plan.choices import Action
from tulga.plan.filters import PlanFilters
from tulga.plan.forms import ActivityForm, ItemForm, PlanForm, StatusForm
from tulga.plan.models import Activity, Plan, PlanItem, StatusLine
from tulga.plan.policies import policy
from tulga.plan.summaries import Glance, activity_line, facts_of, plan_at_a_glance, plan_tree, spoken_lines
from tulga.plan.tables import PlanTable


class PlanList(ListPage):
    title = gettext_lazy("Plans")
    queryset = Plan.objects.for_listing()
    table_class = PlanTable
    filterset_class = PlanFilters
    create_url_name = "plan_create"
    create_label = gettext_lazy("Enter a plan")
    create_action = Action.EDIT
    export_name = "plans"


class PlanDetail(DetailPage):
    """The plan at a glance, and its whole tree."""

    queryset = Plan.objects.all()
    slug_field = "code"
    template_name = "plan/plan_detail.html"

    def context(self) -> dict[str, Any]:
        plan, today = self.object, timezone.localdate()
        items = list(plan.items.visible_to(self.actor))
        activities = list(plan.activities.visible_to(self.actor).for_listing())
        glance = plan_at_a_glance(activities, today)
        return {
            "words": plan.title.shown(),
            "legal_basis": plan.legal_basis.shown(),
            "glance": glance,
            "chart": chart_of(glance),
            "groups": plan_tree(plan, items, activities, today),
            "may_edit": bool(policy.ask(self.actor, Action.EDIT, plan)),
            "history": history_of(plan),
        }


class ActivityChoices(ChoicesPage):
    queryset = Activity.objects.order_by("plan", "position", "pk")


def chart_of(glance: Glance) -> str:
    """Pillars by status as bars; the page has the same numbers in a table beside them."""
    series = [charts.Series(standing.colour, standing.label) for standing in glance.standings]
    rows = [(row.pillar, dict(zip((part.key for part in series), row.counts, strict=True))) for row in glance.pillars]
    return charts.stacked_bars(rows, series, title=_("Activities by pillar and status"))


class ActivityDetail(DetailPage):
    queryset = Activity.objects.for_detail()
    template_name = "plan/activity_detail.html"

    def context(self) -> dict[str, Any]:
        activity = self.object
        lines = StatusLine.objects.visible_to(self.actor).filter(activity=activity).select_related("agency")
        return {
            "words": activity.title.shown(),
            "line": activity_line(activity, timezone.localdate()),
            "facts": facts_of(activity),
            "status_lines": spoken_lines(lines),
            "may_edit": bool(policy.ask(self.actor, Action.EDIT, activity)),
            "may_report": bool(policy.ask(self.actor, Action.REPORT_STATUS, activity)),
            "history": history_of(activity),
        }


class PlanCreate(CreatePage):
    title = gettext_lazy("Enter a plan")
    policy = policy
    action = Action.CREATE
    form_class = PlanForm

    def perform(self, form: PlanForm) -> Plan:
        return services.create_plan(actor=self.actor, **form.content)

    def back_url(self) -> str:
        return reverse("plan_list")


class PlanEdit(EditPage):
    title = gettext_lazy("Edit the plan")
    queryset = Plan.objects.all()
    slug_field = "code"
    policy = policy
    action = Action.EDIT
    form_class = PlanForm

    def perform(self, form: PlanForm) -> Plan:
        version = form.cleaned_data["version"]
        return services.edit_plan(plan=self.object, expected_version=version, actor=self.actor, **form.content)


class PartCreate(CreatePage):
    """A new part of the plan in the address."""

    queryset = Plan.objects.all()
    slug_field = "code"
    policy = policy
    action = Action.CREATE

    def subject(self) -> Plan:
        return self.plan

    @cached_property
    def plan(self) -> Plan:
        return cast("Plan", self.get_object())

    def back_url(self) -> str:
        return self.plan.get_absolute_url()


class ItemCreate(PartCreate):
    title = gettext_lazy("Add a group")
    form_class = ItemForm

    def form_options(self) -> dict[str, Any]:
        return {"plan": self.plan}

    def perform(self, form: ItemForm) -> PlanItem:
        return services.create_item(plan=self.plan, actor=self.actor, **form.content)


class ItemEdit(EditPage):
    title = gettext_lazy("Edit the group")
    queryset = PlanItem.objects.select_related("plan")
    policy = policy
    action = Action.EDIT
    form_class = ItemForm

    def form_options(self) -> dict[str, Any]:
        return {"plan": self.object.plan}

    def perform(self, form: ItemForm) -> PlanItem:
        version = form.cleaned_data["version"]
        return services.edit_item(item=self.object, expected_version=version, actor=self.actor, **form.content)


class ActivityCreate(PartCreate):
    title = gettext_lazy("Add an activity")
    form_class = ActivityForm

    def form_options(self) -> dict[str, Any]:
        return {"plan": self.plan, "actor": self.actor}

    def perform(self, form: ActivityForm) -> Activity:
        return services.create_activity(plan=self.plan, actor=self.actor, **form.content)


class ActivityEdit(EditPage):
    title = gettext_lazy("Edit the activity")
    queryset = Activity.objects.select_related("plan")
    policy = policy
    action = Action.EDIT
    form_class = ActivityForm

    def form_options(self) -> dict[str, Any]:
        return {"plan": self.object.plan, "actor": self.actor}

    def perform(self, form: ActivityForm) -> Activity:
        version = form.cleaned_data["version"]
        return services.edit_activity(activity=self.object, expected_version=version, actor=self.actor, **form.content)


class ReportStatus(ActionPage):
    title = gettext_lazy("Report how the activity stands")
    queryset = Activity.objects.select_related("lead_agency")
    policy = policy
    action = Action.REPORT_STATUS
    form_class = StatusForm
    submit_label = gettext_lazy("Report")

    def perform(self, form: StatusForm) -> Activity:
        return services.report_status(activity=self.object, actor=self.actor, **form.cleaned_data).activity
