"""Who may change who people are here. Who may see them is decided in querysets.py."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from tulga.accounts.choices import GIVEN_BY_TWO, Action, Role
from tulga.kit.policy import ALLOW, Decision, Policy, deny

if TYPE_CHECKING:
    from tulga.accounts.models import AccessLink, Invitation, Membership, User
    from tulga.kit.actor import Actor

policy = Policy()

# What an agency may pass on by itself. The other offices are filled by those above it.
ROLES_OF_THE_AGENCY = frozenset({Role.FOCAL_POINT})
PASSED_ON_BY_THE_HOLDER = frozenset({Role.CHAIR, Role.NATIONAL_RAPPORTEUR})


@policy.rule(Action.INVITE)
def secretariat_or_administrator_invites(actor: Actor, thing: object) -> Decision:
    if actor.is_system or actor.may(Action.INVITE):
        return ALLOW
    return deny(
        _("Only the secretariat or an administrator can invite people. An agency hands its roles over instead.")
    )


@policy.rule(Action.REVOKE_INVITATION)
def whoever_may_give_it_takes_it_back(actor: Actor, invitation: Invitation) -> Decision:
    if actor.is_system or actor.may(Action.INVITE):
        return ALLOW
    if invitation.role in ROLES_OF_THE_AGENCY and actor.may(Action.HAND_OVER, at=invitation.agency_id):
        return ALLOW
    return deny(_("Only those who may invite to this agency can withdraw or renew its invitations."))


@policy.rule(Action.CONFIRM)
def a_second_person_confirms(actor: Actor, waiting: Invitation | AccessLink) -> Decision:
    if actor.user_id == waiting.made_by_id:
        return deny(_("You made this yourself. Somebody else must confirm it."))
    if actor.may(Action.CONFIRM):
        return ALLOW
    return deny(_("Only the secretariat or an administrator can confirm this."))


@policy.rule(Action.END_MEMBERSHIP)
def secretariat_or_administrator_ends(actor: Actor, membership: Membership) -> Decision:
    if actor.is_system or actor.may(Action.END_MEMBERSHIP):
        return ALLOW
    return deny(_("Only the secretariat or an administrator can end a role. You can hand yours over."))


@policy.rule(Action.HAND_OVER)
def secretariat_or_own_agency_hands_over(actor: Actor, membership: Membership) -> Decision:
    if actor.is_system or actor.holds_anywhere(Role.SECRETARIAT):
        return ALLOW
    if membership.role not in ROLES_OF_THE_AGENCY:
        return deny(_("Only the secretariat can hand this role over."))
    if actor.may(Action.HAND_OVER, at=membership.agency_id):
        return ALLOW
    return deny(_("Only the secretariat or this agency can hand the role over."))


@policy.rule(Action.APPOINT_ACTING)
def head_or_secretariat_appoints(actor: Actor, membership: Membership) -> Decision:
    if membership.role in GIVEN_BY_TWO:
        return _only_the_holder_appoints(actor, membership)
    if actor.is_system or actor.holds_anywhere(Role.SECRETARIAT, Role.ADMINISTRATOR):
        return ALLOW
    if actor.may(Action.APPOINT_ACTING, at=membership.agency_id):
        return ALLOW
    return deny(_("Only the head of this agency, the secretariat or an administrator can appoint somebody to act."))


def _only_the_holder_appoints(actor: Actor, membership: Membership) -> Decision:
    """Who decides or watches may let somebody do it for a while. Who invites does not: that takes two."""
    if membership.role in PASSED_ON_BY_THE_HOLDER and actor.user_id == membership.user_id:
        return ALLOW
    if membership.role in PASSED_ON_BY_THE_HOLDER:
        return deny(_("Only the holder of this office can appoint somebody to act. Invite somebody to it instead."))
    return deny(_("Nobody acts for this office. Invite somebody to it instead."))


@policy.rule(Action.CHANGE_DETAILS, Action.MAKE_TOKEN)
def only_oneself(actor: Actor, user: User) -> Decision:
    if actor.is_system or actor.user_id == user.pk:
        return ALLOW
    return deny(_("Only the person can do this."))


@policy.rule(Action.RESTORE_ACCESS, Action.DISABLE)
def others_keep_the_keys(actor: Actor, user: User) -> Decision:
    if user.pk == actor.user_id:
        return deny(_("Somebody else must do this for you."))
    if actor.is_system or actor.may(Action.RESTORE_ACCESS):
        return ALLOW
    return deny(_("Only the secretariat or an administrator can do this."))


@policy.rule(Action.READ_PEOPLE)
def people_are_read_by_role(actor: Actor, agency_id: int | None) -> Decision:
    if actor.may(Action.INVITE) or actor.may(Action.READ_PEOPLE):
        return ALLOW
    return deny(_("Your role does not show the people of agencies."))
