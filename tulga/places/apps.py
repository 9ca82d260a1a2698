from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlacesConfig(AppConfig):
    name = "tulga.places"
    verbose_name = _("Places")

    def ready(self) -> None:
        from tulga.audit import verbs
        from tulga.places.choices import VERB_SENTENCES

        verbs.register(VERB_SENTENCES)
