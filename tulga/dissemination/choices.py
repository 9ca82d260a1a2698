from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Action(enum.StrEnum):
    PREPARE = "dissemination.prepare"
    APPROVE = "dissemination.approve"
    WITHDRAW = "dissemination.withdraw"


VERB_SENTENCES: dict[str, str | _StrPromise] = {
    Action.PREPARE: _("prepared the release"),
    Action.APPROVE: _("approved the release: its audiences read it now"),
    Action.WITHDRAW: _("withdrew the release"),
}


class ReleaseStatus(models.TextChoices):
    PREPARED = "prepared", _("Waits for approval")
    RELEASED = "released", _("Released")
    WITHDRAWN = "withdrawn", _("Withdrawn")

    @property
    def colour(self) -> str:
        return {"prepared": "amber", "released": "green", "withdrawn": "grey"}[self.value]
