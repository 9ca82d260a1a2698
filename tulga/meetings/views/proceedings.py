"""The agenda, what earlier meetings left open, and who came."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from tulga.documents.serving import made_response
from tulga.kit.policy import Decision
from tulga.kit.views import ActionPage, DetailPage, EditPage
from tulga.meetings.choices import Action
from tulga.meetings.forms.proceedings import AgendaItemForm, AttendanceForm
from tulga.meetings.models import AgendaItem, Attendance, Delegate, Meeting
from tulga.meetings.papers import status_sheets_pdf
from tulga.meetings.policies import policy
from tulga.meetings.proceedings import quorum_of, status_sheets
from tulga.meetings.services import proceedings
from tulga.meetings.views.meetings import OfMeeting
from tulga.meetings.workflow import its_day_has_come
from tulga.recommendations.models import Commitment, Recommendation


class MeetingPart(DetailPage):
    """A page about one part of the visible meeting of the address."""

    queryset = Meeting.objects.select_related("place")
    slug_field = "code"
    heading: Any = ""

    def get_title(self) -> str:
        return f"{self.heading}: {self.object}"


class AgendaPage(MeetingPart):
    heading = _("Agenda")
    template_name = "meetings/agenda.html"

    def context(self) -> dict[str, Any]:
        meeting: Meeting = self.object
        items = AgendaItem.objects.visible_to(self.actor).filter(meeting=meeting).select_related("session")
        return {
            "heading": self.heading,
            "days": [(day, list(rows)) for day, rows in groupby(items, key=lambda each: each.day)],
            "deferred": Recommendation.objects.visible_to(self.actor).filter(carried__meeting=meeting).order_by("pk"),
            "duties": Commitment.objects.visible_to(self.actor).filter(carried__meeting=meeting).count(),
            "may_edit": bool(policy.ask(self.actor, Action.CHANGE_AGENDA, meeting)),
        }


class AgendaItemAdd(OfMeeting):
    title = _("Add an item to the agenda")
    action = Action.CHANGE_AGENDA
    form_class = AgendaItemForm
    submit_label = _("Add")

    def form_options(self) -> dict[str, Any]:
        return {"meeting": self.object}

    def perform(self, form: AgendaItemForm) -> AgendaItem:
        return proceedings.add_agenda_item(meeting=self.object, actor=self.actor, **form.content)

    def back_url(self) -> str:
        return reverse("agenda", args=[self.object.code])


class OfAgenda(ActionPage):
    """An act on one item of the agenda of the address."""

    queryset = AgendaItem.objects.select_related("meeting")
    policy = policy
    action = Action.CHANGE_AGENDA

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().filter(meeting__code=self.kwargs["code"])

    def back_url(self) -> str:
        return reverse("agenda", args=[self.object.meeting.code])


class AgendaItemEdit(OfAgenda, EditPage):
    title = _("Change an item of the agenda")
    form_class = AgendaItemForm

    def form_options(self) -> dict[str, Any]:
        return {"meeting": self.object.meeting}

    def perform(self, form: AgendaItemForm) -> AgendaItem:
        return proceedings.edit_agenda_item(
            item=self.object, expected_version=form.cleaned_data["version"], actor=self.actor, **form.content
        )


class AgendaItemRemove(OfAgenda):
    title = _("Take this item off the agenda")
    form_class = forms.Form
    submit_label = _("Take it off")
    is_warning = True

    def get_title(self) -> str:
        return gettext("Take off the agenda: %(item)s") % {"item": self.object}

    def perform(self, form: forms.Form) -> Meeting:
        return proceedings.remove_agenda_item(item=self.object, actor=self.actor)

    def success_url(self, result: Meeting) -> str:
        return reverse("agenda", args=[result.code])


class CarryOver(OfMeeting):
    title = _("Bring the open items up to date")
    lead = _(
        "Deferred recommendations and open commitments of earlier meetings are put on the agenda; "
        "what was settled meanwhile is taken off. This happens every night by itself."
    )
    action = Action.CARRY_OVER
    form_class = forms.Form
    submit_label = _("Bring up to date")

    def form_options(self) -> dict[str, Any]:
        return {}

    def perform(self, form: forms.Form) -> int:
        return proceedings.carry_over(meeting=self.object, actor=self.actor)

    def success_url(self, result: int) -> str:
        return reverse("agenda", args=[self.object.code])

    def success_message(self, result: int) -> str:
        return ngettext("%(count)s item is new on the agenda.", "%(count)s items are new on the agenda.", result) % {
            "count": result
        }


class StatusSheets(MeetingPart):
    """How each agency stands with what earlier meetings left it to do."""

    heading = _("Status sheets")
    template_name = "meetings/status_sheets.html"

    def context(self) -> dict[str, Any]:
        today = timezone.localdate()
        return {"heading": self.heading, "sheets": status_sheets(self.object, self.actor, today), "today": today}


class StatusSheetsPaper(StatusSheets):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        sheets = status_sheets(self.object, self.actor, timezone.localdate())
        name = f"{gettext('status')}-{self.object.code}.pdf"
        return made_response(name, status_sheets_pdf(self.object, sheets, timezone.now()))


class AttendancePage(OfMeeting):
    title = _("Who has come")
    template_name = "meetings/attendance.html"
    action = Action.NOTE_ATTENDANCE
    form_class = AttendanceForm
    submit_label = _("They have come")

    def ask(self) -> Decision:
        decision = super().ask()
        return its_day_has_come(self.object) if decision else decision

    def expected(self) -> QuerySet[Delegate]:
        """Named in the answers that count, and not noted yet."""
        named = Delegate.objects.visible_to(self.actor).that_count().filter(answer__invitation__meeting=self.object)
        here = Attendance.objects.filter(meeting=self.object)
        noted = {(each.agency_id, each.name_key) for each in here}
        waiting = [
            each.pk
            for each in named.select_related("answer__invitation")
            if (each.answer.invitation.agency_id, each.name_key) not in noted
        ]
        rows = named.filter(pk__in=waiting).select_related("answer__invitation__agency")
        return rows.order_by("answer__invitation__agency__code", "pk")

    def form_options(self) -> dict[str, Any]:
        return {"expected": self.expected(), "actor": self.actor}

    def context(self) -> dict[str, Any]:
        here = Attendance.objects.visible_to(self.actor).filter(meeting=self.object).select_related("agency")
        return {"quorum": quorum_of(self.object), "here": here.order_by("agency__code", "pk")}

    def perform(self, form: AttendanceForm) -> int:
        data = form.cleaned_data
        noted = proceedings.note_delegates(meeting=self.object, delegates=data["delegates"], actor=self.actor)
        if data["agency"]:
            noted += proceedings.note_guest(
                meeting=self.object,
                agency=data["agency"],
                full_name=data["full_name"],
                office=data["office"],
                actor=self.actor,
            )
        return noted

    def success_url(self, result: int) -> str:
        return reverse("attendance", args=[self.object.code])

    def success_message(self, result: int) -> str:
        return ngettext("%(count)s person is noted.", "%(count)s people are noted.", result) % {"count": result}


class AttendanceTakeBack(ActionPage):
    queryset = Attendance.objects.select_related("meeting", "agency")
    policy = policy
    action = Action.TAKE_BACK_ATTENDANCE
    form_class = forms.Form
    submit_label = _("Take it back")
    is_warning = True

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().filter(meeting__code=self.kwargs["code"])

    def get_title(self) -> str:
        return gettext("%(name)s has not come?") % {"name": self.object}

    def perform(self, form: forms.Form) -> Meeting:
        return proceedings.take_back_attendance(attendance=self.object, actor=self.actor)

    def success_url(self, result: Meeting) -> str:
        return reverse("attendance", args=[result.code])

    def back_url(self) -> str:
        return reverse("attendance", args=[self.object.meeting.code])
