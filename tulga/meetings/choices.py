from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Action(enum.StrEnum):
    CREATE = "meetings.create"
    EDIT = "meetings.edit"
    ADD_PARTICIPATION = "meetings.add_participation"
    OPEN_SESSION = "meetings.open_session"
    CHANGE_MEMBERS = "meetings.change_members"


VERB_SENTENCES: dict[str, str | _StrPromise] = {
    Action.CREATE: _("entered the meeting"),
    Action.EDIT: _("edited the meeting"),
    Action.ADD_PARTICIPATION: _("entered who took part"),
    Action.OPEN_SESSION: _("opened the working session"),
    Action.CHANGE_MEMBERS: _("changed who sits in the working session"),
}


class Capacity(models.TextChoices):
    """In what capacity a body took part."""

    HOST = "host", _("Host")
    DONOR = "donor", _("Donor")
    PARTICIPANT = "participant", _("Participant")

    @property
    def colour(self) -> str:
        return {"host": "blue", "donor": "green"}.get(self.value, "grey")
