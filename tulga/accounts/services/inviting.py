from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tulga.accounts.actors import actor_of
from tulga.accounts.choices import Action, FormOfAddress, Role
from tulga.accounts.models import Invitation, Membership, User
from tulga.accounts.one_time_links import hash_of
from tulga.accounts.policies import policy
from tulga.accounts.services.accounts import set_keys, set_password
from tulga.accounts.services.confirming import must_be_confirmed
from tulga.accounts.services.links import set_new_link
from tulga.audit.services import record
from tulga.kit.errors import NotAllowed, RuleBroken
from tulga.kit.writing import one_line

if TYPE_CHECKING:
    from tulga.agencies.models import Agency
    from tulga.kit.actor import Actor


@transaction.atomic
def invite(
    *,
    email: str,
    agency: Agency,
    role: str,
    actor: Actor,
    full_name: str = "",
    language: str = settings.LANGUAGE_CODE,
    is_alternate: bool = False,
    valid_from: dt.date | None = None,
) -> Invitation:
    """Invite one address to one role at one agency. The link is made from it, and handed over by the inviter."""
    policy.require(actor, Action.INVITE)
    _check_role_at(agency, role, is_alternate=is_alternate)
    return _store_invitation(
        Action.INVITE,
        actor,
        email=_address(email, actor),
        agency=agency,
        role=role,
        full_name=one_line(full_name),
        language=language,
        is_alternate=is_alternate,
        valid_from=valid_from or timezone.localdate(),
    )


@transaction.atomic
def hand_over(
    *,
    membership: Membership,
    email: str,
    actor: Actor,
    full_name: str = "",
    language: str = settings.LANGUAGE_CODE,
    valid_from: dt.date | None = None,
) -> Invitation:
    """Invite a successor. The predecessor's role ends when the successor's begins, so that no day is without either."""
    policy.require(actor, Action.HAND_OVER, membership)
    if membership.is_acting or not membership.is_valid(timezone.localdate()):
        raise RuleBroken(_("This role is not held now. Invite somebody to it instead."))
    if Invitation.objects.open().filter(replaces=membership, expires_at__gt=timezone.now()).exists():
        raise RuleBroken(_("A successor has been invited already. Renew or withdraw that invitation first."))
    address = _address(email, None)
    if address == membership.user.email:
        raise RuleBroken(_("This is the address of the present holder. Give the successor's."), field="email")
    return _store_invitation(
        Action.HAND_OVER,
        actor,
        email=address,
        agency=membership.agency,
        role=membership.role,
        full_name=one_line(full_name),
        language=language,
        is_alternate=membership.is_alternate,
        valid_from=valid_from or timezone.localdate(),
        replaces=membership,
    )


@transaction.atomic
def renew_invitation(*, invitation: Invitation, actor: Actor) -> Invitation:
    """A new link with a new term. The old link, wherever it is, opens nothing any more."""
    policy.require(actor, Action.REVOKE_INVITATION, invitation)
    invitation = _locked(invitation)
    set_new_link(invitation)
    invitation.save(update_fields=["nonce", "token_hash", "expires_at"])
    record(actor=actor, verb=Action.INVITE, target=invitation, after=str(invitation), reason=gettext_lazy("renewed"))
    return invitation


@transaction.atomic
def revoke_invitation(*, invitation: Invitation, actor: Actor) -> Invitation:
    policy.require(actor, Action.REVOKE_INVITATION, invitation)
    invitation = _locked(invitation)
    invitation.revoked_at = timezone.now()
    invitation.save(update_fields=["revoked_at"])
    record(actor=actor, verb=Action.REVOKE_INVITATION, target=invitation, before=str(invitation))
    return invitation


def open_invitation(token: str) -> Invitation | None:
    """The invitation that a link opens now. None is the one answer for a wrong, used, withdrawn or expired link."""
    found = Invitation.objects.open().select_related("agency").filter(token_hash=hash_of(token)).first()
    return found if found is not None and found.is_open else None


@transaction.atomic
def accept_invitation(
    *,
    token: str,
    actor: Actor,
    full_name: str = "",
    password: str = "",
    form_of_address: str = FormOfAddress.NONE,
    language: str = "",
) -> Membership:
    """Make the membership, and the account where the address has none. Of two that try at once, one succeeds.

    Whoever has an account must be signed in with it: a link on paper gives a role, never somebody's account.
    """
    found = Invitation.objects.select_for_update(of=("self",), no_key=True).filter(token_hash=hash_of(token)).first()
    if found is None or not found.is_open:
        raise RuleBroken(_("This invitation has been used, withdrawn or has expired. Ask for a new one."))
    user = User.objects.filter(email=found.email).first()
    if user is None:
        user = _create_user(found, full_name, password, form_of_address, language)
    elif actor.user_id != user.pk:
        raise NotAllowed(_("You have an account already. Sign in with it, then open this link again."))
    elif not user.is_active:
        raise NotAllowed(_("This account is closed. Ask the secretariat to open it again."))

    begins = max(found.valid_from, timezone.localdate())
    if Membership.objects.not_over(begins).filter(user=user, agency=found.agency, role=found.role, is_acting=False):
        raise RuleBroken(_("You hold this role already."))
    if found.replaces is not None:
        _end_predecessor(found.replaces, begins, found.invited_by)
    membership = Membership.objects.create(
        user=user,
        agency=found.agency,
        role=found.role,
        is_alternate=found.is_alternate,
        valid_from=begins,
        invited_by=found.invited_by,
    )
    found.accepted_at, found.membership = timezone.now(), membership
    found.save(update_fields=["accepted_at", "membership"])
    record(actor=actor_of(user), verb=Action.ACCEPT_INVITATION, target=membership, after=str(membership))
    return membership


def _address(email: str, actor: Actor | None) -> str:
    """One plain address in lower case. Nobody invites themselves to a further role."""
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise RuleBroken(_("This is not an e-mail address. Write it like name@example.mn."), field="email") from None
    if actor is not None and actor.user_id and User.objects.filter(pk=actor.user_id, email=email).exists():
        raise RuleBroken(_("You cannot invite yourself. Somebody else must do it."), field="email")
    return email


def _check_role_at(agency: Agency, role: str, *, is_alternate: bool) -> None:
    if role not in Role.values:
        raise RuleBroken(_("Choose a role from the list."), field="role")
    if is_alternate and role != Role.FOCAL_POINT:
        raise RuleBroken(_("Only a focal point has alternates."), field="is_alternate")
    if not agency.is_valid_on(timezone.localdate()):
        raise RuleBroken(_("This agency has ended. Choose its successor."), field="agency")


def _store_invitation(verb: Action, actor: Actor, **values: Any) -> Invitation:
    same = {name: values[name] for name in ("email", "agency", "role")}
    if Invitation.objects.open().filter(**same, expires_at__gt=timezone.now()).exists():
        raise RuleBroken(_("This address has been invited to this role already. Renew that invitation."), field="email")
    held = Membership.objects.not_over(timezone.localdate()).filter(user__email=values["email"], is_acting=False)
    if held.filter(agency=values["agency"], role=values["role"]).exists():
        raise RuleBroken(_("This person holds this role already."), field="email")
    needs_confirmation = must_be_confirmed([values["role"]], actor)
    invitation = Invitation(invited_by_id=actor.user_id, needs_confirmation=needs_confirmation, **values)
    set_new_link(invitation)
    invitation.save()
    record(actor=actor, verb=verb, target=invitation, after=str(invitation))
    return invitation


def _locked(invitation: Invitation) -> Invitation:
    """The row for a change, unless it was accepted or withdrawn meanwhile."""
    found = Invitation.objects.select_for_update(of=("self",), no_key=True).get(pk=invitation.pk)
    if found.accepted_at or found.revoked_at:
        raise RuleBroken(_("This invitation has been accepted or withdrawn already."))
    return found


def _create_user(invitation: Invitation, full_name: str, password: str, address: str, language: str) -> User:
    user = User(
        email=invitation.email,
        full_name=one_line(full_name or invitation.full_name),
        form_of_address=address,
        language=language or invitation.language,
    )
    if not user.full_name:
        raise RuleBroken(_("Give your full name."), field="full_name")
    set_password(user, password)
    set_keys(user)
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError:  # two invitations of one address, accepted at once
        raise RuleBroken(_("You have an account already. Sign in with it, then open this link again.")) from None
    return user


def _end_predecessor(membership: Membership, begins: dt.date, by: User | None) -> None:
    last_day = begins - dt.timedelta(days=1)
    if begins > timezone.localdate() and membership.valid_from <= last_day:
        membership.valid_to = last_day
    else:
        membership.ended_at = timezone.now()
    membership.ended_by, membership.end_reason = by, _("Handed over")
    membership.save(update_fields=["valid_to", "ended_at", "ended_by", "end_reason"])
