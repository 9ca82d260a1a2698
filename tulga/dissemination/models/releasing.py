from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tulga.dissemination.choices import ReleaseStatus
from tulga.dissemination.querysets import ReleaseQuerySet
from tulga.kit.addresses import address_of
from tulga.kit.audience import Audience, AudienceSetField
from tulga.kit.classification import DataClass
from tulga.kit.i18n import I18nTextField
from tulga.recommendations.models import Recommendation

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

C1 = DataClass.C1
USER = settings.AUTH_USER_MODEL


class Release(models.Model):
    """Recommendations in force, given to audiences. One person prepares it, another approves it."""

    number = models.CharField(_("number"), max_length=20, unique=True, editable=False)
    title = I18nTextField(_("title"))
    audiences = AudienceSetField(_("shared with"), blank=False)
    recommendations = models.ManyToManyField(
        Recommendation, through="ReleaseItem", related_name="releases", verbose_name=_("recommendations")
    )
    note = I18nTextField(_("note to the readers"), blank=True)
    status = models.CharField(_("status"), max_length=12, choices=ReleaseStatus, default=ReleaseStatus.PREPARED)
    prepared_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", verbose_name=_("prepared by"))
    prepared_at = models.DateTimeField(_("prepared at"), auto_now_add=True)
    approved_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("approved by")
    )
    released_on = models.DateField(_("released on"), null=True, editable=False)
    days_to_acknowledge = models.PositiveSmallIntegerField(
        _("days to acknowledge"), default=14, help_text=_("After that, offices that have not acknowledged are late.")
    )
    supersedes = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="revisions",
        verbose_name=_("replaces"),
    )
    is_material = models.BooleanField(
        _("a material change"), default=True, help_text=_("Every office is asked to acknowledge again.")
    )
    is_illustrative = models.BooleanField(_("illustrative"), default=False)
    version = models.PositiveIntegerField(default=1)
    search_key = models.TextField(editable=False, default="")

    objects = ReleaseQuerySet.as_manager()

    recommendations_count: int  # annotated by ReleaseQuerySet.for_listing

    data_classes: ClassVar[dict[str, DataClass]] = dict.fromkeys(
        [
            *("id", "number", "title", "audiences", "note", "status", "prepared_by", "prepared_at", "approved_by"),
            *("released_on", "days_to_acknowledge", "supersedes", "is_material", "is_illustrative", "version"),
            "search_key",
        ],
        C1,
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(status__in=ReleaseStatus.values), name="release_status_known"),
            models.CheckConstraint(condition=Q(audiences__gt=0), name="release_has_an_audience"),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("prepared_by")),
                name="release_approved_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=~Q(status=ReleaseStatus.RELEASED) | Q(approved_by__isnull=False, released_on__isnull=False),
                name="released_means_approved",
            ),
            models.CheckConstraint(condition=~Q(supersedes=F("id")), name="release_does_not_replace_itself"),
            models.UniqueConstraint(
                fields=["supersedes"],
                condition=~Q(status=ReleaseStatus.WITHDRAWN),
                name="one_revision_of_a_release_at_a_time",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["status", "-id"], name="release_by_status")]
        verbose_name = _("release")
        verbose_name_plural = _("releases")

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        return address_of("release_detail", self.pk)

    @property
    def state(self) -> ReleaseStatus:
        return ReleaseStatus(self.status)

    @property
    def slug(self) -> str:
        """Its number as part of an address: 2018-1."""
        return self.number.replace("/", "-")

    @property
    def due_on(self) -> dt.date | None:
        """Until when offices acknowledge."""
        return self.released_on + dt.timedelta(days=self.days_to_acknowledge) if self.released_on else None

    @property
    def audience_labels(self) -> list[str | _StrPromise]:
        """In the order of the class, so that every page names them alike."""
        return [each.label for each in Audience if each in self.audiences]


class ReleaseItem(models.Model):
    """One recommendation of a release, in its order, cut into passages until the release is approved."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="items")
    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="release_items")
    position = models.PositiveSmallIntegerField()
    language = models.CharField(_("language"), max_length=8, default="", editable=False)
    left_out = AudienceSetField(_("left out for"))

    data_classes: ClassVar[dict[str, DataClass]] = dict.fromkeys(
        ["id", "release", "recommendation", "position", "language", "left_out"], C1
    )

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["release", "recommendation"], name="released_in_one_release_once")
        ]

    def __str__(self) -> str:
        return f"{self.recommendation_id} in {self.release_id}"


class Passage(models.Model):
    """Some of the frozen words, in their order, and who may read them. For those alone who prepare and approve."""

    item = models.ForeignKey(ReleaseItem, on_delete=models.CASCADE, related_name="passages")
    language = models.CharField(_("language"), max_length=8)
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    audiences = AudienceSetField(_("may be read by"))

    data_classes: ClassVar[dict[str, DataClass]] = dict.fromkeys(
        ["id", "item", "language", "number", "text", "audiences"], C1
    )

    class Meta:
        ordering: ClassVar = ["language", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "language", "number"], name="passage_numbered_once"),
            models.CheckConstraint(condition=~Q(text=""), name="passage_has_words"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.language} {self.number}"


class ItemTitle(models.Model):
    """The title that one audience reads of a recommendation, where it has one of its own."""

    item = models.ForeignKey(ReleaseItem, on_delete=models.CASCADE, related_name="titles")
    audience = models.CharField(_("for"), max_length=20, choices=Audience)
    title = I18nTextField(_("title"))

    data_classes: ClassVar[dict[str, DataClass]] = dict.fromkeys(["id", "item", "audience", "title"], C1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "audience"], name="one_title_for_an_audience"),
            models.CheckConstraint(condition=Q(audience__in=Audience.values), name="item_title_audience_known"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} for {self.audience}"


class ReleaseSeries(models.Model):
    """The last number given in a year. Its row is locked while the next is given."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    data_classes: ClassVar[dict[str, DataClass]] = {"year": C1, "last": C1}

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"
