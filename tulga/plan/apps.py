from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlanConfig(AppConfig):
    name = "tulga.plan"
    verbose_name = _("plan")

    def ready(self) -> None:
        from tulga.audit import verbs
        from tulga.plan.choices import VERB_SENTENCES

        verbs.register(VERB_SENTENCES)
