from __future__ import annotations

from itertools import groupby
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from tulga.audit.summaries import history_of
from tulga.kit.views import ActionPage, CreatePage, DetailPage, EditPage, ListPage, Page
from tulga.meetings import services
from tulga.meetings.choices import Action, Capacity
from tulga.meetings.filters import MeetingFilters
from tulga.meetings.forms import MeetingForm, ParticipationForm, SessionForm, SessionMembersForm
from tulga.meetings.models import Meeting, Participation, WorkingSession
from tulga.meetings.policies import policy
from tulga.meetings.tables import MeetingTable
from tulga.recommendations.choices import Action as Drafting
from tulga.recommendations.choices import Status
from tulga.recommendations.models import Challenge, Recommendation
from tulga.recommendations.policies import policy as drafting_policy
from tulga.recommendations.workflow import sits_in_circle


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
        sessions = WorkingSession.objects.visible_to(self.actor).filter(meeting=meeting)
        return {
            "bodies": by_capacity(Participation.objects.visible_to(self.actor).filter(meeting=meeting)),
            "sessions": sessions.select_related("meeting"),
            "own_sessions": set(sessions.drafted_in_by(self.actor).values_list("pk", flat=True)),
            "may_edit": bool(policy.ask(self.actor, Action.EDIT, meeting)),
            "may_consolidate": bool(drafting_policy.ask(self.actor, Drafting.MERGE, None)),
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


class OfMeeting(ActionPage):
    """An act on the visible meeting of the address."""

    queryset = Meeting.objects.all()
    slug_field = "code"
    policy = policy

    def form_options(self) -> dict[str, Any]:
        return {"meeting": self.object, "actor": self.actor}


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


class OfSession(Page):
    """The session of the address, where the actor reads its drafts; otherwise the same 404 as for none."""

    queryset = WorkingSession.objects.select_related("meeting", "circle")

    def visible(self) -> QuerySet[Any]:
        sessions: QuerySet[Any] = self.get_queryset().drafted_in_by(self.actor)  # type: ignore[attr-defined]  # of its queryset
        return sessions

    def get_object(self) -> WorkingSession:
        session: WorkingSession | None = (
            self.visible().filter(meeting__code=self.kwargs["code"], number=self.kwargs["number"]).first()
        )
        if session is None:
            raise Http404
        return session


class SessionDetail(OfSession, DetailPage):
    template_name = "meetings/session_detail.html"

    def context(self) -> dict[str, Any]:
        session: WorkingSession = self.object
        circle = session.circle
        may_draft = bool(drafting_policy.ask(self.actor, Drafting.DRAFT, circle) and sits_in_circle(circle, self.actor))
        recommendations = Recommendation.objects.visible_to(self.actor).filter(circle=circle)
        return {
            "challenges": Challenge.objects.visible_to(self.actor).filter(circle=circle).select_related("agency"),
            "recommendations": recommendations.prefetch_related("addressees").order_by("pk"),
            "members": circle.members.filter(valid_to=None).select_related("user").order_by("user__sort_key_mn"),
            "may_draft": may_draft,
            "adoptable": Status.DRAFT if may_draft else None,
            "may_edit": bool(policy.ask(self.actor, Action.CHANGE_MEMBERS, session)),
            "history": history_of(session),
        }


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
