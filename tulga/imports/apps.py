from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImportsConfig(AppConfig):
    name = "tulga.imports"
    verbose_name = _("imports")

    def ready(self) -> None:
        from tulga.audit import verbs
        from tulga.imports.choices import VERB_SENTENCES

        verbs.register(VERB_SENTENCES)
