"""Who enters findings of outside bodies. Everybody may read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from tulga.findings.choices import Action
from tulga.kit.policy import ALLOW, Decision, Policy, deny

if TYPE_CHECKING:
    from tulga.kit.actor import Actor

policy = Policy()


@policy.rule(Action.CREATE, Action.EDIT, Action.REVISE, Action.IMPORT, Action.TIE, Action.TELL)
def secretariat_enters_findings(actor: Actor, _thing: object) -> Decision:
    if actor.is_system or actor.may(Action.EDIT):  # the importer on the command line is the system
        return ALLOW
    return deny(_("Only the secretariat enters findings. Write to it if one is missing or wrong."))


@policy.rule(Action.LOAD)
def only_the_installation_loads(actor: Actor, _thing: object) -> Decision:
    if actor.is_system:
        return ALLOW
    return deny(_("The reference data is loaded by the installation itself."))
