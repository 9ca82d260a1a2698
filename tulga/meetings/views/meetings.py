from __future__ import annotations

from itertools import groupby
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tulga.audit.summaries import history_of
from tulga.documents.serving import made_response
from tulga.kit.forms import ReasonForm
from tulga.kit.policy import Decision
from tulga.kit.views import ActionPage, CreatePage, DetailPage, EditPage, ListPage, Page
from tulga.meetings.calendars import agenda_items, calendar_of
from tulga.meetings.choices import Action, Capacity
from tulga.meetings.filters import MeetingFilters
from tulga.meetings.forms import (
    ArrangementsForm,
    CopyForm,
    MeetingForm,
    ParticipationForm,
    SessionEditForm,
    SessionForm,
    SessionMembersForm,
)
from tulga.meetings.models import Invitation, Meeting, Minutes, Participation, WorkingSession
from tulga.meetings.policies import policy
from tulga.meetings.querysets import proceedings_open_to
from tulga.meetings.services import preparing as services
from tulga.meetings.summaries.inviting import standing_of
from tulga.meetings.tables import MeetingTable
from tulga.meetings.views.sessions import OfSession
from tulga.meetings.workflow import life
from tulga.recommendations.choices import Action as Drafting
from tulga.recommendations.policies import policy as drafting_policy


class MeetingList(ListPage):
    title = _("Meetings")
    queryset = Meeting.objects.for_listing()
    table_class = MeetingTable
    filterset_class = MeetingFilters
    create_url_name = "meeting_create"
    create_label = _("Enter a meeting")
    create_action = Action.EDIT
    export_name = "meetings"


class MeetingDetail(DetailPage):
    queryset = Meeting.objects.select_related("place")
    slug_field = "code"
    template_name = "meetings/meeting_detail.html"

    def context(self) -> dict[str, Any]:
        meeting: Meeting = self.object
        invitations = Invitation.objects.visible_to(self.actor).filter(meeting=meeting).for_listing()
        reads_all = Meeting.objects.filter(pk=meeting.pk).invitations_readable_by(self.actor).exists()
        sessions = WorkingSession.objects.visible_to(self.actor).filter(meeting=meeting)
        return {
            "bodies": by_capacity(Participation.objects.visible_to(self.actor).filter(meeting=meeting)),
            "sessions": sessions.select_related("meeting"),
            "own_sessions": set(sessions.drafted_in_by(self.actor).values_list("pk", flat=True)),
            "may_edit": bool(policy.ask(self.actor, Action.EDIT, meeting)),
            "may_consolidate": bool(drafting_policy.ask(self.actor, Drafting.MERGE, None)),
            "moves": [each.name for each in life.open_to(meeting, self.actor)],
            "standing": standing_of(meeting, invitations, timezone.localdate()) if reads_all else None,
            "own_invitations": [] if reads_all else invitations,
            "minutes": Minutes.objects.visible_to(self.actor).filter(meeting=meeting).select_related("meeting").first(),
            "may_note": bool(policy.ask(self.actor, Action.NOTE_ATTENDANCE, meeting))
            and meeting.held_on <= timezone.localdate(),
            "reads_proceedings": Meeting.objects.filter(proceedings_open_to(self.actor), pk=meeting.pk).exists(),
            "history": history_of(meeting),
        }


def by_capacity(participations: QuerySet[Participation]) -> list[tuple[Capacity, list[Participation]]]:
    """Who took part, hosts first, each group in the alphabetical order of the reader's language."""
    key = "agency__sort_key_mn" if translation.get_language() == "mn" else "agency__sort_key_en"
    order = list(Capacity.values)
    rows = sorted(participations.select_related("agency").order_by(key), key=lambda row: order.index(row.capacity))
    return [(Capacity(capacity), list(group)) for capacity, group in groupby(rows, key=lambda row: row.capacity)]


class MeetingCreate(CreatePage):
    title = _("Enter a meeting")
    policy = policy
    action = Action.CREATE
    form_class = MeetingForm

    def form_options(self) -> dict[str, Any]:
        return {"actor": self.actor}

    def perform(self, form: MeetingForm) -> Meeting:
        return services.create_meeting(actor=self.actor, **form.content)

    def back_url(self) -> str:
        return reverse("meeting_list")


class MeetingEdit(EditPage):
    title = _("Edit the meeting")
    queryset = Meeting.objects.all()
    slug_field = "code"
    policy = policy
    action = Action.EDIT
    form_class = MeetingForm

    def form_options(self) -> dict[str, Any]:
        return {"actor": self.actor}

    def perform(self, form: MeetingForm) -> Meeting:
        version = form.cleaned_data["version"]
        return services.edit_meeting(meeting=self.object, expected_version=version, actor=self.actor, **form.content)


class MeetingArrange(EditPage):
    title = _("How agencies are invited")
    queryset = Meeting.objects.all()
    slug_field = "code"
    policy = policy
    action = Action.EDIT
    form_class = ArrangementsForm

    def perform(self, form: ArrangementsForm) -> Meeting:
        version = form.cleaned_data["version"]
        return services.edit_meeting(meeting=self.object, expected_version=version, actor=self.actor, **form.content)

    def success_url(self, result: Meeting) -> str:
        return reverse("invited_list", args=[result.code])

    def back_url(self) -> str:
        return reverse("invited_list", args=[self.object.code])


class OfMeeting(ActionPage):
    """An act on the visible meeting of the address."""

    queryset = Meeting.objects.all()
    slug_field = "code"
    policy = policy

    def form_options(self) -> dict[str, Any]:
        return {"meeting": self.object, "actor": self.actor}


class MeetingCopy(OfMeeting):
    title = _("Prepare the next meeting from this one")
    lead = _("Place, purpose, languages and who was invited are taken over. Nothing is sent.")
    action = Action.COPY
    form_class = CopyForm
    submit_label = _("Prepare the meeting")

    def form_options(self) -> dict[str, Any]:
        return {"source": self.object}

    def perform(self, form: CopyForm) -> Meeting:
        content = form.content
        with_sessions = content.pop("with_sessions")
        meeting, self.lost = services.copy_meeting(
            before=self.object, with_sessions=with_sessions, actor=self.actor, **content
        )
        return meeting

    def success_url(self, result: Meeting) -> str:
        return reverse("invited_list", args=[result.code])

    def success_message(self, result: Meeting) -> str:
        if not self.lost:
            return gettext("The meeting is prepared. Look through whom to invite, then send the invitations.")
        names = ", ".join(str(each) for each in self.lost)
        return gettext(
            "The meeting is prepared. These exist no more and have no successor, so they are not on the list: "
            "%(names)s."
        ) % {"names": names}


class MeetingMove(OfMeeting):
    """A step in the meeting's life that needs no more than a yes."""

    move: ClassVar[str]
    form_class = forms.Form

    def form_options(self) -> dict[str, Any]:
        return {}

    def ask(self) -> Decision:
        return life.ask(self.object, self.move, self.actor)


class MeetingHold(MeetingMove):
    title = _("The meeting was held")
    move = "hold"
    submit_label = _("It was held")

    def context(self) -> dict[str, Any]:
        if self.object.attendances.exists():
            return {"lead": gettext("The bodies whose people were noted as come have taken part.")}
        lead = gettext(
            "Nobody was noted as come, so the agencies that accepted are entered as having taken part. "
            "Correct that list afterwards."
        )
        return {"lead": lead}

    def perform(self, form: forms.Form) -> Meeting:
        return services.hold_meeting(meeting=self.object, actor=self.actor)


class MeetingClose(MeetingMove):
    title = _("Close the meeting")
    lead = _("When its minutes and its list of participants are complete.")
    move = "close"
    submit_label = _("Close")

    def perform(self, form: forms.Form) -> Meeting:
        return services.close_meeting(meeting=self.object, actor=self.actor)


class MeetingReopen(MeetingMove):
    title = _("Open the meeting again")
    move = "reopen"
    form_class = ReasonForm
    submit_label = _("Open again")

    def perform(self, form: ReasonForm) -> Meeting:
        return services.reopen_meeting(meeting=self.object, reason=form.cleaned_data["reason"], actor=self.actor)


class MeetingCalendar(Page):
    """The meeting for a calendar program, for whoever sees the meeting."""

    queryset = Meeting.objects.select_related("place")
    slug_field = "code"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        meeting = self.get_object()
        url = f"{settings.BASE_URL}{meeting.get_absolute_url()}"
        return made_response(
            f"{meeting.code}.ics", calendar_of(meeting, url=url, items=agenda_items(meeting, self.actor))
        )


class ParticipationAdd(OfMeeting):
    title = _("Add who took part")
    action = Action.ADD_PARTICIPATION
    form_class = ParticipationForm
    submit_label = _("Add")

    def perform(self, form: ParticipationForm) -> Meeting:
        services.add_participations(meeting=self.object, actor=self.actor, **form.cleaned_data)
        return self.object


class SessionOpen(OfMeeting):
    title = _("Open a working session")
    lead = _("From today its people draft together.")
    action = Action.OPEN_SESSION
    form_class = SessionForm
    submit_label = _("Open the session")

    def perform(self, form: SessionForm) -> WorkingSession:
        return services.open_session(meeting=self.object, actor=self.actor, **form.cleaned_data)


class SessionEdit(OfSession, EditPage):
    title = _("Edit the working session")
    policy = policy
    action = Action.EDIT_SESSION
    form_class = SessionEditForm

    def perform(self, form: SessionEditForm) -> WorkingSession:
        version = form.cleaned_data["version"]
        return services.edit_session(session=self.object, expected_version=version, actor=self.actor, **form.content)


class SessionMembers(OfSession, EditPage):
    title = _("Who sits in the session")
    policy = policy
    action = Action.CHANGE_MEMBERS
    form_class = SessionMembersForm

    def form_options(self) -> dict[str, Any]:
        return {"actor": self.actor}

    def perform(self, form: SessionMembersForm) -> WorkingSession:
        version = form.cleaned_data["version"]
        content = {name: form.cleaned_data[name] for name in ("members", "scribe")}
        return services.set_members(session=self.object, expected_version=version, actor=self.actor, **content)
