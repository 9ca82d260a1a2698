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
from tulga.plan.choices import Action, EditionStatus
from tulga.plan.filters import PlanFilters
from tulga.plan.forms import EditionForm, EntryForm, ItemForm, NewPlanForm, PlanForm, StatusForm
from tulga.plan.models import Activity, Entry, Plan, PlanEdition, PlanItem, StatusLine
from tulga.plan.policies import policy
from tulga.plan.services import entering, planning
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


class EditionPage(DetailPage):
    """An edition at a glance, and its whole tree."""

    template_name = "plan/plan_detail.html"

    @property
    def edition(self) -> PlanEdition:
        return cast("PlanEdition", self.object)

    def context(self) -> dict[str, Any]:
        edition, today = self.edition, timezone.localdate()
        plan = edition.plan
        items = list(edition.items.visible_to(self.actor))
        entries = list(edition.entries.visible_to(self.actor).for_listing())
        glance = plan_at_a_glance(entries, today)
        return {
            "plan": plan,
            "edition": edition,
            "status": EditionStatus(edition.status),
            "words": plan.title.shown(),
            "legal_basis": edition.legal_basis.shown(),
            "glance": glance,
            "chart": chart_of(glance),
            "groups": plan_tree(edition, items, entries, today),
            "may_edit": edition.is_writable and bool(policy.ask(self.actor, Action.EDIT, plan)),
            "history": history_of(plan, edition),
        }


class PlanDetail(EditionPage):
    """A plan as it stands: its edition in force, or the last there was."""

    queryset = Plan.objects.select_related("current")
    slug_field = "code"

    @property
    def edition(self) -> PlanEdition:
        self.object.current.plan = self.object
        return cast("PlanEdition", self.object.edition)


class EditionDetail(EditionPage):
    queryset = PlanEdition.objects.select_related("plan")


class ActivityChoices(ChoicesPage):
    queryset = Activity.objects.published().in_their_plans().select_related("current").sorted()


def chart_of(glance: Glance) -> str:
    """Pillars by status as bars; the page has the same numbers in a table beside them."""
    series = [charts.Series(standing.colour, standing.label) for standing in glance.standings]
    rows = [(row.pillar, dict(zip((part.key for part in series), row.counts, strict=True))) for row in glance.pillars]
    return charts.stacked_bars(rows, series, title=_("Activities by pillar and status"))


class EntryPage(DetailPage):
    """An activity as one edition has it."""

    template_name = "plan/activity_detail.html"

    @property
    def entry(self) -> Entry:
        return cast("Entry", self.object)

    def context(self) -> dict[str, Any]:
        entry = self.entry
        activity = entry.activity
        lines = StatusLine.objects.visible_to(self.actor).filter(activity=activity).select_related("agency")
        may_edit = entry.edition.is_writable and bool(policy.ask(self.actor, Action.EDIT, entry))
        return {
            "activity": activity,
            "entry": entry,
            "words": entry.title.shown(),
            "line": activity_line(entry, timezone.localdate()),
            "facts": facts_of(entry),
            "status_lines": spoken_lines(lines),
            "may_edit": may_edit,
            "may_report": bool(policy.ask(self.actor, Action.REPORT_STATUS, activity)),
            "history": history_of(activity),
        }


class EntryDetail(EntryPage):
    queryset = Entry.objects.for_detail()


class ActivityDetail(EntryPage):
    """An activity as the plan has it today."""

    queryset = Activity.objects.select_related("current")

    @cached_property
    def entry(self) -> Entry:
        entry = Entry.objects.for_detail().get(pk=self.object.current_id)
        self.object.current = entry
        entry.activity = self.object
        return entry


class PlanCreate(CreatePage):
    title = gettext_lazy("Enter a plan")
    policy = policy
    action = Action.CREATE
    form_class = NewPlanForm

    def perform(self, form: NewPlanForm) -> Plan:
        return planning.create_plan(actor=self.actor, **form.content)

    def back_url(self) -> str:
        return reverse("plan_list")


class PlanEdit(EditPage):
    title = gettext_lazy("Edit the plan")
    queryset = Plan.objects.select_related("current")
    slug_field = "code"
    policy = policy
    action = Action.EDIT
    form_class = PlanForm

    def perform(self, form: PlanForm) -> Plan:
        version = form.cleaned_data["version"]
        return planning.edit_plan(plan=self.object, expected_version=version, actor=self.actor, **form.content)


class EditionEdit(EditPage):
    title = gettext_lazy("Edit the edition")
    queryset = PlanEdition.objects.select_related("plan")
    policy = policy
    action = Action.EDIT
    form_class = EditionForm

    def perform(self, form: EditionForm) -> PlanEdition:
        version = form.cleaned_data["version"]
        return planning.edit_edition(edition=self.object, expected_version=version, actor=self.actor, **form.content)


class PartCreate(CreatePage):
    """A new part of the edition in the address."""

    queryset = PlanEdition.objects.select_related("plan")
    policy = policy
    action = Action.CREATE

    def subject(self) -> PlanEdition:
        return self.edition

    @cached_property
    def edition(self) -> PlanEdition:
        return cast("PlanEdition", self.get_object())

    def back_url(self) -> str:
        return self.edition.get_absolute_url()


class ItemCreate(PartCreate):
    title = gettext_lazy("Add a group")
    form_class = ItemForm

    def form_options(self) -> dict[str, Any]:
        return {"edition": self.edition}

    def perform(self, form: ItemForm) -> PlanItem:
        return planning.create_item(edition=self.edition, actor=self.actor, **form.content)


class ItemEdit(EditPage):
    title = gettext_lazy("Edit the group")
    queryset = PlanItem.objects.select_related("edition__plan")
    policy = policy
    action = Action.EDIT
    form_class = ItemForm

    def form_options(self) -> dict[str, Any]:
        return {"edition": self.object.edition}

    def perform(self, form: ItemForm) -> PlanItem:
        version = form.cleaned_data["version"]
        return planning.edit_item(item=self.object, expected_version=version, actor=self.actor, **form.content)


class ActivityCreate(PartCreate):
    title = gettext_lazy("Add an activity")
    form_class = EntryForm

    def form_options(self) -> dict[str, Any]:
        return {"edition": self.edition, "actor": self.actor}

    def perform(self, form: EntryForm) -> Activity:
        return entering.create_activity(edition=self.edition, actor=self.actor, **form.content)


class EntryEdit(EditPage):
    title = gettext_lazy("Edit the activity")
    queryset = Entry.objects.select_related("edition", "activity")
    policy = policy
    action = Action.EDIT
    form_class = EntryForm

    def form_options(self) -> dict[str, Any]:
        return {"edition": self.object.edition, "actor": self.actor}

    def perform(self, form: EntryForm) -> Entry:
        version = form.cleaned_data["version"]
        return entering.edit_entry(entry=self.object, expected_version=version, actor=self.actor, **form.content)


class ReportStatus(ActionPage):
    title = gettext_lazy("Report how the activity stands")
    queryset = Activity.objects.select_related("current__lead_agency")
    policy = policy
    action = Action.REPORT_STATUS
    form_class = StatusForm
    submit_label = gettext_lazy("Report")

    def perform(self, form: StatusForm) -> Activity:
        return entering.report_status(activity=self.object, actor=self.actor, **form.cleaned_data).activity
