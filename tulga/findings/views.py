from __future__ import annotations

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from tulga.audit.summaries import history_of
from tulga.findings.choices import Action, Kind, Position, Tier
from tulga.findings.filters import AssessmentFilters
from tulga.findings.forms import AssessmentForm, FindingForm, FindingRevisionForm
from tulga.findings.models import Assessment, Finding
from tulga.findings.policies import policy
from tulga.findings.services import entering
from tulga.findings.summaries import finding_lines
from tulga.findings.tables import AssessmentTable
from tulga.kit.choosing import ChoicesPage
from tulga.kit.views import CreatePage, DetailPage, EditPage, ListPage, Page


class AssessmentList(ListPage):
    title = _("Findings of outside bodies")
    queryset = Assessment.objects.for_listing()
    table_class = AssessmentTable
    filterset_class = AssessmentFilters
    create_url_name = "assessment_create"
    create_label = _("Enter an assessment")
    create_action = Action.EDIT
    export_name = "assessments"


class FindingChoices(ChoicesPage):
    queryset = Finding.objects.current().for_listing().order_by("assessment", "order_key")

    def label(self, row: Finding) -> str:
        return Truncator(str(row)).words(20)


class AssessmentDetail(DetailPage):
    queryset = Assessment.objects.select_related("body")
    slug_field = "code"
    template_name = "findings/assessment_detail.html"

    def context(self) -> dict[str, Any]:
        assessment: Assessment = self.object
        findings = assessment.findings.visible_to(self.actor).for_listing()
        return {
            "words": assessment.title.shown(),
            "body": assessment.body_words.shown(),
            "tier": Tier(assessment.tier) if assessment.tier else None,
            "findings": finding_lines(findings.current()),
            "superseded": finding_lines(findings.exclude(superseded_by=None)),
            "may_edit": bool(policy.ask(self.actor, Action.EDIT, self.object)),
            "history": history_of(self.object),
        }


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


class FindingPage(Page):
    """The latest revision of the finding with the number in the address."""

    queryset = Finding.objects.for_listing()

    def get_object(self) -> Finding:
        wanted = {"assessment__code": self.kwargs["code"], "number": self.kwargs["number"]}
        finding: Finding | None = self.visible().filter(**wanted, superseded_by=None).first()
        if finding is None:
            raise Http404
        return finding


class FindingDetail(FindingPage, DetailPage):
    template_name = "findings/finding_detail.html"

    def context(self) -> dict[str, Any]:
        finding = self.object
        revisions = Finding.objects.visible_to(self.actor).filter(
            assessment=finding.assessment_id, number=finding.number
        )
        return {
            "assessment": finding.assessment.title.shown(),
            "kind": Kind(finding.kind).label,
            "theme": finding.theme.shown(),
            "translations": [finding.translations.shown(language) for language in finding.translations.languages],
            "position": Position(finding.position) if finding.position != Position.NONE else None,
            "position_words": finding.position_words.shown(),
            "source": finding.source or finding.assessment.source,
            "may_edit": bool(policy.ask(self.actor, Action.REVISE, finding)),
            "earlier": [revision for revision in revisions if revision.revision < finding.revision],
            "history": history_of(*revisions),
        }


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
