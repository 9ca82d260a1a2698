from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models

from tulga.accounts.choices import Role
from tulga.evidence.choices import Status
from tulga.kit.search import matches

if TYPE_CHECKING:
    from tulga.evidence.models import Estimate  # noqa: F401 - the rows' type
    from tulga.kit.actor import Actor

# Unsuppressed counts: DOMAIN's rule of need to know.
READS_COUNTS = (Role.SECRETARIAT, Role.CHAIR, Role.NATIONAL_RAPPORTEUR)


class StudyQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> Self:
        """Whoever may read counts that nobody has suppressed."""
        return self if actor.is_system or actor.holds_anywhere(*READS_COUNTS) else self.none()

    def search(self, query: str) -> Self:
        return self.filter(matches(query))

    def for_listing(self) -> Self:
        return self.order_by("-pk")


class ProtectedCountsQuerySet(StudyQuerySet):
    def that_may_be_told(self) -> Self:
        """Tables that somebody may have published: what was worked out may be taken from here."""
        return self.filter(status=Status.READY, result__has_key="csv").order_by("-pk")


class EstimateQuerySet(StudyQuerySet):
    def public(self) -> Self:
        """What an act has made public. Its table of overlaps is no part of it."""
        return self.filter(status=Status.PUBLISHED).order_by("-published_at")
