from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    name = "tulga.desk"
    verbose_name = _("desk")

    def ready(self) -> None:
        from tulga.audit import verbs
        from tulga.desk.choices import VERB_SENTENCES

        verbs.register(VERB_SENTENCES)
