"""People to choose from, each named with the agencies they hold a role at today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.db.models import Prefetch
from django.utils import timezone

from tulga.accounts.choices import Role
from tulga.accounts.models import Membership, User

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from tulga.kit.actor import Actor


def people_with_a_role(actor: Actor) -> QuerySet[User]:
    """Whom the actor may choose: everybody they see with a role today. Administrators have no part in the work."""
    held = Membership.objects.valid(timezone.localdate()).exclude(role=Role.ADMINISTRATOR).select_related("agency")
    people: QuerySet[User] = User.objects.visible_to(actor).filter(is_active=True, pk__in=held.values("user_id"))
    return people.for_listing().prefetch_related(Prefetch("memberships", held, to_attr="held"))  # type: ignore[attr-defined]  # of UserQuerySet


def with_agencies(user: User) -> str:
    agencies = dict.fromkeys(str(each.agency) for each in user.held)  # type: ignore[attr-defined]  # prefetched by people_with_a_role
    return f"{user} ({', '.join(agencies)})"


class PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]  # the class takes none at run time
    def label_from_instance(self, user: User) -> str:
        return with_agencies(user)
