from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Action(enum.StrEnum):
    KEEP_POST = "notices.keep_post"


VERB_SENTENCES: dict[str, str | _StrPromise] = {Action.KEEP_POST: _("had e-mails tried again")}


class PostState(models.TextChoices):
    """How an e-mail stands that has not been handed over."""

    TRIED_AGAIN = "tried_again", _("Tried again by itself")
    GIVEN_UP = "given_up", _("Given up")
    UNKNOWN = "unknown", _("May have arrived: not sent twice")

    @property
    def colour(self) -> str:
        return {"tried_again": "amber", "given_up": "red", "unknown": "grey"}[self.value]
