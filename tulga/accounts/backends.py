"""How a session's person is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.auth_backends import AuthenticationBackend
from django.utils import timezone

from tulga.accounts.actors import roles_of
from tulga.accounts.models import User

if TYPE_CHECKING:
    from tulga.accounts.models import Membership


class SignInBackend(AuthenticationBackend):
    """Every page asks who signed in and what they hold today: both come in one query."""

    def get_user(self, user_id: Any) -> User | None:
        held: list[Membership] = roles_of(user_id, timezone.localdate())
        user = held[0].user if held else User.objects.filter(pk=user_id).first()
        if user is None or not self.user_can_authenticate(user):
            return None
        user.held_today = held
        return user
