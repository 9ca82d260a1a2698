"""Who may change agencies and hotlines. Everybody may see every agency."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from tulga.agencies.choices import Action
from tulga.kit.policy import ALLOW, Decision, Policy, deny

if TYPE_CHECKING:
    from tulga.agencies.models import Agency, Hotline
    from tulga.kit.actor import Actor

policy = Policy()


@policy.rule(Action.CREATE, Action.EDIT, Action.SUCCEED, Action.VERIFY_HOTLINE, Action.EDIT_HOTLINE)
def secretariat_keeps_the_register(actor: Actor, thing: Agency | Hotline | None) -> Decision:
    if actor.is_system or actor.may(Action.EDIT):
        return ALLOW
    return deny(_("Only the secretariat changes the register of agencies. Write to it if something is wrong."))


@policy.rule(Action.LOAD)
def only_the_installation_loads(actor: Actor, thing: None) -> Decision:
    if actor.is_system:
        return ALLOW
    return deny(_("The reference data is loaded by the installation itself."))
