"""What happens at a meeting: its agenda, who comes, its minutes and what is to be done after it."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tulga.agencies.models import Agency
from tulga.documents.paper import PAPER_DATA_CLASSES, CameOnPaper, paper_constraints
from tulga.kit.classification import DataClass
from tulga.kit.i18n import I18nTextField
from tulga.meetings.choices import ActionStatus, MinutesStatus
from tulga.meetings.models.inviting import Delegate
from tulga.meetings.models.meeting import Meeting, WorkingSession
from tulga.meetings.querysets import (
    ActionPointQuerySet,
    AgendaQuerySet,
    AttendanceQuerySet,
    CarriedItemQuerySet,
    ConfirmationQuerySet,
    MinutesQuerySet,
)
from tulga.recommendations.models import Commitment, Recommendation

C1 = DataClass.C1
USER = settings.AUTH_USER_MODEL


class AgendaItem(models.Model):
    """One item of the agenda, at its hour."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="agenda")
    day = models.DateField(_("day"))
    begins_at = models.TimeField(_("begins at"), null=True, blank=True)
    ends_at = models.TimeField(_("ends at"), null=True, blank=True)
    title = I18nTextField(_("what it is about"))
    speaker = models.CharField(_("who speaks"), max_length=200, blank=True, default="")
    session = models.ForeignKey(
        WorkingSession,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="agenda",
        verbose_name=_("working session"),
    )
    version = models.PositiveIntegerField(default=1)

    objects = AgendaQuerySet.as_manager()
    data_classes: ClassVar[dict[str, DataClass]] = dict.fromkeys(
        ["id", "meeting", "day", "begins_at", "ends_at", "title", "speaker", "session", "version"], C1
    )

    class Meta:
        ordering: ClassVar = ["day", F("begins_at").asc(nulls_last=True), "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(begins_at__isnull=True) | Q(ends_at__gt=F("begins_at")),
                name="agenda_item_ends_after_it_begins",
            ),
        ]
        verbose_name = _("item of the agenda")
        verbose_name_plural = _("agenda")

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return reverse("agenda", args=[self.meeting.code])


class CarriedItem(models.Model):
    """What an earlier meeting left open and this one has on its agenda: a deferred recommendation or an open duty."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="carried")
    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.PROTECT, null=True, blank=True, related_name="carried"
    )
    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, null=True, blank=True, related_name="carried")
    carried_on = models.DateField(_("on the agenda since"))

    objects = CarriedItemQuerySet.as_manager()
    data_classes: ClassVar[dict[str, DataClass]] = dict.fromkeys(
        ["id", "meeting", "recommendation", "commitment", "carried_on"], C1
    )

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(recommendation__isnull=False, commitment__isnull=True)
                | Q(recommendation__isnull=True, commitment__isnull=False),
                name="carried_item_is_one_thing",
            ),
            models.UniqueConstraint(fields=["meeting", "recommendation"], name="recommendation_carried_once"),
            models.UniqueConstraint(fields=["meeting", "commitment"], name="commitment_carried_once"),
        ]

    def __str__(self) -> str:
        return str(self.recommendation or self.commitment)


class Attendance(models.Model):
    """Somebody who came. A name is personal data: the agency's own people and the secretariat read it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendances")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("agency"))
    delegate = models.ForeignKey(Delegate, on_delete=models.PROTECT, null=True, blank=True, related_name="attendances")
    full_name = models.CharField(_("full name"), max_length=200)
    office = models.CharField(_("office"), max_length=200, blank=True, default="")
    name_key = models.CharField(max_length=400, editable=False)
    noted_at = models.DateTimeField(auto_now_add=True)
    noted_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")

    objects = AttendanceQuerySet.as_manager()
    data_classes: ClassVar[dict[str, DataClass]] = dict.fromkeys(
        ["id", "meeting", "agency", "delegate", "full_name", "office", "name_key", "noted_at", "noted_by"], C1
    )

    class Meta:
        ordering: ClassVar = ["agency", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "agency", "name_key"], name="attends_once"),
        ]
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")

    def __str__(self) -> str:
        return self.full_name


class Minutes(models.Model):
    """The minutes of one meeting. Their words are revisions; the latest one counts."""

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="minutes")
    status = models.CharField(
        _("status"), max_length=12, choices=MinutesStatus, default=MinutesStatus.DRAFT, editable=False
    )
    confirm_by = models.DateField(_("answer by"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = MinutesQuerySet.as_manager()
    data_classes: ClassVar[dict[str, DataClass]] = dict.fromkeys(
        ["id", "meeting", "status", "confirm_by", "version"], C1
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(status__in=MinutesStatus.values), name="minutes_status_known"),
            models.CheckConstraint(
                condition=Q(status=MinutesStatus.DRAFT) | Q(confirm_by__isnull=False), name="minutes_out_have_a_day"
            ),
        ]
        verbose_name = _("minutes")
        verbose_name_plural = _("minutes")

    def __str__(self) -> str:
        return gettext("Minutes: %(meeting)s") % {"meeting": self.meeting}

    def get_absolute_url(self) -> str:
        return reverse("minutes", args=[self.meeting.code])

    @property
    def state(self) -> MinutesStatus:
        return MinutesStatus(self.status)

    def latest(self) -> MinutesRevision:
        """There is always one: minutes begin with their first revision."""
        found = self.revisions.order_by("-number").first()
        assert found is not None
        return found


class MinutesRevision(models.Model):
    """One state of the minutes' words. Never changed: a correction is the next revision."""

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveSmallIntegerField()
    text = I18nTextField(_("minutes"))
    what_changed = models.CharField(_("what changed"), max_length=300, blank=True, default="")
    written_at = models.DateTimeField(auto_now_add=True)
    written_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")

    data_classes: ClassVar[dict[str, DataClass]] = dict.fromkeys(
        ["id", "minutes", "number", "text", "what_changed", "written_at", "written_by"], C1
    )

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["minutes", "number"], name="minutes_revision_numbered_once"),
        ]

    def __str__(self) -> str:
        return f"{self.minutes_id}/{self.number}"


class Confirmation(CameOnPaper):
    """What one delegation says of one revision: that it is right, or right with a reservation."""

    revision = models.ForeignKey(MinutesRevision, on_delete=models.PROTECT, related_name="confirmations")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("agency"))
    reservation = models.TextField(_("reservation"), blank=True, default="")
    given_at = models.DateTimeField(auto_now_add=True)
    given_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")

    objects = ConfirmationQuerySet.as_manager()
    data_classes: ClassVar[dict[str, DataClass]] = {
        **PAPER_DATA_CLASSES,
        **dict.fromkeys(["id", "revision", "agency", "reservation", "given_at", "given_by"], C1),
    }

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["revision", "agency"], name="revision_answered_once"),
            *paper_constraints("minutes_answer"),
        ]

    def __str__(self) -> str:
        return gettext("With a reservation") if self.reservation else gettext("Confirmed")


class ActionPoint(models.Model):
    """Something a meeting asked somebody to do by a day."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="actions")
    text = I18nTextField(_("what is to be done"))
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("agency"))
    responsible = models.CharField(_("who"), max_length=200)
    due_on = models.DateField(_("by when"))
    status = models.CharField(
        _("status"), max_length=10, choices=ActionStatus, default=ActionStatus.OPEN, editable=False
    )
    words = models.TextField(_("what was done"), blank=True, default="")
    version = models.PositiveIntegerField(default=1)

    objects = ActionPointQuerySet.as_manager()
    data_classes: ClassVar[dict[str, DataClass]] = dict.fromkeys(
        ["id", "meeting", "text", "agency", "responsible", "due_on", "status", "words", "version"], C1
    )

    class Meta:
        ordering: ClassVar = ["due_on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(status__in=ActionStatus.values), name="action_point_status_known"),
        ]
        verbose_name = _("action")
        verbose_name_plural = _("actions")

    def __str__(self) -> str:
        return str(self.text)

    def get_absolute_url(self) -> str:
        return reverse("action_points", args=[self.meeting.code])

    @property
    def state(self) -> ActionStatus:
        return ActionStatus(self.status)

    def is_late(self, today: dt.date) -> bool:
        return self.status == ActionStatus.OPEN and self.due_on < today
