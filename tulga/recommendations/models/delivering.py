from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tulga.kit.classification import DataClass
from tulga.kit.links import LONGEST_LINK, host_of
from tulga.recommendations.choices import ChangeKind, ChangeStatus
from tulga.recommendations.models.committing import Commitment
from tulga.recommendations.querysets import ChangeRequestQuerySet

C1 = DataClass.C1
USER = settings.AUTH_USER_MODEL


class ShownByEvidence(models.Model):
    """What a report shows for itself: a file, or an address that is shown as text and never fetched."""

    evidence = models.ForeignKey("documents.Document", on_delete=models.PROTECT, null=True, related_name="+")
    evidence_link = models.CharField(_("address of the evidence"), max_length=LONGEST_LINK, blank=True, default="")

    class Meta:
        abstract = True

    @property
    def evidence_host(self) -> str:
        return host_of(self.evidence_link)


class ProgressLine(ShownByEvidence):
    """How far it is on one day, in words and perhaps in hundredths. Lines are added, never changed."""

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="progress_lines")
    dated_on = models.DateField(_("on which day"))
    text = models.TextField(_("how far it is"))
    percent = models.PositiveSmallIntegerField(_("per cent"), null=True, blank=True)
    written_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField(auto_now_add=True)

    data_classes: ClassVar[dict[str, DataClass]] = dict.fromkeys(
        ("id", "commitment", "dated_on", "text", "percent", "evidence", "evidence_link", "written_by", "written_at"),
        C1,
    )

    class Meta:
        ordering = ["dated_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(percent=None) | Q(percent__lte=100), name="progress_within_a_hundred")
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id} {self.dated_on}"


class DoneReport(ShownByEvidence):
    """The owner says it is done: in words, with evidence."""

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="done_reports")
    text = models.TextField(_("what was done"))
    evidence_words = models.CharField(_("what the evidence is"), max_length=300, blank=True, default="")
    reported_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    reported_at = models.DateTimeField(auto_now_add=True)

    data_classes: ClassVar[dict[str, DataClass]] = dict.fromkeys(
        ("id", "commitment", "text", "evidence", "evidence_link", "evidence_words", "reported_by", "reported_at"), C1
    )

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.commitment_id} {self.reported_at:%Y-%m-%d}"


class Verification(models.Model):
    """Somebody else's verdict on what was reported done. One per report."""

    report = models.OneToOneField(DoneReport, on_delete=models.PROTECT, related_name="verification")
    is_adequate = models.BooleanField(_("adequate"))
    words = models.TextField(_("verdict in words"))
    verified_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    verified_at = models.DateTimeField(auto_now_add=True)

    data_classes: ClassVar[dict[str, DataClass]] = dict.fromkeys(
        ("id", "report", "is_adequate", "words", "verified_by", "verified_at"), C1
    )

    def __str__(self) -> str:
        return f"{self.report_id} {self.is_adequate}"


class VerdictReply(models.Model):
    """The agency's one reply to a verdict that found its report inadequate. Both stay side by side."""

    verification = models.OneToOneField(Verification, on_delete=models.PROTECT, related_name="reply")
    words = models.TextField(_("reply"))
    replied_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    replied_at = models.DateTimeField(auto_now_add=True)

    data_classes: ClassVar[dict[str, DataClass]] = dict.fromkeys(
        ("id", "verification", "words", "replied_by", "replied_at"), C1
    )

    def __str__(self) -> str:
        return f"{self.verification_id} {self.replied_at:%Y-%m-%d}"


class ChangeRequest(models.Model):
    """What an agency asks for after its head has signed: more time, or to be let off. The secretariat agrees or not."""

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="change_requests")
    kind = models.CharField(max_length=12, choices=ChangeKind)
    due_before = models.DateField()
    new_due_on = models.DateField(_("new deadline"), null=True)
    reason = models.TextField(_("reason"))
    status = models.CharField(max_length=12, choices=ChangeStatus, default=ChangeStatus.ASKED)
    asked_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    answered_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    answer_words = models.TextField(_("the secretariat's answer"), blank=True, default="")
    answered_at = models.DateTimeField(null=True, editable=False)

    objects = ChangeRequestQuerySet.as_manager()
    data_classes: ClassVar[dict[str, DataClass]] = dict.fromkeys(
        ("id", "commitment", "kind", "due_before", "new_due_on", "reason", "status", "asked_by", "asked_at")
        + ("answered_by", "answer_words", "answered_at"),
        C1,
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=ChangeStatus.values), name="change_status_known"),
            models.CheckConstraint(condition=Q(kind__in=ChangeKind.values), name="change_kind_known"),
            models.CheckConstraint(
                condition=Q(kind=ChangeKind.POSTPONE, new_due_on__gt=F("due_before"))
                | Q(kind=ChangeKind.WITHDRAW, new_due_on=None),
                name="more_time_is_a_later_day",
            ),
            models.UniqueConstraint(
                fields=["commitment"], condition=Q(status=ChangeStatus.ASKED), name="one_change_asked_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(answered_by=F("asked_by")), name="change_answered_by_another"),
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id} {self.kind}"

    def get_absolute_url(self) -> str:
        return self.commitment.get_absolute_url()

    @property
    def asks_for(self) -> str:
        return str(ChangeKind(self.kind).label)

    @property
    def state(self) -> ChangeStatus:
        return ChangeStatus(self.status)
