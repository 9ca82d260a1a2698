from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Action(enum.StrEnum):
    SET_TIMES = "desk.set_times"
    MAKE_FEED = "desk.make_feed"
    WITHDRAW_FEED = "desk.withdraw_feed"


VERB_SENTENCES: dict[str, str | _StrPromise] = {
    Action.SET_TIMES: _("changed the days a step may take"),
    Action.MAKE_FEED: _("made an address for the calendar of their deadlines"),
    Action.WITHDRAW_FEED: _("withdrew the address of the calendar of their deadlines"),
}


class Step(models.TextChoices):
    """A step of the thread that waits for somebody without a deadline of its own."""

    CONSOLIDATE = "consolidate", _("Consolidate what a session adopted")
    SUBMIT = "submit", _("Submit what was consolidated")
    DECIDE = "decide", _("Decide on what was submitted")
    PRINT_ORDER = "print_order", _("Print the order for what was endorsed")
    REGISTER_ORDER = "register_order", _("Register the order that was printed")
    PREPARE_RELEASE = "prepare_release", _("Release what is in force")
    APPROVE_RELEASE = "approve_release", _("Approve a release")
    NAME_COMMITMENT = "name_commitment", _("Name a commitment for what was released")
    SIGN_COMMITMENT = "sign_commitment", _("Sign a commitment or an objection")
    SETTLE_OBJECTION = "settle_objection", _("Settle an objection, or pass it to the chair")
    DECIDE_OBJECTION = "decide_objection", _("Decide on an objection")
    VERIFY = "verify", _("Verify what was reported done")
    REPORT_ACTIVITY = "report_activity", _("Say again how an activity of the plan stands")
