"""Milestones, budget lines and indicators of an activity, each entered, changed and taken out on a small page."""

from __future__ import annotations

from typing import Any, cast

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy

from tulga.kit.policy import Decision
from tulga.kit.views import ActionPage, CreatePage, EditPage
from tulga.plan.choices import Action
from tulga.plan.forms.parts import BudgetLineForm, IndicatorForm, MilestoneForm
from tulga.plan.forms.writing import ConfirmForm
from tulga.plan.models import BudgetLine, Entry, Indicator, Milestone
from tulga.plan.policies import policy, still_written
from tulga.plan.services import parting
from tulga.plan.views.writing import copy_of

OF_ENTRY = ("entry__edition", "entry__activity")


class NewPart(CreatePage):
    """One more part of the entry in the address."""

    queryset = Entry.objects.select_related("edition", "activity")
    policy = policy
    action = Action.CREATE

    def prepare(self) -> Decision | None:
        return super().prepare() and still_written(self.entry.edition)

    def subject(self) -> Entry:
        return self.entry

    @cached_property
    def entry(self) -> Entry:
        return cast("Entry", self.get_object())

    def form_options(self) -> dict[str, Any]:
        return {"entry": self.entry, "actor": self.actor}

    def success_url(self, result: object) -> str:
        return self.entry.get_absolute_url()

    def back_url(self) -> str:
        return self.entry.get_absolute_url()


class ChangedPart(EditPage):
    policy = policy
    action = Action.EDIT

    def ask(self) -> Decision:
        return super().ask() and still_written(self.object.entry.edition)

    def form_options(self) -> dict[str, Any]:
        return {"entry": self.object.entry, "actor": self.actor}

    def success_url(self, result: object) -> str:
        return str(self.object.entry.get_absolute_url())

    def back_url(self) -> str:
        return str(self.object.entry.get_absolute_url())


class RemovedPart(ActionPage):
    policy = policy
    action = Action.REMOVE
    form_class = ConfirmForm
    submit_label = gettext_lazy("Take it out")
    is_warning = True

    def ask(self) -> Decision:
        return super().ask() and still_written(self.object.entry.edition)

    def perform(self, form: ConfirmForm) -> None:
        parting.remove_part(part=copy_of(self.object), actor=self.actor)

    def success_url(self, result: object) -> str:
        return str(self.object.entry.get_absolute_url())

    def back_url(self) -> str:
        return str(self.object.entry.get_absolute_url())


class MilestoneCreate(NewPart):
    title = gettext_lazy("Add a milestone")
    form_class = MilestoneForm

    def perform(self, form: MilestoneForm) -> Milestone:
        return parting.create_milestone(entry=self.entry, actor=self.actor, **form.content)


class MilestoneEdit(ChangedPart):
    title = gettext_lazy("Edit the milestone")
    queryset = Milestone.objects.select_related(*OF_ENTRY)
    form_class = MilestoneForm

    def perform(self, form: MilestoneForm) -> Milestone:
        version = form.cleaned_data["version"]
        return parting.edit_milestone(milestone=self.object, expected_version=version, actor=self.actor, **form.content)


class MilestoneRemove(RemovedPart):
    title = gettext_lazy("Take the milestone out")
    queryset = Milestone.objects.select_related(*OF_ENTRY)


class BudgetLineCreate(NewPart):
    title = gettext_lazy("Add money")
    form_class = BudgetLineForm

    def perform(self, form: BudgetLineForm) -> BudgetLine:
        return parting.create_budget_line(entry=self.entry, actor=self.actor, **form.content)


class BudgetLineEdit(ChangedPart):
    title = gettext_lazy("Edit the budget line")
    queryset = BudgetLine.objects.select_related(*OF_ENTRY)
    form_class = BudgetLineForm

    def perform(self, form: BudgetLineForm) -> BudgetLine:
        version = form.cleaned_data["version"]
        return parting.edit_budget_line(
            budget_line=self.object, expected_version=version, actor=self.actor, **form.content
        )


class BudgetLineRemove(RemovedPart):
    title = gettext_lazy("Take the budget line out")
    queryset = BudgetLine.objects.select_related(*OF_ENTRY)


class IndicatorCreate(NewPart):
    title = gettext_lazy("Add an indicator")
    form_class = IndicatorForm

    def perform(self, form: IndicatorForm) -> Indicator:
        return parting.create_indicator(entry=self.entry, actor=self.actor, **form.content)


class IndicatorEdit(ChangedPart):
    title = gettext_lazy("Edit the indicator")
    queryset = Indicator.objects.select_related(*OF_ENTRY)
    form_class = IndicatorForm

    def perform(self, form: IndicatorForm) -> Indicator:
        version = form.cleaned_data["version"]
        return parting.edit_indicator(indicator=self.object, expected_version=version, actor=self.actor, **form.content)


class IndicatorRemove(RemovedPart):
    title = gettext_lazy("Take the indicator out")
    queryset = Indicator.objects.select_related(*OF_ENTRY)
