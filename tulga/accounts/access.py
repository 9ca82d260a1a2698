"""Who may open the pages of django-allauth, which cannot say it themselves."""

from __future__ import annotations

from tulga.kit.access import Access

_STEPS_OF_SIGNING_IN = ("account_login", "account_logout", "mfa_authenticate", "mfa_login_webauthn")
_OWN = (
    *("account_reauthenticate", "account_change_password"),
    *("mfa_index", "mfa_reauthenticate", "mfa_activate_totp", "mfa_deactivate_totp"),
    *("mfa_generate_recovery_codes", "mfa_view_recovery_codes", "mfa_download_recovery_codes"),
    *("mfa_list_webauthn", "mfa_add_webauthn", "mfa_edit_webauthn", "mfa_remove_webauthn"),
    *("mfa_reauthenticate_webauthn", "usersessions_list"),
)

ALLAUTH_ACCESS = {**dict.fromkeys(_STEPS_OF_SIGNING_IN, Access.OPEN), **dict.fromkeys(_OWN, Access.SIGNED_IN)}
