from __future__ import annotations

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tulga.answers import services
from tulga.answers.choices import Action
from tulga.answers.filters import GapFilters, UnaskedActivityFilters
from tulga.answers.forms import AnswerForm, LinkForm
from tulga.answers.models import Link, PublishedAnswers
from tulga.answers.policies import policy
from tulga.answers.querysets import activities_nobody_asked_for, least_answered_first, with_standing
from tulga.answers.summaries import (
    GROUPINGS,
    answers_to,
    findings_answered,
    gap_lines,
    numbers_of,
    refused_answers,
    repeated_findings,
    shares_of,
    suggestions_for,
)
from tulga.answers.tables import ANSWERED, UnaskedActivityTable
from tulga.audit.summaries import history_of
from tulga.findings.models import Assessment, Finding
from tulga.findings.querysets import FindingQuerySet
from tulga.findings.views.browsing import FindingDetail, FindingPage
from tulga.findings.which_state import StateChoice, choose_state
from tulga.kit import exports, once
from tulga.kit.choosing import ChoicesPage
from tulga.kit.forms import ReasonForm
from tulga.kit.views import ActionPage, CreatePage, EditPage, ListPage, Page, page_number
from tulga.plan.models import Activity
from tulga.plan.views.reading import ActivityDetail
from tulga.recommendations.models import Recommendation

PAGE_SIZE = 25


class Gap(Page):
    """Findings and what answers them, the unanswered first."""

    title = gettext_lazy("What answers the findings")
    lead = gettext_lazy("Findings that nothing answers come first, the oldest before the newer.")
    template_name = "answers/gap.html"
    queryset = Finding.objects.current().for_listing()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        visible = cast("FindingQuerySet", self.visible())
        standing = with_standing(visible, self.actor)
        filterset = GapFilters(request.GET or None, queryset=standing, request=request)
        found = least_answered_first(filterset.qs)
        if (file_format := request.GET.get("format")) in tuple(exports.Format):
            lines = gap_lines(found.select_related("assessment__body"), self.actor)
            return exports.export_response(file_format, "findings-and-answers", ANSWERED, lines)
        number = page_number(request.GET.get("page", ""))
        start = (number - 1) * PAGE_SIZE
        rows = gap_lines(found[start : start + PAGE_SIZE + 1], self.actor)
        asked = request.GET.get("by", "")
        by = asked if asked in GROUPINGS else "theme"
        query = request.GET.copy()
        for name in ("page", "format"):
            query.pop(name, None)
        return self.show(
            filterset=filterset,
            is_filtered=filterset.is_narrowed,
            lines=rows[:PAGE_SIZE],
            pages={"number": number, "previous": number > 1, "next": len(rows) > PAGE_SIZE},
            query=query.urlencode(),
            numbers=numbers_of(found, by),
            groupings=[(key, label, key == by) for key, label in GROUPINGS.items()],
            state=filterset.choice,
            shares=shares_of(self.actor, filterset.choice.chosen),
            assessment=self._assessment(filterset.report),
            export_formats=list(exports.Format),
        )

    def _assessment(self, code: str) -> dict[str, Any] | None:
        """The report that the page is narrowed to, and whether its answers are public."""
        assessment = Assessment.objects.visible_to(self.actor).filter(code=code).first() if code else None
        if assessment is None:
            return None
        return {
            "row": assessment,
            "published": PublishedAnswers.objects.visible_to(self.actor).filter(assessment=assessment).first(),
            "may_publish": bool(policy.ask(self.actor, Action.PUBLISH, assessment)),
        }


class UnaskedActivities(ListPage):
    title = gettext_lazy("Activities that answer nothing asked")
    lead = gettext_lazy("Of plans in force: linked to no finding, and named by no recommendation in force.")
    table_class = UnaskedActivityTable
    filterset_class = UnaskedActivityFilters
    export_name = "activities-that-answer-nothing-asked"

    def get_queryset(self) -> QuerySet[Activity]:
        return activities_nobody_asked_for(self.actor)


class RepeatedFindings(Page):
    title = gettext_lazy("Asked for year after year")
    lead = gettext_lazy("Recommendations of outside bodies that say about the same in more than one year.")
    template_name = "answers/repeated.html"
    queryset = Finding.objects.current()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        reports = Assessment.objects.visible_to(self.actor).with_findings()
        known = reports.order_by().values_list("state", flat=True)
        state = choose_state(request.GET.get("state", ""), known)
        rows = with_standing(cast("FindingQuerySet", self.visible()).on_state(state.chosen), self.actor)
        groups = repeated_findings(rows)
        latest = gap_lines((group.latest for group in groups), self.actor)
        return self.show(groups=list(zip(groups, latest, strict=True)), state=state)


class FindingWithAnswers(FindingDetail):
    """A finding, with what answers it and what may."""

    template_name = "answers/finding_detail.html"

    def context(self) -> dict[str, Any]:
        finding = self.object
        lines = answers_to([finding], self.actor)[finding.assessment_id, finding.number]
        may_link = bool(policy.ask(self.actor, Action.LINK, finding))
        refused = refused_answers(finding, self.actor)
        links = [line.link for line in (*lines, *refused) if line.link is not None]
        revisions = Finding.objects.visible_to(self.actor).filter(
            assessment=finding.assessment_id, number=finding.number
        )
        return {
            **super().context(),
            "answers": lines,
            "refused": refused,
            "may_link": may_link,
            "state": StateChoice(finding.assessment.state),
            "suggestions": suggestions_for(finding, self.actor) if may_link else [],
            "once_token": once.new_token(self.actor.user_id) if may_link else "",
            "history": history_of(*revisions, *links),
        }


class ActivityWithFindings(ActivityDetail):
    """An activity, with the findings that it answers."""

    template_name = "answers/activity_detail.html"

    def context(self) -> dict[str, Any]:
        return {
            **super().context(),
            "answered": findings_answered(self.object, self.actor),
            "may_link": self.actor.may(Action.LINK),
        }


class AnswerChoices(ChoicesPage):
    """Recommendations, while somebody types what answers a finding."""

    queryset = Recommendation.objects.order_by("-pk")


class AnswerFinding(FindingPage, CreatePage):
    title = gettext_lazy("Say what answers the finding")
    template_name = "answers/answer_form.html"
    policy = policy
    action = Action.LINK
    form_class = AnswerForm

    def subject(self) -> Finding:
        return self.finding

    @cached_property
    def finding(self) -> Finding:
        return self.get_object()

    def form_options(self) -> dict[str, Any]:
        return {"actor": self.actor}

    def context(self) -> dict[str, Any]:
        return {"finding": self.finding}

    def perform(self, form: AnswerForm) -> Finding:
        content = form.cleaned_data
        services.link_finding(
            finding=self.finding,
            answers=form.answers,
            extent=content["extent"],
            words=content["words"],
            actor=self.actor,
        )
        return self.finding

    def success_message(self, result: Finding) -> str:
        return _("Noted. It can be said otherwise at any time.")

    def back_url(self) -> str:
        return self.finding.get_absolute_url()


class LinkEdit(EditPage):
    title = gettext_lazy("Say otherwise how far it answers")
    lead = gettext_lazy("What answers it not at all leaves the list and is not proposed again.")
    queryset = Link.objects.select_related("finding__assessment", "activity__current", "recommendation")
    policy = policy
    action = Action.LINK
    form_class = LinkForm

    def perform(self, form: LinkForm) -> Finding:
        content = form.cleaned_data
        link = services.change_link(
            link=self.object,
            extent=content["extent"],
            words=content["words"],
            expected_version=content["version"],
            actor=self.actor,
        )
        return link.finding

    def back_url(self) -> str:
        return str(self.object.finding.get_absolute_url())


class AssessmentPage(ActionPage):
    queryset = Assessment.objects.all()
    slug_field = "code"
    policy = policy

    def success_url(self, result: Any) -> str:
        return self.back_url()

    def back_url(self) -> str:
        return f"{reverse('gap_list')}?assessment={self.object.code}"


class PublishAnswers(AssessmentPage):
    title = gettext_lazy("Publish what answers this report")
    lead = gettext_lazy(
        "Everybody will read each finding with the activities and public recommendations that answer it."
    )
    action = Action.PUBLISH
    form_class = forms.Form
    submit_label = gettext_lazy("Publish")

    def perform(self, form: Any) -> None:
        services.publish_answers(assessment=self.object, actor=self.actor)

    def success_message(self, result: Any) -> str:
        return _("Published. Everybody can read it now.")


class WithdrawAnswers(AssessmentPage):
    title = gettext_lazy("Take the answers from the public")
    lead = gettext_lazy("What answers this report stays, for those who sign in.")
    action = Action.WITHDRAW
    form_class = ReasonForm
    submit_label = gettext_lazy("Withdraw")
    is_warning = True

    def perform(self, form: ReasonForm) -> None:
        services.withdraw_answers(assessment=self.object, reason=form.cleaned_data["reason"], actor=self.actor)
