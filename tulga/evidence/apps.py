from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EvidenceConfig(AppConfig):
    name = "tulga.evidence"
    verbose_name = _("Evidence")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from tulga.audit import verbs
        from tulga.evidence.choices import VERB_SENTENCES

        verbs.register(VERB_SENTENCES)
