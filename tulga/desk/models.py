from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tulga.desk.choices import Step
from tulga.desk.querysets import CalendarFeedQuerySet, StepTimeQuerySet
from tulga.kit.classification import DataClass

C0, C1 = DataClass.C0, DataClass.C1
MOST_DAYS = 365


class Visit(models.Model):
    """When a person last sat at their desk, and when the visit before that one ended. Nobody else reads it."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+", verbose_name=_("person")
    )
    seen_at = models.DateTimeField()
    before_at = models.DateTimeField(null=True)

    data_classes: ClassVar[dict[str, DataClass]] = dict.fromkeys(("user", "seen_at", "before_at"), C1)

    def __str__(self) -> str:
        return f"{self.user_id} {self.seen_at:%Y-%m-%d}"


class CalendarFeed(models.Model):
    """The secret address under which a person's calendar program asks for their deadlines. One at most."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+", verbose_name=_("person")
    )
    nonce = models.CharField(max_length=32, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(auto_now=True)

    objects = CalendarFeedQuerySet.as_manager()
    data_classes: ClassVar[dict[str, DataClass]] = dict.fromkeys(("user", "nonce", "token_hash", "made_at"), C1)

    def __str__(self) -> str:
        return f"{self.user_id} {self.made_at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("own_calendar")


class StepTime(models.Model):
    """How many days a step may wait before it is late. Kept as data: the secretariat changes it on a page."""

    step = models.CharField(_("step"), max_length=20, choices=Step, unique=True)
    position = models.PositiveSmallIntegerField(editable=False)
    days = models.PositiveSmallIntegerField(_("days"), validators=[MinValueValidator(1), MaxValueValidator(MOST_DAYS)])
    version = models.PositiveIntegerField(default=1)

    objects = StepTimeQuerySet.as_manager()
    data_classes: ClassVar[dict[str, DataClass]] = dict.fromkeys(("id", "step", "position", "days", "version"), C0)

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(step__in=Step.values), name="step_time_step_known"),
            models.CheckConstraint(condition=Q(days__range=(1, MOST_DAYS)), name="step_time_within_a_year"),
        ]

    def __str__(self) -> str:
        return str(Step(self.step).label)

    def get_absolute_url(self) -> str:
        return reverse("step_time_list")
