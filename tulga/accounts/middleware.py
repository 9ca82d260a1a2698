from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils import timezone

from tulga.accounts import sessions
from tulga.accounts.actors import actor_with, roles_held, sees_more_than_public
from tulga.kit.access import Access, access_of
from tulga.kit.actor import Actor
from tulga.kit.interrupted import signed_out_while_writing
from tulga.kit.prepared import prepared

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponseBase

    from tulga.accounts.models import Membership, User
    from tulga.kit.middleware import GetResponse

# What somebody who must still set up a second factor may open: the set-up itself, and the way out.
SET_UP = "mfa_index"
OPEN_BEFORE_SET_UP = {
    *("mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "mfa_list_webauthn"),
    *("mfa_generate_recovery_codes", "mfa_view_recovery_codes", "mfa_download_recovery_codes"),
    *("account_reauthenticate", "account_logout", "account_login"),
}


class ActorOfRequest:
    """`request.actor` on every request: the public where the page is public, else the person with today's roles.

    Public pages touch neither session nor user. Everywhere else a session past its limits ends here, and a role
    that sees more than the public leads to setting up a second factor until there is one.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.actor = Actor()  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        url_name = (request.resolver_match.url_name or "") if request.resolver_match else ""
        kind = access_of(view, url_name)
        if kind is Access.PUBLIC or not request.user.is_authenticated:
            return None
        user: User = request.user
        # A page that asks by itself would keep a forsaken machine signed in; its script says when somebody types.
        asks_by_itself = getattr(getattr(view, "view_class", None), "is_in_the_background", False)
        if sessions.has_ended(request, is_somebody_there=not asks_by_itself or "here" in request.GET):
            return self._signed_out(request, kind)
        held = self._held_by(user)
        request.roles_held = held  # type: ignore[attr-defined]
        request.actor = actor = actor_with(user, held) if user.is_active else Actor()  # type: ignore[attr-defined]
        if url_name in OPEN_BEFORE_SET_UP or not settings.SECOND_FACTOR_DEMANDED:
            return None
        if sees_more_than_public(actor) and not has_second_factor(user):
            return HttpResponseRedirect(resolve_url(SET_UP))
        return None

    def _held_by(self, user: User) -> list[Membership]:
        if not user.is_active:
            return []
        return roles_held(user, timezone.localdate()) if user.held_today is None else user.held_today

    def _signed_out(self, request: HttpRequest, kind: Access | None) -> HttpResponseBase | None:
        logout(request)
        if kind is Access.OPEN:
            return None
        if request.method == "POST":
            return signed_out_while_writing(request)
        return redirect_to_login(request.get_full_path(), resolve_url(settings.LOGIN_URL))


def has_second_factor(user: User) -> bool:
    return bool(_second_factors(user_id=user.pk))


@prepared
def _second_factors(*, user_id: int) -> QuerySet[Any, int]:
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return Authenticator.objects.filter(user=user_id, type__in=kinds).values_list("pk", flat=True)[:1]
