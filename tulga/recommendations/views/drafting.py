"""From the session's draft to what is laid before the ministry."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.conf import settings
from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy

from tulga.kit.forms import ReasonForm
from tulga.kit.policy import Decision
from tulga.kit.views import ActionPage, CreatePage, EditPage, ListPage
from tulga.recommendations.choices import Action
from tulga.recommendations.filters import RecommendationFilters
from tulga.recommendations.forms import (
    ConsolidateForm,
    DraftForm,
    RewordForm,
    SubmitForm,
    TranslationForm,
)
from tulga.recommendations.models import DraftingCircle, Recommendation, Wording
from tulga.recommendations.policies import policy
from tulga.recommendations.services import deciding, drafting
from tulga.recommendations.summaries import latest_wording, wording_shown
from tulga.recommendations.tables import RecommendationTable
from tulga.recommendations.workflow import life, may_be_reworded, may_draft_in


class RecommendationList(ListPage):
    title = gettext_lazy("Recommendations")
    queryset = Recommendation.objects.for_listing()
    table_class = RecommendationTable
    filterset_class = RecommendationFilters
    template_name = "recommendations/recommendation_list.html"
    export_name = "recommendations"

    def context(self) -> dict[str, Any]:
        return {"may_consolidate": bool(policy.ask(self.actor, Action.MERGE, None))}


class CirclePage(CreatePage):
    """Something new in the drafting circle of the address."""

    queryset = DraftingCircle.objects.all()
    policy = policy

    @cached_property
    def circle(self) -> DraftingCircle:
        return cast("DraftingCircle", self.get_object())

    def prepare(self) -> Decision:
        return may_draft_in(self.circle, self.actor, self.action)

    def context(self) -> dict[str, Any]:
        return {"lead": self.circle}


class RecommendationDraft(CirclePage):
    title = gettext_lazy("Draft a recommendation")
    action = Action.DRAFT
    form_class = DraftForm
    submit_label = gettext_lazy("Keep the draft")

    def form_options(self) -> dict[str, Any]:
        return {"actor": self.actor, "circle": self.circle}

    def perform(self, form: DraftForm) -> Recommendation:
        return drafting.draft_recommendation(circle=self.circle, actor=self.actor, **form.cleaned_data)

    def back_url(self) -> str:
        return reverse("recommendation_list")


class RecommendationPage(ActionPage):
    """An act on one recommendation, whose words stand above the form. Named moves ask the workflow."""

    queryset = Recommendation.objects.select_related("circle")
    template_name = "recommendations/recommendation_form.html"
    policy = policy
    move = ""

    def ask(self) -> Decision:
        return life.ask(self.object, self.move, self.actor)

    @cached_property
    def reads_drafts(self) -> bool:
        """A refused sending is shown again, also to somebody who may know the decided words only."""
        return Recommendation.objects.drafts_visible_to(self.actor).filter(pk=self.object.pk).exists()

    def context(self) -> dict[str, Any]:
        wording = latest_wording(self.object) if self.reads_drafts else None
        return {"recommendation": self.object, "wording": wording, "laid": None}


class RecommendationReword(RecommendationPage, EditPage):
    title = gettext_lazy("Write a new wording")
    lead = gettext_lazy("Earlier wordings stay as they are, each with its number.")
    form_class = RewordForm
    submit_label = gettext_lazy("Keep the wording")

    def ask(self) -> Decision:
        return may_be_reworded(self.object, self.actor)

    def perform(self, form: RewordForm) -> Recommendation:
        text, version = form.cleaned_data["text"], form.cleaned_data["version"]
        drafting.reword(recommendation=self.object, text=text, expected_version=version, actor=self.actor)
        return cast("Recommendation", self.object)


class RecommendationAdopt(RecommendationPage):
    title = gettext_lazy("The session adopts this recommendation")
    lead = gettext_lazy("After that the secretariat consolidates and numbers it.")
    move = "adopt"
    form_class = forms.Form
    submit_label = gettext_lazy("Adopt")

    def perform(self, form: forms.Form) -> Recommendation:
        return drafting.adopt(recommendation=self.object, actor=self.actor)


class RecommendationConsolidate(RecommendationPage, EditPage):
    title = gettext_lazy("Consolidate and number the recommendation")
    lead = gettext_lazy("It gets the number under which everybody will know it.")
    move = "consolidate"
    form_class = ConsolidateForm
    submit_label = gettext_lazy("Consolidate and number")

    def form_options(self) -> dict[str, Any]:
        return {"actor": self.actor}

    def perform(self, form: ConsolidateForm) -> Recommendation:
        version = form.cleaned_data["version"]
        return drafting.consolidate(
            recommendation=self.object, expected_version=version, actor=self.actor, **form.content
        )


class RecommendationTakeUp(RecommendationPage):
    title = gettext_lazy("Take the deferred recommendation up again")
    move = "take_up_again"
    form_class = forms.Form
    submit_label = gettext_lazy("Take up again")

    def perform(self, form: forms.Form) -> Recommendation:
        return drafting.take_up_again(recommendation=self.object, actor=self.actor)


class RecommendationTranslate(RecommendationPage):
    title = gettext_lazy("Translate the wording")
    lead = gettext_lazy("The wording itself stays untouched: it is what was or will be decided.")
    action = Action.TRANSLATE
    form_class = TranslationForm
    submit_label = gettext_lazy("Keep the translation")

    def ask(self) -> Decision:
        return policy.ask(self.actor, Action.TRANSLATE, self.object)

    @cached_property
    def wording(self) -> Wording:
        wording = self.object.wordings.filter(number=self.kwargs["number"]).first()
        if wording is None:
            raise Http404
        return cast("Wording", wording)

    def form_options(self) -> dict[str, Any]:
        return {"wording": self.wording, "languages": [code for code, _name in settings.LANGUAGES]}

    def perform(self, form: TranslationForm) -> Recommendation:
        drafting.translate(wording=self.wording, actor=self.actor, **form.cleaned_data)
        return cast("Recommendation", self.object)

    def context(self) -> dict[str, Any]:
        return {**super().context(), "wording": wording_shown(self.wording) if self.reads_drafts else None}


class RecommendationSubmit(RecommendationPage):
    title = gettext_lazy("Lay the recommendation before the ministry")
    lead = gettext_lazy("From then on this wording is frozen, until it is decided or returned.")
    move = "submit"
    form_class = SubmitForm
    submit_label = gettext_lazy("Submit for decision")

    def perform(self, form: SubmitForm) -> Recommendation:
        deciding.submit(recommendations=[self.object], actor=self.actor, **form.cleaned_data)
        return cast("Recommendation", self.object)


class RecommendationWithdraw(RecommendationPage):
    title = gettext_lazy("Withdraw the recommendation")
    lead = gettext_lazy("It stays readable to its session with your reason, and goes no further.")
    move = "withdraw"
    form_class = ReasonForm
    submit_label = gettext_lazy("Withdraw")
    is_warning = True

    def perform(self, form: ReasonForm) -> Recommendation:
        reason = form.cleaned_data["reason"]
        return drafting.withdraw(recommendation=self.object, reason=reason, actor=self.actor)
