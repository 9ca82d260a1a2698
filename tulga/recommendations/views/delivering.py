"""What an agency does with a promise on its way: how far it is, what changes, what it replies."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import FileResponse, Http404, HttpRequest
from django.utils.translation import gettext_lazy

from tulga.documents.serving import document_response
from tulga.kit.actor import Actor
from tulga.kit.errors import NotAllowed
from tulga.kit.forms import ReasonForm
from tulga.kit.policy import Decision, deny
from tulga.kit.views import ActionPage, EditPage, Page
from tulga.recommendations.choices import UNDONE, Action, ChangeKind, CommitmentStatus
from tulga.recommendations.forms import (
    ChangeAnswerForm,
    EditCommitmentForm,
    MoreTimeForm,
    ProgressForm,
    ReassignForm,
    ReplyForm,
)
from tulga.recommendations.models import ChangeRequest, Commitment
from tulga.recommendations.policies import policy
from tulga.recommendations.services import changing, delivering
from tulga.recommendations.summaries import reports_of, verdict_to_reply_to
from tulga.recommendations.workflow import change


def further_acts(commitment: Commitment, asked: ChangeRequest | None, actor: Actor) -> list[dict[str, Any]]:
    """What the agency may do beside the workflow's moves, as links."""
    acts = [
        (gettext_lazy("Report progress"), "commitment_progress", may_report_progress(commitment, actor)),
        (gettext_lazy("Reply to the verdict"), "commitment_reply", may_reply(commitment, actor)),
        (gettext_lazy("Correct it before it is signed"), "commitment_edit", may_edit(commitment, actor)),
        (gettext_lazy("Give it to another office"), "commitment_reassign", may_reassign(commitment, actor)),
    ]
    if asked is None:
        acts += [
            (gettext_lazy("Ask for more time"), "commitment_more_time", may_ask(commitment, actor)),
            (gettext_lazy("Ask to withdraw it"), "commitment_ask_to_withdraw", may_ask(commitment, actor)),
        ]
    return [{"label": label, "url_name": url_name} for label, url_name, decision in acts if decision]


def may_report_progress(commitment: Commitment, actor: Actor) -> Decision:
    if commitment.status != CommitmentStatus.SIGNED:
        return deny(gettext_lazy("Progress is reported while a signed commitment is being carried out."))
    return policy.ask(actor, Action.REPORT_PROGRESS, commitment)


def may_edit(commitment: Commitment, actor: Actor) -> Decision:
    if commitment.status != CommitmentStatus.NAMED:
        return deny(gettext_lazy("The head has signed this. Ask the secretariat for a change instead."))
    return policy.ask(actor, Action.EDIT_COMMITMENT, commitment)


def may_reassign(commitment: Commitment, actor: Actor) -> Decision:
    if commitment.status not in UNDONE:
        return deny(gettext_lazy("It is not being carried out any more."))
    return policy.ask(actor, Action.REASSIGN, commitment)


def may_ask(commitment: Commitment, actor: Actor) -> Decision:
    if commitment.status != CommitmentStatus.SIGNED:
        return deny(
            gettext_lazy("Only what is signed and being carried out needs the secretariat's agreement to a change.")
        )
    return policy.ask(actor, Action.ASK_CHANGE, ChangeRequest(commitment=commitment, kind=ChangeKind.POSTPONE))


def may_reply(commitment: Commitment, actor: Actor) -> Decision:
    decision = policy.ask(actor, Action.REPLY, commitment)
    if decision and verdict_to_reply_to(commitment) is None:
        return deny(gettext_lazy("There is no verdict that waits for a reply of your agency."))
    return decision


class OwnCommitmentPage(ActionPage):
    """An act of the agency on its own commitment, whose words stand above the form."""

    template_name = "recommendations/commitment_form.html"
    queryset = Commitment.objects.select_related("agency", "recommendation")
    policy = policy

    def context(self) -> dict[str, Any]:
        return {"commitment": self.object, "reports": []}


class ReportProgress(OwnCommitmentPage):
    title = gettext_lazy("Report progress")
    lead = gettext_lazy("A dated line that stays. Two sentences are enough.")
    form_class = ProgressForm
    submit_label = gettext_lazy("Report progress")

    def ask(self) -> Decision:
        return may_report_progress(self.object, self.actor)

    def perform(self, form: ProgressForm) -> Commitment:
        line = delivering.report_progress(commitment=self.object, actor=self.actor, **form.cleaned_data)
        return line.commitment


class EditCommitment(OwnCommitmentPage, EditPage):
    title = gettext_lazy("Correct the commitment before it is signed")
    form_class = EditCommitmentForm

    def ask(self) -> Decision:
        return may_edit(self.object, self.actor)

    def form_options(self) -> dict[str, Any]:
        return {"actor": self.actor}

    def perform(self, form: EditCommitmentForm) -> Commitment:
        version = form.cleaned_data["version"]
        return changing.edit_commitment(
            commitment=self.object, expected_version=version, actor=self.actor, **form.content
        )


class ReassignCommitment(OwnCommitmentPage, EditPage):
    title = gettext_lazy("Give the commitment to another office")
    lead = gettext_lazy("Within your agency. The history keeps who answered for it before.")
    form_class = ReassignForm

    def ask(self) -> Decision:
        return may_reassign(self.object, self.actor)

    def perform(self, form: ReassignForm) -> Commitment:
        return changing.reassign(
            commitment=self.object,
            owner=form.cleaned_data["owner"],
            expected_version=form.cleaned_data["version"],
            actor=self.actor,
        )


class AskForMoreTime(OwnCommitmentPage):
    title = gettext_lazy("Ask for more time")
    lead = gettext_lazy("The deadline stays as it is until the secretariat agrees. Every date is kept.")
    form_class = MoreTimeForm
    submit_label = gettext_lazy("Ask the secretariat")

    def ask(self) -> Decision:
        return may_ask(self.object, self.actor)

    def perform(self, form: MoreTimeForm) -> ChangeRequest:
        return changing.ask_for_more_time(commitment=self.object, actor=self.actor, **form.cleaned_data)


class AskToWithdraw(OwnCommitmentPage):
    title = gettext_lazy("Ask to withdraw the commitment")
    lead = gettext_lazy("When the secretariat agrees, name what replaces it, or object.")
    form_class = ReasonForm
    submit_label = gettext_lazy("Ask the secretariat")
    is_warning = True

    def ask(self) -> Decision:
        return may_ask(self.object, self.actor)

    def perform(self, form: ReasonForm) -> ChangeRequest:
        return changing.ask_to_withdraw(commitment=self.object, actor=self.actor, **form.cleaned_data)


class ChangePage(ActionPage):
    """An answer to what an agency asked for."""

    template_name = "recommendations/change_form.html"
    queryset = ChangeRequest.objects.select_related("commitment__agency", "commitment__recommendation")
    policy = policy
    move = ""

    def ask(self) -> Decision:
        return change.ask(self.object, self.move, self.actor)

    def context(self) -> dict[str, Any]:
        asked: ChangeRequest = self.object
        return {"commitment": asked.commitment, "change": asked, "asks_for": ChangeKind(asked.kind).label}


class AnswerChange(ChangePage):
    title = gettext_lazy("Answer what the agency asks for")
    move = "agree"
    form_class = ChangeAnswerForm
    submit_label = gettext_lazy("Answer")

    def perform(self, form: ChangeAnswerForm) -> ChangeRequest:
        return changing.answer_change(change=self.object, actor=self.actor, **form.cleaned_data)


class TakeBackChange(ChangePage):
    title = gettext_lazy("Take back what you asked for")
    move = "take_back"
    form_class = forms.Form
    submit_label = gettext_lazy("Take back")

    def perform(self, form: forms.Form) -> ChangeRequest:
        return changing.take_back_change(change=self.object, actor=self.actor)


class ReplyToVerdict(OwnCommitmentPage):
    title = gettext_lazy("Reply to the verdict")
    form_class = ReplyForm
    submit_label = gettext_lazy("Reply")

    def ask(self) -> Decision:
        return may_reply(self.object, self.actor)

    def context(self) -> dict[str, Any]:
        readable = Commitment.objects.reports_visible_to(self.actor).filter(pk=self.object.pk).exists()
        return {**super().context(), "reports": reports_of(self.object)[-1:] if readable else []}

    def perform(self, form: ReplyForm) -> Commitment:
        verdict = verdict_to_reply_to(self.object)
        if verdict is None:
            raise NotAllowed(gettext_lazy("There is no verdict that waits for a reply of your agency."))
        delivering.reply_to_verdict(verification=verdict, actor=self.actor, **form.cleaned_data)
        found: Commitment = self.object
        return found


class ProgressEvidence(Page):
    """The file that came with a line of progress."""

    queryset = Commitment.objects.all()

    def visible(self) -> Any:
        return Commitment.objects.visible_to(self.actor).reports_visible_to(self.actor)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> FileResponse:
        lines = self.get_object().progress_lines.select_related("evidence")
        line = lines.filter(pk=kwargs["line_pk"]).exclude(evidence=None).first()
        if line is None:
            raise Http404
        return document_response(line.evidence)
