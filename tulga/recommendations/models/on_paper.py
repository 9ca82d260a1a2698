"""What came on paper: a decision that somebody entered; what a register's entry said before it was corrected."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tulga.kit.addresses import address_of
from tulga.kit.classification import DataClass
from tulga.kit.i18n import I18nTextField
from tulga.recommendations.choices import Outcome, PaperStatus
from tulga.recommendations.models.deciding import Order, SubmissionItem
from tulga.recommendations.querysets import PaperDecisionQuerySet

C1 = DataClass.C1
USER = settings.AUTH_USER_MODEL


class PaperDecision(models.Model):
    """A decision the authority took on paper, entered by one person. It counts once another has compared the paper."""

    item = models.ForeignKey(SubmissionItem, on_delete=models.PROTECT, related_name="paper_decisions")
    status = models.CharField(max_length=12, choices=PaperStatus, default=PaperStatus.ENTERED)
    outcome = models.CharField(_("decision"), max_length=24, choices=Outcome)
    reasons = models.TextField(_("reasons"), blank=True, default="")
    changed_text = I18nTextField(_("changed wording"), blank=True)
    office = I18nTextField(_("office of who decided"))
    number = models.CharField(_("number of the paper"), max_length=40)
    dated_on = models.DateField(_("date of the paper"))
    scan = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")
    entered_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(auto_now_add=True)
    settled_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)

    objects = PaperDecisionQuerySet.as_manager()
    data_classes: ClassVar[dict[str, DataClass]] = dict.fromkeys(
        ("id", "item", "status", "outcome", "reasons", "changed_text", "office", "number", "dated_on", "scan")
        + ("entered_by", "entered_at", "settled_by", "settled_at"),
        C1,
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(status__in=PaperStatus.values), name="paper_decision_status_known"),
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="paper_decision_outcome_known"),
            models.CheckConstraint(
                condition=Q(settled_by=None) | ~Q(settled_by=F("entered_by")), name="paper_decision_seen_by_another"
            ),
            models.UniqueConstraint(
                fields=["item"], condition=Q(status=PaperStatus.ENTERED), name="one_paper_decision_waits"
            ),
        ]

    def __str__(self) -> str:
        day = date_format(self.dated_on, "DATE_FORMAT")
        return gettext("paper No %(number)s of %(day)s") % {"number": self.number, "day": day}

    def get_absolute_url(self) -> str:
        return address_of("paper_decision", self.pk)

    @property
    def state(self) -> PaperStatus:
        return PaperStatus(self.status)

    @property
    def decided(self) -> Outcome:
        return Outcome(self.outcome)


class OrderCorrection(models.Model):
    """What the entry of a registered order said before it was corrected, with the scan it had, and why."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="corrections")
    number = models.CharField(_("number of the order"), max_length=40)
    dated_on = models.DateField(_("date of the order"))
    signatory_title = I18nTextField(_("office of the signatory"))
    is_acting = models.BooleanField(_("signed by somebody acting for the office"))
    scan = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(_("why it was corrected"))
    corrected_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    corrected_at = models.DateTimeField(auto_now_add=True)

    data_classes: ClassVar[dict[str, DataClass]] = dict.fromkeys(
        ("id", "order", "number", "dated_on", "signatory_title", "is_acting", "scan", "reason", "corrected_by")
        + ("corrected_at",),
        C1,
    )

    class Meta:
        ordering: ClassVar = ["-corrected_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.order_id} was {self.number}"
