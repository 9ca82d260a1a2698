from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Action(enum.StrEnum):
    CREATE = "plan.create"
    EDIT = "plan.edit"
    REPORT_STATUS = "plan.report_status"


VERB_SENTENCES: dict[str, str | _StrPromise] = {
    Action.CREATE: _("entered it"),
    Action.EDIT: _("edited it"),
    Action.REPORT_STATUS: _("reported how it stands"),
}


class Pillar(models.TextChoices):
    PREVENTION = "prevention", _("Prevention")
    PROTECTION = "protection", _("Protection")
    PROSECUTION = "prosecution", _("Prosecution")
    PARTNERSHIP = "partnership", _("Partnership")
    ENABLING = "enabling", _("Enabling framework")


class ActivityStatus(models.TextChoices):
    """What the lead agency says. Whether somebody verified it is another question, answered elsewhere."""

    NOT_STARTED = "not_started", _("Not started")
    ON_TRACK = "on_track", _("On track")
    LATE = "late", _("Late")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("Dropped")

    @property
    def colour(self) -> str:
        return {"on_track": "blue", "late": "red", "done": "green", "dropped": "amber"}.get(self.value, "grey")


# Nothing is late any more once it is one of these.
ENDED = (ActivityStatus.DONE, ActivityStatus.DROPPED)
