from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from tulga.audit.summaries import history_of
from tulga.documents.serving import document_response
from tulga.findings.choices import About, Action, Kind, Position, Tier
from tulga.findings.filters import AssessmentFilters, FindingFilters
from tulga.findings.models import Assessment, Finding, Label
from tulga.findings.policies import policy
from tulga.findings.summaries import (
    by_assessment,
    finding_lines,
    followed_lines,
    labels_shown,
    outcome_lines,
    positions_of,
    remark,
    theme_lines,
    theme_named,
    tier_histories,
    year_lines,
    years_drawn,
)
from tulga.findings.tables import AssessmentTable, FindingTable
from tulga.imports.summaries import origin_of
from tulga.kit.choosing import ChoicesPage
from tulga.kit.i18n import own_name
from tulga.kit.search import MAX_QUERY_LENGTH
from tulga.kit.views import DetailPage, ListPage, Page, page_number

if TYPE_CHECKING:
    from tulga.findings.querysets import FindingQuerySet

MOST = 100  # findings on one page of an assessment or a theme


class AssessmentList(ListPage):
    title = _("Findings of outside bodies")
    template_name = "findings/assessment_list.html"
    queryset = Assessment.objects.for_listing()
    table_class = AssessmentTable
    filterset_class = AssessmentFilters
    create_url_name = "assessment_create"
    create_label = _("Enter an assessment")
    create_action = Action.EDIT
    export_name = "assessments"

    def context(self) -> dict[str, Any]:
        return {"may_import": self.actor.may(Action.EDIT)}


class FindingList(ListPage):
    title = _("All findings")
    template_name = "findings/finding_list.html"
    queryset = Finding.objects.current().in_order()
    table_class = FindingTable
    filterset_class = FindingFilters
    export_name = "findings"


class FindingChoices(ChoicesPage):
    queryset = Finding.objects.current().for_listing().order_by("assessment", "order_key")

    def label(self, row: Finding) -> str:
        return Truncator(str(row)).words(20)


class AssessmentDetail(DetailPage):
    queryset = Assessment.objects.select_related("body", "document")
    slug_field = "code"
    template_name = "findings/assessment_detail.html"

    def context(self) -> dict[str, Any]:
        assessment: Assessment = self.object
        findings = assessment.findings.visible_to(self.actor)
        shown, pages = paged(findings.current().for_following(), self.request)
        numbers = [finding.number for finding in shown]
        return {
            "words": assessment.title.shown(),
            "note": remark(assessment.note),
            "body": assessment.body_words.shown(),
            "tier": Tier(assessment.tier) if assessment.tier else None,
            "language": own_name(assessment.language) if assessment.language else "",
            "positions": positions_of(findings.current()),
            "findings": followed_lines(shown, self.actor),
            "pages": pages,
            "superseded": finding_lines(
                findings.exclude(superseded_by=None).filter(number__in=numbers).for_listing() if numbers else ()
            ),
            "may_edit": bool(policy.ask(self.actor, Action.EDIT, self.object)),
            "history": history_of(self.object),
        }


def paged(findings: Any, request: HttpRequest) -> tuple[list[Finding], dict[str, Any]]:
    """So many of them as one page bears, and what the links to the next need."""
    number = page_number(request.GET.get("page", ""))
    rows = list(findings[(number - 1) * MOST : number * MOST + 1])
    return rows[:MOST], {"number": number, "previous": number > 1, "next": len(rows) > MOST}


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
    queryset = Finding.objects.for_reading()
    template_name = "findings/finding_detail.html"

    def context(self) -> dict[str, Any]:
        finding = self.object
        revisions = Finding.objects.visible_to(self.actor).filter(
            assessment=finding.assessment_id, number=finding.number
        )
        earlier = finding.repeats.visible_to(self.actor).select_related("earlier__assessment")
        return {
            "assessment": finding.assessment.title.shown(),
            "kind": Kind(finding.kind).label,
            "note": remark(finding.note),
            "theme": finding.theme.shown(),
            "translations": [finding.translations.shown(language) for language in finding.translations.languages],
            "position": Position(finding.position) if finding.position != Position.NONE else None,
            "position_words": finding.position_words.shown(),
            "labels": labels_shown(finding),
            "outcomes": outcome_lines(finding),
            "later": finding_lines(tie.later for tie in finding.repeated_in.all()),
            "repeated": finding_lines(tie.earlier for tie in earlier),
            "source": finding.source or finding.assessment.source,
            "may_edit": bool(policy.ask(self.actor, Action.REVISE, finding)),
            "origin": origin_of(finding.imported_row_id, self.actor),
            "earlier": [revision for revision in revisions if revision.revision < finding.revision],
            "history": history_of(*revisions),
        }


class ThemeList(Page):
    """Every theme, those with most findings first."""

    title = _("Findings by theme")
    template_name = "findings/theme_list.html"
    queryset = Label.objects.all()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        query = request.GET.get("q", "")[:MAX_QUERY_LENGTH]
        state, themes = theme_lines(self.actor, request.GET.get("state", ""), query)
        return self.show(themes=themes, state=state, query=query)


class ThemeDetail(Page):
    """One theme through the years, and what became of each finding."""

    template_name = "findings/theme_detail.html"
    queryset = Finding.objects.current().for_following().in_order()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = request.GET.get("state", "")
        found = theme_named(kwargs["theme"], self.actor, asked)
        if found is None:
            raise Http404
        state, self.words = found
        findings = cast("FindingQuerySet", self.visible()).on_state(state.chosen).about(About.THEME, kwargs["theme"])
        rows, pages = paged(findings, request)
        is_elsewhere = not state.is_own and state.chosen != asked
        groups = by_assessment(rows, self.actor)
        return self.show(words=self.words, state=state, is_elsewhere=is_elsewhere, groups=groups, pages=pages)

    def get_title(self) -> str:
        return str(self.words)


class YearList(Page):
    """Every year's reports and findings."""

    title = _("Findings by year")
    template_name = "findings/year_list.html"
    queryset = Finding.objects.current()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        state, lines = year_lines(self.actor, request.GET.get("state", ""))
        return self.show(years=lines, state=state, drawn=years_drawn(lines))


class TierList(Page):
    """The tiers of the Trafficking in Persons Report, year by year, each with its source."""

    title = _("Tier history")
    template_name = "findings/tier_list.html"
    queryset = Assessment.objects.all()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show(histories=tier_histories(self.actor))


class AssessmentDocument(Page):
    """The document itself, as it was sent here."""

    queryset = Assessment.objects.select_related("document")
    slug_field = "code"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        assessment = self.get_object()
        if assessment.document is None:
            raise Http404
        return document_response(assessment.document)
