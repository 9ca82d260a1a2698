from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tulga.dissemination.choices import DeliveryStatus, Reminded
from tulga.dissemination.models.releasing import Release
from tulga.dissemination.querysets import DeliveryQuerySet
from tulga.documents.paper import PAPER_DATA_CLASSES, CameOnPaper, paper_constraints
from tulga.kit.audience import AudienceSetField
from tulga.kit.classification import DataClass

if TYPE_CHECKING:
    from tulga.dissemination.models import Acknowledgement as AcknowledgementRow

C1 = DataClass.C1
USER = settings.AUTH_USER_MODEL


class Delivery(models.Model):
    """One office receiving a release: of which audiences, from which office above, and what it has done since.

    `trail` names the offices from the top of the cascade down to this one, as /12/45/: whoever stands in it sees what
    lies below. An office stands in one release once, so that no cascade can run in a circle.
    """

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="deliveries")
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="deliveries")
    audiences = AudienceSetField(_("reads as"), blank=False)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="offices", verbose_name=_("passed on by")
    )
    trail = models.CharField(max_length=200, editable=False)
    status = models.CharField(_("status"), max_length=12, choices=DeliveryStatus, default=DeliveryStatus.DELIVERED)
    due_on = models.DateField(_("to be acknowledged by"))
    delivered_at = models.DateTimeField(_("delivered at"), null=True)
    opened_at = models.DateTimeField(_("opened at"), null=True)
    late_reason = models.TextField(_("why it takes longer"), blank=True, default="")
    closed_reason = models.TextField(_("why it was closed"), blank=True, default="")

    objects = DeliveryQuerySet.as_manager()
    acknowledgement: AcknowledgementRow
    data_classes: ClassVar[dict[str, DataClass]] = dict.fromkeys(
        [
            *("id", "release", "agency", "audiences", "parent", "trail", "status", "due_on", "delivered_at"),
            *("opened_at", "late_reason", "closed_reason"),
        ],
        C1,
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(status__in=DeliveryStatus.values), name="delivery_status_known"),
            models.CheckConstraint(condition=Q(audiences__gt=0), name="delivery_has_an_audience"),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="delivery_is_not_its_own_parent"),
            models.UniqueConstraint(fields=["release", "agency"], name="delivered_to_an_office_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["status", "due_on"], name="delivery_by_status_and_due")]
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")

    def __str__(self) -> str:
        return f"{self.release_id} to {self.agency_id}"

    def get_absolute_url(self) -> str:
        return reverse("delivery_detail", args=[self.pk])

    @property
    def state(self) -> DeliveryStatus:
        return DeliveryStatus(self.status)

    @property
    def trail_ids(self) -> list[int]:
        """The offices above, from the top, and this one."""
        return [int(each) for each in self.trail.strip("/").split("/")]

    @property
    def is_open(self) -> bool:
        return self.status in DeliveryStatus.open()

    def is_late(self, today: dt.date | None = None) -> bool:
        """The day of the deadline has ended without an acknowledgement."""
        return self.is_open and self.due_on < (today or timezone.localdate())


class Acknowledgement(CameOnPaper):
    """The office says that it has received the release. One per delivery, by constraint."""

    delivery = models.OneToOneField(Delivery, on_delete=models.PROTECT, related_name="acknowledgement")
    words = models.TextField(_("what the office adds"), blank=True, default="")
    late_reason = models.TextField(_("why it is late"), blank=True, default="")
    was_late = models.BooleanField(default=False)
    given_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField(default=timezone.now)
    carried_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")

    data_classes: ClassVar[dict[str, DataClass]] = {
        **PAPER_DATA_CLASSES,
        **dict.fromkeys(
            ("id", "delivery", "words", "late_reason", "was_late", "given_by", "given_at", "carried_from"), C1
        ),
    }

    class Meta:
        constraints: ClassVar = [
            *paper_constraints("acknowledgement"),
            models.CheckConstraint(
                condition=Q(was_late=False) | ~Q(late_reason=""), name="late_acknowledgement_gives_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"of {self.delivery_id}"


class ReminderDays(models.Model):
    """On which days somebody is reminded, counted from the day an acknowledgement is due: -3, 0, 7."""

    reminded = models.CharField(_("who is reminded"), max_length=12, choices=Reminded, primary_key=True)
    days = models.JSONField(_("days"), default=list, blank=True)

    data_classes: ClassVar[dict[str, DataClass]] = {"reminded": C1, "days": C1}

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(reminded__in=Reminded.values), name="reminded_known"),
        ]

    def __str__(self) -> str:
        return f"{self.reminded}: {self.days}"
