"""What addressees promise, report, and have verified."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy

from tulga.audit.summaries import history_of
from tulga.documents.serving import document_response
from tulga.kit.forms import ReasonForm
from tulga.kit.policy import Decision
from tulga.kit.views import ActionPage, DetailPage, EditPage, ListPage, Page
from tulga.recommendations.choices import Action, ChangeStatus, CommitmentStatus
from tulga.recommendations.filters import CommitmentFilters
from tulga.recommendations.forms import CommitmentForm, ReportForm, SignedPaperForm, SignForm, VerdictForm
from tulga.recommendations.models import Commitment, Recommendation
from tulga.recommendations.policies import policy
from tulga.recommendations.services import committing
from tulga.recommendations.summaries import days_left, last_percent, reports_of, timeline_of
from tulga.recommendations.tables import CommitmentTable
from tulga.recommendations.views.answering import AnsweringPage
from tulga.recommendations.views.delivering import further_acts
from tulga.recommendations.views.moves import buttons
from tulga.recommendations.workflow import change, duty

PAGES_OF_MOVES = {
    "sign": "commitment_sign",
    "sign_on_paper": "commitment_paper",
    "report_done": "commitment_report",
    "verify": "commitment_verify",
    "withdraw": "commitment_withdraw",
}
# The form brings what the guard of these asks for.
BROUGHT_BY_FORM = {"report_done", "sign_on_paper"}


class CommitmentList(ListPage):
    title = gettext_lazy("Commitments")
    lead = gettext_lazy("What addressees promised to do, and how far they are.")
    queryset = Commitment.objects.for_listing()
    table_class = CommitmentTable
    filterset_class = CommitmentFilters
    export_name = "commitments"
    template_name = "recommendations/commitment_list.html"

    def context(self) -> dict[str, Any]:
        return {
            "answers": bool(self.actor.agencies_where(Action.COMMIT)),
            "may_read_red_list": bool(policy.ask(self.actor, Action.READ_RED_LIST)),
        }


class CommitmentCreate(AnsweringPage):
    title = gettext_lazy("Say what your agency will do")
    lead = gettext_lazy("The head of the agency signs it afterwards.")
    template_name = "recommendations/commitment_create.html"
    action = Action.COMMIT
    form_class = CommitmentForm
    submit_label = gettext_lazy("Name the commitment")

    def form_options(self) -> dict[str, Any]:
        asked = self.request.GET.get("replaces", "")
        initial = {"replaces": asked} if asked.isdecimal() and len(asked) < 10 else {}
        return {**super().form_options(), "initial": initial}

    def perform(self, form: CommitmentForm) -> Commitment:
        return committing.name_commitment(recommendation=self.recommendation, actor=self.actor, **form.content)


class CommitmentDetail(DetailPage):
    queryset = Commitment.objects.select_related(
        "agency", "recommendation", "activity__current", "replaces", "replaced_by"
    )
    template_name = "recommendations/commitment_detail.html"

    def context(self) -> dict[str, Any]:
        commitment: Commitment = self.object
        today = timezone.localdate()
        reads_reports = Commitment.objects.reports_visible_to(self.actor).filter(pk=commitment.pk).exists()
        recommendation = Recommendation.objects.visible_to(self.actor).filter(pk=commitment.recommendation_id).first()
        changes = list(commitment.change_requests.all()) if reads_reports else []
        agreed = [each for each in changes if each.status == ChangeStatus.AGREED and each.new_due_on]
        asked = next((each for each in changes if each.status == ChangeStatus.ASKED), None)
        return {
            "recommendation": recommendation,
            "is_late": Commitment.objects.overdue(today).filter(pk=commitment.pk).exists(),
            "days_left": days_left(commitment, today),
            "reads_reports": reads_reports,
            "earlier_days": [each.due_before for each in agreed],
            "percent": last_percent(commitment) if reads_reports else None,
            "asked": asked,
            "may_answer": bool(asked and change.ask(asked, "agree", self.actor)),
            "may_take_back": bool(asked and change.ask(asked, "take_back", self.actor)),
            "timeline": timeline_of(commitment) if reads_reports else [],
            "moves": buttons(duty, PAGES_OF_MOVES, lambda move: _asked(commitment, move, self.actor)),
            "further": further_acts(commitment, asked, self.actor),
            "may_replace": self._may_replace(commitment),
            "history": history_of(commitment) if reads_reports else [],
        }

    def _may_replace(self, commitment: Commitment) -> bool:
        is_open = commitment.status == CommitmentStatus.WITHDRAWN and not hasattr(commitment, "replaced_by")
        return is_open and bool(policy.ask(self.actor, Action.COMMIT, commitment))


def _asked(commitment: Commitment, move: str, actor: Any) -> Decision:
    if move in BROUGHT_BY_FORM:
        return duty.ask_before_form(commitment, move, actor)
    return duty.ask(commitment, move, actor)


class CommitmentPage(ActionPage):
    """An act on one commitment."""

    template_name = "recommendations/commitment_form.html"
    queryset = Commitment.objects.select_related("agency", "recommendation")
    policy = policy
    move = ""

    def ask(self) -> Decision:
        return _asked(self.object, self.move, self.actor)

    def context(self) -> dict[str, Any]:
        return {"commitment": self.object, "reports": []}


class CommitmentSign(CommitmentPage, EditPage):
    title = gettext_lazy("Sign this commitment for your agency")
    lead = gettext_lazy("From then on it is a promise of the agency, and its date is kept in view.")
    move = "sign"
    form_class = SignForm
    submit_label = gettext_lazy("Sign")

    def perform(self, form: SignForm) -> Commitment:
        version = form.cleaned_data["version"]
        return committing.sign_commitment(commitment=self.object, expected_version=version, actor=self.actor)


class CommitmentPaper(CommitmentPage):
    title = gettext_lazy("Enter the paper that the head signed")
    lead = gettext_lazy("It counts as the head's signature here. The head is told that you entered it.")
    move = "sign_on_paper"
    form_class = SignedPaperForm
    submit_label = gettext_lazy("Enter the signed paper")

    def perform(self, form: SignedPaperForm) -> Commitment:
        return committing.enter_signed_commitment(commitment=self.object, paper=form.paper, actor=self.actor)


class CommitmentWithdraw(CommitmentPage):
    title = gettext_lazy("Withdraw the commitment")
    lead = gettext_lazy("Your agency owes the recommendation an answer again, unless it has named another commitment.")
    move = "withdraw"
    form_class = ReasonForm
    submit_label = gettext_lazy("Withdraw")
    is_warning = True

    def perform(self, form: ReasonForm) -> Commitment:
        reason = form.cleaned_data["reason"]
        return committing.withdraw_commitment(commitment=self.object, reason=reason, actor=self.actor)


class CommitmentReport(CommitmentPage):
    title = gettext_lazy("Report what was done")
    lead = gettext_lazy("Somebody of another agency will verify it.")
    move = "report_done"
    form_class = ReportForm
    submit_label = gettext_lazy("Report done")

    def perform(self, form: ReportForm) -> Commitment:
        return committing.report_done(commitment=self.object, actor=self.actor, **form.cleaned_data)


class CommitmentVerify(CommitmentPage):
    title = gettext_lazy("Verify what was reported done")
    move = "verify"
    form_class = VerdictForm
    submit_label = gettext_lazy("Give the verdict")

    def context(self) -> dict[str, Any]:
        readable = Commitment.objects.reports_visible_to(self.actor).filter(pk=self.object.pk)
        return {**super().context(), "reports": reports_of(self.object)[-1:] if readable.exists() else []}

    def perform(self, form: VerdictForm) -> Commitment:
        return committing.verify(commitment=self.object, actor=self.actor, **form.cleaned_data)


class CommitmentScan(Page):
    """The letter with which the head signed."""

    queryset = Commitment.objects.all()

    def visible(self) -> Any:
        return Commitment.objects.visible_to(self.actor).reports_visible_to(self.actor)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> FileResponse:
        commitment = self.get_object()
        if commitment.paper_scan is None:
            raise Http404
        return document_response(commitment.paper_scan)


class Evidence(Page):
    """The file that shows what was done."""

    queryset = Commitment.objects.all()

    def visible(self) -> Any:
        return Commitment.objects.visible_to(self.actor).reports_visible_to(self.actor)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> FileResponse:
        reports = self.get_object().done_reports.select_related("evidence")
        report = reports.filter(pk=kwargs["report_pk"]).exclude(evidence=None).first()
        if report is None:
            raise Http404
        return document_response(report.evidence)
