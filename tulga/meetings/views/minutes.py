"""The minutes, what the delegations say of them, the actions that came out, and the record of it all."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tulga.agencies.models import Agency
from tulga.audit.summaries import history_of
from tulga.documents.serving import made_response
from tulga.kit.comparison import compare_words
from tulga.kit.forms import ReasonForm
from tulga.kit.policy import Decision
from tulga.kit.views import ActionPage, DetailPage, EditPage
from tulga.meetings.choices import Action, MinutesStatus
from tulga.meetings.forms.proceedings import (
    ActionPointForm,
    CirculateForm,
    ConfirmForm,
    EnterConfirmationForm,
    MinutesForm,
    ReviseMinutesForm,
)
from tulga.meetings.models import ActionPoint, Confirmation, Meeting, Minutes
from tulga.meetings.papers import record_docx, record_pdf
from tulga.meetings.policies import policy
from tulga.meetings.proceedings import answers_to
from tulga.meetings.querysets import proceedings_open_to
from tulga.meetings.services import minutes as services
from tulga.meetings.views.meetings import OfMeeting
from tulga.meetings.views.proceedings import MeetingPart
from tulga.meetings.workflow import keeping, to_do


class MinutesDetail(DetailPage):
    queryset = Minutes.objects.select_related("meeting")
    slug_field = "meeting__code"
    template_name = "meetings/minutes.html"

    def context(self) -> dict[str, Any]:
        minutes: Minutes = self.object
        revisions = list(minutes.revisions.order_by("-number"))
        latest = revisions[0]
        waiting = Minutes.objects.filter(pk=minutes.pk).unanswered_by(self.actor).exists()
        return {
            "latest": latest,
            "text": latest.text.shown(),
            "revisions": revisions,
            "pieces": self._compared(revisions),
            "answers": answers_to(minutes, self.actor, timezone.localdate()),
            "may_answer": waiting,
            "may_enter": minutes.status == MinutesStatus.CIRCULATED
            and bool(policy.ask(self.actor, Action.ENTER_CONFIRMATION, minutes)),
            "may_write": minutes.status == MinutesStatus.DRAFT
            and bool(policy.ask(self.actor, Action.WRITE_MINUTES, minutes)),
            "moves": [each.name for each in keeping.open_to(minutes, self.actor)],
            "history": history_of(minutes),
        }

    def _compared(self, revisions: list[Any]) -> list[Any]:
        """The latest beside the revision asked for, word by word."""
        asked = self.request.GET.get("with", "")[:4]
        old = next((each for each in revisions[1:] if str(each.number) == asked), None)
        if old is None:
            return []
        text = revisions[0].text.shown()
        return compare_words(old.text.shown(text.language).text, text.text)


class MinutesBegin(OfMeeting):
    title = _("Write the minutes")
    action = Action.WRITE_MINUTES
    form_class = MinutesForm

    def form_options(self) -> dict[str, Any]:
        return {}

    def perform(self, form: MinutesForm) -> Minutes:
        return services.begin_minutes(meeting=self.object, text=form.cleaned_data["text"], actor=self.actor)


class OfMinutes(ActionPage):
    """An act on the visible minutes of the meeting of the address."""

    queryset = Minutes.objects.select_related("meeting")
    slug_field = "meeting__code"
    policy = policy


class MinutesRevise(OfMinutes, EditPage):
    title = _("Write the next revision")
    action = Action.WRITE_MINUTES
    form_class = ReviseMinutesForm

    def perform(self, form: ReviseMinutesForm) -> Minutes:
        data = form.cleaned_data
        return services.revise_minutes(
            minutes=self.object,
            text=data["text"],
            what_changed=data["what_changed"],
            expected_version=data["version"],
            actor=self.actor,
        )


class MinutesMove(OfMinutes):
    move: ClassVar[str]

    def ask(self) -> Decision:
        return keeping.ask(self.object, self.move, self.actor)


class MinutesCirculate(MinutesMove):
    title = _("Send the minutes to the delegations")
    lead = _("Every body that took part is asked to confirm them or to state a reservation.")
    move = "circulate"
    form_class = CirculateForm
    submit_label = _("Send")

    def perform(self, form: CirculateForm) -> Minutes:
        return services.circulate_minutes(
            minutes=self.object, confirm_by=form.cleaned_data["confirm_by"], actor=self.actor
        )


class MinutesTakeBack(MinutesMove):
    title = _("Take the minutes back for correction")
    lead = _("What delegations have said stays with the revision they read. They are asked again.")
    move = "take_back"
    form_class = ReasonForm
    submit_label = _("Take back")

    def perform(self, form: ReasonForm) -> Minutes:
        return services.take_back_minutes(minutes=self.object, reason=form.cleaned_data["reason"], actor=self.actor)


class MinutesClose(MinutesMove):
    title = _("Close the minutes")
    lead = _("They stand as they are, with the reservations.")
    move = "close"
    form_class = forms.Form
    submit_label = _("Close the minutes")

    def perform(self, form: forms.Form) -> Minutes:
        return services.close_minutes(minutes=self.object, actor=self.actor)


class MinutesConfirm(OfMinutes):
    title = _("Answer the minutes")
    action = Action.CONFIRM_MINUTES
    form_class: ClassVar[type[ConfirmForm]] = ConfirmForm
    submit_label = _("Send the answer")

    def agencies(self) -> QuerySet[Agency]:
        """Those that took part, have not answered the latest revision, and that this person answers for."""
        return self._unanswered().filter(pk__in=self.actor.agencies_where(Action.ANSWER))

    def _unanswered(self) -> QuerySet[Agency]:
        answered = Confirmation.objects.filter(revision=self.object.latest()).values("agency")
        took_part = Agency.objects.visible_to(self.actor).filter(participations__meeting=self.object.meeting_id)
        return took_part.exclude(pk__in=answered).sorted()

    def form_options(self) -> dict[str, Any]:
        return {"agencies": self.agencies(), "revision": self.object.latest().number}

    def perform(self, form: ConfirmForm) -> Confirmation:
        data = form.cleaned_data
        more = {"paper": form.paper} if isinstance(form, EnterConfirmationForm) else {}
        return services.answer_minutes(
            minutes=self.object,
            revision=data["revision"],
            agency=data["agency"],
            reservation=data["reservation"],
            actor=self.actor,
            **more,
        )

    def success_url(self, result: Confirmation) -> str:
        return str(self.object.get_absolute_url())


class MinutesEnter(MinutesConfirm):
    title = _("Enter an answer that came by letter or telephone")
    action = Action.ENTER_CONFIRMATION
    form_class: ClassVar[type[ConfirmForm]] = EnterConfirmationForm
    submit_label = _("Enter the answer")

    def agencies(self) -> QuerySet[Agency]:
        return self._unanswered()


# --- Actions -------------------------------------------------------------------------------------------------------
class ActionPoints(MeetingPart):
    heading = _("Actions")
    template_name = "meetings/action_points.html"

    def context(self) -> dict[str, Any]:
        today = timezone.localdate()
        points = ActionPoint.objects.visible_to(self.actor).filter(meeting=self.object).select_related("agency")
        return {
            "heading": self.heading,
            "points": [
                {
                    "point": each,
                    "is_late": each.is_late(today),
                    "moves": [move.name for move in to_do.open_to(each, self.actor)],
                }
                for each in points
            ],
            "may_add": bool(policy.ask(self.actor, Action.ADD_ACTION, self.object)),
        }


class ActionAdd(OfMeeting):
    title = _("Give an action to somebody")
    action = Action.ADD_ACTION
    form_class = ActionPointForm
    submit_label = _("Add")

    def form_options(self) -> dict[str, Any]:
        return {"actor": self.actor}

    def perform(self, form: ActionPointForm) -> ActionPoint:
        return services.add_action(meeting=self.object, actor=self.actor, **form.content)

    def back_url(self) -> str:
        return reverse("action_points", args=[self.object.code])


class OfActionPoint(ActionPage):
    queryset = ActionPoint.objects.select_related("meeting", "agency")
    policy = policy
    form_class = ReasonForm
    move: ClassVar[str]

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().filter(meeting__code=self.kwargs["code"])

    def ask(self) -> Decision:
        return to_do.ask(self.object, self.move, self.actor)


class ActionFinish(OfActionPoint):
    move = "finish"
    submit_label = _("Report done")

    def get_title(self) -> str:
        return gettext("What was done? %(action)s") % {"action": self.object}

    def perform(self, form: ReasonForm) -> ActionPoint:
        return services.finish_action(point=self.object, words=form.cleaned_data["reason"], actor=self.actor)


class ActionDrop(OfActionPoint):
    move = "drop"
    submit_label = _("Drop the action")
    is_warning = True

    def get_title(self) -> str:
        return gettext("Drop: %(action)s") % {"action": self.object}

    def perform(self, form: ReasonForm) -> ActionPoint:
        return services.drop_action(point=self.object, reason=form.cleaned_data["reason"], actor=self.actor)


# --- The record ----------------------------------------------------------------------------------------------------
class MeetingRecord(DetailPage):
    """For those who run and watch meetings and those who took part; each reads in it what they may see."""

    queryset = Meeting.objects.select_related("place")
    slug_field = "code"

    def visible(self) -> QuerySet[Any]:
        return Meeting.objects.select_related("place").filter(proceedings_open_to(self.actor))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        meeting = self.get_object()
        ending = self.kwargs["ending"]
        if self.actor.is_public:
            raise Http404
        make = {"docx": record_docx, "pdf": record_pdf}[ending]
        return made_response(f"{gettext('record')}-{meeting.code}.{ending}", make(meeting, self.actor, timezone.now()))
