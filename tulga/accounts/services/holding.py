from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tulga.accounts.choices import Action, Role
from tulga.accounts.models import Membership, User
from tulga.accounts.policies import policy
from tulga.audit.services import record
from tulga.kit.actor import Actor
from tulga.kit.errors import RuleBroken
from tulga.kit.i18n import in_every_language
from tulga.kit.writing import one_line


@transaction.atomic
def end_membership(*, membership: Membership, actor: Actor, reason: str = "") -> Membership:
    """End a role now: the next request of its holder is refused what it allowed."""
    policy.require(actor, Action.END_MEMBERSHIP, membership)
    membership = Membership.objects.select_for_update(of=("self",), no_key=True).get(pk=membership.pk)
    if membership.ended_at is not None:
        raise RuleBroken(_("This role has ended already."))
    if membership.role in (Role.SECRETARIAT, Role.ADMINISTRATOR) and _is_last_to_invite(membership):
        raise RuleBroken(_("Nobody else could invite people after this. Invite a successor first."))
    membership.ended_at = timezone.now()
    membership.ended_by_id = actor.user_id
    membership.end_reason = one_line(reason)
    membership.save(update_fields=["ended_at", "ended_by", "end_reason"])
    record(actor=actor, verb=Action.END_MEMBERSHIP, target=membership, before=str(membership), reason=reason)
    return membership


@transaction.atomic
def appoint_acting(
    *, membership: Membership, user: User, valid_from: dt.date, valid_to: dt.date, actor: Actor
) -> Membership:
    """Let somebody act for the holder of an office between two dates, the last day included."""
    policy.require(actor, Action.APPOINT_ACTING, membership)
    if membership.is_acting or not membership.is_valid(timezone.localdate()):
        raise RuleBroken(_("Nobody can act for an office that is not held now."))
    if user.pk in (membership.user_id, actor.user_id):
        raise RuleBroken(_("Choose somebody other than the holder and yourself."), field="user")
    if not user.is_active:
        raise RuleBroken(_("This account is closed."), field="user")
    if valid_to < max(valid_from, timezone.localdate()):
        raise RuleBroken(_("The last day lies before the first day or in the past."), field="valid_to")
    acting = Membership.objects.create(
        user=user,
        agency=membership.agency,
        role=membership.role,
        is_acting=True,
        valid_from=valid_from,
        valid_to=valid_to,
        invited_by_id=actor.user_id,
    )
    after = in_every_language(
        "%(user)s: %(acting)s, %(days)s", user=user, acting=acting, days=f"{valid_from} – {valid_to}"
    )
    record(actor=actor, verb=Action.APPOINT_ACTING, target=acting, after=after)
    return acting


def _is_last_to_invite(membership: Membership) -> bool:
    others = Membership.objects.valid(timezone.localdate()).exclude(pk=membership.pk)
    inviting = (Role.SECRETARIAT, Role.ADMINISTRATOR)
    return not others.filter(role__in=inviting, is_acting=False, user__is_active=True).exists()
