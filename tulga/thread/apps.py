from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ThreadConfig(AppConfig):
    name = "tulga.thread"
    verbose_name = _("thread")

    def ready(self) -> None:
        from tulga.audit import verbs
        from tulga.thread.choices import VERB_SENTENCES

        verbs.register(VERB_SENTENCES)
