"""What gives power over decisions is given by two people: ADR 24."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tulga.accounts.choices import GIVEN_BY_TWO, Action, Role
from tulga.accounts.models import AccessLink, Invitation, Membership, User
from tulga.accounts.policies import policy
from tulga.accounts.services.links import set_new_link
from tulga.audit.services import record
from tulga.kit.actor import Actor
from tulga.kit.errors import RuleBroken

Waiting = TypeVar("Waiting", Invitation, AccessLink)


def must_be_confirmed(roles: Iterable[str], actor: Actor) -> bool:
    """Whether a second person has to confirm what this one gives.

    Whoever begins an installation is alone in it; once there has been somebody else, nobody is alone again, also not by
    ending the others' roles. Then whoever runs the installation invites from its command line.
    """
    if actor.is_system or GIVEN_BY_TWO.isdisjoint(roles):
        return False
    inviting = Membership.objects.filter(role__in=[Role.SECRETARIAT, Role.ADMINISTRATOR])
    return inviting.exclude(user=actor.user_id).exists()


@transaction.atomic
def confirm(*, waiting: Waiting, actor: Actor) -> Waiting:
    """As the second person. Only now is there a link, with its whole term before it."""
    policy.require(actor, Action.CONFIRM, waiting)
    found = type(waiting).objects.select_for_update(of=("self",), no_key=True).get(pk=waiting.pk)
    if not found.awaits_confirmation:
        raise RuleBroken(_("This has been confirmed, withdrawn or has expired already."))
    if User.objects.filter(pk=actor.user_id, email=found.address).exists():
        raise RuleBroken(_("This is for yourself. Somebody else must confirm it."))
    found.confirmed_by_id, found.confirmed_at = actor.user_id, timezone.now()
    set_new_link(found)
    found.save(update_fields=["confirmed_by", "confirmed_at", "nonce", "token_hash", "expires_at"])
    record(actor=actor, verb=Action.CONFIRM, target=found.subject, after=str(found))
    return found
