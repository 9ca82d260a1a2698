"""Whom the secretariat invites to a meeting, and how they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from tulga.agencies.models import Agency
from tulga.audit.summaries import history_of
from tulga.documents.letters import letter_docx, letter_pdf, letters_pdf, zipped
from tulga.documents.serving import document_response, made_response
from tulga.kit import exports
from tulga.kit.forms import ReasonForm
from tulga.kit.policy import Decision
from tulga.kit.tables import Cell
from tulga.kit.views import ActionPage, DetailPage, EditPage, Page
from tulga.meetings.choices import Action, InvitationStatus
from tulga.meetings.forms import AgencyFilterForm, GrantSeatsForm, InvitationForm, InviteForm, RefuseSeatsForm
from tulga.meetings.letters import file_name, invitation_letters
from tulga.meetings.models import Answer, Delegate, Invitation, Meeting, Participation, SeatRequest
from tulga.meetings.policies import policy
from tulga.meetings.services import inviting
from tulga.meetings.summaries.inviting import delegations_of, standing_of, unreachable
from tulga.meetings.tables import DELEGATE_COLUMNS
from tulga.meetings.views.meetings import OfMeeting
from tulga.meetings.workflow import asking, more_seats

if TYPE_CHECKING:
    from tulga.agencies.querysets import AgencyQuerySet


class OfInvited(Page):
    """The meeting of the address, for those who see all its invitations."""

    queryset = Meeting.objects.select_related("place")
    slug_field = "code"

    def visible(self) -> QuerySet[Any]:
        return Meeting.objects.select_related("place").invitations_readable_by(self.actor)

    def invitations(self) -> QuerySet[Invitation]:
        return Invitation.objects.visible_to(self.actor).filter(meeting=self.object).for_listing()

    object: Meeting


class InvitedList(OfInvited, DetailPage):
    template_name = "meetings/invited_list.html"

    def context(self) -> dict[str, Any]:
        meeting, today = self.object, timezone.localdate()
        everybody = list(self.invitations())
        query, status = self.request.GET.get("q", "").strip()[:100], self.request.GET.get("status", "")
        shown = self.invitations().of_agencies_found(query) if query else everybody  # type: ignore[attr-defined]  # of its queryset
        if status in InvitationStatus.values:
            shown = [each for each in shown if each.status == status]
        requests = SeatRequest.objects.visible_to(self.actor).open().filter(invitation__meeting=meeting)
        return {
            "standing": standing_of(meeting, everybody, today),
            "labels": [gettext("Agency"), gettext("Answer"), gettext("Seats"), gettext("Answer by")],
            "rows": [row_of(each, today) for each in shown],
            "query": query,
            "status": status if status in InvitationStatus.values else "",
            "statuses": InvitationStatus,
            "requests": requests.select_related("invitation__agency", "invitation__meeting"),
            "may_edit": bool(policy.ask(self.actor, Action.INVITE, meeting)),
            "is_over": meeting.last_day < today,
        }

    def get_title(self) -> str:
        return gettext("Invitations: %(meeting)s") % {"meeting": self.object}


def row_of(invitation: Invitation, today: Any) -> list[Cell]:
    """One invitation on the list, the agency's name leading to it."""
    shown = invitation.agency.name.shown()
    is_late = invitation.is_late(today)
    taken, asked = invitation.seats_taken, invitation.seats_asked
    notes = []
    if invitation.status == InvitationStatus.ACCEPTED:
        notes.append(gettext("%(count)s taken") % {"count": taken or 0})
    if asked:
        notes.append(gettext("asks for %(count)s") % {"count": asked})
    status = invitation.state
    return [
        Cell(shown.text, url=invitation.get_absolute_url(), lang=shown.language if shown.is_fallback else ""),
        Cell(str(status.label), colour=status.colour),
        Cell(str(invitation.seats), note=", ".join(notes)),
        Cell(
            date_format(invitation.answer_by, "MONTH_DAY_FORMAT"),
            is_late=is_late,
            note=gettext("has passed") if is_late else "",
        ),
    ]


class InviteAgencies(OfMeeting):
    title = _("Whom to invite")
    lead = _("They are put on the list. Nothing is sent yet.")
    template_name = "meetings/invite_agencies.html"
    action = Action.INVITE
    form_class = InviteForm
    submit_label = _("Put on the list")

    @cached_property
    def last_time(self) -> set[int]:
        """Those who took part in the meeting before, or were invited to it and accepted."""
        meeting: Meeting = self.object
        before = meeting.previous or Meeting.objects.filter(held_on__lt=meeting.held_on).first()
        accepted = Invitation.objects.filter(meeting=before, status=InvitationStatus.ACCEPTED)
        there = Participation.objects.filter(meeting=before)
        return {*there.values_list("agency_id", flat=True), *accepted.values_list("agency_id", flat=True)}

    @cached_property
    def filter_form(self) -> AgencyFilterForm:
        return AgencyFilterForm(self.request.GET)

    def form_options(self) -> dict[str, Any]:
        asked = self.object.invitations.values("agency_id")
        existing: AgencyQuerySet = Agency.objects.visible_to(self.actor).valid_on(self.object.held_on)
        offered = existing.exclude(pk__in=asked).sorted()
        return {
            "meeting": self.object,
            "offered": offered,
            "shown": self.filter_form.narrow(offered, self.last_time),
            "last_time": self.last_time,
            "are_ticked": "tick" in self.request.GET,
        }

    def context(self) -> dict[str, Any]:
        asked = self.request.GET.copy()
        is_filtered = any(asked.get(name) for name in AgencyFilterForm.base_fields)
        asked["tick"] = "all"
        return {"filter_form": self.filter_form, "is_filtered": is_filtered, "tick_query": asked.urlencode()}

    def perform(self, form: InviteForm) -> Meeting:
        inviting.invite_agencies(meeting=self.object, actor=self.actor, **form.cleaned_data)
        return self.object

    def success_url(self, result: Meeting) -> str:
        return reverse("invited_list", args=[result.code])

    def back_url(self) -> str:
        return reverse("invited_list", args=[self.object.code])


class InvitationsSend(OfMeeting):
    title = _("Send the invitations")
    template_name = "meetings/invitations_send.html"
    action = Action.SEND
    form_class = forms.Form
    submit_label = _("Send")

    def form_options(self) -> dict[str, Any]:
        return {}

    def context(self) -> dict[str, Any]:
        prepared = Invitation.objects.visible_to(self.actor).filter(status=InvitationStatus.PREPARED)
        waiting = list(prepared.filter(meeting=self.object).for_listing())
        return {"waiting": waiting, "unreachable": unreachable(waiting)}

    def perform(self, form: forms.Form) -> Meeting:
        self.sent = inviting.send_invitations(meeting=self.object, actor=self.actor)
        return self.object

    def success_url(self, result: Meeting) -> str:
        return reverse("invited_list", args=[result.code])

    def success_message(self, result: Meeting) -> str:
        return ngettext(
            "%(count)s invitation was sent. Now send the letters.",
            "%(count)s invitations were sent. Now send the letters.",
            len(self.sent),
        ) % {"count": len(self.sent)}

    def back_url(self) -> str:
        return reverse("invited_list", args=[self.object.code])


class InvitationLetters(OfInvited):
    """Every letter of the meeting, in one archive of Word documents or one PDF."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        policy.require(self.actor, Action.INVITE, self.object)
        found = list(self.invitations().exclude(status__in=[InvitationStatus.DECLINED, InvitationStatus.WITHDRAWN]))
        if "unreachable" in request.GET:
            found = unreachable(found)
        if not found:
            raise Http404
        letters = invitation_letters(self.object, found)
        if kwargs["ending"] == "pdf":
            return made_response(f"{self.object.code}.pdf", letters_pdf(letters))
        files = [(file_name(each, "docx"), letter_docx(letter)) for each, letter in zip(found, letters, strict=True)]
        return made_response(f"{self.object.code}.zip", zipped(files))


class DelegatesExport(OfInvited):
    """Everybody named, as a table: for the door and the place cards."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.object = self.get_object()
        policy.require(self.actor, Action.INVITE, self.object)
        rows = delegations_of(self.object, self.actor)
        return exports.export_response(kwargs["ending"], f"{self.object.code}-delegates", DELEGATE_COLUMNS, rows)


class OfInvitation(Page):
    """The invitation of the address, where the actor sees it; otherwise the same 404 as for none."""

    queryset = Invitation.objects.select_related("meeting__place", "agency__successor")

    def get_object(self) -> Invitation:
        address = {"meeting__code": self.kwargs["code"], "agency__code": self.kwargs["agency"]}
        found: Invitation | None = self.visible().filter(**address).first()
        if found is None:
            raise Http404
        return found


class InvitedDetail(OfInvitation, DetailPage):
    template_name = "meetings/invited_detail.html"

    def context(self) -> dict[str, Any]:
        invitation: Invitation = self.object
        kept = Answer.objects.visible_to(self.actor).filter(invitation=invitation)
        answers = list(kept.select_related("given_by", "entered_by", "paper_scan"))
        named = Delegate.objects.visible_to(self.actor).filter(answer__invitation=invitation)
        papers = Answer.objects.papers_visible_to(self.actor).filter(invitation=invitation)
        return {
            "answers": answers,
            "delegates": [each for each in named if answers and each.answer_id == answers[0].pk],
            "reads_names": papers.exists() if answers else False,
            "requests": SeatRequest.objects.visible_to(self.actor).filter(invitation=invitation),
            "may_answer": bool(asking.ask(invitation, "accept", self.actor)),
            "why_not": str(asking.ask(invitation, "accept", self.actor).reason),
            "may_enter": bool(asking.ask(invitation, "enter_acceptance", self.actor)),
            "may_ask_seats": bool(asking.ask(invitation, "accept", self.actor)),
            "may_edit": bool(policy.ask(self.actor, Action.CHANGE_INVITATION, invitation)),
            "may_withdraw": bool(asking.ask(invitation, "withdraw", self.actor)),
            "may_invite_again": bool(asking.ask(invitation, "invite_again", self.actor)),
            "is_late": invitation.is_late(timezone.localdate()),
            "history": history_of(invitation),
        }

    def get_title(self) -> str:
        return gettext("Invitation: %(agency)s") % {"agency": self.object.agency}


class InvitationPage(OfInvitation, ActionPage):
    """An act on the invitation of the address."""

    policy = policy


class InvitationEdit(OfInvitation, EditPage):
    title = _("Change the invitation")
    policy = policy
    action = Action.CHANGE_INVITATION
    form_class = InvitationForm

    def perform(self, form: InvitationForm) -> Invitation:
        return inviting.change_invitation(
            invitation=self.object,
            expected_version=form.cleaned_data["version"],
            actor=self.actor,
            **form.content,
        )


class InvitationWithdraw(InvitationPage):
    title = _("Withdraw the invitation")
    form_class = ReasonForm
    submit_label = _("Withdraw")
    is_warning = True

    def ask(self) -> Decision:
        return asking.ask(self.object, "withdraw", self.actor)

    def perform(self, form: ReasonForm) -> Invitation:
        reason = form.cleaned_data["reason"]
        return inviting.withdraw_invitation(invitation=self.object, reason=reason, actor=self.actor)


class InvitationAgain(InvitationPage):
    title = _("Put the invitation on the list again")
    lead = _("It is sent with the next invitations you send.")
    form_class = forms.Form
    submit_label = _("Put on the list")

    def ask(self) -> Decision:
        return asking.ask(self.object, "invite_again", self.actor)

    def perform(self, form: forms.Form) -> Invitation:
        return inviting.invite_again(invitation=self.object, actor=self.actor)


class InvitationLetter(OfInvitation):
    """The agency's letter, for the secretariat and for the agency itself."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        invitation = self.get_object()
        (letter,) = invitation_letters(invitation.meeting, [invitation])
        make = {"pdf": letter_pdf, "docx": letter_docx}[kwargs["ending"]]
        return made_response(file_name(invitation, kwargs["ending"]), make(letter))


class SeatsDecide(InvitationPage):
    """The open request of the invitation of the address."""

    template_name = "meetings/seats_decide.html"
    move: str

    @cached_property
    def asked(self) -> SeatRequest:
        found = SeatRequest.objects.visible_to(self.actor).open().filter(invitation=self.object)
        request = found.select_related("invitation__meeting", "invitation__agency").first()
        if request is None:
            raise Http404
        return request

    def ask(self) -> Decision:
        return more_seats.ask_before_form(self.asked, self.move, self.actor)

    def context(self) -> dict[str, Any]:
        return {"asked": self.asked}


class SeatsGrant(SeatsDecide):
    title = _("Grant more seats")
    move = "grant"
    form_class = GrantSeatsForm
    submit_label = _("Grant")

    def form_options(self) -> dict[str, Any]:
        return {"request": self.asked}

    def perform(self, form: GrantSeatsForm) -> Invitation:
        inviting.grant_seats(request=self.asked, actor=self.actor, **form.cleaned_data)
        return self.object


class SeatsRefuse(SeatsDecide):
    title = _("Refuse more seats")
    move = "refuse"
    form_class = RefuseSeatsForm
    submit_label = _("Refuse")

    def perform(self, form: RefuseSeatsForm) -> Invitation:
        inviting.refuse_seats(request=self.asked, words=form.cleaned_data["words"], actor=self.actor)
        return self.object


class AnswerScan(OfInvitation):
    """The letter itself, which names people."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        invitation = self.get_object()
        answers = Answer.objects.papers_visible_to(self.actor).filter(invitation=invitation, number=kwargs["number"])
        answer = answers.exclude(paper_scan=None).select_related("paper_scan").first()
        if answer is None or answer.paper_scan is None:
            raise Http404
        return document_response(answer.paper_scan)
