from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Action(enum.StrEnum):
    CREATE = "findings.create"
    EDIT = "findings.edit"
    REVISE = "findings.revise"
    LOAD = "findings.load"
    IMPORT = "findings.import"
    TIE = "findings.tie"
    TELL = "findings.tell"


VERB_SENTENCES: dict[str, str | _StrPromise] = {
    Action.CREATE: _("entered it"),
    Action.EDIT: _("edited it"),
    Action.REVISE: _("corrected it with a new revision"),
    Action.LOAD: _("loaded from the reference data"),
    Action.IMPORT: _("imported it"),
    Action.TIE: _("said which earlier finding it repeats"),
    Action.TELL: _("said what became of it"),
}


class Kind(models.TextChoices):
    RECOMMENDATION = "recommendation", _("Recommendation")
    OBSERVATION = "observation", _("Observation")


class Position(models.TextChoices):
    """What the State answered. Most bodies ask for no answer."""

    NONE = "none", _("No position asked for")
    SUPPORTED = "supported", _("Supported")
    NOTED = "noted", _("Noted")

    @property
    def colour(self) -> str:
        return {"supported": "green", "noted": "amber"}.get(self.value, "grey")


class Tier(models.TextChoices):
    """Placement in the Trafficking in Persons Report."""

    ONE = "1", _("Tier 1")
    TWO = "2", _("Tier 2")
    WATCH_LIST = "2WL", _("Tier 2 Watch List")
    THREE = "3", _("Tier 3")

    @property
    def colour(self) -> str:
        return {"1": "green", "2": "blue", "2WL": "amber", "3": "red"}[self.value]


class About(models.TextChoices):
    """What a label says of a finding."""

    THEME = "theme", _("Theme")
    GOAL = "goal", _("Sustainable Development Goal")
    GROUP = "group", _("Affected persons")
    STATE = "state", _("Recommending State")


class Degree(models.TextChoices):
    """How far a finding was followed in a year, as its source judges."""

    NONE = "none", _("No progress")
    SOME = "some", _("Some progress")
    MUCH = "much", _("Much progress")
    COMPLETE = "complete", _("Complete")

    @property
    def colour(self) -> str:
        return {"none": "red", "some": "amber", "much": "blue", "complete": "green"}[self.value]
