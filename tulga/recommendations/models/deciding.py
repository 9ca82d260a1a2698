from __future__ import annotations

import secrets
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tulga.kit.addresses import address_of
from tulga.kit.classification import DataClass
from tulga.kit.i18n import I18nTextField
from tulga.recommendations.choices import ItemEnd, OrderStatus, Outcome, Status
from tulga.recommendations.models.drafting import Recommendation, Wording
from tulga.recommendations.querysets import (
    DecisionQuerySet,
    OrderQuerySet,
    SubmissionItemQuerySet,
    SubmissionQuerySet,
)
from tulga.recommendations.verification_code import in_groups

C1 = DataClass.C1
USER = settings.AUTH_USER_MODEL


class Submission(models.Model):
    """A package: prepared by the secretariat, then laid before the ministry. How far it is, its items say."""

    title = I18nTextField(_("title of the package"), blank=True)
    cover_text = I18nTextField(_("cover text"), blank=True)
    prepared_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    prepared_at = models.DateTimeField(default=timezone.now)
    submitted_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True, default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    objects = SubmissionQuerySet.as_manager()

    # Annotated by SubmissionQuerySet.with_counts.
    items_count: int
    open_count: int
    decided_count: int
    returned_count: int

    data_classes: ClassVar[dict[str, DataClass]] = dict.fromkeys(
        ("id", "title", "cover_text", "prepared_by", "prepared_at", "submitted_by", "submitted_at", "version"), C1
    )

    class Meta:
        indexes = [models.Index(fields=["-submitted_at", "-id"], name="submission_by_day")]

    def __str__(self) -> str:
        if self.title:
            return str(self.title)
        day = timezone.localdate(self.submitted_at or self.prepared_at)
        return gettext("Package of %(day)s") % {"day": date_format(day, "DATE_FORMAT")}

    def get_absolute_url(self) -> str:
        return address_of("package_detail", self.pk)

    @property
    def is_laid(self) -> bool:
        return self.submitted_at is not None


class SubmissionItem(models.Model):
    """One recommendation of a package, in the wording laid before the ministry, with the adviser's proposal."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="items")
    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="submission_items")
    wording = models.ForeignKey(Wording, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(_("place in the package"), default=1)
    proposal = models.CharField(_("adviser's proposal"), max_length=24, choices=Outcome, default=Outcome.ENDORSED)
    advice = models.CharField(_("adviser's advice"), max_length=500, blank=True, default="")
    ended_as = models.CharField(max_length=12, choices=ItemEnd, blank=True, default=ItemEnd.OPEN)

    objects = SubmissionItemQuerySet.as_manager()

    data_classes: ClassVar[dict[str, DataClass]] = dict.fromkeys(
        ("id", "submission", "recommendation", "wording", "position", "proposal", "advice", "ended_as"), C1
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["submission", "recommendation"], name="submitted_once"),
            # Nothing lies in two packages at once, so that nothing is decided twice.
            models.UniqueConstraint(
                fields=["recommendation"], condition=Q(ended_as=""), name="before_the_ministry_once"
            ),
            models.CheckConstraint(condition=Q(ended_as__in=ItemEnd.values), name="item_end_known"),
        ]

    def __str__(self) -> str:
        return f"{self.recommendation_id} in {self.submission_id}"

    @property
    def is_open(self) -> bool:
        return self.ended_as == ItemEnd.OPEN

    @property
    def proposed(self) -> Outcome:
        return Outcome(self.proposal)


class Order(models.Model):
    """The paper act: printed without a number, signed, then registered. With that it is in force."""

    status = models.CharField(max_length=12, choices=OrderStatus, default=OrderStatus.PRINTED)
    number = models.CharField(_("number of the order"), max_length=40, blank=True, default="")
    dated_on = models.DateField(_("date of the order"), null=True, blank=True)
    signatory_title = I18nTextField(_("office of the signatory"))
    is_acting = models.BooleanField(_("signed by somebody acting for the office"), default=False)
    scan = models.ForeignKey("documents.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # What was printed for signature, kept byte for byte: its hash is what a paper in somebody's hand is compared with.
    printed = models.ForeignKey("documents.Document", on_delete=models.PROTECT, null=True, related_name="+")
    code = models.CharField(_("verification code"), max_length=16, null=True, editable=False)
    code_digest = models.CharField(max_length=64, unique=True, null=True, editable=False)
    printed_at = models.DateTimeField(default=timezone.now)
    registered_at = models.DateTimeField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1)

    objects = OrderQuerySet.as_manager()
    data_classes: ClassVar[dict[str, DataClass]] = dict.fromkeys(
        ("id", "status", "number", "dated_on", "signatory_title", "is_acting", "scan", "printed_at", "registered_at")
        + ("version", "printed", "code", "code_digest"),
        C1,
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(status__in=OrderStatus.values), name="order_status_known"),
            models.UniqueConstraint(
                fields=["number", "dated_on"], condition=~Q(number=""), name="order_number_once_a_day"
            ),
        ]

    def __str__(self) -> str:
        return self.number or str(_("order without a number"))

    def get_absolute_url(self) -> str:
        return address_of("order_detail", self.pk)

    @property
    def state(self) -> OrderStatus:
        return OrderStatus(self.status)

    @property
    def code_in_groups(self) -> str:
        return in_groups(self.code or "")

    def is_on_paper(self, sha256: str) -> bool:
        """Whether a file with this hash is the printed paper, or the scan of the signed one."""
        kept = [each.sha256 for each in (self.printed, self.scan) if each is not None]
        return any(secrets.compare_digest(each, sha256) for each in kept)


class Decision(models.Model):
    """What the authority decided on one submitted recommendation, bound to the hash of one wording."""

    item = models.OneToOneField(SubmissionItem, on_delete=models.PROTECT, related_name="decision")
    outcome = models.CharField(max_length=24, choices=Outcome)
    wording = models.ForeignKey(Wording, on_delete=models.PROTECT, related_name="decisions")
    wording_hash = models.CharField(max_length=64)
    reasons = models.TextField(_("reasons"), blank=True, default="")
    decided_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(auto_now_add=True)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, null=True, related_name="decisions")
    # Taken on paper: `decided_by` is nobody here, and whoever confirmed it has the decider's hand.
    paper = models.OneToOneField(
        "recommendations.PaperDecision", on_delete=models.PROTECT, null=True, related_name="decision"
    )

    objects = DecisionQuerySet.as_manager()
    data_classes: ClassVar[dict[str, DataClass]] = dict.fromkeys(
        ("id", "item", "outcome", "wording", "wording_hash", "reasons", "decided_by", "decided_at", "order", "paper"),
        C1,
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="outcome_known"),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.ENDORSED) | ~Q(reasons=""), name="decision_gives_reasons"
            ),
            models.CheckConstraint(
                condition=Q(paper=None) | Q(decided_by=None), name="decision_is_taken_here_or_on_paper"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} {self.item_id}"

    @property
    def result(self) -> Status:
        return Status(self.outcome)
