"""Editions begun, put in force, set aside and noted as expired; new plans begun from old ones."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy

from tulga.kit.policy import Decision
from tulga.kit.views import ActionPage
from tulga.plan.choices import Action
from tulga.plan.forms.writing import AmendmentForm, ConfirmForm, InForceForm, NextPlanForm, SetAsideForm
from tulga.plan.models import Plan, PlanEdition
from tulga.plan.policies import policy
from tulga.plan.services import amending
from tulga.plan.workflow import life


class AmendmentBegin(ActionPage):
    title = gettext_lazy("Begin an amendment")
    lead = gettext_lazy(
        "The next edition begins as a copy of the one that counts. Change it as the act says; until you put it in "
        "force, the plan stays as it is."
    )
    queryset = Plan.objects.select_related("current")
    slug_field = "code"
    policy = policy
    action = Action.AMEND
    form_class = AmendmentForm
    submit_label = gettext_lazy("Begin")

    def get_form(self, **options: Any) -> AmendmentForm:
        current = self.object.edition
        begins = PlanEdition(
            plan=self.object,
            **{name: getattr(current, name) for name in ("level_names", "languages", "valid_from", "valid_to")},
        )
        return AmendmentForm(instance=begins, **options)

    def perform(self, form: AmendmentForm) -> PlanEdition:
        return amending.begin_amendment(plan=self.object, actor=self.actor, **form.content)


class NextPlanBegin(ActionPage):
    title = gettext_lazy("Begin a new plan from this one")
    lead = gettext_lazy("It starts as a draft with the same groups, activities, indicators and money.")
    queryset = PlanEdition.objects.select_related("plan")
    policy = policy
    action = Action.CREATE
    form_class = NextPlanForm
    submit_label = gettext_lazy("Begin")

    def perform(self, form: NextPlanForm) -> Plan:
        return amending.begin_plan_from(edition=self.object, actor=self.actor, **form.cleaned_data)


class EditionMove(ActionPage):
    """A step of an edition's life."""

    queryset = PlanEdition.objects.select_related("plan")
    policy = policy
    move: ClassVar[str]

    def ask(self) -> Decision:
        return life.ask(self.object, self.move, self.actor)

    @cached_property
    def submit_label(self) -> str:  # type: ignore[override]  # the workflow's own word
        return str(life.table[self.move].label)

    def success_url(self, result: object) -> str:
        return str(self.object.get_absolute_url())


class EditionPutInForce(EditionMove):
    title = gettext_lazy("Put the edition in force")
    action = Action.PUT_IN_FORCE
    move = "put_in_force"
    form_class = InForceForm

    def perform(self, form: InForceForm) -> PlanEdition:
        return amending.put_in_force(
            edition=self.object, in_force_on=form.cleaned_data["in_force_on"], actor=self.actor
        )


class EditionSetAside(EditionMove):
    title = gettext_lazy("Set the draft aside")
    action = Action.SET_ASIDE
    move = "set_aside"
    form_class = SetAsideForm
    is_warning = True

    def perform(self, form: SetAsideForm) -> PlanEdition:
        return amending.set_aside(edition=self.object, reason=form.cleaned_data["reason"], actor=self.actor)


class EditionExpire(EditionMove):
    title = gettext_lazy("Note that it has expired")
    lead = gettext_lazy("Its last day has passed. It stays readable, and its activities are still reported on.")
    action = Action.EXPIRE
    move = "expire"
    form_class = ConfirmForm

    def perform(self, form: ConfirmForm) -> PlanEdition:
        return amending.expire(edition=self.object, actor=self.actor)
