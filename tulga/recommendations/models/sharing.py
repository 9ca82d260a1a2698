"""What readers read of recommendations. Why a passage cannot reach an audience that may not read it: ADR 13."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tulga.kit.audience import Audience
from tulga.kit.classification import DataClass
from tulga.kit.i18n import I18nText, I18nTextField
from tulga.recommendations.querysets import SharedWordsQuerySet

if TYPE_CHECKING:
    from collections.abc import Mapping

C1 = DataClass.C1


class AsRead:
    """An attribute that `visible_to(actor)` alone fills, with what that reader may read; without a reader it refuses.

    So a page that forgets to ask for its reader fails in its first test, and shows nothing.
    """

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, row: Any, owner: type) -> I18nText:
        if row is None:
            return self  # type: ignore[return-value]  # asked of the class, as Django does
        raise AttributeError(
            f"{owner.__name__}.{self.name} is known for a reader only: take the row through visible_to(actor)."
        )


class SharedWords(models.Model):
    """One recommendation in the words one audience reads: cut and issued by a release, never edited, only replaced."""

    recommendation = models.ForeignKey(
        "recommendations.Recommendation", on_delete=models.PROTECT, related_name="shared_words"
    )
    audience = models.CharField(_("for"), max_length=20, choices=Audience)
    title = I18nTextField(_("title"))
    text = I18nTextField(_("wording"))
    language = models.CharField(_("language"), max_length=8)
    length = models.PositiveIntegerField(editable=False)
    hash = models.CharField(max_length=64, editable=False)
    search_key = models.TextField(editable=False)
    issued_at = models.DateTimeField(auto_now_add=True)
    replaced_at = models.DateTimeField(null=True, editable=False)

    objects = SharedWordsQuerySet.as_manager()
    data_classes: ClassVar[dict[str, DataClass]] = dict.fromkeys(
        ("id", "recommendation", "audience", "title", "text", "language", "length", "hash", "search_key")
        + ("issued_at", "replaced_at"),
        C1,
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(audience__in=Audience.values), name="shared_words_audience_known"),
            models.CheckConstraint(condition=Q(length__gt=0), name="shared_words_are_some"),
            models.UniqueConstraint(
                fields=["recommendation", "audience"],
                condition=Q(replaced_at=None),
                name="one_set_of_words_for_an_audience",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recommendation_id} for {self.audience}"

    def is_intact(self) -> bool:
        return self.hash == hash_of_shared(self.recommendation_id, self.audience, self.title, self.text)


def hash_of_shared(recommendation_id: int, audience: str, title: Mapping[str, str], text: Mapping[str, str]) -> str:
    """SHA-256 over what the audience reads, and over nothing else: it says nothing of what was cut."""
    content = {"recommendation": recommendation_id, "audience": str(audience), "title": title, "text": text}
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
