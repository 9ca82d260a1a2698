"""Who acts: the Actor of a person, built from the roles held today."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext

from tulga.accounts.models import Membership
from tulga.accounts.roles import ROLES, permissions_of
from tulga.kit.actor import Actor, Grant
from tulga.kit.audience import Audience

if TYPE_CHECKING:
    from tulga.accounts.models import User


def actor_of(user: User, on: dt.date | None = None) -> Actor:
    """The person with what they hold on that day (by default today), in one query. A closed account is the public."""
    if not user.is_active:
        return Actor()
    return actor_with(user, roles_held(user, on or timezone.localdate()))


def actor_with(user: User, held: list[Membership]) -> Actor:
    return Actor(
        user_id=user.pk,
        label=", ".join(str(each) for each in held[:1]) or gettext("Signed in, without a role"),
        grants=tuple(Grant(each.role, each.agency_id, permissions_of(each.role)) for each in held),
        audiences=frozenset({Audience.PUBLIC}).union(*(each.agency.audiences for each in held)),
    )


def roles_held(user: User, on: dt.date) -> list[Membership]:
    """Own offices before those one only acts for, in the order in which the roles are listed."""
    held = Membership.objects.filter(user=user).valid(on).select_related("agency")
    order = list(ROLES)
    return sorted(held, key=lambda each: (each.is_acting, order.index(each.role), each.pk))


def sees_more_than_public(actor: Actor) -> bool:
    """Whether a role held today shows more than the public sees: then a second factor is demanded."""
    return any(description.sees_more_than_public and actor.holds_anywhere(role) for role, description in ROLES.items())
