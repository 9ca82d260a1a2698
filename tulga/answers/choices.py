from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from tulga.recommendations.choices import Status

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Action(enum.StrEnum):
    LINK = "answers.link"
    PUBLISH = "answers.publish"
    WITHDRAW = "answers.withdraw"


VERB_SENTENCES: dict[str, str | _StrPromise] = {
    Action.LINK: _("said how far it answers the finding"),
    Action.PUBLISH: _("published what answers the findings"),
    Action.WITHDRAW: _("withdrew from the public what answers the findings"),
}


class Extent(models.TextChoices):
    """How far a person finds that something answers a finding."""

    FULLY = "fully", _("Fully")
    PARTLY = "partly", _("Partly")
    NOT = "not", _("Not at all")

    @property
    def colour(self) -> str:
        return {"fully": "green", "partly": "blue"}.get(self.value, "grey")


class Standing(models.IntegerChoices):
    """How far a finding is answered, by all that answers it. The least answered sort first."""

    UNANSWERED = 0, _("Not answered")
    PROPOSED = 1, _("An answer is proposed")
    PARTLY = 2, _("Answered in part")
    FULLY = 3, _("Answered")

    @property
    def colour(self) -> str:
        return {0: "red", 1: "amber", 2: "blue", 3: "green"}[self.value]


# A recommendation that is not in force yet; what is left out here and is not in force answers nothing any more.
PROPOSED = (
    *(Status.DRAFT, Status.ADOPTED, Status.CONSOLIDATED, Status.SUBMITTED, Status.DEFERRED),
    *(Status.ENDORSED, Status.ENDORSED_WITH_CHANGES),
)
IN_FORCE = (Status.ENDORSED, Status.ENDORSED_WITH_CHANGES, Status.IMPLEMENTED)
