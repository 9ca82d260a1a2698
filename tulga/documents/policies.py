"""Who changes what letters look like. Files themselves belong to their records, whose apps decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from tulga.documents.choices import Action
from tulga.kit.policy import ALLOW, Decision, Policy, deny

if TYPE_CHECKING:
    from tulga.kit.actor import Actor

policy = Policy()


@policy.rule(*Action)
def secretariat_owns_the_letters(actor: Actor, _thing: object) -> Decision:
    if actor.is_system or actor.may(Action.REPLACE_LETTER_TEMPLATE):
        return ALLOW
    return deny(_("Only the secretariat changes the templates of letters."))
