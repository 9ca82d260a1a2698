from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tulga.documents.paper import PAPER_DATA_CLASSES, CameOnPaper, paper_constraints
from tulga.kit.addresses import address_of
from tulga.kit.classification import DataClass
from tulga.recommendations.choices import STANDING_OBJECTIONS, ObjectionStatus
from tulga.recommendations.models.drafting import Recommendation
from tulga.recommendations.querysets import ObjectionQuerySet

C1 = DataClass.C1
USER = settings.AUTH_USER_MODEL


class Objection(CameOnPaper):
    """An addressee's reasons not to commit: settled with the secretariat, or decided by the chair."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="objections")
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="objections")
    reasons = models.TextField(_("reasons"))
    status = models.CharField(max_length=12, choices=ObjectionStatus, default=ObjectionStatus.RAISED)
    raised_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    signed_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    passed_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    passed_words = models.TextField(_("the secretariat's words"), blank=True, default="")
    decided_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    decision_reasons = models.TextField(_("the chair's reasons"), blank=True, default="")
    settled_at = models.DateTimeField(null=True, editable=False)
    is_illustrative = models.BooleanField(default=False)

    objects = ObjectionQuerySet.as_manager()
    data_classes: ClassVar[dict[str, DataClass]] = PAPER_DATA_CLASSES | dict.fromkeys(
        ("id", "recommendation", "agency", "reasons", "status", "raised_by", "created_at", "signed_by", "passed_by")
        + ("passed_words", "decided_by", "decision_reasons", "settled_at", "is_illustrative"),
        C1,
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(status__in=ObjectionStatus.values), name="objection_status_known"),
            models.UniqueConstraint(
                fields=["recommendation", "agency"],
                condition=Q(status__in=STANDING_OBJECTIONS),
                name="one_standing_objection_per_addressee",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[ObjectionStatus.UPHELD, ObjectionStatus.REFUSED])
                | (~Q(decision_reasons="") & Q(decided_by__isnull=False)),
                name="objection_decision_gives_reasons",
            ),
            models.CheckConstraint(
                condition=~Q(decided_by=F("raised_by"))
                & ~Q(decided_by=F("signed_by"))
                & ~Q(decided_by=F("entered_by"))
                & ~Q(decided_by=F("passed_by"))
                & ~Q(passed_by=F("raised_by"))
                & ~Q(passed_by=F("signed_by")),
                name="objection_hands_differ",
            ),
            *paper_constraints("objection"),
        ]

    def __str__(self) -> str:
        return gettext("Objection to %(number)s") % {"number": self.recommendation.reference}

    def get_absolute_url(self) -> str:
        return address_of("objection_detail", self.pk)

    @property
    def state(self) -> ObjectionStatus:
        return ObjectionStatus(self.status)
