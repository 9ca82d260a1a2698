from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Action(enum.StrEnum):
    WORK = "evidence.work"
    FINISH = "evidence.finish"
    DISCARD = "evidence.discard"
    PUBLISH = "evidence.publish"
    WITHDRAW = "evidence.withdraw"


VERB_SENTENCES: dict[str, str | _StrPromise] = {
    Action.WORK: _("entered the table"),
    Action.FINISH: _("worked it out"),
    Action.DISCARD: _("discarded it with its table"),
    Action.PUBLISH: _("published it"),
    Action.WITHDRAW: _("withdrew it from the public"),
}


class Status(models.TextChoices):
    """How far the working out is."""

    WORKING = "working", _("Being worked out")
    READY = "ready", _("Worked out")
    FAILED = "failed", _("Could not be worked out")
    PUBLISHED = "published", _("Public")

    @property
    def colour(self) -> str:
        return {"working": "amber", "ready": "blue", "failed": "red", "published": "green"}[self.value]


class EstimateMethod(models.TextChoices):
    """How the model is chosen; the panel shows the others beside it."""

    STEPWISE = "stepwise", _("Stepwise: pairs of lists are added while the data ask for them")
    BIC = "bic", _("The best of all pairwise models by BIC")


class Thoroughness(models.IntegerChoices):
    """How many resamples each interval is made from."""

    QUICK = 200, _("Quick: 200 resamples, to look around")
    FULL = 1000, _("Full: 1,000 resamples, to quote")
