from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    name = "tulga.notices"
    verbose_name = _("notices")

    def ready(self) -> None:
        from tulga.audit import verbs
        from tulga.notices.choices import VERB_SENTENCES

        verbs.register(VERB_SENTENCES)
