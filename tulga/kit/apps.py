from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from tulga.kit.trigrams import index_search_keys


class KitConfig(AppConfig):
    name = "tulga.kit"

    def ready(self) -> None:
        from tulga.kit import checks, forms  # noqa: F401 - Django registers checks on import, and fields learn to ask

        post_migrate.connect(index_search_keys, sender=self)
