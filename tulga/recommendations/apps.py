from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecommendationsConfig(AppConfig):
    name = "tulga.recommendations"
    verbose_name = _("recommendations")

    def ready(self) -> None:
        from tulga.audit import verbs
        from tulga.recommendations import workflow  # noqa: F401 - the workflows register themselves by name
        from tulga.recommendations.choices import VERB_SENTENCES

        verbs.register(VERB_SENTENCES)
