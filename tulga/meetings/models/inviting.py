"""Who is invited with how many seats, what each agency answered, and whom it sends."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from tulga.agencies.models import Agency
from tulga.documents.paper import PAPER_DATA_CLASSES, CameOnPaper, paper_constraints
from tulga.kit.classification import DataClass
from tulga.meetings.choices import InvitationStatus, Part, SeatRequestStatus
from tulga.meetings.models.meeting import Meeting
from tulga.meetings.querysets import AnswerQuerySet, DelegateQuerySet, MeetingInvitationQuerySet, SeatRequestQuerySet

if TYPE_CHECKING:
    import datetime as dt

C1 = DataClass.C1


class Invitation(models.Model):
    """One agency asked to one meeting with a number of seats. Its answers are kept beside it, each as it came."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="invitations")
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="meeting_invitations", verbose_name=_("agency")
    )
    seats = models.PositiveSmallIntegerField(_("seats"))
    answer_by = models.DateField(_("answer by"))
    language = models.CharField(_("language of the letter"), max_length=8)
    status = models.CharField(
        _("status"), max_length=10, choices=InvitationStatus, default=InvitationStatus.PREPARED, editable=False
    )
    sent_on = models.DateField(_("sent on"), null=True, blank=True)
    is_illustrative = models.BooleanField(_("illustrative"), default=False)
    version = models.PositiveIntegerField(default=1)

    objects = MeetingInvitationQuerySet.as_manager()

    # Annotated by MeetingInvitationQuerySet.for_listing.
    seats_taken: int | None
    seats_asked: int | None

    data_classes: ClassVar[dict[str, DataClass]] = dict.fromkeys(
        [
            *("id", "meeting", "agency", "seats", "answer_by", "language", "status", "sent_on", "is_illustrative"),
            "version",
        ],
        C1,
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "agency"], name="agency_invited_once"),
            models.CheckConstraint(condition=Q(seats__gte=1), name="invitation_has_a_seat"),
            models.CheckConstraint(condition=Q(status__in=InvitationStatus.values), name="invitation_status_known"),
        ]
        verbose_name = _("invitation to a meeting")
        verbose_name_plural = _("invitations to a meeting")

    def __str__(self) -> str:
        return str(self.agency)

    def get_absolute_url(self) -> str:
        return reverse("invited_detail", args=[self.meeting.code, self.agency.code])

    @property
    def state(self) -> InvitationStatus:
        return InvitationStatus(self.status)

    @cached_property
    def last_answer(self) -> Answer | None:
        """The answer that counts: the latest."""
        return self.answers.order_by("-number").first()

    def is_late(self, today: dt.date) -> bool:
        return self.status == InvitationStatus.SENT and self.answer_by < today


class Answer(CameOnPaper):
    """What an agency answered, once; a change of mind is another answer. The latest one counts."""

    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="answers")
    number = models.PositiveSmallIntegerField(_("number"))
    is_acceptance = models.BooleanField(_("the agency comes"))
    seats_taken = models.PositiveSmallIntegerField(_("seats taken"), default=0)
    reason = models.TextField(_("reason"), blank=True, default="")
    given_at = models.DateTimeField(_("answered at"), auto_now_add=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("answered by")
    )

    objects = AnswerQuerySet.as_manager()

    data_classes: ClassVar[dict[str, DataClass]] = {
        **PAPER_DATA_CLASSES,
        **dict.fromkeys(
            ["id", "invitation", "number", "is_acceptance", "seats_taken", "reason", "given_at", "given_by"], C1
        ),
    }

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["invitation", "number"], name="answer_number_once"),
            models.CheckConstraint(condition=Q(is_acceptance=True) | ~Q(reason=""), name="refusal_has_a_reason"),
            models.CheckConstraint(
                condition=Q(is_acceptance=True, seats_taken__gte=1) | Q(is_acceptance=False, seats_taken=0),
                name="answer_takes_seats_only_when_coming",
            ),
            *paper_constraints("meeting_answer"),
        ]
        verbose_name = _("answer to an invitation")
        verbose_name_plural = _("answers to invitations")

    def __str__(self) -> str:
        return str(InvitationStatus.ACCEPTED.label if self.is_acceptance else InvitationStatus.DECLINED.label)


class Delegate(models.Model):
    """A person whom an agency sends. Personal data: read by the agency itself and by the secretariat."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="delegates")
    position = models.PositiveSmallIntegerField(_("position"))
    part = models.CharField(_("part"), max_length=10, choices=Part)
    full_name = models.CharField(_("full name"), max_length=200)
    office = models.CharField(_("office"), max_length=200)
    contact = models.CharField(_("telephone or e-mail"), max_length=200, blank=True, default="")
    name_key = models.CharField(max_length=400, editable=False)

    objects = DelegateQuerySet.as_manager()

    data_classes: ClassVar[dict[str, DataClass]] = dict.fromkeys(
        ["id", "answer", "position", "part", "full_name", "office", "contact", "name_key"], C1
    )

    class Meta:
        ordering: ClassVar = ["answer", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["answer", "name_key"], name="delegate_named_once"),
            models.UniqueConstraint(fields=["answer"], condition=Q(part=Part.HEAD), name="delegation_has_one_head"),
            models.CheckConstraint(condition=Q(part__in=Part.values), name="delegate_part_known"),
        ]
        verbose_name = _("delegate")
        verbose_name_plural = _("delegates")

    def __str__(self) -> str:
        return self.full_name

    @property
    def part_label(self) -> str:
        return str(Part(self.part).label)


class SeatRequest(models.Model):
    """An agency asks for more seats; the secretariat grants or refuses. One open request at a time."""

    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="seat_requests")
    seats = models.PositiveSmallIntegerField(_("seats wanted in all"))
    reason = models.TextField(_("reason"))
    status = models.CharField(
        _("status"), max_length=10, choices=SeatRequestStatus, default=SeatRequestStatus.ASKED, editable=False
    )
    granted = models.PositiveSmallIntegerField(_("seats granted in all"), null=True, blank=True)
    words = models.TextField(_("the secretariat's words"), blank=True, default="")
    asked_at = models.DateTimeField(_("asked at"), auto_now_add=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = SeatRequestQuerySet.as_manager()

    data_classes: ClassVar[dict[str, DataClass]] = dict.fromkeys(
        ["id", "invitation", "seats", "reason", "status", "granted", "words", "asked_at", "asked_by"], C1
    )

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["invitation"], condition=Q(status=SeatRequestStatus.ASKED), name="seats_asked_once_at_a_time"
            ),
            models.CheckConstraint(condition=Q(status__in=SeatRequestStatus.values), name="seat_request_status_known"),
        ]
        verbose_name = _("request for seats")
        verbose_name_plural = _("requests for seats")

    def __str__(self) -> str:
        return f"{self.invitation}: {self.seats}"

    @property
    def state(self) -> SeatRequestStatus:
        return SeatRequestStatus(self.status)
