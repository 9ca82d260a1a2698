from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class AgencyKind(models.TextChoices):
    MINISTRY = "ministry", _("Ministry")
    COUNCIL = "council", _("Council")
    TASK_FORCE = "task_force", _("Task force")
    AGENCY = "agency", _("Government agency")
    JUDICIAL = "judicial", _("Court or prosecution body")
    TRAINING = "training", _("Training institution")
    INDEPENDENT = "independent", _("Independent body")
    LOCAL = "local", _("Local office")
    NGO = "ngo", _("Civil society organisation")
    INTERGOVERNMENTAL = "intergovernmental", _("Intergovernmental organisation")
    DONOR = "donor", _("Donor")


class Action(enum.StrEnum):
    LOAD = "agencies.load"
    CREATE = "agencies.create"
    EDIT = "agencies.edit"
    SUCCEED = "agencies.succeed"
    VERIFY_HOTLINE = "agencies.verify_hotline"
    EDIT_HOTLINE = "agencies.edit_hotline"


VERB_SENTENCES: dict[str, str | _StrPromise] = {
    Action.LOAD: _("loaded from the reference data"),
    Action.CREATE: _("added the agency"),
    Action.EDIT: _("edited the agency"),
    Action.SUCCEED: _("ended the agency"),
    Action.VERIFY_HOTLINE: _("called the hotline and found that it answers"),
    Action.EDIT_HOTLINE: _("corrected the words about the hotline"),
}
