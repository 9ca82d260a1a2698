"""Who sees which link, and what counts as an answer to a finding."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self, cast

from django.apps import apps
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, When

from tulga.answers.choices import IN_FORCE, PROPOSED, Extent, Standing
from tulga.findings.querysets import FindingQuerySet
from tulga.kit.search import matches
from tulga.plan.choices import ActivityStatus, EditionStatus
from tulga.plan.models import Activity, PlanEdition
from tulga.plan.querysets import ActivityQuerySet
from tulga.recommendations.models import Recommendation
from tulga.recommendations.querysets import READS_DRAFTS

if TYPE_CHECKING:
    from tulga.answers.models import Link, PublishedAnswers  # noqa: F401 - the rows' types
    from tulga.kit.actor import Actor

# A finding is the same through its revisions: links and drafters' ties may point at any of them.
SAME_FINDING = {
    "finding__assessment": OuterRef("assessment"),
    "finding__number": OuterRef("number"),
}
RECOMMENDATION_IN_FORCE = Q(recommendation__in_force_on__isnull=False, recommendation__status__in=IN_FORCE)
RECOMMENDATION_PROPOSED = Q(recommendation__in_force_on=None, recommendation__status__in=PROPOSED)


class PublishedAnswersQuerySet(models.QuerySet["PublishedAnswers"]):
    def visible_to(self, actor: Actor) -> Self:
        """That something was published is no secret."""
        return self


class LinkQuerySet(models.QuerySet["Link"]):
    def visible_to(self, actor: Actor) -> Self:
        """Whoever may see both ends; the public once the answers to the assessment are published.

        What was refused is read by those who read drafts only: it says nothing about the State's answer.
        """
        if actor.is_system or actor.holds_anywhere(*READS_DRAFTS):
            return self
        # Asked link by link: as lists, databases would first gather all that this reader may see.
        recommendation = Recommendation.objects.visible_to(actor).filter(pk=OuterRef("recommendation"))
        activity = Activity.objects.visible_to(actor).filter(pk=OuterRef("activity"))
        seen = self.accepted().filter(Exists(activity) | Exists(recommendation))
        if actor.user_id is None:
            seen = seen.filter(finding__assessment__in=published_assessments())
        return seen

    def accepted(self) -> Self:
        return self.exclude(extent=Extent.NOT)

    def refused(self) -> Self:
        return self.filter(extent=Extent.NOT)

    def about(self, findings: models.QuerySet[Any]) -> Self:
        """Links to these findings, in whichever revision."""
        same = findings.order_by().filter(
            assessment=OuterRef("finding__assessment"), number=OuterRef("finding__number")
        )
        return self.filter(Exists(same))

    def counting(self) -> Self:
        """What answers today: an activity of a plan in force, or a recommendation in force."""
        activities = activities_that_count().values("pk")
        return self.accepted().filter(Q(activity__in=activities) | RECOMMENDATION_IN_FORCE)

    def search(self, query: str) -> Self:
        """By the words of the finding: those of an answer are searched as its own reader may read it."""
        return self.filter(matches(query, "finding__search_key"))


def published_assessments() -> models.QuerySet[Any, Any]:
    return apps.get_model("answers", "PublishedAnswers")._default_manager.values("assessment")


def activities_that_count() -> ActivityQuerySet:
    """What plans in force say today, without what the lead agency has dropped.

    A plan that has expired is still answered for until another one is in force or has expired later.
    """
    editions = PlanEdition.objects.filter(
        Q(status=EditionStatus.IN_FORCE)
        | Q(status=EditionStatus.EXPIRED, valid_to__gt=OuterRef("current__edition__valid_to"))
    )
    is_last = Q(current__edition__status=EditionStatus.EXPIRED) & ~Exists(editions)
    in_force = Q(current__edition__status=EditionStatus.IN_FORCE) | is_last
    not_dropped = Q(status=None) | ~Q(status=ActivityStatus.DROPPED)
    return Activity.objects.in_their_plans().filter(in_force).with_status().filter(not_dropped)


def named_by_drafters(actor: Actor) -> models.QuerySet[Any]:
    """The ties that drafters made between a recommendation and a finding, as far as the actor sees the former.

    Where somebody has said since how far it answers, that counts and not the tie.
    """
    link = apps.get_model("answers", "Link")._default_manager
    judged = link.filter(
        recommendation=OuterRef("recommendation"),
        finding__assessment=OuterRef("finding__assessment"),
        finding__number=OuterRef("finding__number"),
    )
    ties = Recommendation.findings.through._default_manager.filter(
        recommendation__in=Recommendation.objects.visible_to(actor).values("pk")
    )
    return cast("models.QuerySet[Any]", ties.exclude(Exists(judged)))


def with_standing(findings: FindingQuerySet, actor: Actor) -> FindingQuerySet:
    """Adds `standing`: how far each is answered by what this actor may see."""
    links = apps.get_model("answers", "Link")._default_manager.visible_to(actor).filter(**SAME_FINDING)
    ties = named_by_drafters(actor).filter(**SAME_FINDING)
    counting = links.counting()
    proposed = links.accepted().filter(RECOMMENDATION_PROPOSED)
    standing = Case(
        When(Exists(counting.filter(extent=Extent.FULLY)), then=Standing.FULLY),
        When(Exists(counting) | Exists(ties.filter(RECOMMENDATION_IN_FORCE)), then=Standing.PARTLY),
        When(Exists(proposed) | Exists(ties.filter(RECOMMENDATION_PROPOSED)), then=Standing.PROPOSED),
        default=Standing.UNANSWERED,
        output_field=models.IntegerField(),
    )
    return cast("FindingQuerySet", findings.annotate(standing=standing))


def least_answered_first(findings: FindingQuerySet) -> FindingQuerySet:
    """After `with_standing`: what nothing answers before all else, and of these what was asked first."""
    return findings.order_by("standing", "assessment__year", "assessment", "order_key")


def activities_nobody_asked_for(actor: Actor) -> ActivityQuerySet:
    """Of plans in force, linked to no finding and named by no recommendation in force that the actor may see."""
    answering = apps.get_model("answers", "Link")._default_manager.visible_to(actor).accepted()
    asked = Recommendation.objects.visible_to(actor).filter(in_force_on__isnull=False, status__in=IN_FORCE)
    rows = activities_that_count().visible_to(actor).exclude(pk__in=answering.exclude(activity=None).values("activity"))
    return rows.exclude(recommendations__in=asked.values("pk")).sorted()
