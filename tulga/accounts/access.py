"""Who may open the pages of django-allauth, which cannot say it themselves."""

from __future__ import annotations

from tulga.kit.access import Access

_STEPS_OF_SIGNING_IN = ("account_login", "account_logout", "mfa_authenticate", "mfa_login_webauthn")
_OWN = (
    *("account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"),
    *("account_change_password", "usersessions_list"),
    *("mfa_index", "mfa_activate_totp", "mfa_deactivate_totp"),
    *("mfa_view_recovery_codes", "mfa_generate_recovery_codes"),
    *("mfa_list_webauthn", "mfa_add_webauthn"),
)

ALLAUTH_ACCESS = {**dict.fromkeys(_STEPS_OF_SIGNING_IN, Access.OPEN), **dict.fromkeys(_OWN, Access.SIGNED_IN)}
