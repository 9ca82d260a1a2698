"""Who works with estimates and with counts to be protected. Who may see them is decided in querysets.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from tulga.evidence.choices import Action
from tulga.kit.policy import ALLOW, Decision, Policy, deny

if TYPE_CHECKING:
    from tulga.kit.actor import Actor

policy = Policy()


@policy.rule(Action.WORK)
def statisticians_work_with_counts(actor: Actor, _thing: object) -> Decision:
    if actor.is_system or actor.may(Action.WORK):
        return ALLOW
    return deny(_("Only the secretariat's statistician and the national rapporteur work with unprotected counts."))


@policy.rule(Action.FINISH)
def the_worker_finishes(actor: Actor, _thing: object) -> Decision:
    return ALLOW if actor.is_system else deny(_("The installation's own worker does this."))


@policy.rule(Action.DISCARD)
def makers_discard(actor: Actor, study: Any) -> Decision:
    """Nobody edits or removes what somebody else made: secretariat and rapporteur work apart from each other."""
    if actor.may(Action.WORK) and study.made_by_id == actor.user_id:
        return ALLOW
    return deny(_("Only whoever entered the table can discard it."))


@policy.rule(Action.PUBLISH)
def a_second_person_publishes(actor: Actor, study: Any) -> Decision:
    if not actor.may(Action.WORK):
        return deny(_("Only the secretariat's statistician and the national rapporteur publish an estimate."))
    if study.made_by_id == actor.user_id:
        return deny(_("A second person publishes it: ask somebody who did not make it."))
    return ALLOW


@policy.rule(Action.WITHDRAW)
def statisticians_withdraw(actor: Actor, _thing: object) -> Decision:
    if actor.may(Action.WORK):
        return ALLOW
    return deny(_("Only the secretariat's statistician and the national rapporteur withdraw an estimate."))
