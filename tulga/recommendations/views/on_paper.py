"""Decisions that the authority took on paper, and what a registered order's entry says."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import FileResponse, HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tulga.documents.serving import document_response
from tulga.kit.forms import ReasonForm
from tulga.kit.policy import Decision
from tulga.kit.views import ActionPage, DetailPage, EditPage, Page
from tulga.recommendations.choices import Outcome
from tulga.recommendations.forms import CorrectOrderForm, EnterDecisionForm
from tulga.recommendations.models import Order, PaperDecision
from tulga.recommendations.policies import policy
from tulga.recommendations.services import on_paper, registering
from tulga.recommendations.summaries import compared_texts, laid
from tulga.recommendations.views.deciding import BeforeTheMinistry
from tulga.recommendations.workflow import may_be_corrected, may_be_decided_on_paper, seen_on_paper


class RecommendationOnPaper(BeforeTheMinistry):
    title = gettext_lazy("Enter a decision that was taken on paper")
    lead = gettext_lazy(
        "Write what the signed paper says, and upload it. It counts once a second person has compared the two."
    )
    form_class = EnterDecisionForm
    submit_label = gettext_lazy("Enter the decision")

    def ask(self) -> Decision:
        return may_be_decided_on_paper(self.object, self.actor)

    def form_options(self) -> dict[str, Any]:
        return {"submitted": self.item.wording.words()} if self.item else {}

    def perform(self, form: EnterDecisionForm) -> PaperDecision:
        return on_paper.enter_decision(recommendation=self.object, actor=self.actor, **form.cleaned_data)

    def success_message(self, result: PaperDecision) -> str:
        return _("Entered. A second person compares it with the paper and confirms it.")


class PaperDecisionPage(Page):
    queryset = PaperDecision.objects.for_detail()

    def context(self) -> dict[str, Any]:
        entered: PaperDecision = self.object  # type: ignore[attr-defined]  # set by the page kind
        changes = entered.outcome == Outcome.ENDORSED_WITH_CHANGES
        return {
            "entered": entered,
            "recommendation": entered.item.recommendation,
            "laid": laid(entered.item, self.actor),
            "comparison": compared_texts(entered.item.wording, entered.changed_text) if changes else (),
        }


class PaperDecisionDetail(PaperDecisionPage, DetailPage):
    template_name = "recommendations/paper_decision_detail.html"
    title = gettext_lazy("A decision taken on paper")

    def context(self) -> dict[str, Any]:
        confirms = seen_on_paper.ask(self.object, "confirm", self.actor)
        waits = self.object.settled_at is None
        return {
            **super().context(),
            "may_confirm": bool(confirms),
            "may_refuse": bool(seen_on_paper.ask(self.object, "refuse", self.actor)),
            "why_not": confirms.reason if waits and not confirms else "",
        }


class PaperDecisionMove(PaperDecisionPage, ActionPage):
    template_name = "recommendations/paper_decision_form.html"
    policy = policy
    move = ""

    def ask(self) -> Decision:
        return seen_on_paper.ask(self.object, self.move, self.actor)


class PaperDecisionConfirm(PaperDecisionMove):
    title = gettext_lazy("Confirm the decision taken on paper")
    lead = gettext_lazy("You say that you have compared what was entered with the signed paper, and that it is so.")
    move = "confirm"
    form_class = forms.Form
    submit_label = gettext_lazy("The paper says so")

    def perform(self, form: forms.Form) -> PaperDecision:
        on_paper.confirm_decision(entered=self.object, actor=self.actor)
        found: PaperDecision = self.object
        return found

    def success_message(self, result: PaperDecision) -> str:
        return _("Confirmed: it is the ministry's decision now.")


class PaperDecisionRefuse(PaperDecisionMove):
    title = gettext_lazy("The paper does not say so")
    lead = gettext_lazy("What was entered decides nothing; the recommendation waits as before.")
    move = "refuse"
    form_class = ReasonForm
    submit_label = gettext_lazy("Do not confirm")
    is_warning = True

    def perform(self, form: ReasonForm) -> PaperDecision:
        return on_paper.refuse_decision(entered=self.object, reason=form.cleaned_data["reason"], actor=self.actor)


class PaperDecisionScan(Page):
    queryset = PaperDecision.objects.select_related("scan")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> FileResponse:
        return document_response(self.get_object().scan)


class OrderCorrect(EditPage):
    title = gettext_lazy("Correct the order's entry")
    lead = gettext_lazy(
        "Where the scan shows another number or date than the register: what was entered before stays in the history."
    )
    queryset = Order.objects.all()
    policy = policy
    form_class = CorrectOrderForm
    submit_label = gettext_lazy("Correct the entry")

    def ask(self) -> Decision:
        return may_be_corrected(self.object, self.actor)

    def perform(self, form: CorrectOrderForm) -> Order:
        version = form.cleaned_data["version"]
        return registering.correct_order(order=self.object, expected_version=version, actor=self.actor, **form.content)

    def success_message(self, result: Order) -> str:
        return _("Corrected. What was entered before stays in the history.")
