"""Who may write the plan, and who says how an activity stands. The plan itself is everybody's to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from tulga.kit.policy import ALLOW, Decision, Policy, deny
from tulga.plan.choices import Action, EditionStatus

if TYPE_CHECKING:
    from tulga.kit.actor import Actor
    from tulga.plan.models import Activity, PlanEdition

policy = Policy()


@policy.rule(
    Action.CREATE,
    Action.EDIT,
    Action.REMOVE,
    Action.IMPORT,
    Action.AMEND,
    Action.PUT_IN_FORCE,
    Action.SET_ASIDE,
    Action.EXPIRE,
)
def secretariat_writes_the_plan(actor: Actor, _thing: object) -> Decision:
    if actor.is_system or actor.may(Action.EDIT):  # imports on the command line, and the clock that notes what expired
        return ALLOW
    return deny(_("Only the secretariat writes the plan. Ask it to make the change."))


@policy.rule(Action.REPORT_STATUS)
def lead_agency_says_how_it_stands(actor: Actor, activity: Activity) -> Decision:
    lead = activity.lead_agency_id  # none where the plan names none that Tulga knows: then nobody answers for it
    if lead is not None and actor.may(Action.REPORT_STATUS, at=lead):
        return ALLOW
    return deny(_("Only the lead agency's focal point or head reports how this activity stands."))


def still_written(edition: PlanEdition) -> Decision:
    if edition.is_writable:
        return ALLOW
    return deny(_("This edition is history and stays as it was. Change the edition in force, or begin an amendment."))


def still_a_draft(edition: PlanEdition) -> Decision:
    if edition.status == EditionStatus.DRAFT:
        return ALLOW
    return deny(_("What is in force keeps its parts: begin an amendment, and take it out there."))
