from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FindingsConfig(AppConfig):
    name = "tulga.findings"
    verbose_name = _("findings")

    def ready(self) -> None:
        from tulga.audit import verbs
        from tulga.findings.choices import VERB_SENTENCES

        verbs.register(VERB_SENTENCES)
