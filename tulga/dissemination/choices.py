from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Action(enum.StrEnum):
    PREPARE = "dissemination.prepare"
    MARK = "dissemination.mark"
    APPROVE = "dissemination.approve"
    SUPERSEDE = "dissemination.supersede"
    WITHDRAW = "dissemination.withdraw"
    DELIVER = "dissemination.deliver"
    PASS_ON = "dissemination.pass_on"  # noqa: S105 - no password
    OPEN = "dissemination.open"
    ACKNOWLEDGE = "dissemination.acknowledge"
    ENTER_ACKNOWLEDGEMENT = "dissemination.enter_acknowledgement"
    EXPLAIN_DELAY = "dissemination.explain_delay"
    CLOSE_DELIVERY = "dissemination.close_delivery"
    SET_REMINDERS = "dissemination.set_reminders"


VERB_SENTENCES: dict[str, str | _StrPromise] = {
    Action.PREPARE: _("prepared the release"),
    Action.MARK: _("marked who may read which passage"),
    Action.APPROVE: _("approved the release: its audiences read it now"),
    Action.SUPERSEDE: _("replaced the release by a newer one"),
    Action.WITHDRAW: _("withdrew the release"),
    Action.DELIVER: _("delivered the release"),
    Action.PASS_ON: _("passed the release on"),
    Action.OPEN: _("opened the release for the first time"),
    Action.ACKNOWLEDGE: _("acknowledged the release"),
    Action.ENTER_ACKNOWLEDGEMENT: _("entered the acknowledgement"),
    Action.EXPLAIN_DELAY: _("said why the acknowledgement takes longer"),
    Action.CLOSE_DELIVERY: _("closed the delivery"),
    Action.SET_REMINDERS: _("set the days of reminders"),
}


class ReleaseStatus(models.TextChoices):
    PREPARED = "prepared", _("Waits for approval")
    RELEASED = "released", _("Released")
    SUPERSEDED = "superseded", _("Replaced by a newer one")
    WITHDRAWN = "withdrawn", _("Withdrawn")

    @property
    def colour(self) -> str:
        return {"prepared": "amber", "released": "green", "superseded": "grey", "withdrawn": "grey"}[self.value]


class DeliveryStatus(models.TextChoices):
    WAITING = "waiting", _("Waits to be passed on")
    DELIVERED = "delivered", _("Delivered, not opened")
    OPENED = "opened", _("Opened, not acknowledged")
    ACKNOWLEDGED = "acknowledged", _("Acknowledged")
    CLOSED = "closed", _("Closed")

    @property
    def colour(self) -> str:
        return {"waiting": "grey", "delivered": "amber", "opened": "blue", "acknowledged": "green"}.get(
            self.value, "grey"
        )

    @classmethod
    def open(cls) -> tuple[DeliveryStatus, ...]:
        """Those that still wait for the office's word."""
        return (cls.WAITING, cls.DELIVERED, cls.OPENED)


class Reminded(models.TextChoices):
    """Who is reminded of an acknowledgement that is missing."""

    OFFICE = "office", _("the office's focal point and alternates")
    HEAD = "head", _("the head of the office")
    ABOVE = "above", _("the focal point of the office above it")
    SECRETARIAT = "secretariat", _("the secretariat")
