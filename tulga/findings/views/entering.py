from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from tulga.findings.choices import Action
from tulga.findings.forms import AssessmentForm, FindingForm, FindingRevisionForm
from tulga.findings.models import Assessment, Finding
from tulga.findings.policies import policy
from tulga.findings.services import entering
from tulga.findings.views.browsing import FindingPage
from tulga.kit.views import CreatePage, EditPage


class AssessmentCreate(CreatePage):
    title = _("Enter an assessment")
    policy = policy
    action = Action.CREATE
    form_class = AssessmentForm

    def form_options(self) -> dict[str, Any]:
        return {"actor": self.actor}

    def perform(self, form: AssessmentForm) -> Assessment:
        return entering.create_assessment(actor=self.actor, **form.content)

    def back_url(self) -> str:
        return reverse("assessment_list")


class AssessmentEdit(EditPage):
    title = _("Edit the assessment")
    queryset = Assessment.objects.select_related("body")
    slug_field = "code"
    policy = policy
    action = Action.EDIT
    form_class = AssessmentForm

    def form_options(self) -> dict[str, Any]:
        return {"actor": self.actor}

    def perform(self, form: AssessmentForm) -> Assessment:
        return entering.edit_assessment(
            assessment=self.object,
            expected_version=form.cleaned_data["version"],
            actor=self.actor,
            **form.content,
        )


class FindingCreate(CreatePage):
    title = _("Enter a finding")
    queryset = Assessment.objects.all()
    slug_field = "code"
    policy = policy
    action = Action.CREATE
    form_class = FindingForm

    def subject(self) -> Assessment:
        return self.assessment

    @cached_property
    def assessment(self) -> Assessment:
        found: Assessment = self.get_object()
        return found

    def perform(self, form: FindingForm) -> Finding:
        return entering.add_finding(assessment=self.assessment, actor=self.actor, **form.content)

    def back_url(self) -> str:
        return self.assessment.get_absolute_url()


class FindingRevise(FindingPage, EditPage):
    title = _("Correct the finding")
    lead = _("The present text stays in the history. Say why it is corrected.")
    policy = policy
    action = Action.REVISE
    form_class = FindingRevisionForm

    def perform(self, form: FindingRevisionForm) -> Finding:
        return entering.revise_finding(
            finding=self.object,
            expected_version=form.cleaned_data["version"],
            reason=form.cleaned_data["reason"],
            actor=self.actor,
            **form.content,
        )
