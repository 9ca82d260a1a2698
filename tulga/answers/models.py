from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tulga.answers.choices import Extent
from tulga.answers.querysets import LinkQuerySet, PublishedAnswersQuerySet
from tulga.findings.models import Assessment, Finding
from tulga.kit.classification import DataClass
from tulga.plan.models import Activity
from tulga.recommendations.models import Recommendation

USER = settings.AUTH_USER_MODEL
C1 = DataClass.C1


class Link(models.Model):
    """What a person said of a finding and an activity or a recommendation: how far the one answers the other."""

    finding = models.ForeignKey(  # its first revision: a link outlives every correction of the text
        Finding, on_delete=models.PROTECT, related_name="links", verbose_name=_("finding")
    )
    activity = models.ForeignKey(
        Activity, on_delete=models.PROTECT, null=True, blank=True, related_name="links", verbose_name=_("activity")
    )
    recommendation = models.ForeignKey(
        Recommendation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="links",
        verbose_name=_("recommendation"),
    )
    extent = models.CharField(_("how far it answers"), max_length=6, choices=Extent.choices)
    words = models.CharField(_("in what it answers, or what is missing"), max_length=500, blank=True, default="")
    said_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("said by"))
    said_at = models.DateTimeField(_("said at"), auto_now=True)
    is_illustrative = models.BooleanField(_("illustrative"), default=False)
    version = models.PositiveIntegerField(default=1)

    objects = LinkQuerySet.as_manager()

    data_classes: ClassVar[dict[str, DataClass]] = dict.fromkeys(
        ("id", "finding", "activity", "recommendation", "extent", "words", "said_by", "said_at")
        + ("is_illustrative", "version"),
        C1,
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(activity__isnull=False, recommendation=None)
                | Q(activity=None, recommendation__isnull=False),
                name="link_has_one_answer",
            ),
            models.CheckConstraint(condition=Q(extent__in=Extent.values), name="link_extent_known"),
            models.UniqueConstraint(fields=["finding", "activity"], name="link_to_activity_once"),
            models.UniqueConstraint(fields=["finding", "recommendation"], name="link_to_recommendation_once"),
        ]
        verbose_name = _("link")
        verbose_name_plural = _("links")

    def __str__(self) -> str:
        return f"{self.answer} — {Extent(self.extent).label}"

    @property
    def answer(self) -> Activity | Recommendation:
        found = self.activity or self.recommendation
        assert found is not None
        return found


class PublishedAnswers(models.Model):
    """That everybody may read what answers the findings of an assessment. Taken back, the row is gone."""

    assessment = models.OneToOneField(
        Assessment, on_delete=models.PROTECT, related_name="published_answers", verbose_name=_("assessment")
    )
    published_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("published by")
    )
    published_at = models.DateTimeField(_("published at"), auto_now_add=True)

    objects = PublishedAnswersQuerySet.as_manager()

    data_classes: ClassVar[dict[str, DataClass]] = dict.fromkeys(
        ("id", "assessment", "published_by", "published_at"), C1
    )

    class Meta:
        verbose_name = _("published answers")
        verbose_name_plural = _("published answers")

    def __str__(self) -> str:
        return str(self.assessment)
