from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Count, Q

from tulga.kit.search import matches

if TYPE_CHECKING:
    from tulga.kit.actor import Actor


class FindingsQuerySet(models.QuerySet[Any]):
    """Assessments and findings: outside bodies published them."""

    def visible_to(self, actor: Actor) -> Self:
        """Every row: they were public before they came here."""
        return self

    def search(self, query: str) -> Self:
        return self.filter(matches(query))


class AssessmentQuerySet(FindingsQuerySet):
    def search(self, query: str) -> Self:
        """By its own words, or by any name of the body where that is a registered agency."""
        return self.filter(matches(query) | matches(query, "body__search_key"))

    def for_listing(self) -> Self:
        """With the number of its findings, each counted once whatever its revisions."""
        count = Count("findings", filter=Q(findings__superseded_by=None))
        return self.select_related("body").annotate(findings_count=count)


class FindingQuerySet(FindingsQuerySet):
    def current(self) -> Self:
        """The latest revision of each."""
        return self.filter(superseded_by=None)

    def for_listing(self) -> Self:
        return self.select_related("assessment")


class LabelQuerySet(FindingsQuerySet):
    def current(self) -> Self:
        """Those of each finding's latest revision."""
        return self.filter(finding__superseded_by=None)
