from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.db.models import Case, Count, Exists, F, Min, OuterRef, Q, Subquery, Value, When
from django.utils import timezone

from tulga.accounts.choices import Role
from tulga.accounts.roles import agencies_answered_for
from tulga.kit.audience import shared_with
from tulga.kit.search import matches
from tulga.recommendations.choices import (
    BEFORE_DECISION,
    CLOSED,
    ENDORSED,
    MERGEABLE,
    OPEN_OBJECTIONS,
    STANDING_OBJECTIONS,
    UNDONE,
    ChangeStatus,
    CommitmentStatus,
    Hand,
    ItemEnd,
    PaperStatus,
    Status,
)
from tulga.recommendations.verification_code import digest_of

if TYPE_CHECKING:
    import datetime as dt

    from tulga.kit.actor import Actor
    from tulga.recommendations.models import (  # noqa: F401 - the rows' types
        Challenge,
        ChangeRequest,
        Commitment,
        Decision,
        DraftingCircle,
        LadderStep,
        Objection,
        Order,
        PaperDecision,
        Recommendation,
        SharedWords,
        Submission,
        SubmissionItem,
    )

M = TypeVar("M", bound=models.Model, covariant=True)
READS_DRAFTS = (Role.SECRETARIAT, Role.CHAIR, Role.NATIONAL_RAPPORTEUR)


def circles_of(actor: Actor) -> models.QuerySet[Any, Any]:
    """The drafting circles a person belongs to today, for use inside a query."""
    today = timezone.localdate()
    member = apps.get_model("recommendations", "CircleMember")
    return (
        member._default_manager.filter(user=actor.user_id, valid_from__lte=today)
        .filter(Q(valid_to=None) | Q(valid_to__gte=today))
        .values("circle_id")
    )


def drafted_by_or_shared_with(actor: Actor) -> Q:
    """Rows of a circle the actor drafts in, or released to an audience of theirs."""
    shared = shared_with(actor.audiences)
    return shared if actor.user_id is None else shared | Q(circle__in=circles_of(actor))


def written_in_circles(circles: models.QuerySet[Any, Any]) -> Q:
    """Recommendations of these circles, and what was merged from them: not the other parents of it."""
    joins = apps.get_model("recommendations", "DraftingCircle").joins.through
    joint = joins._default_manager.filter(to_draftingcircle__in=circles).values("from_draftingcircle_id")
    return Q(circle__in=circles) | Q(circle__in=joint)


def drafted_in_circles_of(actor: Actor) -> Q:
    return written_in_circles(circles_of(actor))


class CircleQuerySet(models.QuerySet["DraftingCircle"]):
    def visible_to(self, actor: Actor) -> Self:
        """Its members, and those who read drafts."""
        if actor.is_system or actor.holds_anywhere(*READS_DRAFTS):
            return self
        return self.filter(pk__in=circles_of(actor)) if actor.user_id else self.none()


class ChallengeQuerySet(models.QuerySet["Challenge"]):
    def visible_to(self, actor: Actor) -> Self:
        """Who drafts with it or reads drafts; others once a recommendation that answers it is shared with them."""
        if actor.is_system or actor.holds_anywhere(*READS_DRAFTS):
            return self
        return self.filter(drafted_by_or_shared_with(actor))

    def search(self, query: str) -> Self:
        return self.filter(matches(query))

    def for_listing(self) -> Self:
        return self.select_related("agency", "circle").order_by("-pk")

    def for_board(self) -> Self:
        """In the order the session gave them."""
        return self.select_related("agency", "activity__current").prefetch_related("places").order_by("position", "pk")


class SharedWordsQuerySet(models.QuerySet["SharedWords"]):
    def visible_to(self, actor: Actor) -> Self:
        """The words in force for the actor's audiences. Those who read drafts see all, and what was replaced."""
        if actor.is_system or actor.holds_anywhere(*READS_DRAFTS):
            return self
        return self.of_audiences(actor)

    def of_audiences(self, actor: Actor) -> Self:
        """What anybody in the actor's audiences reads now."""
        return self.filter(audience__in=sorted(actor.audiences), replaced_at=None)

    def fullest_first(self) -> Self:
        """A reader of two audiences reads the edition that holds more."""
        return self.order_by("-length", "audience")


class SearchedAsRead(models.QuerySet[M]):
    """Rows that are searched in the words their reader may read: so `search` comes after `visible_to`, or refuses."""

    _found: Callable[[str], Q] | None = None

    def _clone(self) -> Self:
        clone = super()._clone()  # type: ignore[misc]  # Django's own way of carrying something along
        clone._found = self._found
        return cast("Self", clone)

    def _searched_by(self, found: Callable[[str], Q]) -> Self:
        clone = self._chain()  # type: ignore[attr-defined]
        clone._found = found
        return cast("Self", clone)

    def search(self, query: str) -> Self:
        if self._found is None:
            raise ImproperlyConfigured("What is searched depends on who reads: ask visible_to(actor) first.")
        return self.filter(self._found(query))


class RecommendationQuerySet(SearchedAsRead["Recommendation"]):
    def visible_to(self, actor: Actor) -> Self:
        """Rows this actor may know about, with the `title` this actor may read, searched in the words it may read.

        The only place that decides it: those who draft read the drafts, everybody else the words issued to an
        audience of theirs, and a row without such words is not there for them.
        """
        if actor.is_system or actor.holds_anywhere(*READS_DRAFTS):
            return self._searched_by(matches).annotate(title=F("working_title"))
        words = apps.get_model("recommendations", "SharedWords")._default_manager.of_audiences(actor)
        issued = words.filter(recommendation=OuterRef("pk"))
        shared = shared_with(actor.audiences) & Q(Exists(issued))
        title: Any = Subquery(issued.fullest_first().values("title")[:1])
        if actor.user_id is None:
            rows = self._searched_by(lambda query: Q(pk__in=words.filter(matches(query)).values("recommendation")))
            return rows.filter(shared).annotate(title=title)
        drafted = drafted_in_circles_of(actor)
        rows = self._searched_by(
            lambda query: Q(pk__in=words.filter(matches(query)).values("recommendation")) | (drafted & matches(query))
        )
        title = Case(When(drafted, then=F("working_title")), default=title)
        return rows.filter(drafted | shared).annotate(title=title)

    def drafts_visible_to(self, actor: Actor) -> Self:
        """Rows whose every wording the actor may read, not only the decided one."""
        if actor.is_system or actor.holds_anywhere(*READS_DRAFTS):
            return self
        return self.filter(drafted_in_circles_of(actor)) if actor.user_id else self.none()

    def drafted_by(self, actor: Actor) -> Self:
        """Not decided yet, and with words of the actor's."""
        return self.filter(parts__user=actor.user_id, parts__hand=Hand.DRAFTER, status__in=BEFORE_DECISION)

    def adopted_by_sessions(self) -> Self:
        """What sessions laid before the secretariat, however far it has come: neither drafts nor results of a merge."""
        return self.filter(circle__joins=None).exclude(status__in=[Status.DRAFT, Status.WITHDRAWN])

    def mergeable(self) -> Self:
        return self.filter(status__in=MERGEABLE)

    def written_in(self, language: str) -> Self:
        """With a wording or a translation in this language."""
        wordings = apps.get_model("recommendations", "Wording")._default_manager
        spoken = wordings.filter(Q(language=language) | Q(translations__language=language))
        return self.filter(pk__in=spoken.values("recommendation_id"))

    def endorsed(self) -> Self:
        return self.filter(status__in=ENDORSED)

    def deferred(self) -> Self:
        """Put off by the ministry and not taken up since: on the next meeting's agenda, the longest waiting first."""
        return self.filter(status=Status.DEFERRED).order_by("pk")

    def can_be_laid(self) -> Self:
        """Consolidated, and in no package yet."""
        item = apps.get_model("recommendations", "SubmissionItem")
        packed = item._default_manager.filter(ended_as=ItemEnd.OPEN).values("recommendation")
        return self.filter(status=Status.CONSOLIDATED).exclude(pk__in=packed)

    def in_the_deciding_language(self) -> Self:
        """With a latest wording that the ministry can decide on."""
        wordings = apps.get_model("recommendations", "Wording")._default_manager
        latest = wordings.filter(recommendation=OuterRef("pk")).order_by("-number").values("language")[:1]
        return self.alias(latest_language=Subquery(latest)).filter(latest_language=settings.DECIDING_LANGUAGE)

    def in_force(self) -> Self:
        """Endorsed by an order that was signed and registered."""
        return self.filter(in_force_on__isnull=False)

    def can_be_superseded_by(self, newer: Recommendation) -> Self:
        """In force, older, and in nobody else's place already."""
        return self.in_force().filter(status__in=[*ENDORSED, Status.IMPLEMENTED], pk__lt=newer.pk)

    def for_listing(self) -> Self:
        return self.order_by("-pk")

    def for_board(self) -> Self:
        """In the order the session gave them, with their words."""
        words = ("addressees", "challenges", "wordings__translations")
        return self.prefetch_related(*words).order_by("position", "pk")


class CommitmentQuerySet(SearchedAsRead["Commitment"]):
    def visible_to(self, actor: Actor) -> Self:
        """The owner's agency and those who watch; others once signed, where they may see the recommendation.

        What was taken back before the head signed it was never anybody else's to read. `office_read` is the office in
        charge, for who reads its reports.

        Found by the words that the actor may read of the recommendation, or by any name of the agency.
        """
        read = apps.get_model("recommendations", "Recommendation")._default_manager.visible_to(actor)
        rows = self._searched_by(
            lambda query: Q(recommendation__in=read.search(query)) | matches(query, "agency__search_key")
        )
        if actor.is_system or actor.holds_anywhere(*READS_DRAFTS):
            return rows.annotate(office_read=F("owner"))
        own = Q(agency_id__in=agencies_answered_for(actor))
        signed = ~Q(status=CommitmentStatus.NAMED) & ~Q(status=CommitmentStatus.WITHDRAWN, signed_at=None)
        shared = shared_with(actor.audiences, "recommendation__audiences") & signed
        return rows.filter(shared | own).annotate(office_read=Case(When(own, then=F("owner")), default=Value("")))

    def reports_visible_to(self, actor: Actor) -> Self:
        """Commitments whose reports and verdicts the actor may read: of the own agency, or read by who watches."""
        if actor.is_system or actor.holds_anywhere(*READS_DRAFTS):
            return self
        return self.filter(agency_id__in=agencies_answered_for(actor))

    def open(self) -> Self:
        """Still to be delivered: neither verified nor withdrawn."""
        return self.exclude(status__in=CLOSED)

    def standing(self) -> Self:
        """Promised and not taken back."""
        return self.exclude(status=CommitmentStatus.WITHDRAWN)

    def withdrawn_and_not_replaced(self) -> Self:
        return self.filter(status=CommitmentStatus.WITHDRAWN, replaced_by=None).order_by("pk")

    def undone(self) -> Self:
        return self.filter(status__in=UNDONE)

    def overdue(self, today: dt.date) -> Self:
        """Not done when the day of the deadline had ended."""
        return self.undone().filter(due_on__lt=today)

    def for_listing(self) -> Self:
        return self.select_related("agency", "recommendation").order_by("due_on", "pk")


class ChangeRequestQuerySet(models.QuerySet["ChangeRequest"]):
    def visible_to(self, actor: Actor) -> Self:
        """What an agency asks for is read by whoever reads its reports."""
        if actor.is_system or actor.holds_anywhere(*READS_DRAFTS):
            return self
        return self.filter(commitment__agency_id__in=agencies_answered_for(actor))

    def asked(self) -> Self:
        """Waiting for the secretariat's answer."""
        return self.filter(status=ChangeStatus.ASKED).select_related("commitment")


class ObjectionQuerySet(SearchedAsRead["Objection"]):
    def visible_to(self, actor: Actor) -> Self:
        """The objecting agency and those who settle, decide and watch: nobody else learns that there is one.

        Found by the words that the actor may read of the recommendation, or by any name of the agency.
        """
        read = apps.get_model("recommendations", "Recommendation")._default_manager.visible_to(actor)
        rows = self._searched_by(
            lambda query: Q(recommendation__in=read.search(query)) | matches(query, "agency__search_key")
        )
        if actor.is_system or actor.holds_anywhere(*READS_DRAFTS):
            return rows
        return rows.filter(agency_id__in=agencies_answered_for(actor))

    def open(self) -> Self:
        """Not settled yet."""
        return self.filter(status__in=OPEN_OBJECTIONS)

    def standing(self) -> Self:
        """In the place of commitments: being settled, or upheld."""
        return self.filter(status__in=STANDING_OBJECTIONS)

    def for_listing(self) -> Self:
        return self.select_related("agency", "recommendation").order_by("-pk")


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def visible_to(self, actor: Actor) -> Self:
        """What was laid before the ministry, to those who read drafts; in preparation, to the secretariat alone."""
        if actor.is_system or actor.holds_anywhere(Role.SECRETARIAT):
            return self
        return self.laid() if actor.holds_anywhere(*READS_DRAFTS) else self.none()

    def laid(self) -> Self:
        return self.filter(submitted_at__isnull=False)

    def with_counts(self) -> Self:
        def counted(**condition: str) -> Count:
            return Count("items", filter=Q(**{f"items__{name}": value for name, value in condition.items()}))

        return self.annotate(
            items_count=Count("items"),
            open_count=counted(ended_as=ItemEnd.OPEN),
            decided_count=counted(ended_as=ItemEnd.DECIDED),
            returned_count=counted(ended_as=ItemEnd.RETURNED),
        )

    def for_listing(self) -> Self:
        """With one of its recommendations' numbers: what tells a package of one from the next."""
        return self.with_counts().annotate(a_reference=Min("items__recommendation__reference")).order_by("-pk")


class SubmissionItemQuerySet(models.QuerySet["SubmissionItem"]):
    def laid(self) -> Self:
        return self.filter(submission__submitted_at__isnull=False)

    def open(self) -> Self:
        """Neither decided nor returned nor withdrawn."""
        return self.filter(ended_as=ItemEnd.OPEN)

    def in_order(self) -> Self:
        return self.order_by("position", "pk")

    def for_reading(self) -> Self:
        """With the words, whom they bind and what they answer."""
        rows = self.select_related("recommendation", "wording", "decision__wording", "decision__paper")
        return rows.prefetch_related("wording__translations").in_order()


class LadderStepQuerySet(models.QuerySet["LadderStep"]):
    def visible_to(self, actor: Actor) -> Self:
        """Whoever is told after so many days may know after how many."""
        return self.none() if actor.is_public else self

    def for_listing(self) -> Self:
        return self.order_by("-about", "days", "pk")


class PaperDecisionQuerySet(models.QuerySet["PaperDecision"]):
    def visible_to(self, actor: Actor) -> Self:
        """Those who prepare, decide and watch."""
        return self if actor.is_system or actor.holds_anywhere(*READS_DRAFTS) else self.none()

    def waiting(self) -> Self:
        """Entered, and compared by nobody else yet."""
        return self.filter(status=PaperStatus.ENTERED)

    def for_detail(self) -> Self:
        return self.select_related(
            "item__wording", "item__submission", "item__recommendation", "entered_by", "settled_by"
        )


class OrderQuerySet(models.QuerySet["Order"]):
    def visible_to(self, actor: Actor) -> Self:
        """Printed orders are the secretariat's and the chair's; one in force shows with what it endorsed."""
        if actor.is_system or actor.holds_anywhere(*READS_DRAFTS):
            return self
        return self.filter(
            shared_with(actor.audiences, "decisions__item__recommendation__audiences"), registered_at__isnull=False
        ).distinct()

    def papers_visible_to(self, actor: Actor) -> Self:
        """Orders whose paper the actor may have: the print and the signed scan."""
        return self if actor.is_system or actor.holds_anywhere(*READS_DRAFTS) else self.none()

    def opened_by(self, code: str) -> Self:
        """Whoever holds the paper may know that it stands: the order with this code, once it is in force.

        What the order says is each recommendation's own question.
        """
        return self.filter(code_digest=digest_of(code), registered_at__isnull=False)

    def for_listing(self) -> Self:
        return self.order_by("-pk")


class DecisionQuerySet(models.QuerySet["Decision"]):
    def visible_to(self, actor: Actor) -> Self:
        """Those who read drafts see every decision; others those in force on what is shared with them."""
        if actor.is_system or actor.holds_anywhere(*READS_DRAFTS):
            return self
        seen = shared_with(actor.audiences, "item__recommendation__audiences")
        return self.filter(seen, item__recommendation__in_force_on__isnull=False)

    def endorsing(self) -> Self:
        return self.filter(outcome__in=ENDORSED)

    def for_paper(self) -> Self:
        """With their words, in the order of the recommendations' numbers."""
        rows = self.select_related("item__recommendation", "wording").prefetch_related("wording__translations")
        return rows.order_by("item__recommendation__reference", "pk")

    def awaiting_an_order(self) -> Self:
        return self.endorsing().filter(order=None).select_related("item__recommendation").order_by("pk")
