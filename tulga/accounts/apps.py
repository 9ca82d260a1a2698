from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "tulga.accounts"
    verbose_name = _("people and sign-in")

    def ready(self) -> None:
        from tulga.accounts.access import ALLAUTH_ACCESS
        from tulga.accounts.choices import VERB_SENTENCES
        from tulga.audit import verbs
        from tulga.kit.access import LIBRARY_PAGES

        verbs.register(VERB_SENTENCES)
        LIBRARY_PAGES.update(ALLAUTH_ACCESS)
