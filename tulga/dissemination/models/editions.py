from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tulga.dissemination.models.releasing import Release
from tulga.dissemination.querysets import EditionQuerySet
from tulga.kit.audience import Audience
from tulga.kit.classification import DataClass
from tulga.recommendations.models import SharedWords

C1 = DataClass.C1


class Edition(models.Model):
    """A release's text for one audience, frozen when it was approved."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="editions")
    audience = models.CharField(_("for"), max_length=20, choices=Audience)
    hash = models.CharField(max_length=64, editable=False)
    frozen_at = models.DateTimeField(auto_now_add=True)

    objects = EditionQuerySet.as_manager()
    data_classes: ClassVar[dict[str, DataClass]] = dict.fromkeys(["id", "release", "audience", "hash", "frozen_at"], C1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["release", "audience"], name="one_edition_for_an_audience"),
            models.CheckConstraint(condition=Q(audience__in=Audience.values), name="edition_audience_known"),
        ]

    def __str__(self) -> str:
        return f"{self.release_id} for {self.audience}"

    @property
    def reader(self) -> Audience:
        return Audience(self.audience)


class EditionItem(models.Model):
    """One recommendation of an edition: the words issued to its audience."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="items")
    words = models.ForeignKey(SharedWords, on_delete=models.PROTECT, related_name="edition_items")
    position = models.PositiveSmallIntegerField()

    data_classes: ClassVar[dict[str, DataClass]] = dict.fromkeys(["id", "edition", "words", "position"], C1)

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["edition", "words"], name="words_once_in_an_edition")]

    def __str__(self) -> str:
        return f"{self.words_id} in {self.edition_id}"


def hash_of_edition(number: str, audience: str, words: Iterable[SharedWords]) -> str:
    """SHA-256 over the hashes of the words in their order: one changed letter changes it."""
    content = {"release": number, "audience": str(audience), "words": [each.hash for each in words]}
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
