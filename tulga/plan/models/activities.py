"""An activity through all editions, what each edition says of it, and what its lead agency says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tulga.agencies.models import Agency
from tulga.kit.addresses import address_of
from tulga.kit.classification import DataClass
from tulga.kit.i18n import I18nText, I18nTextField
from tulga.places.models import Place
from tulga.plan.choices import ActivityStatus, FormerField, Pillar, Recurrence
from tulga.plan.models.plans import Plan, PlanEdition, PlanItem, ReadFromFile
from tulga.plan.querysets import (
    ActivityQuerySet,
    EntryQuerySet,
    PartOfEntryQuerySet,
    StatusLineQuerySet,
)

if TYPE_CHECKING:
    import datetime as dt


class Activity(models.Model):
    """A leaf of the plan, the same through all its editions: what commitments and recommendations point to.

    What the plan says of it is its current entry's, and read here for those who know it by name only: load it with
    `for_listing`, or `select_related("current")`.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="activities", verbose_name=_("plan"))
    # Its entry in the edition in force, or in the last that had it; of a first draft, its entry there.
    current = models.OneToOneField(
        "plan.Entry", on_delete=models.PROTECT, null=True, editable=False, related_name="current_of"
    )
    continues = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="continued_by",
        verbose_name=_("continues, from an earlier plan"),
    )

    objects = ActivityQuerySet.as_manager()

    # Annotated by ActivityQuerySet.with_status.
    status: str | None
    status_on: dt.date | None

    data_classes: ClassVar[dict[str, DataClass]] = dict.fromkeys(["id", "plan", "current", "continues"], DataClass.C0)

    class Meta:
        ordering: ClassVar = ["plan", "current__position", "pk"]
        verbose_name = _("activity")
        verbose_name_plural = _("activities")

    def __str__(self) -> str:
        return str(self.current)

    def get_absolute_url(self) -> str:
        return address_of("activity_detail", self.pk)

    @property
    def entry(self) -> Entry:
        """The current one. Only while an activity is being made is there none."""
        return cast("Entry", self.current)

    @property
    def named_in_plan(self) -> str:
        """With the plan's code: the plan before and the plan after it name many of them alike."""
        return f"{self} ({self.plan.code})"

    @property
    def first(self) -> int:
        """The same for an activity and for the one of a later plan that continues it."""
        return self.continues_id or self.pk

    @property
    def number(self) -> str:
        return self.entry.number

    @property
    def title(self) -> I18nText:
        return self.entry.title

    @property
    def lead_agency(self) -> Agency | None:
        return self.entry.lead_agency

    @property
    def lead_agency_id(self) -> int | None:
        return self.entry.lead_agency_id


class Entry(ReadFromFile):
    """What one edition says of an activity: its words, who carries it, when, where. Indicators and money hang below."""

    edition = models.ForeignKey(
        PlanEdition, on_delete=models.PROTECT, related_name="entries", verbose_name=_("edition of the plan")
    )
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="entries", verbose_name=_("activity"))
    item = models.ForeignKey(
        PlanItem, on_delete=models.PROTECT, null=True, blank=True, related_name="entries", verbose_name=_("part of")
    )
    number = models.CharField(_("number"), max_length=40)
    title = I18nTextField(_("title"))
    notes = I18nTextField(_("what the plan says of it besides"), blank=True)
    pillar = models.CharField(_("pillar"), max_length=12, choices=Pillar, blank=True, default="")

    lead_agency = models.ForeignKey(
        Agency,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="led_entries",
        verbose_name=_("lead agency"),
    )
    co_implementers = models.ManyToManyField(
        Agency, blank=True, related_name="shared_entries", verbose_name=_("co-implementers")
    )
    funders = models.ManyToManyField(Agency, blank=True, related_name="funded_entries", verbose_name=_("funders"))
    # As printed, where Tulga knows no such agency: nobody is left out because nobody has entered them yet.
    lead_words = models.CharField(_("lead, in the plan's words"), max_length=300, blank=True, default="")
    co_implementers_words = models.CharField(
        _("co-implementers, in the plan's words"), max_length=600, blank=True, default=""
    )
    funders_words = models.CharField(_("funders, in the plan's words"), max_length=600, blank=True, default="")

    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    recurrence = models.CharField(_("comes back"), max_length=12, choices=Recurrence, blank=True, default="")
    period_words = models.CharField(_("period in the plan's words"), max_length=200, blank=True, default="")
    places = models.ManyToManyField(Place, blank=True, related_name="entries", verbose_name=_("places"))

    is_illustrative = models.BooleanField(_("illustrative"), default=False)
    position = models.CharField(max_length=250, editable=False)
    version = models.PositiveIntegerField(default=1)
    search_key = models.TextField(editable=False, default="")

    objects = EntryQuerySet.as_manager()

    # Annotated by EntryQuerySet.with_status.
    status: str | None
    status_on: dt.date | None

    data_classes: ClassVar[dict[str, DataClass]] = {
        **dict.fromkeys(
            [
                *("id", "edition", "activity", "item", "number", "title", "notes", "pillar", "lead_agency"),
                *("lead_words", "co_implementers_words", "funders_words", "starts_on", "ends_on", "recurrence"),
                *("period_words", "is_illustrative", "position", "version", "search_key"),
            ],
            DataClass.C0,
        ),
        **ReadFromFile.source_classes,
    }

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["edition", "activity"], name="activity_once_in_an_edition"),
            models.UniqueConstraint(fields=["edition", "number"], name="entry_number_once"),
            models.CheckConstraint(condition=Q(pillar__in=["", *Pillar.values]), name="entry_pillar_known"),
            models.CheckConstraint(condition=Q(recurrence__in=["", *Recurrence.values]), name="entry_recurrence_known"),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="entry_ends_after_it_starts",
            ),
        ]
        verbose_name = _("entry of the plan")
        verbose_name_plural = _("entries of the plan")

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        """The activity's own page, or, of any other edition, the entry's."""
        if self.activity.current_id == self.pk:
            return self.activity.get_absolute_url()
        return address_of("entry_detail", self.pk)


class FormerValue(models.Model):
    """Words that the plan itself shows struck out: what stood there before."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="former_values", verbose_name=_("entry"))
    field = models.CharField(_("of what"), max_length=12, choices=FormerField)
    given = models.CharField(_("struck out"), max_length=600)

    objects = PartOfEntryQuerySet.as_manager()

    data_classes: ClassVar[dict[str, DataClass]] = dict.fromkeys(["id", "entry", "field", "given"], DataClass.C0)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(field__in=FormerField.values), name="former_value_field_known"),
        ]
        verbose_name = _("former value")
        verbose_name_plural = _("former values")

    def __str__(self) -> str:
        return self.given


class StatusLine(models.Model):
    """What the lead agency said of an activity on one day. Added to, never changed: a correction is a newer line."""

    activity = models.ForeignKey(
        Activity, on_delete=models.PROTECT, related_name="status_lines", verbose_name=_("activity")
    )
    status = models.CharField(_("status"), max_length=12, choices=ActivityStatus.choices)
    sentence = I18nTextField(_("in one sentence"))
    dated_on = models.DateField(_("as of"))
    agency = models.ForeignKey(  # the lead of that day: leads change, what was said stays theirs
        Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("agency")
    )
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("written by")
    )
    created_at = models.DateTimeField(_("entered at"), auto_now_add=True)

    objects = StatusLineQuerySet.as_manager()

    data_classes: ClassVar[dict[str, DataClass]] = {
        "id": DataClass.C0,
        "activity": DataClass.C0,
        "status": DataClass.C0,
        "sentence": DataClass.C0,
        "dated_on": DataClass.C0,
        "agency": DataClass.C0,
        "written_by": DataClass.C1,
        "created_at": DataClass.C0,
    }

    class Meta:
        ordering: ClassVar = ["-dated_on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(status__in=ActivityStatus.values), name="status_line_status_known"),
        ]
        indexes: ClassVar = [models.Index(fields=["activity", "-dated_on", "-id"], name="status_line_latest_first")]
        verbose_name = _("status line")
        verbose_name_plural = _("status lines")

    def __str__(self) -> str:
        return f"{ActivityStatus(self.status).label}: {self.sentence}"
