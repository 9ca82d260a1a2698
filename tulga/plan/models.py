from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tulga.agencies.models import Agency
from tulga.kit.addresses import address_of
from tulga.kit.classification import DataClass
from tulga.kit.i18n import I18nText, I18nTextField, UnescapedJSON
from tulga.places.models import Place
from tulga.plan.choices import ActivityStatus, Pillar
from tulga.plan.querysets import ActivityQuerySet, PartOfPlanQuerySet, PlanQuerySet

if TYPE_CHECKING:
    import datetime as dt


class Plan(models.Model):
    """A national action plan: a tree of groups of any depth under the country's own names, activities as its leaves."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    title = I18nTextField(_("title"))
    level_names = models.JSONField(_("names of the levels"), default=list, blank=True, encoder=UnescapedJSON)
    legal_basis = I18nTextField(_("legal basis"), blank=True)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"))
    source = models.CharField(_("source"), max_length=300, blank=True, default="")
    is_illustrative = models.BooleanField(_("illustrative"), default=False)
    version = models.PositiveIntegerField(default=1)
    search_key = models.TextField(editable=False, default="")

    objects = PlanQuerySet.as_manager()

    data_classes: ClassVar[dict[str, DataClass]] = dict.fromkeys(
        [
            *("id", "code", "title", "level_names", "legal_basis", "valid_from", "valid_to", "source"),
            *("is_illustrative", "version", "search_key"),
        ],
        DataClass.C0,
    )

    class Meta:
        ordering: ClassVar = ["-valid_from", "code"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(valid_to__gte=F("valid_from")), name="plan_ends_after_it_begins"),
        ]
        verbose_name = _("plan")
        verbose_name_plural = _("plans")

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return address_of("plan_detail", self.code)

    def level_name(self, level: int) -> str:
        """What the country calls a group on this level, counted from 1."""
        if 0 < level <= len(self.level_names):
            return str(I18nText(self.level_names[level - 1]))
        return gettext("Level %(level)s") % {"level": level}

    @property
    def has_expired(self) -> bool:
        """An expired plan is still reported on."""
        return self.valid_to < timezone.localdate()


class PlanItem(models.Model):
    """A group of the plan, such as a goal or an objective. Its level is its depth, nowhere stored."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="items", verbose_name=_("plan"))
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )
    number = models.CharField(_("number"), max_length=20)
    title = I18nTextField(_("title"))
    position = models.CharField(max_length=250, editable=False)  # the number as text that sorts 1.10 after 1.9
    version = models.PositiveIntegerField(default=1)

    objects = PartOfPlanQuerySet.as_manager()

    data_classes: ClassVar[dict[str, DataClass]] = dict.fromkeys(
        ["id", "plan", "parent", "number", "title", "position", "version"],
        DataClass.C0,
    )

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_item_number_once"),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="plan_item_not_its_own_parent"),
        ]
        verbose_name = _("group of the plan")
        verbose_name_plural = _("groups of the plan")

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        return f"{self.plan.get_absolute_url()}#item-{self.pk}"


class Activity(models.Model):
    """A leaf of the plan: what one lead agency answers for. Its status is the latest of its status lines."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="activities", verbose_name=_("plan"))
    item = models.ForeignKey(
        PlanItem,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name=_("part of"),
    )
    number = models.CharField(_("number"), max_length=20)
    title = I18nTextField(_("title"))
    pillar = models.CharField(_("pillar"), max_length=12, choices=Pillar.choices)
    lead_agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="led_activities", verbose_name=_("lead agency")
    )
    co_implementers = models.ManyToManyField(
        Agency, blank=True, related_name="shared_activities", verbose_name=_("co-implementers")
    )
    funders = models.ManyToManyField(Agency, blank=True, related_name="funded_activities", verbose_name=_("funders"))
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    period_words = models.CharField(_("period in the plan's words"), max_length=100, blank=True, default="")
    places = models.ManyToManyField(Place, blank=True, related_name="activities", verbose_name=_("places"))
    is_illustrative = models.BooleanField(_("illustrative"), default=False)
    position = models.CharField(max_length=250, editable=False)
    version = models.PositiveIntegerField(default=1)
    search_key = models.TextField(editable=False, default="")

    objects = ActivityQuerySet.as_manager()

    # Annotated by ActivityQuerySet.with_status.
    status: str | None
    status_on: dt.date | None

    data_classes: ClassVar[dict[str, DataClass]] = dict.fromkeys(
        [
            *("id", "plan", "item", "number", "title", "pillar", "lead_agency", "starts_on", "ends_on"),
            *("period_words", "is_illustrative", "position", "version", "search_key"),
        ],
        DataClass.C0,
    )

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "number"], name="activity_number_once"),
            models.CheckConstraint(condition=Q(pillar__in=Pillar.values), name="activity_pillar_known"),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="activity_ends_after_it_starts",
            ),
        ]
        verbose_name = _("activity")
        verbose_name_plural = _("activities")

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        return address_of("activity_detail", self.pk)


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

    objects = PartOfPlanQuerySet.as_manager()

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
