from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DisseminationConfig(AppConfig):
    name = "tulga.dissemination"
    verbose_name = _("dissemination")

    def ready(self) -> None:
        from tulga.audit import verbs
        from tulga.dissemination import workflow  # noqa: F401 - the workflow registers itself by name
        from tulga.dissemination.choices import VERB_SENTENCES

        verbs.register(VERB_SENTENCES)
