from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Count

from tulga.dissemination.choices import ReleaseStatus
from tulga.kit.audience import shared_with
from tulga.kit.search import matches
from tulga.recommendations.querysets import READS_DRAFTS

if TYPE_CHECKING:
    from tulga.dissemination.models import Release  # noqa: F401 - the rows' type
    from tulga.kit.actor import Actor


class ReleaseQuerySet(models.QuerySet["Release"]):
    def visible_to(self, actor: Actor) -> Self:
        """Whoever reads drafts sees all; others what was released to an audience of theirs."""
        if actor.is_system or actor.holds_anywhere(*READS_DRAFTS):
            return self
        return self.filter(shared_with(actor.audiences), status=ReleaseStatus.RELEASED)

    def search(self, query: str) -> Self:
        return self.filter(matches(query))

    def waiting(self) -> Self:
        return self.filter(status=ReleaseStatus.PREPARED)

    def for_listing(self) -> Self:
        return self.annotate(recommendations_count=Count("items")).order_by("-pk")
