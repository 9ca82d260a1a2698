"""Who brings files in: whoever may write by hand what the file would write."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from tulga.imports.choices import Action
from tulga.kit.imports.targets import TARGETS, Target
from tulga.kit.policy import ALLOW, Decision, Policy, deny

if TYPE_CHECKING:
    from tulga.kit.actor import Actor

policy = Policy()


@policy.rule(*Action)
def writers_of_the_target_import(actor: Actor, thing: Any) -> Decision:
    """The thing is the import, or before there is one its target."""
    target = thing if isinstance(thing, Target) else TARGETS[thing.target]
    if actor.is_system or actor.may(target.permission):
        return ALLOW
    return deny(_("Only who may write these records by hand can import them. Send the file to the secretariat."))
