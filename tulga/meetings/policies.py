"""Who prepares and runs meetings, and who answers for an agency. Who may see one is decided in querysets.py."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from tulga.kit.policy import ALLOW, Decision, Policy, deny
from tulga.meetings.choices import OF_THE_INVITED, Action

if TYPE_CHECKING:
    from tulga.kit.actor import Actor
    from tulga.meetings.models import Invitation

policy = Policy()


@policy.rule(*(action for action in Action if action not in OF_THE_INVITED))
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
