from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tulga.agencies.models import Agency
from tulga.kit.classification import DataClass
from tulga.kit.i18n import I18nTextField, own_name
from tulga.meetings.choices import Capacity, MeetingStatus
from tulga.meetings.querysets import MeetingQuerySet, ParticipationQuerySet, WorkingSessionQuerySet
from tulga.places.models import Place
from tulga.recommendations.models import DraftingCircle

C0, C1 = DataClass.C0, DataClass.C1


def first_reminders() -> list[int]:
    """What a new meeting begins with; each meeting keeps its own."""
    return [7, 3, 1]


def no_languages() -> list[str]:
    return []


class Meeting(models.Model):
    """A consultative meeting: where and when, what for, who took part, and its working sessions."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    title = I18nTextField(_("title"))
    held_on = models.DateField(_("held on"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    begins_at = models.TimeField(_("begins at"), null=True, blank=True)
    ends_at = models.TimeField(_("ends at"), null=True, blank=True)
    place = models.ForeignKey(
        Place, on_delete=models.PROTECT, null=True, blank=True, related_name="meetings", verbose_name=_("place")
    )
    venue = I18nTextField(_("venue"), blank=True)
    purpose = I18nTextField(_("purpose"), blank=True)
    project = I18nTextField(_("project and funders"), blank=True)
    languages = models.JSONField(_("languages"), default=no_languages, blank=True)
    status = models.CharField(
        _("status"), max_length=12, choices=MeetingStatus, default=MeetingStatus.PREPARATION, editable=False
    )
    previous = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="following", verbose_name=_("the meeting before")
    )
    seats_total = models.PositiveSmallIntegerField(_("seats in the room"), null=True, blank=True)
    quorum = models.PositiveSmallIntegerField(_("bodies needed for a quorum"), null=True, blank=True)
    answer_by = models.DateField(_("answer by"), null=True, blank=True)
    answers_close_on = models.DateField(_("answers can be changed until"), null=True, blank=True)
    reminder_days = models.JSONField(_("days of reminding"), default=first_reminders, blank=True)
    signatory = I18nTextField(_("who signs the letters"), blank=True)
    contact = I18nTextField(_("whom to ask"), blank=True)
    source = models.TextField(_("source"), blank=True, default="")
    is_public = models.BooleanField(_("open to the public"), default=False)
    is_illustrative = models.BooleanField(_("illustrative"), default=False)
    version = models.PositiveIntegerField(default=1)
    search_key = models.TextField(editable=False, default="")

    objects = MeetingQuerySet.as_manager()

    # Annotated by MeetingQuerySet.for_listing.
    bodies_count: int
    sessions_count: int

    data_classes: ClassVar[dict[str, DataClass]] = dict.fromkeys(
        [
            *("id", "code", "title", "held_on", "ends_on", "begins_at", "ends_at", "place", "venue", "purpose"),
            *("project", "languages", "status", "previous", "seats_total", "quorum", "answer_by", "answers_close_on"),
            *("reminder_days", "signatory", "contact", "source", "is_public", "is_illustrative", "version"),
            "search_key",
        ],
        C1,  # a meeting that is not public yet is its participants' own
    )

    class Meta:
        ordering: ClassVar = ["-held_on", "code"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("held_on")), name="meeting_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=Q(status__in=MeetingStatus.values), name="meeting_status_known"),
            models.CheckConstraint(condition=Q(seats_total__gte=1), name="meeting_has_seats"),
        ]
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return reverse("meeting_detail", args=[self.code])

    @property
    def state(self) -> MeetingStatus:
        return MeetingStatus(self.status)

    @property
    def last_day(self) -> dt.date:
        return self.ends_on or self.held_on

    @property
    def last_answer_on(self) -> dt.date:
        """The last day on which an agency may answer, or change its answer, by itself."""
        return self.answers_close_on or self.held_on - dt.timedelta(days=1)

    @property
    def language_names(self) -> list[str]:
        return [own_name(each) for each in self.languages]


class Participation(models.Model):
    """A body that took part in a meeting."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="participations")
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="participations", verbose_name=_("who took part")
    )
    capacity = models.CharField(_("capacity"), max_length=12, choices=Capacity, default=Capacity.PARTICIPANT)
    named_as = models.CharField(_("as the source names it"), max_length=300, blank=True, default="")
    is_illustrative = models.BooleanField(_("illustrative"), default=False)

    objects = ParticipationQuerySet.as_manager()

    data_classes: ClassVar[dict[str, DataClass]] = dict.fromkeys(
        ["id", "meeting", "agency", "capacity", "named_as", "is_illustrative"], C1
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "agency"], name="participation_once"),
            models.CheckConstraint(condition=Q(capacity__in=Capacity.values), name="participation_capacity_known"),
        ]
        verbose_name = _("participation")
        verbose_name_plural = _("participations")

    def __str__(self) -> str:
        return f"{self.agency} ({Capacity(self.capacity).label})"


class WorkingSession(models.Model):
    """A part of a meeting that names challenges and drafts recommendations, in one language, by its own people."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="sessions")
    number = models.PositiveSmallIntegerField(_("number"))
    title = I18nTextField(_("title"))
    circle = models.OneToOneField(DraftingCircle, on_delete=models.PROTECT, related_name="session")
    language = models.CharField(_("working language"), max_length=8)
    is_illustrative = models.BooleanField(_("illustrative"), default=False)
    version = models.PositiveIntegerField(default=1)

    objects = WorkingSessionQuerySet.as_manager()

    data_classes: ClassVar[dict[str, DataClass]] = dict.fromkeys(
        ["id", "meeting", "number", "title", "circle", "language", "is_illustrative", "version"], C1
    )

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "number"], name="session_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="session_number_from_one"),
        ]
        verbose_name = _("working session")
        verbose_name_plural = _("working sessions")

    def __str__(self) -> str:
        return gettext("Session %(number)s: %(title)s") % {"number": self.number, "title": self.title}

    def get_absolute_url(self) -> str:
        return reverse("session_detail", args=[self.meeting.code, self.number])

    @property
    def language_name(self) -> str:
        return own_name(self.language)
