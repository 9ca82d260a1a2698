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
    REMOVE = "plan.remove"
    IMPORT = "plan.import"
    AMEND = "plan.amend"
    PUT_IN_FORCE = "plan.put_in_force"
    SET_ASIDE = "plan.set_aside"
    EXPIRE = "plan.expire"
    REPORT_STATUS = "plan.report_status"


# Held by those who carry the plan out: they are heard before an edition is in force.
READ_DRAFT = "plan.read_draft"

VERB_SENTENCES: dict[str, str | _StrPromise] = {
    Action.CREATE: _("entered it"),
    Action.EDIT: _("edited it"),
    Action.REMOVE: _("took it out"),
    Action.IMPORT: _("imported a file into it"),
    Action.AMEND: _("began an amendment"),
    Action.PUT_IN_FORCE: _("put it in force"),
    Action.SET_ASIDE: _("set the draft aside"),
    Action.EXPIRE: _("noted that it has expired"),
    Action.REPORT_STATUS: _("reported how it stands"),
}


class EditionStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    IN_FORCE = "in_force", _("In force")
    AMENDED = "amended", _("Amended")
    EXPIRED = "expired", _("Expired")
    SET_ASIDE = "set_aside", _("Set aside")

    @property
    def colour(self) -> str:
        return {"in_force": "green", "draft": "amber"}.get(self.value, "grey")


# What has been in force is everybody's to read; what never was is not.
PUBLISHED = (EditionStatus.IN_FORCE, EditionStatus.AMENDED, EditionStatus.EXPIRED)
# A draft is written; in what is in force only slips of the pen are corrected. The rest is history.
WRITABLE = (EditionStatus.DRAFT, EditionStatus.IN_FORCE)


class Pillar(models.TextChoices):
    PREVENTION = "prevention", _("Prevention")
    PROTECTION = "protection", _("Protection")
    PROSECUTION = "prosecution", _("Prosecution")
    PARTNERSHIP = "partnership", _("Partnership")
    ENABLING = "enabling", _("Enabling framework")


class Recurrence(models.TextChoices):
    """How often an activity comes back, where the plan says so instead of giving days."""

    MONTHLY = "monthly", _("every month")
    QUARTERLY = "quarterly", _("every quarter")
    HALF_YEARLY = "half_yearly", _("every half-year")
    YEARLY = "yearly", _("every year")
    CONTINUOUS = "continuous", _("all the time")
    AS_NEEDED = "as_needed", _("whenever needed")


class ValueKind(models.TextChoices):
    """What a value given by a source is. Only the first six are numbers, and of those only two are exact."""

    NUMBER = "number", _("a number")
    PERCENT = "percent", _("per cent")
    BELOW = "below", _("less than")
    AT_MOST = "at_most", _("at most")
    ABOVE = "above", _("more than")
    AT_LEAST = "at_least", _("at least")
    YES = "yes", _("yes")
    NO = "no", _("no")
    WORDS = "words", _("in words")


NUMERIC = (
    *(ValueKind.NUMBER, ValueKind.PERCENT),
    *(ValueKind.BELOW, ValueKind.AT_MOST, ValueKind.ABOVE, ValueKind.AT_LEAST),
)


class ValueRole(models.TextChoices):
    BASELINE = "baseline", _("Baseline")
    TARGET = "target", _("Target")


class Disaggregation(models.TextChoices):
    """By what an indicator's figures are parted."""

    SEX = "sex", _("sex")
    AGE = "age", _("adult or child")
    FORM = "form", _("form of exploitation")
    NATIONALITY = "nationality", _("nationality")
    PLACE = "place", _("place")
    AGENCY = "agency", _("agency")
    DISABILITY = "disability", _("disability")


class FormerField(models.TextChoices):
    """Which words of an entry a source shows struck out."""

    TITLE = "title", _("title")
    PERIOD = "period", _("period")
    AGENCIES = "agencies", _("agencies")
    INDICATOR = "indicator", _("indicator")
    TARGET = "target", _("target")
    BUDGET = "budget", _("budget")
    OTHER = "other", _("other")


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


# Of an activity on which nobody has reported yet.
NO_LINE, NOT_REPORTED = "no_line", _("Not reported")
# What is called late, and what is past its end: the one meaning in which a plan's pages count what is late.
LATE_OR_PAST_ITS_END = _("Late or past the end")

# Nothing is late any more once it is one of these.
ENDED = (ActivityStatus.DONE, ActivityStatus.DROPPED)
