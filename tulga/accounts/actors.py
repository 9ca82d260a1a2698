"""Who acts: the Actor of a person, built from the roles held today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tulga.accounts.models import Membership, User
from tulga.accounts.roles import ROLES, permissions_of
from tulga.kit.actor import Actor, Grant
from tulga.kit.audience import Audience
from tulga.kit.i18n import in_every_language
from tulga.kit.prepared import prepared

if TYPE_CHECKING:
    from django.db.models import QuerySet

# Of an agency, on every page: its name stands in the header, its audiences decide what is seen.
NEVER_IN_THE_FRAME = (
    "aliases",
    "mandate",
    "source",
    "checked",
    "valid_note",
    "search_key",
    "sort_key_mn",
    "sort_key_en",
)


def actor_of(user: User, on: dt.date | None = None) -> Actor:
    """The person with what they hold on that day (by default today), in one query. A closed account is the public."""
    if not user.is_active:
        return Actor()
    return actor_with(user, roles_held(user, on or timezone.localdate()))


def actors_of(user_ids: Iterable[int], on: dt.date | None = None) -> list[Actor]:
    """Several people with what they hold on that day, in two queries; closed accounts are left out."""
    people = {user.pk: user for user in User.objects.filter(pk__in=set(user_ids), is_active=True)}
    held: dict[int, list[Membership]] = {pk: [] for pk in people}
    offices = Membership.objects.filter(user__in=people).valid(on or timezone.localdate()).select_related("agency")
    for each in offices:
        held[each.user_id].append(each)
    return [actor_with(user, _in_order(held[pk])) for pk, user in sorted(people.items())]


def actor_with(user: User, held: list[Membership]) -> Actor:
    offices = [in_every_language("%(office)s", office=each) for each in held]
    return Actor(
        user_id=user.pk,
        label=offices[0] if offices else in_every_language(_("Signed in, without a role")),
        grants=tuple(
            Grant(each.role, each.agency_id, permissions_of(each.role), office)
            for each, office in zip(held, offices, strict=True)
        ),
        audiences=frozenset({Audience.PUBLIC}).union(*(each.agency.audiences for each in held)),
    )


def roles_held(user: User, on: dt.date) -> list[Membership]:
    """Own offices before those one only acts for, in the order in which the roles are listed."""
    held = roles_of(user.pk, on)
    for each in held:
        each.user = user
    return held


def roles_of(user_id: int, on: dt.date) -> list[Membership]:
    """The same for somebody known by number only: each membership brings the person along."""
    return _in_order(_memberships(user_id=user_id, on=on))


def _in_order(held: Iterable[Membership]) -> list[Membership]:
    order = [str(role) for role in ROLES]
    return sorted(held, key=lambda each: (each.is_acting, order.index(each.role), each.pk))


@prepared
def _memberships(*, user_id: int, on: dt.date) -> QuerySet[Membership]:
    rows = Membership.objects.filter(user=user_id).valid(on).select_related("agency", "user")
    return rows.defer(*(f"agency__{column}" for column in NEVER_IN_THE_FRAME))


def sees_more_than_public(actor: Actor) -> bool:
    """Whether a role held today shows more than the public sees: then a second factor is demanded."""
    return any(description.sees_more_than_public and actor.holds_anywhere(role) for role, description in ROLES.items())
