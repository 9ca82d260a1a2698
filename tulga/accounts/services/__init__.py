"""Every write about people. One file for each kind of thing that is given, held or taken back."""

from __future__ import annotations

from tulga.accounts.services.access import issue_access_link, open_access_link, use_access_link
from tulga.accounts.services.accounts import change_details, set_active, set_keys
from tulga.accounts.services.confirming import confirm
from tulga.accounts.services.holding import appoint_acting, end_membership
from tulga.accounts.services.inviting import (
    accept_invitation,
    hand_over,
    invite,
    open_invitation,
    renew_invitation,
    revoke_invitation,
)
from tulga.accounts.services.programs import actor_of_token, issue_api_token, revoke_api_token

__all__ = [
    "accept_invitation",
    "actor_of_token",
    "appoint_acting",
    "change_details",
    "confirm",
    "end_membership",
    "hand_over",
    "invite",
    "issue_access_link",
    "issue_api_token",
    "open_access_link",
    "open_invitation",
    "renew_invitation",
    "revoke_api_token",
    "revoke_invitation",
    "set_active",
    "set_keys",
    "use_access_link",
]
