from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tulga.audit.summaries import history_of
from tulga.documents.serving import made_response
from tulga.evidence import summaries, tasks
from tulga.evidence.choices import Action, EstimateMethod, Status
from tulga.evidence.filters import StudyFilters
from tulga.evidence.forms import CountsForm, EstimateForm
from tulga.evidence.models import Estimate, ProtectedCounts
from tulga.evidence.policies import policy
from tulga.evidence.services import studying
from tulga.evidence.tables import EstimateTable, ProtectedTable
from tulga.evidence.workflow import life
from tulga.kit.access import Access
from tulga.kit.errors import NotAllowed
from tulga.kit.forms import ReasonForm
from tulga.kit.policy import Decision
from tulga.kit.sentences import Sentence
from tulga.kit.views import ActionPage, CreatePage, DetailPage, ListPage, Page
from tulga.kit.writing import one_line


class StudyPage(Page):
    """A record that only those who may read unprotected counts know of."""

    slug_field = "public_id"


class EstimateList(ListPage):
    title = gettext_lazy("Estimates of hidden numbers")
    lead = gettext_lazy("How many victims no list holds, from how far the lists overlap.")
    template_name = "evidence/study_list.html"
    queryset = Estimate.objects.for_listing()
    table_class = EstimateTable
    filterset_class = StudyFilters
    create_url_name = "estimate_create"
    create_label = gettext_lazy("Estimate a hidden number")
    create_action = Action.WORK


class ProtectedList(ListPage):
    title = gettext_lazy("Tables to be published")
    lead = gettext_lazy("What must be hidden in a table of counts, so that no small number can be worked out.")
    template_name = "evidence/study_list.html"
    queryset = ProtectedCounts.objects.for_listing()
    table_class = ProtectedTable
    filterset_class = StudyFilters
    create_url_name = "protected_create"
    create_label = gettext_lazy("Protect a table")
    create_action = Action.WORK


class StudyCreate(CreatePage):
    policy = policy
    action = Action.WORK
    template_name = "evidence/study_form.html"


class EstimateCreate(StudyCreate):
    title = gettext_lazy("Estimate a hidden number")
    lead = gettext_lazy("Nothing of it is public unless a second person publishes it.")
    form_class = EstimateForm
    submit_label = gettext_lazy("Work it out")

    def perform(self, form: EstimateForm) -> Estimate:
        estimate = studying.enter_captures(actor=self.actor, **form.cleaned_data)
        tasks.queue(estimate)
        return estimate

    def back_url(self) -> str:
        return reverse("estimate_list")


class ProtectedCreate(StudyCreate):
    title = gettext_lazy("Protect a table")
    lead = gettext_lazy("The table stays here, with whoever may read unprotected counts, until you discard it.")
    form_class = CountsForm
    submit_label = gettext_lazy("See what must be hidden")

    def form_options(self) -> dict[str, Any]:
        return {"earlier": ProtectedCounts.objects.visible_to(self.actor).that_may_be_told()}

    def perform(self, form: CountsForm) -> ProtectedCounts:
        counts = studying.enter_counts(actor=self.actor, **form.cleaned_data)
        tasks.queue(counts)
        return counts

    def back_url(self) -> str:
        return reverse("protected_list")


class StudyDetail(StudyPage, DetailPage):
    def context(self) -> dict[str, Any]:
        study = self.object
        return {
            "words": study.title.shown(),
            "state": study.state,
            "moves": {move.name for move in life.open_to(study, self.actor)},
            "may_discard": bool(policy.ask(self.actor, Action.DISCARD, study)) and study.status != Status.PUBLISHED,
            "history": history_of(study),
            "asked_again_after": round(_until_asked_again(study) / dt.timedelta(milliseconds=1)),
        }


def _until_asked_again(study: Any) -> dt.timedelta:
    """An eighth of the time it has waited: what is soon ready is soon seen, and what takes long is asked for seldom."""
    return min(max((timezone.now() - study.made_at) / 8, dt.timedelta(milliseconds=200)), dt.timedelta(seconds=2))


class EstimateDetail(StudyDetail):
    queryset = Estimate.objects.all()
    template_name = "evidence/estimate_detail.html"

    def context(self) -> dict[str, Any]:
        estimate = self.object
        return {
            **super().context(),
            "panel": summaries.panel_shown(estimate) if estimate.result else None,
            "method": EstimateMethod(estimate.method).label,
        }


class ProtectedDetail(StudyDetail):
    queryset = ProtectedCounts.objects.all()
    template_name = "evidence/protected_detail.html"

    def context(self) -> dict[str, Any]:
        cells = summaries.cells_shown(self.object) if self.object.result else []
        return {
            **super().context(),
            "cells": cells,
            "hidden": [cell for cell in cells if cell.is_hidden],
            "reasons": summaries.hidden_by_reason(cells),
            "together": summaries.told_together(self.object),
            "given_away": summaries.GIVEN_AWAY,
            "warnings": [Sentence.of_json(each) for each in self.object.result.get("warnings", [])],
        }


class ProtectedDownload(StudyPage, DetailPage):
    """The table as it may be published: what is hidden is empty, for whatever reason."""

    queryset = ProtectedCounts.objects.all()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        counts = self.get_object()
        if not counts.result:
            raise Http404
        if not counts.may_be_told:
            raise NotAllowed(summaries.GIVEN_AWAY)
        return made_response(f"{one_line(str(counts))[:60]}.csv", counts.may_be_told.encode("utf-8-sig"))


class StudyMove(StudyPage, ActionPage):
    """One move of the workflow."""

    access = Access.ACTION
    policy = policy
    move = ""

    def ask(self) -> Decision:
        return life.ask(self.object, self.move, self.actor)


class EstimatePublish(StudyMove):
    title = gettext_lazy("Publish the estimate")
    lead = gettext_lazy(
        "Everybody will read the whole panel with its source, its method and its caveats; the table of overlaps stays "
        "here."
    )
    queryset = Estimate.objects.all()
    move, action = "publish", Action.PUBLISH
    form_class = forms.Form
    submit_label = gettext_lazy("Publish")

    def perform(self, form: Any) -> Estimate:
        return studying.publish_estimate(estimate=self.object, actor=self.actor)

    def success_message(self, result: Estimate) -> str:
        return _("Published. Everybody can read it now.")


class EstimateWithdraw(StudyMove):
    title = gettext_lazy("Withdraw the estimate from the public")
    queryset = Estimate.objects.all()
    move, action = "withdraw", Action.WITHDRAW
    form_class = ReasonForm
    submit_label = gettext_lazy("Withdraw")
    is_warning = True

    def perform(self, form: ReasonForm) -> Estimate:
        reason = form.cleaned_data["reason"]
        return studying.withdraw_estimate(estimate=self.object, reason=reason, actor=self.actor)


class StudyDiscard(StudyPage, ActionPage):
    title = gettext_lazy("Discard it with its table")
    lead = gettext_lazy(
        "The table and what was worked out from it are removed. That there was one stays in the history."
    )
    policy = policy
    action = Action.DISCARD
    form_class = forms.Form
    submit_label = gettext_lazy("Discard")
    is_warning = True
    list_url_name = ""

    def perform(self, form: Any) -> None:
        studying.discard(study=self.object, actor=self.actor)

    def success_url(self, result: Any) -> str:
        return reverse(self.list_url_name)

    def success_message(self, result: Any) -> str:
        return _("Discarded.")


class EstimateDiscard(StudyDiscard):
    queryset = Estimate.objects.all()
    list_url_name = "estimate_list"


class ProtectedDiscard(StudyDiscard):
    queryset = ProtectedCounts.objects.all()
    list_url_name = "protected_list"
