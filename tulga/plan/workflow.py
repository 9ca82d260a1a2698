"""The life of an edition: written, in force, then amended by the next or expired; or set aside before it ever was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tulga.audit.services import record
from tulga.kit.policy import ALLOW, Decision, deny
from tulga.kit.workflow import Transition, Workflow
from tulga.plan.choices import Action, EditionStatus
from tulga.plan.policies import policy

if TYPE_CHECKING:
    from tulga.kit.actor import Actor
    from tulga.plan.models import PlanEdition


def promises_something(edition: PlanEdition, actor: Actor) -> Decision:
    if edition.entries.exists():
        return ALLOW
    return deny(_("This edition has no activity yet. Add what it promises, then put it in force."))


def is_past_its_last_day(edition: PlanEdition, actor: Actor) -> Decision:
    if edition.is_past():
        return ALLOW
    day = date_format(edition.valid_to, "DATE_FORMAT")
    return deny(_("It is valid until %(day)s. If it ended earlier, correct its last day first.") % {"day": day})


# fmt: off
life: Workflow[PlanEdition] = Workflow(
    name="plan_edition", title=gettext_lazy("Edition of a plan"),
    states=EditionStatus, policy=policy, record=record,
    table=[
        Transition(name="put_in_force", label=gettext_lazy("Put in force"),
                   source=(EditionStatus.DRAFT,), target=EditionStatus.IN_FORCE,
                   action=Action.PUT_IN_FORCE, guard=promises_something),
        Transition(name="replace", label=gettext_lazy("Replace by the next edition"),
                   source=(EditionStatus.IN_FORCE,), target=EditionStatus.AMENDED,
                   action=Action.PUT_IN_FORCE),
        Transition(name="expire", label=gettext_lazy("Note that it has expired"),
                   source=(EditionStatus.IN_FORCE,), target=EditionStatus.EXPIRED,
                   action=Action.EXPIRE, guard=is_past_its_last_day),
        Transition(name="set_aside", label=gettext_lazy("Set the draft aside"),
                   source=(EditionStatus.DRAFT,), target=EditionStatus.SET_ASIDE,
                   action=Action.SET_ASIDE, needs_reason=True),
    ],
)
# fmt: on
