"""Who may correct a place. Everybody may see every place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from tulga.kit.policy import ALLOW, Decision, Policy, deny
from tulga.places.choices import Action

if TYPE_CHECKING:
    from tulga.kit.actor import Actor
    from tulga.places.models import Place

policy = Policy()


@policy.rule(Action.LOAD, Action.EDIT)
def only_the_installation_itself(actor: Actor, place: Place | None) -> Decision:
    if actor.is_system:
        return ALLOW
    return deny(_("Names of places are corrected on the words sheet: ask the administrator to read it in."))
