"""What an invited agency does: answers in two minutes, changes its answer, asks for more seats."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tulga.documents.paper import HERE
from tulga.kit.policy import Decision
from tulga.meetings.forms import AnswerForm, AskSeatsForm, PaperAnswerForm
from tulga.meetings.models import Answer, Delegate, Invitation
from tulga.meetings.services import answering
from tulga.meetings.views.inviting import InvitationPage
from tulga.meetings.workflow import asking

if TYPE_CHECKING:
    from django.db.models import Model


class InvitationAnswer(InvitationPage):
    title = _("Answer the invitation")
    template_name = "meetings/invitation_answer.html"
    form_class = AnswerForm
    submit_label = _("Send the answer")
    move = "accept"
    meanwhile: Answer | None = None

    def ask(self) -> Decision:
        return asking.ask(self.object, self.move, self.actor)

    def form_options(self) -> dict[str, Any]:
        answer = self.object.last_answer
        delegates = Delegate.objects.visible_to(self.actor).filter(answer=answer) if answer else ()
        return {"invitation": self.object, "delegates": delegates}

    def context(self) -> dict[str, Any]:
        named = self.meanwhile.delegates.visible_to(self.actor) if self.meanwhile else ()
        return {"meanwhile": self.meanwhile, "meanwhile_named": named}

    def perform(self, form: AnswerForm) -> Invitation:
        paper = form.paper if isinstance(form, PaperAnswerForm) else HERE
        common = {
            "invitation": self.object,
            "expected_version": form.cleaned_data["version"],
            "actor": self.actor,
            "paper": paper,
        }
        if form.comes:
            answering.accept_invitation(delegation=form.delegation, **common)
        else:
            answering.decline_invitation(reason=form.cleaned_data["reason"], **common)
        return self.object

    def show_stale(self, form: Any, current: Model) -> HttpResponse:
        """What was answered meanwhile stands beside what was typed: sending again replaces it knowingly."""
        self.object = self.get_object()
        self.meanwhile = self.object.last_answer
        form.data = form.data.copy()
        form.data["version"] = str(self.object.version)
        form.is_valid()
        return self.show_form(form, status=HTTPStatus.CONFLICT)

    def success_message(self, result: Invitation) -> str:
        day = date_format(result.meeting.last_answer_on, "DATE_FORMAT")
        return gettext("Your answer is stored. You can change it until %(day)s.") % {"day": day}


class InvitationEnter(InvitationAnswer):
    title = _("Enter an answer that came by letter or telephone")
    form_class = PaperAnswerForm
    submit_label = _("Enter the answer")
    move = "enter_acceptance"

    def success_message(self, result: Invitation) -> str:
        return gettext("The answer is entered. The agency's people are told, so that they can look at it.")


class SeatsAsk(InvitationPage):
    title = _("Ask for more seats")
    form_class = AskSeatsForm
    submit_label = _("Ask")

    def ask(self) -> Decision:
        return asking.ask(self.object, "accept", self.actor)

    def form_options(self) -> dict[str, Any]:
        return {"invitation": self.object}

    def perform(self, form: AskSeatsForm) -> Invitation:
        answering.ask_for_seats(invitation=self.object, actor=self.actor, **form.cleaned_data)
        return self.object

    def success_message(self, result: Invitation) -> str:
        return gettext("The secretariat has your request. You can answer within your present seats meanwhile.")
