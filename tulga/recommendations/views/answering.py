"""Who answered, and what came on paper."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy

from tulga.kit.policy import Decision
from tulga.kit.views import CreatePage, Page
from tulga.recommendations.choices import Action, AnswerKind
from tulga.recommendations.forms import PaperAnswerForm
from tulga.recommendations.models import Commitment, Objection, Recommendation
from tulga.recommendations.policies import policy
from tulga.recommendations.services import committing, objecting
from tulga.recommendations.summaries import answers_to, as_read_by
from tulga.recommendations.workflow import may_be_answered_on_paper, may_be_committed_to


class AnswerList(Page):
    """Every addressee of one recommendation with its answer."""

    title = gettext_lazy("Who answered")
    template_name = "recommendations/answer_list.html"
    queryset = Recommendation.objects.all()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        recommendation = self.get_object()
        return self.show(
            recommendation=recommendation,
            answers=answers_to(recommendation, self.actor),
            may_commit=bool(may_be_committed_to(recommendation, self.actor)),
            may_enter=bool(may_be_answered_on_paper(recommendation, self.actor)),
        )


class AnsweringPage(CreatePage):
    """A new answer to the recommendation of the address, whose words stand above the form."""

    queryset = Recommendation.objects.all()
    policy = policy

    @cached_property
    def recommendation(self) -> Recommendation:
        found: Recommendation = self.get_object()
        return found

    def prepare(self) -> Decision:
        return may_be_committed_to(self.recommendation, self.actor)

    def form_options(self) -> dict[str, Any]:
        return {"actor": self.actor, "recommendation": self.recommendation}

    def back_url(self) -> str:
        return reverse("answer_list", args=[self.recommendation.pk])

    def context(self) -> dict[str, Any]:
        recommendation = self.recommendation
        return {"recommendation": recommendation, "wording": as_read_by(self.actor, recommendation), "laid": None}


class PaperAnswer(AnsweringPage):
    title = gettext_lazy("Enter an answer that came on paper")
    lead = gettext_lazy(
        "The signed letter counts as the signature of the agency's head, who is told that you entered it."
    )
    template_name = "recommendations/recommendation_form.html"
    action = Action.ENTER_ANSWER
    form_class = PaperAnswerForm
    submit_label = gettext_lazy("Enter the answer")

    def prepare(self) -> Decision:
        return may_be_answered_on_paper(self.recommendation, self.actor)

    def perform(self, form: PaperAnswerForm) -> Commitment | Objection:
        target: dict[str, Any] = {"recommendation": self.recommendation, "paper": form.paper, "actor": self.actor}
        if form.cleaned_data["kind"] == AnswerKind.OBJECTION:
            return objecting.raise_objection(**target, **form.objection)
        return committing.name_commitment(**target, **form.commitment)
