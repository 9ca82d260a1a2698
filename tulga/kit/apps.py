from __future__ import annotations

from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "tulga.kit"

    def ready(self) -> None:
        from tulga.kit import checks  # noqa: F401 - Django registers system checks on import
