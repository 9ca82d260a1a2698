from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tulga.accounts.actors import actor_of
from tulga.accounts.choices import Action
from tulga.accounts.models import AccessLink, Membership, User
from tulga.accounts.one_time_links import hash_of
from tulga.accounts.policies import policy
from tulga.accounts.services.accounts import set_password
from tulga.accounts.services.confirming import must_be_confirmed
from tulga.accounts.services.links import set_new_link
from tulga.audit.services import record
from tulga.kit.actor import Actor
from tulga.kit.errors import RuleBroken


@transaction.atomic
def issue_access_link(*, user: User, actor: Actor, removes_second_factor: bool = False) -> AccessLink:
    """A link for somebody who lost a password or a device. It replaces every earlier one."""
    policy.require(actor, Action.RESTORE_ACCESS, user)
    if not user.is_active:
        raise RuleBroken(_("This account is closed."))
    AccessLink.objects.open().filter(user=user).update(revoked_at=timezone.now())
    held = Membership.objects.not_over(timezone.localdate()).filter(user=user).values_list("role", flat=True)
    link = AccessLink(
        user=user,
        issued_by_id=actor.user_id,
        removes_second_factor=removes_second_factor,
        needs_confirmation=must_be_confirmed(held, actor),
    )
    set_new_link(link)
    link.save()
    record(actor=actor, verb=Action.RESTORE_ACCESS, target=user)
    return link


def open_access_link(token: str) -> AccessLink | None:
    found = AccessLink.objects.open().select_related("user").filter(token_hash=hash_of(token)).first()
    return found if found is not None and found.is_open else None


@transaction.atomic
def use_access_link(*, token: str, password: str) -> User:
    """Set a new password, and take the lost second factor away. Every session made with the old one ends."""
    found = AccessLink.objects.select_for_update(of=("self",), no_key=True).filter(token_hash=hash_of(token)).first()
    if found is None or not found.is_open or not found.user.is_active:
        raise RuleBroken(_("This link has been used, withdrawn or has expired. Ask for a new one."))
    user = found.user
    set_password(user, password)
    user.save(update_fields=["password"])
    if found.removes_second_factor:
        user.authenticator_set.all().delete()
    found.used_at = timezone.now()
    found.save(update_fields=["used_at"])
    record(actor=actor_of(user), verb=Action.USE_ACCESS_LINK, target=user)
    return user
