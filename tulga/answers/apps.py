from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AnswersConfig(AppConfig):
    name = "tulga.answers"
    verbose_name = _("answers to findings")

    def ready(self) -> None:
        from tulga.answers.choices import VERB_SENTENCES
        from tulga.audit import verbs

        verbs.register(VERB_SENTENCES)
