from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    name = "tulga.meetings"
    verbose_name = _("meetings")

    def ready(self) -> None:
        from tulga.audit import verbs
        from tulga.meetings.choices import VERB_SENTENCES

        verbs.register(VERB_SENTENCES)
