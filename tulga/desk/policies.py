"""Who may change what the desk reckons with. What waits for whom is each record's own question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from tulga.desk.choices import Action
from tulga.kit.policy import ALLOW, Decision, Policy, deny

if TYPE_CHECKING:
    from tulga.kit.actor import Actor

policy = Policy()


@policy.rule(Action.MAKE_FEED, Action.WITHDRAW_FEED)
def everybody_keeps_their_own_calendar(actor: Actor, _thing: object) -> Decision:
    if actor.user_id is not None:
        return ALLOW
    return deny(_("Sign in first: the calendar is a person's own."))


@policy.rule(Action.SET_TIMES)
def secretariat_sets_the_times(actor: Actor, _thing: object) -> Decision:
    if actor.may(Action.SET_TIMES):
        return ALLOW
    return deny(_("Only the secretariat changes how long a step may take. Ask it to make the change."))
