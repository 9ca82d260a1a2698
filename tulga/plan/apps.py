from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlanConfig(AppConfig):
    name = "tulga.plan"
    verbose_name = _("plan")

    def ready(self) -> None:
        from tulga.audit import verbs
        from tulga.kit.imports import targets
        from tulga.plan.choices import VERB_SENTENCES
        from tulga.plan.importing.target import PlanTarget

        verbs.register(VERB_SENTENCES)
        targets.register(PlanTarget())
