from __future__ import annotations

from typing import ClassVar

from django.db import models

from tulga.kit.classification import DataClass


class UsedToken(models.Model):
    """A form that was sent once, with where its first sending led. Repeats are led there too."""

    digest = models.CharField(max_length=64, primary_key=True)
    location = models.TextField(blank=True, default="")
    used_at = models.DateTimeField(auto_now_add=True, db_index=True)

    data_classes: ClassVar[dict[str, DataClass]] = {
        "digest": DataClass.C1,
        "location": DataClass.C1,
        "used_at": DataClass.C1,
    }

    def __str__(self) -> str:
        return self.digest[:8]
