from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgenciesConfig(AppConfig):
    name = "tulga.agencies"
    verbose_name = _("Agencies")

    def ready(self) -> None:
        from tulga.agencies.choices import VERB_SENTENCES
        from tulga.audit import verbs

        verbs.register(VERB_SENTENCES)
