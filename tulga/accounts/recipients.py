"""Who is told: the people who hold an office today and may sign in, each function one query, as numbers of people."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils import timezone

from tulga.accounts.choices import Role
from tulga.accounts.models import Membership

if TYPE_CHECKING:
    from tulga.accounts.querysets import MembershipQuerySet


def focal_points_of(agency_ids: Iterable[int]) -> list[int]:
    """The main focal points of these agencies."""
    return _people(_offices_of(agency_ids).filter(role=Role.FOCAL_POINT, is_alternate=False))


def alternates_of(agency_ids: Iterable[int]) -> list[int]:
    """The alternates of the agencies' focal points."""
    return _people(_offices_of(agency_ids).filter(role=Role.FOCAL_POINT, is_alternate=True))


def heads_of(agency_ids: Iterable[int]) -> list[int]:
    """The heads of these agencies, and whoever acts for one of them today."""
    return _people(_offices_of(agency_ids).filter(role=Role.AGENCY_HEAD))


def answerers_of(agency_ids: Iterable[int]) -> list[int]:
    """Everybody who answers for these agencies: focal points, alternates, heads and who acts for them."""
    return _people(_offices_of(agency_ids).filter(role__in=[Role.FOCAL_POINT, Role.AGENCY_HEAD]))


def contacts_of(agency_ids: Iterable[int]) -> list[int]:
    """Who hears for each agency: its main focal points, else the alternates, else whoever works for it here."""
    order = [(Role.FOCAL_POINT, False), (Role.FOCAL_POINT, True), (Role.PARTNER, False), (Role.CASE_OFFICER, False)]
    found: dict[int, dict[tuple[str, bool], set[int]]] = {}
    offices = _offices_of(agency_ids).filter(role__in={role for role, _is_alternate in order})
    for agency, role, is_alternate, user in offices.values_list("agency", "role", "is_alternate", "user"):
        found.setdefault(agency, {}).setdefault((role, is_alternate), set()).add(user)
    first = (next(offices[each] for each in order if each in offices) for offices in found.values())
    return sorted(set().union(*first))


def holders_of(*roles: Role) -> list[int]:
    """Whoever holds one of these roles today, at any agency."""
    return _people(_offices().filter(role__in=roles))


def _offices() -> MembershipQuerySet:
    return Membership.objects.valid(timezone.localdate()).filter(user__is_active=True)


def _offices_of(agency_ids: Iterable[int]) -> MembershipQuerySet:
    return _offices().filter(agency__in=set(agency_ids))


def _people(offices: MembershipQuerySet) -> list[int]:
    """Each person once, whatever number of offices they hold."""
    return list(offices.order_by("user").values_list("user", flat=True).distinct())
