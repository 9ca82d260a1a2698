from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tulga.kit.classification import DataClass
from tulga.recommendations.choices import ClimbsFor, ClimbsTo
from tulga.recommendations.querysets import LadderStepQuerySet

C0, C1 = DataClass.C0, DataClass.C1
MOST_DAYS = 365


class LadderStep(models.Model):
    """After how many days who is told. Data: the secretariat changes the days, adds steps and takes them out."""

    about = models.CharField(_("counted from"), max_length=12, choices=ClimbsFor)
    who = models.CharField(_("who is told"), max_length=12, choices=ClimbsTo)
    days = models.SmallIntegerField(_("days"), validators=[MinValueValidator(-MOST_DAYS), MaxValueValidator(MOST_DAYS)])
    version = models.PositiveIntegerField(default=1)

    objects = LadderStepQuerySet.as_manager()
    data_classes: ClassVar[dict[str, DataClass]] = dict.fromkeys(("id", "about", "who", "days", "version"), C0)

    class Meta:
        ordering: ClassVar = ["-about", "days", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(about__in=ClimbsFor.values), name="ladder_about_known"),
            models.CheckConstraint(condition=Q(who__in=ClimbsTo.values), name="ladder_who_known"),
            models.CheckConstraint(condition=Q(days__range=(-MOST_DAYS, MOST_DAYS)), name="ladder_within_a_year"),
            models.UniqueConstraint(fields=["about", "who", "days"], name="ladder_step_once"),
        ]

    def __str__(self) -> str:
        return gettext("%(who)s, %(days)s days") % {"who": self.get_who_display(), "days": self.days}

    def get_absolute_url(self) -> str:
        return reverse("ladder_list")


class Told(models.Model):
    """That a person has heard of a step: once for each deadline, whoever ticks and however often."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=60)
    told_at = models.DateTimeField(auto_now_add=True)

    data_classes: ClassVar[dict[str, DataClass]] = dict.fromkeys(("id", "user", "key", "told_at"), C1)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "key"], name="told_of_a_step_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.key}"
