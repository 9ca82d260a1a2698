"""Who prepares and runs meetings, and who answers for an agency. Who may see one is decided in querysets.py."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from tulga.kit.policy import ALLOW, Decision, Policy, deny
from tulga.meetings.choices import OF_THE_INVITED, OF_WHO_HAS_THE_ACTION, OF_WHO_TOOK_PART, Action

if TYPE_CHECKING:
    from tulga.kit.actor import Actor
    from tulga.meetings.models import ActionPoint, Invitation, Minutes

policy = Policy()


OF_AGENCIES = (*OF_THE_INVITED, *OF_WHO_TOOK_PART, *OF_WHO_HAS_THE_ACTION)


@policy.rule(*(action for action in Action if action not in OF_AGENCIES))
def secretariat_runs_meetings(actor: Actor, _thing: object) -> Decision:
    if actor.is_system or actor.may(Action.EDIT):
        return ALLOW
    return deny(_("Only the secretariat prepares and runs meetings."))


@policy.rule(*OF_THE_INVITED)
def invited_agency_answers(actor: Actor, invitation: Invitation) -> Decision:
    """Nobody answers in its place: what comes by letter is entered as such."""
    if actor.may(Action.ANSWER, at=invitation.agency_id):
        return ALLOW
    return deny(_("Only a focal point or the head of the invited agency answers its invitation."))


@policy.rule(*OF_WHO_TOOK_PART)
def a_delegation_confirms(actor: Actor, _minutes: Minutes) -> Decision:
    """For which agency is chosen on the page: the guard asks whether it took part."""
    if actor.agencies_where(Action.ANSWER):
        return ALLOW
    return deny(_("Only a focal point or the head of an agency that took part answers the minutes."))


@policy.rule(*OF_WHO_HAS_THE_ACTION)
def whoever_has_the_action_finishes_it(actor: Actor, point: ActionPoint) -> Decision:
    if actor.is_system or actor.may(Action.EDIT) or (point.agency_id and actor.may(Action.ANSWER, at=point.agency_id)):
        return ALLOW
    return deny(_("Only the agency that has this action, or the secretariat, reports it done."))
