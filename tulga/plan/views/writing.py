"""Forms of a plan, its editions, groups and activities. What is history refuses before anybody has typed."""

from __future__ import annotations

from copy import copy
from typing import Any, cast

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy

from tulga.kit.policy import Decision
from tulga.kit.views import ActionPage, CreatePage, EditPage
from tulga.plan.choices import Action
from tulga.plan.forms.writing import ConfirmForm, EditionForm, EntryForm, ItemForm, NewPlanForm, PlanForm, StatusForm
from tulga.plan.models import Activity, Entry, Plan, PlanEdition, PlanItem
from tulga.plan.policies import policy, still_a_draft, still_written
from tulga.plan.services import entering, planning


class PlanCreate(CreatePage):
    title = gettext_lazy("Enter a plan")
    lead = gettext_lazy("It begins as a draft. Add its groups and activities, then put it in force.")
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


class OfAnEdition(EditPage):
    """Edits a record of an edition that is still written."""

    policy = policy
    action = Action.EDIT

    @property
    def edition(self) -> PlanEdition:
        return cast("PlanEdition", self.object.edition)

    def ask(self) -> Decision:
        return super().ask() and still_written(self.edition)


class EditionEdit(OfAnEdition):
    title = gettext_lazy("Edit the edition")
    queryset = PlanEdition.objects.select_related("plan")
    form_class = EditionForm

    @property
    def edition(self) -> PlanEdition:
        return cast("PlanEdition", self.object)

    def perform(self, form: EditionForm) -> PlanEdition:
        version = form.cleaned_data["version"]
        return planning.edit_edition(edition=self.object, expected_version=version, actor=self.actor, **form.content)


class ItemEdit(OfAnEdition):
    title = gettext_lazy("Edit the group")
    queryset = PlanItem.objects.select_related("edition__plan")
    form_class = ItemForm

    def form_options(self) -> dict[str, Any]:
        return {"edition": self.edition}

    def perform(self, form: ItemForm) -> PlanItem:
        version = form.cleaned_data["version"]
        return planning.edit_item(item=self.object, expected_version=version, actor=self.actor, **form.content)


class EntryEdit(OfAnEdition):
    title = gettext_lazy("Edit the activity")
    queryset = Entry.objects.select_related("edition", "activity")
    form_class = EntryForm

    def form_options(self) -> dict[str, Any]:
        return {"edition": self.edition, "actor": self.actor}

    def perform(self, form: EntryForm) -> Entry:
        version = form.cleaned_data["version"]
        return entering.edit_entry(entry=self.object, expected_version=version, actor=self.actor, **form.content)


class PartCreate(CreatePage):
    """A new part of the edition in the address."""

    queryset = PlanEdition.objects.select_related("plan")
    policy = policy
    action = Action.CREATE

    def prepare(self) -> Decision | None:
        return super().prepare() and still_written(self.edition)

    def subject(self) -> PlanEdition:
        return self.edition

    @cached_property
    def edition(self) -> PlanEdition:
        return cast("PlanEdition", self.get_object())

    def under(self) -> dict[str, Any]:
        """The group that a link on its page names, as far as it is one of this edition."""
        number = self.request.GET.get("under", "")
        known = number.isdecimal() and len(number) < 19 and self.edition.items.filter(pk=number).exists()
        return {"initial": {self.group_field: number}} if known else {}

    group_field = ""

    def back_url(self) -> str:
        return reverse("plan_tree", args=[self.edition.pk])


class ItemCreate(PartCreate):
    title = gettext_lazy("Add a group")
    form_class = ItemForm
    group_field = "parent"

    def form_options(self) -> dict[str, Any]:
        return {"edition": self.edition, **self.under()}

    def perform(self, form: ItemForm) -> PlanItem:
        return planning.create_item(edition=self.edition, actor=self.actor, **form.content)


class ActivityCreate(PartCreate):
    title = gettext_lazy("Add an activity")
    lead = gettext_lazy("Milestones, money and indicators are added on its own page afterwards.")
    form_class = EntryForm
    group_field = "item"

    def form_options(self) -> dict[str, Any]:
        return {"edition": self.edition, "actor": self.actor, **self.under()}

    def perform(self, form: EntryForm) -> Activity:
        return entering.create_activity(edition=self.edition, actor=self.actor, **form.content)


class Removal(ActionPage):
    """Takes a record out of a draft."""

    policy = policy
    action = Action.REMOVE
    form_class = ConfirmForm
    submit_label = gettext_lazy("Take it out")
    is_warning = True

    def ask(self) -> Decision:
        return super().ask() and still_a_draft(self.object.edition)

    def success_url(self, result: object) -> str:
        return reverse("plan_tree", args=[self.object.edition_id])


class ItemRemove(Removal):
    title = gettext_lazy("Take the group out of the draft")
    queryset = PlanItem.objects.select_related("edition")

    def perform(self, form: ConfirmForm) -> None:
        planning.remove_item(item=copy_of(self.object), actor=self.actor)


class EntryRemove(Removal):
    title = gettext_lazy("Take the activity out of the draft")
    lead = gettext_lazy("Earlier editions keep it, and so does everything that was said of it.")
    queryset = Entry.objects.select_related("edition", "activity")

    def perform(self, form: ConfirmForm) -> None:
        entering.remove_entry(entry=copy_of(self.object), actor=self.actor)


class ReportStatus(ActionPage):
    title = gettext_lazy("Report how the activity stands")
    queryset = Activity.objects.select_related("current__lead_agency")
    policy = policy
    action = Action.REPORT_STATUS
    form_class = StatusForm
    submit_label = gettext_lazy("Report")

    def perform(self, form: StatusForm) -> Activity:
        return entering.report_status(activity=self.object, actor=self.actor, **form.cleaned_data).activity


def copy_of(record: Any) -> Any:
    """For a service that deletes it: the page still names the record if the service refuses."""
    return copy(record)
