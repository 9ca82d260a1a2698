"""An addressee that cannot commit says why; the secretariat settles it with the agency, or the chair decides."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import FileResponse, Http404, HttpRequest
from django.utils.translation import gettext_lazy

from tulga.audit.summaries import history_of
from tulga.documents.serving import document_response
from tulga.kit.actor import Actor
from tulga.kit.forms import ReasonForm
from tulga.kit.policy import Decision
from tulga.kit.views import ActionPage, DetailPage, ListPage, Page
from tulga.recommendations.choices import Action
from tulga.recommendations.filters import ObjectionFilters
from tulga.recommendations.forms import (
    ObjectionForm,
    ObjectionVerdictForm,
    PassForm,
    SignedPaperForm,
)
from tulga.recommendations.models import Objection, Recommendation
from tulga.recommendations.policies import policy
from tulga.recommendations.services import objecting
from tulga.recommendations.tables import ObjectionTable
from tulga.recommendations.views.answering import AnsweringPage
from tulga.recommendations.views.moves import buttons
from tulga.recommendations.workflow import dissent

# Two moves are one page: the decision.
PAGES_OF_MOVES = {
    "sign": "objection_sign",
    "sign_on_paper": "objection_paper",
    "pass": "objection_pass",
    "uphold": "objection_decide",
    "withdraw": "objection_withdraw",
}


class ObjectionList(ListPage):
    title = gettext_lazy("Objections")
    lead = gettext_lazy("Where an addressee cannot commit, and how that was settled.")
    queryset = Objection.objects.for_listing()
    table_class = ObjectionTable
    filterset_class = ObjectionFilters
    export_name = "objections"


class ObjectionCreate(AnsweringPage):
    title = gettext_lazy("Object to the recommendation")
    lead = gettext_lazy(
        "After your head has signed, the secretariat will speak with you. What stays open, the chair decides."
    )
    template_name = "recommendations/recommendation_form.html"
    action = Action.OBJECT
    form_class = ObjectionForm
    submit_label = gettext_lazy("Object")

    def perform(self, form: ObjectionForm) -> Objection:
        return objecting.raise_objection(recommendation=self.recommendation, actor=self.actor, **form.content)


class ObjectionDetail(DetailPage):
    queryset = Objection.objects.select_related("agency", "recommendation")
    template_name = "recommendations/objection_detail.html"

    def context(self) -> dict[str, Any]:
        objection: Objection = self.object
        moves = buttons(dissent, PAGES_OF_MOVES, lambda move: _asked(objection, move, self.actor))
        recommendation = Recommendation.objects.visible_to(self.actor).filter(pk=objection.recommendation_id).first()
        return {"moves": moves, "recommendation": recommendation, "history": history_of(objection)}


def _asked(objection: Objection, move: str, actor: Actor) -> Decision:
    """The guard of a signed paper asks for the very paper that its form brings."""
    if move == "sign_on_paper":
        return dissent.ask_before_form(objection, move, actor)
    return dissent.ask(objection, move, actor)


class ObjectionPage(ActionPage):
    """An act on one objection, whose reasons stand above the form."""

    template_name = "recommendations/objection_form.html"
    queryset = Objection.objects.select_related("agency", "recommendation")
    policy = policy
    move = ""

    def ask(self) -> Decision:
        return _asked(self.object, self.move, self.actor)

    def context(self) -> dict[str, Any]:
        return {"objection": self.object}


class ObjectionSign(ObjectionPage):
    title = gettext_lazy("Sign this objection for your agency")
    lead = gettext_lazy("From then on it lies with the secretariat.")
    move = "sign"
    form_class = forms.Form
    submit_label = gettext_lazy("Sign")

    def perform(self, form: forms.Form) -> Objection:
        return objecting.sign_objection(objection=self.object, actor=self.actor)


class ObjectionPaper(ObjectionPage):
    title = gettext_lazy("Enter the paper that the head signed")
    lead = gettext_lazy("It counts as the head's signature here. The head is told that you entered it.")
    move = "sign_on_paper"
    form_class = SignedPaperForm
    submit_label = gettext_lazy("Enter the signed paper")

    def perform(self, form: SignedPaperForm) -> Objection:
        return objecting.enter_signed_objection(objection=self.object, paper=form.paper, actor=self.actor)


class ObjectionWithdraw(ObjectionPage):
    title = gettext_lazy("Withdraw the objection")
    lead = gettext_lazy("Your agency then owes the recommendation an answer again.")
    move = "withdraw"
    form_class = ReasonForm
    submit_label = gettext_lazy("Withdraw")
    is_warning = True

    def perform(self, form: ReasonForm) -> Objection:
        reason = form.cleaned_data["reason"]
        return objecting.withdraw_objection(objection=self.object, reason=reason, actor=self.actor)


class ObjectionPass(ObjectionPage):
    title = gettext_lazy("Pass the objection to the chair")
    lead = gettext_lazy("Speak with the agency first: it can still withdraw the objection.")
    move = "pass"
    form_class = PassForm
    submit_label = gettext_lazy("Pass to the chair")

    def perform(self, form: PassForm) -> Objection:
        return objecting.pass_to_chair(objection=self.object, words=form.cleaned_data["words"], actor=self.actor)


class ObjectionDecide(ObjectionPage):
    title = gettext_lazy("Decide on the objection")
    lead = gettext_lazy("Upheld, it counts as delivered. Refused, the agency has to commit.")
    move = "uphold"
    form_class = ObjectionVerdictForm
    submit_label = gettext_lazy("Decide")

    def perform(self, form: ObjectionVerdictForm) -> Objection:
        return objecting.decide_objection(objection=self.object, actor=self.actor, **form.cleaned_data)


class ObjectionScan(Page):
    """The letter with which the head signed."""

    queryset = Objection.objects.all()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> FileResponse:
        objection = self.get_object()
        if objection.paper_scan is None:
            raise Http404
        return document_response(objection.paper_scan)
