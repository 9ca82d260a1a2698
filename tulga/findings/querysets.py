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

    def with_findings(self) -> Self:
        """Those that have something to answer."""
        return self.filter(findings__isnull=False).distinct()

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

    def for_following(self) -> Self:
        """With what became of each: what its sources say, and where it was asked for again."""
        return self.for_listing().prefetch_related("outcomes", "repeated_in__later__assessment")

    def for_reading(self) -> Self:
        """The same with what each is about."""
        return self.for_following().prefetch_related("labels")

    def on_state(self, state: str) -> Self:
        """Of the reports on this State."""
        return self.filter(assessment__state=state)

    def about(self, about: str, code: str) -> Self:
        return self.filter(labels__about=about, labels__code=code)

    def in_order(self) -> Self:
        """The latest assessment first, each by its numbers."""
        return self.order_by("-assessment__year", "assessment", "order_key")


class LabelQuerySet(FindingsQuerySet):
    def current(self) -> Self:
        """Those of each finding's latest revision."""
        return self.filter(finding__superseded_by=None)
