from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    name = "tulga.documents"
    verbose_name = _("documents")

    def ready(self) -> None:
        from tulga.audit import verbs
        from tulga.documents.choices import VERB_SENTENCES

        verbs.register(VERB_SENTENCES)
