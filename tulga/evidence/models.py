from __future__ import annotations

import secrets
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tulga.evidence.choices import EstimateMethod, Status, Thoroughness
from tulga.evidence.querysets import EstimateQuerySet, ProtectedCountsQuerySet
from tulga.kit.addresses import address_of
from tulga.kit.classification import DataClass
from tulga.kit.i18n import I18nTextField, UnescapedJSON
from tulga.kit.sentences import NOTHING, Sentence

USER = settings.AUTH_USER_MODEL


def new_public_id() -> str:
    return secrets.token_urlsafe(16)


class Study(models.Model):
    """A table of counts that nobody has protected yet, kept with its source and with what was worked out from it."""

    public_id = models.CharField(max_length=32, unique=True, editable=False, default=new_public_id)
    title = I18nTextField(_("title"))
    source = models.CharField(_("where the counts are from"), max_length=500)
    table = models.TextField(_("table"))
    status = models.CharField(_("status"), max_length=9, choices=Status.choices, default=Status.WORKING)
    result = models.JSONField(default=dict, encoder=UnescapedJSON, editable=False)
    failure = models.JSONField(default=dict, encoder=UnescapedJSON, editable=False)  # a sentence
    made_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("entered by")
    )
    made_at = models.DateTimeField(_("entered at"), auto_now_add=True)
    is_illustrative = models.BooleanField(_("illustrative"), default=False)
    search_key = models.TextField(editable=False, default="")

    study_classes: ClassVar[dict[str, DataClass]] = dict.fromkeys(
        ("id", "public_id", "title", "source", "table", "status", "result", "failure", "made_by", "made_at")
        + ("is_illustrative", "search_key"),
        DataClass.C1,
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.title)

    @property
    def state(self) -> Status:
        return Status(self.status)

    @property
    def failed_because(self) -> Sentence:
        return Sentence.of_json(self.failure) if self.failure else NOTHING

    @property
    def is_working(self) -> bool:
        return self.status == Status.WORKING


class Estimate(Study):
    """How many there are whom no list holds: a capture table, and the whole panel of estimates made from it."""

    method = models.CharField(
        _("how the model is chosen"), max_length=8, choices=EstimateMethod, default=EstimateMethod.STEPWISE
    )
    resamples = models.PositiveIntegerField(_("resamples"), choices=Thoroughness, default=Thoroughness.QUICK)
    drawings = models.JSONField(default=dict, encoder=UnescapedJSON, editable=False)  # SVG by language
    published_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("published by")
    )
    published_at = models.DateTimeField(_("published at"), null=True, editable=False)

    objects = EstimateQuerySet.as_manager()

    data_classes: ClassVar[dict[str, DataClass]] = {
        **Study.study_classes,
        **dict.fromkeys(("method", "resamples", "drawings", "published_by", "published_at"), DataClass.C1),
    }

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="estimate_status_known"),
            models.CheckConstraint(
                condition=Q(published_by=None) | ~Q(published_by=models.F("made_by")), name="estimate_second_person"
            ),
        ]
        verbose_name = _("estimate")
        verbose_name_plural = _("estimates")

    def get_absolute_url(self) -> str:
        return address_of("estimate_detail", self.public_id)


class ProtectedCounts(Study):
    """A table of counts, and which of its cells have to be hidden so that no small one can be worked out."""

    threshold = models.PositiveSmallIntegerField(_("threshold"), default=10)
    protects_zero = models.BooleanField(_("zeros and “all of them” are hidden too"), default=False)
    # What readers have already: a copy, because what was told stays told whatever becomes of its record here.
    told_before_title = models.CharField(_("what was told before"), max_length=200, blank=True)
    told_before = models.TextField(_("the table as it was told before"), blank=True)
    told_before_hides_zero = models.BooleanField(_("zeros were hidden in it too"), default=False)

    objects = ProtectedCountsQuerySet.as_manager()

    data_classes: ClassVar[dict[str, DataClass]] = {
        **Study.study_classes,
        **dict.fromkeys(
            ("threshold", "protects_zero", "told_before_title", "told_before", "told_before_hides_zero"), DataClass.C1
        ),
    }

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="protected_counts_status_known"),
            models.CheckConstraint(condition=Q(threshold__gte=5), name="protected_counts_threshold_never_under_five"),
        ]
        verbose_name = _("protected table")
        verbose_name_plural = _("protected tables")

    def get_absolute_url(self) -> str:
        return address_of("protected_detail", self.public_id)

    @property
    def cells(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.result.get("cells", [])
        return found

    @property
    def may_be_told(self) -> str:
        """The table as CSV as it may be published; nothing where it would give cells away with what was told before."""
        return str(self.result.get("csv", ""))
