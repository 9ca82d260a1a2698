"""Where Tulga decides differently from django-allauth."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY, get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import render, resolve_url
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tulga.accounts import sessions
from tulga.accounts.actors import actor_of, sees_more_than_public
from tulga.accounts.choices import Action
from tulga.audit.services import record

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from tulga.accounts.models import User

# What changed, by the name that allauth gives to the mail it would send; the words of the audit trail.
CHANGES = {
    "account/email/password_changed": gettext_lazy("changed the password"),
    "mfa/email/totp_activated": gettext_lazy("added a code app"),
    "mfa/email/totp_deactivated": gettext_lazy("removed the code app"),
    "mfa/email/webauthn_added": gettext_lazy("added a passkey"),
    "mfa/email/webauthn_removed": gettext_lazy("removed a passkey"),
    "mfa/email/recovery_codes_generated": gettext_lazy("made new recovery codes"),
}

SAID_BY_THE_PAGE = {
    "account/messages/logged_in.txt",
    "account/messages/logged_out.txt",
    "mfa/messages/recovery_codes_generated.txt",
}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": gettext_lazy("The e-mail address or the password is not right."),
        "enter_current_password": gettext_lazy("This is not your present password."),
        "incorrect_password": gettext_lazy("This is not your password."),
        "too_many_login_attempts": gettext_lazy("Too many attempts. Wait five minutes, then try again."),
        "rate_limited": gettext_lazy("Too many attempts. Wait a minute, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def post_login(self, request: HttpRequest, user: User, **hooks: Any) -> HttpResponse:
        response = super().post_login(request, user, **hooks)
        shown = get_authentication_records(request, user)
        # Whoever has just signed in need not show once more who they are before setting up a second factor.
        request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [{**each, "reauthenticated": True} for each in shown]
        if any(each.get("type") == Authenticator.Type.RECOVERY_CODES for each in shown):
            self._alert_of_recovery_code(user)
        sessions.begin(request)
        sessions.end_oldest(user)
        return response

    @transaction.atomic
    def _alert_of_recovery_code(self, user: User) -> None:
        """Whoever found the sheet of codes signs in with them too: the owner and those who keep accounts are told."""
        import_string(settings.ALERT_OF_RECOVERY_CODE)(user)
        record(actor=actor_of(user), verb=Action.USE_RECOVERY_CODE, target=user)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The desk, in the person's language, unless another than the deployment's own was chosen before signing in."""
        shown = translation.get_language() or settings.LANGUAGE_CODE
        own = request.user.language  # type: ignore[union-attr]  # signed in just now
        with translation.override(own if shown == settings.LANGUAGE_CODE else shown):
            return resolve_url(settings.LOGIN_REDIRECT_URL)

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        reason = _("This account is closed. Ask the secretariat to open it again.")
        return render(request, "403.html", {"reason": reason}, status=403)

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **more: Any
    ) -> None:
        """Where the page that follows says it, a message would say it twice."""
        if message_template not in SAID_BY_THE_PAGE:
            super().add_message(request, level, message_template, *args, **more)

    def get_reauthentication_methods(self, user: User) -> list[dict[str, str]]:
        words = {
            "reauthenticate": _("Use your password"),
            "mfa_reauthenticate": _("Use a code"),
            "mfa_reauthenticate:webauthn": _("Use a passkey"),
        }
        return [{**each, "description": words[each["id"]]} for each in super().get_reauthentication_methods(user)]

    @transaction.atomic
    def send_notification_mail(self, template_prefix: str, user: User, *_args: Any, **_more: Any) -> None:
        """The way of signing in was changed: written down, and every other session ends. No mail is sent."""
        words = str(CHANGES.get(template_prefix, template_prefix))
        record(actor=actor_of(user), verb=Action.CHANGE_SIGN_IN, target=user, after=words)
        sessions.end_all(user, but=self.request.session.session_key)


class MFAAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("This is not right. Codes change every half minute: try the present one."),
        "cannot_delete_authenticator": gettext_lazy("This is your only second factor. Add another one first."),
    }

    def get_totp_issuer(self) -> str:
        return "Tulga"

    def build_totp_svg(self, url: str) -> str:
        return str(segno.make(url).svg_inline(scale=5, border=2))

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": "Tulga"}

    def generate_authenticator_name(self, user: User, type: str) -> str:
        return _("Passkey")

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """The last factor stays while one is demanded. Whoever lost it asks for a link to sign in again."""
        if not settings.SECOND_FACTOR_DEMANDED:
            return True
        kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
        others = Authenticator.objects.filter(user=authenticator.user, type__in=kinds).exclude(pk=authenticator.pk)
        return others.exists() or not sees_more_than_public(actor_of(authenticator.user))

    def encrypt(self, text: str) -> str:
        """A copy of the database alone must not be enough to make codes."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return _cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:  # restored without its key, or under a new one
            sentence = _(
                "This server cannot check codes: its key is not the one they were set up with. "
                "Use a passkey, or ask the secretariat for a link to sign in again."
            )
            raise ValidationError(sentence) from None


def _cipher() -> Fernet:
    key = salted_hmac("tulga.accounts.second_factor", "key", algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(key))
