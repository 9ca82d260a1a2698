"""Built files under names that change with their content."""

from __future__ import annotations

from functools import lru_cache

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Storage(CompressedManifestStaticFilesStorage):
    """A page names six files, and each name takes as long to find as a cell of a list to draw: found once."""

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)
        self.address = lru_cache(maxsize=200)(super().url)

    def url(self, name: str, force: bool = False) -> str:
        return str(self.address(name, force))
