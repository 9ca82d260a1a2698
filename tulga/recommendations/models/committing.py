from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tulga.documents.paper import PAPER_DATA_CLASSES, CameOnPaper, paper_constraints
from tulga.kit.addresses import address_of
from tulga.kit.classification import DataClass
from tulga.kit.i18n import I18nTextField
from tulga.recommendations.choices import AnswerKind, CommitmentStatus
from tulga.recommendations.models.drafting import Recommendation
from tulga.recommendations.querysets import CommitmentQuerySet

C1 = DataClass.C1
USER = settings.AUTH_USER_MODEL


class Answer(models.Model):
    """What an addressee answers with. One row each: whoever answers locks it, so that two answers at once agree."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="answers")
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="answers")
    kind = models.CharField(max_length=12, choices=AnswerKind)

    data_classes: ClassVar[dict[str, DataClass]] = dict.fromkeys(("id", "recommendation", "agency", "kind"), C1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recommendation", "agency"], name="one_answer_per_addressee"),
            models.CheckConstraint(condition=Q(kind__in=AnswerKind.values), name="answer_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.recommendation_id} {self.agency_id} {self.kind}"


class Commitment(CameOnPaper):
    """An addressee's duty that follows from an endorsed recommendation."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="commitments")
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="commitments")
    text = I18nTextField(_("what will be done"))
    owner = models.CharField(_("office in charge"), max_length=200)
    due_on = models.DateField(_("by when"))
    activity = models.ForeignKey(
        "plan.Activity", on_delete=models.PROTECT, null=True, blank=True, related_name="commitments"
    )
    status = models.CharField(max_length=12, choices=CommitmentStatus, default=CommitmentStatus.NAMED)
    named_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name=_("replaces")
    )
    signed_at = models.DateTimeField(null=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    is_illustrative = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    office_read: str  # the office in charge, as far as the reader of `visible_to` may know it

    objects = CommitmentQuerySet.as_manager()
    data_classes: ClassVar[dict[str, DataClass]] = PAPER_DATA_CLASSES | dict.fromkeys(
        ("id", "recommendation", "agency", "text", "owner", "due_on", "activity", "status", "named_by", "created_at")
        + ("replaces", "signed_at", "withdrawn_at", "is_illustrative", "version"),
        C1,
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(status__in=CommitmentStatus.values), name="commitment_status_known"),
            *paper_constraints("commitment"),
        ]
        indexes = [models.Index(fields=["status", "due_on"])]

    def __str__(self) -> str:
        return str(self.text)

    def get_absolute_url(self) -> str:
        return address_of("commitment_detail", self.pk)

    @property
    def state(self) -> CommitmentStatus:
        return CommitmentStatus(self.status)
